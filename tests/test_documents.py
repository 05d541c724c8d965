"""The documents say what is true: what they name exists, and the words they list are used."""

import re
import tomllib
from pathlib import Path

import pytest

from desktop_app.cli.arguments import OpenWindow, RunEngine, TakeTour, parse
from desktop_app.core.sentences import english
from desktop_app.providers import profile_file

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("resources/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
SOURCE = re.compile(
    r"`((?:desktop_app|tests|packaging|resources|docs|core|gui|store|work|engine|providers|formats)/[^`\s*]+)`"
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_and_every_file_that_is_named_exists(path):
    text = path.read_text(encoding="utf-8")
    for target in LINK.findall(text):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name}: {target}"
    for named in SOURCE.findall(text):
        found = any((base / named).exists() for base in (ROOT, ROOT / "desktop_app"))
        assert found, f"{path.name}: {named}"


def test_every_decision_is_in_the_list():
    listed = (ROOT / "docs/decisions/README.md").read_text()
    for path in (ROOT / "docs/decisions").glob("0*.md"):
        assert path.name in listed, path.name


def test_the_commands_of_the_readme_are_understood():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for script in re.findall(r"python3 (packaging/\w+\.py)", readme):
        assert (ROOT / script).is_file()
    for option in ("--data", "--rows"):
        assert option in readme
    assert parse(["tour", "DIR", "--data", "F.csv", "--rows", "5"]) == TakeTour(Path("DIR"), Path("F.csv"), 5)
    assert parse(["engine", "--port", "1"]) == RunEngine(("--port", "1"))
    assert parse(["table.csv"]) == OpenWindow(Path("table.csv"))
    assert parse([]) == OpenWindow(None)


def test_every_room_and_floor_stands_in_the_architecture():
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for folder in (ROOT / "desktop_app").iterdir():
        if folder.is_dir() and (folder / "__init__.py").exists():
            assert f"{folder.name}/" in told, folder.name
    for module in (ROOT / "desktop_app").glob("[!_]*.py"):
        assert module.name in told, module.name
    for room in (ROOT / "desktop_app/gui").iterdir():
        if (room / "page.py").exists():
            assert f"{room.name}/" in told, room.name


def test_the_pin_of_qt_is_the_decided_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "pyside6-essentials>=6.11.3,<6.12; python_version<'3.12'" in project["dependencies"]
    assert project["name"] == "tunedesk"


def test_help_with_keys_is_what_the_window_says():
    told = (ROOT / "docs/providers.md").read_text(encoding="utf-8")
    for profile in profile_file.load(ROOT / "resources/providers.json"):
        assert not profile.help or f"**{profile.title}**" in told
        for step in profile.help:
            assert f": {english(step.said)}" in told, f"{profile.id}, {step.about}"
            assert not step.link or f"<{step.link}>" in told, step.link


def test_the_list_of_ones_own_in_the_document_can_be_read(tmp_path):
    told = (ROOT / "docs/providers.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", told, re.DOTALL)
    mine = tmp_path / "providers.json"
    mine.write_text(example, encoding="utf-8")
    profiles = {profile.id: profile for profile in profile_file.load(ROOT / "resources/providers.json", mine)}
    assert "my bill of November" in [model.price.source for model in profiles["openai"].models if model.price]
