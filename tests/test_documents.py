"""The documents say what is true: what they name exists, and the words they list are used."""

import ast
import contextlib
import io
import json
import re
import shlex
import tomllib
from functools import cache
from pathlib import Path

import pytest

from desktop_app.cli.arguments import parse
from desktop_app.cli.commands import OpenWindow, RunEngine, TakeTour
from desktop_app.core.sentences import english
from desktop_app.providers import profile_file
from desktop_app.settings import preferences
from desktop_app.settings.preferences import Preferences

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("resources/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
ANCHOR = re.compile(r"\]\(([^)#\s]*)#([^)\s]+)\)")
FENCED = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
COMMAND = re.compile(r"(?:^|(?<=[\s|/]))tunedesk ([a-z\-].*)")
GUIDE = sorted((ROOT / "docs/guide").glob("*.md"))
TABLES = ("docs/faults.md", "docs/protection.md")
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
        found = any((base / named.split("::")[0]).exists() for base in (ROOT, ROOT / "desktop_app"))
        assert found, f"{path.name}: {named}"


def test_every_picture_is_shown_by_a_document():
    shown = {(path.parent / target).resolve() for path in DOCUMENTS for target in LINK.findall(path.read_text("utf-8"))}
    assert [path.name for path in sorted((ROOT / "docs/pictures").iterdir()) if path not in shown] == []


def test_every_decision_is_in_the_list():
    listed = (ROOT / "docs/decisions/README.md").read_text()
    for path in (ROOT / "docs/decisions").glob("0*.md"):
        assert path.name in listed, path.name


def test_the_commands_of_the_readme_are_understood():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for script in re.findall(r"python3 (packaging/\w+\.py)", readme):
        assert (ROOT / script).is_file()
    commands = (ROOT / "docs/terminal.md").read_text(encoding="utf-8")
    for option in ("--data", "--rows"):
        assert option in commands
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


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_place_within_a_page_that_is_linked_exists(path):
    for target, anchor in ANCHOR.findall(path.read_text(encoding="utf-8")):
        if "://" not in target:
            page = (path.parent / target if target else path).read_text(encoding="utf-8")
            heads = [head.lower() for head in re.findall(r"^#+ (.+)$", FENCED.sub("", page), re.MULTILINE)]
            assert anchor in [re.sub(r"[^\w\- ]", "", head).strip().replace(" ", "-") for head in heads], anchor


def test_every_page_can_be_reached_from_the_guide():
    seen, waiting = set(), [ROOT / "docs/README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            links = [page.parent / link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
            waiting += [link.resolve() for link in links if link.suffix == ".md"]
    pages = [*ROOT.glob("docs/*.md"), *GUIDE]
    assert [page.name for page in pages if page not in seen] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_test_that_is_named_exists(path):
    for file, name in TEST.findall(path.read_text(encoding="utf-8")):
        assert re.search(rf"^ *(?:async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name


@pytest.mark.parametrize("path", TABLES)
def test_each_line_of_a_table_has_its_test(path):
    """A fault or threat without a test is a hope."""
    columns = None
    for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            columns = None
        elif columns is None:
            columns = cells
        elif not set(line) <= set("| -"):
            assert len(cells) == len(columns), line
            assert TEST.search(cells[-1]), line
            assert cells[1], line


def commands(text):
    """Return the words of each command that stands in a page's blocks and code."""
    for block in FENCED.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            found = COMMAND.search(line.split("#")[0])
            if found and not line.startswith(("usage:", "tunedesk  ", " ")):
                yield shlex.split(re.sub(r"[\[\]]", "", re.split(r"\s{3,}", found.group(1))[0]))
    for code in re.findall(r"`([^`\n]+)`", FENCED.sub("", text)):
        found = COMMAND.match(code)
        if found:
            yield shlex.split(found.group(1).replace("…", ""))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_command_that_is_named_is_understood(path):
    for words in commands(path.read_text(encoding="utf-8")):
        said = io.StringIO()
        if not words[0].startswith("-") and "." not in words[0]:
            with contextlib.redirect_stdout(said), pytest.raises(SystemExit) as ended:
                parse_all([words[0], "--help"])
            assert ended.value.code == 0
            assert said.getvalue().startswith(f"usage: tunedesk {words[0]} "), words
        if len(words) > 1:  # a sentence may name the command alone
            assert refusal(["7" if word in ("N", "X") else word for word in words]) == "", words


def refusal(words):
    """Return what the program says against a command; "" where it takes it."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        parse_all(words)
    return said.getvalue()


def parse_all(words):
    """Parse as the program does; the engine's own words are parsed by the engine."""
    found = parse(words)
    if isinstance(found, RunEngine):
        engine_words(found.arguments)


def engine_words(arguments):
    from desktop_app.engine.__main__ import _parser  # noqa: PLC0415 - nobody else imports the engine

    _parser().parse_args(arguments)


@cache
def written():
    """Return every text that stands in the window's source and in the tables of sentences."""
    found = set()
    source = ROOT / "desktop_app"
    for file in [*source.glob("*.py"), *source.glob("gui/**/*.py"), *source.glob("core/sentences/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.replace("&", "")
                found |= {part.rstrip(" .…:") for part in (text, text.split(": ")[0], text.split(" {")[0])}
    titles = re.findall(r'"title": "([^"]+)"', (ROOT / "resources/providers.json").read_text(encoding="utf-8"))
    return found | set(titles)


@pytest.mark.parametrize("path", [*GUIDE, ROOT / "docs/README.md", ROOT / "docs/for-it.md"], ids=lambda p: p.name)
def test_what_the_guide_calls_a_button_is_called_so(path):
    """In the guide, words that lean are those of the window: a menu and its entry stand with a comma between them."""
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    for said in re.findall(r"(?<![*\w])\*([^*\n]+)\*(?!\*)", text):
        whole = said.rstrip(" .…:")
        parts = [part.rstrip(" .…:") for part in said.split(", ")]
        assert whole in written() or all(part in written() for part in parts), said


def test_the_preferences_that_it_people_may_write_are_read(tmp_path):
    told = (ROOT / "docs/for-it.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", told, re.DOTALL)
    (tmp_path / "preferences.json").write_text(example, encoding="utf-8")
    kept = Preferences(tmp_path / "preferences.json")
    rows = (preferences.OFFLINE, preferences.PROXY, preferences.CERTIFICATE)
    assert {row.key: kept.get(row) for row in rows} == json.loads(example)


def test_variables_that_are_told_are_used():
    told = (ROOT / "docs/for-it.md").read_text(encoding="utf-8")
    files = [*(ROOT / "desktop_app").rglob("*.py"), ROOT / "resources/providers.json"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    for name in re.findall(r"`((?:TUNEDESK|OPENAI|HF)_\w+)`", told):
        if name != "HF_ENDPOINT":  # read by the library that speaks to the hub
            assert name in source, name
