"""Changes that wait are put under the version that is released, all or none."""

import subprocess
import sys

import pytest

from desktop_app import __version__
from tests.packaging.folder import ROOT, Folder, new_folder

LOG = "# Changelog\n\nWhat changed.\n\n## Unreleased\n\n{waiting}## 0.0.9 (2026-01-02)\n\n- **Old.** Old.\n"


@pytest.fixture
def folder(tmp_path) -> Folder:
    made = new_folder(tmp_path / "clone")
    (made.path / "docs/changes").mkdir(parents=True)
    (made.path / "docs/changes/README.md").write_text("How notes are written.\n")
    write(made, "- **First.** One.\n\n")
    return made


def write(folder: Folder, waiting: str, **notes: str):
    (folder.path / "CHANGELOG.md").write_text(LOG.format(waiting=waiting), encoding="utf-8")
    for name, words in notes.items():
        (folder.path / f"docs/changes/{name}.md").write_text(words, encoding="utf-8")


def log(folder: Folder) -> str:
    return (folder.path / "CHANGELOG.md").read_text(encoding="utf-8")


def release(folder: Folder) -> tuple[int, str]:
    done = folder.script("changes.py")
    return done.returncode, done.stdout.strip() or done.stderr


@pytest.mark.parametrize("waiting", ["- **First.** One.\n\n", ""])
def test_what_waits_and_the_notes_come_under_the_version_and_the_day(folder, waiting):
    write(folder, waiting, b="- **Third.** Three.\n- **Fourth.** Ü.", a="- **Second.** Two.\n")
    code, said = release(folder)
    assert (code, said) == (0, f"CHANGELOG.md tells of {__version__}; 2 notes are taken up.")
    head, _, told = log(folder).partition("## Unreleased\n\n")
    assert head == "# Changelog\n\nWhat changed.\n\n"
    heading, told = told.split("\n\n", 1)
    assert heading.startswith(f"## {__version__} (20")
    first = waiting.strip() + "\n" if waiting else ""
    now, _, older = told.partition("\n## 0.0.9 ")
    assert now == f"{first}- **Second.** Two.\n- **Third.** Three.\n- **Fourth.** Ü.\n"
    assert older == "(2026-01-02)\n\n- **Old.** Old.\n"
    assert [path.name for path in (folder.path / "docs/changes").iterdir()] == ["README.md"]


def test_a_version_is_released_once(folder):
    assert release(folder)[0] == 0
    before = log(folder)
    code, said = release(folder)
    assert code == 2
    assert said.startswith(f"CHANGELOG.md has {__version__} already")
    assert log(folder) == before


@pytest.mark.parametrize(
    ("waiting", "notes", "words"),
    [
        ("", {}, "Nothing is written about"),
        ("- **First.** One.\n\n", {"mine": "Just words.\n"}, "docs/changes/mine.md: each line of a note begins"),
        ("- **First.** One.\n\n", {"mine": "\n"}, "docs/changes/mine.md: each line of a note begins"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_changed(folder, waiting, notes, words):
    write(folder, waiting, **notes)
    code, said = release(folder)
    assert code == 2
    assert words in said
    assert log(folder) == LOG.format(waiting=waiting)
    assert len(list((folder.path / "docs/changes").iterdir())) == 1 + len(notes)


def test_the_notes_that_wait_here_can_be_taken_up():
    program = "import sys; sys.path.insert(0, 'packaging'); import changes as c; print(*map(c.note, c.waiting_notes()))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
