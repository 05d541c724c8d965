"""Fetching the old tool for the tests against it: once, one module of it, and no fault where there is no network."""

import subprocess
import sys

import pytest

from tests.packaging.folder import Folder, new_folder

PIP_WITH_A_WHEEL = """
import old_tool, zipfile
def listen(command):
    assert command[-1] == "openai==0.28.1" and "--no-deps" in command
    with zipfile.ZipFile(command[command.index("--dest") + 1] + "/openai.whl", "w") as wheel:
        wheel.writestr("openai/validators.py", "its code")
        wheel.writestr("openai/cli.py", "more code")
    return type("Done", (), {"returncode": 0})
old_tool.listen = listen
old_tool.fetch()
"""


@pytest.fixture
def folder(tmp_path) -> Folder:
    made = new_folder(tmp_path / "clone")
    made.make_venv()
    return made


def kept(folder: Folder) -> list[str]:
    cache = folder.path / ".cache"
    return sorted(path.relative_to(cache).as_posix() for path in cache.rglob("*") if path.is_file())


def test_its_one_module_is_kept_and_is_not_fetched_again(folder):
    assert folder.ask(PIP_WITH_A_WHEEL) == ""
    assert kept(folder) == ["openai-0.28.1/openai/validators.py"]
    folder.asked("pip")
    assert folder.ask("import old_tool; old_tool.fetch()") == ""
    assert folder.asked("pip") == []


@pytest.mark.parametrize("code", [0, 1])
def test_where_it_cannot_be_had_that_is_said_and_all_else_goes_on(folder, code):
    folder.play("pip", {"download": [code, "", "no network"]})
    said = folder.ask("import old_tool; old_tool.fetch()")
    assert said == "The old tool (openai==0.28.1) could not be fetched; the tests against it are skipped."
    assert kept(folder) == []


def test_the_checks_leave_it_alone_also_where_there_is_no_git(folder):
    (folder.path / ".cache").mkdir()
    (folder.path / ".cache" / "old.py").write_text("x = ( 1 )\n")
    command = [sys.executable, "-m", "ruff", "format", "--check", "."]
    done = subprocess.run(command, cwd=folder.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
