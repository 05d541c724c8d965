"""A project that was made for rows which never came is taken away by whoever sweeps; any other stays."""

import subprocess
import sys
import textwrap
from contextlib import closing

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.store import draft_folder
from desktop_app.store.project import Project

KILLED = textwrap.dedent(
    """
    import os, sys
    from pathlib import Path
    from desktop_app.core.example import Completion, Part
    from desktop_app.core.text import text
    from desktop_app.store.draft_folder import DraftFolder
    from desktop_app.store.project import Project
    drafts, path, when = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    folder = DraftFolder(drafts)
    folder.note(path)
    if when == "while it is begun":
        path.touch()
    elif when != "before":
        project = Project.create(path)
        if when != "while it is empty":
            project.do(text("step.insert_row"), lambda e: e.append([(Completion("a", "b"), Part.TRAINING)])).result()
        if when == "when all was undone":
            project.undo().result()
    os._exit(9)
    """
)


def killed(tmp_path, when):
    drafts_of, path = tmp_path / "drafts", tmp_path / "new.tunedesk"
    drafts_of.mkdir()
    script = subprocess.run([sys.executable, "-c", KILLED, str(drafts_of), str(path), when], check=False)
    assert script.returncode == 9
    return drafts_of, path


@pytest.mark.parametrize("when", ["before", "while it is begun", "while it is empty"])
def test_an_empty_one_is_taken_away(tmp_path, when):
    drafts_of, path = killed(tmp_path, when)
    assert path.exists() == (when != "before")
    draft_folder.sweep(drafts_of)
    assert list(drafts_of.iterdir()) == []
    assert [each.name for each in tmp_path.iterdir()] == ["drafts"]


@pytest.mark.parametrize("when", ["when a row is in it", "when all was undone"])
def test_one_that_holds_anything_stays(tmp_path, when):
    drafts_of, path = killed(tmp_path, when)
    draft_folder.sweep(drafts_of)
    assert list(drafts_of.iterdir()) == []
    with closing(Project.open(path)) as project:
        assert project.history().undo or project.history().redo


def test_one_that_somebody_has_open_stays(tmp_path):
    drafts_of, path = killed(tmp_path, "while it is empty")
    with closing(Project.open(path)) as project:
        draft_folder.sweep(drafts_of)
        project.do(text("step.insert_row"), lambda edit: edit.append([(Completion("a", "b"), Part.TRAINING)])).result()
    assert path.exists()
    assert list(drafts_of.iterdir()) == []


def test_what_lies_there_and_is_no_project_stays(tmp_path):
    drafts_of, path = tmp_path / "drafts", tmp_path / "mine.txt"
    drafts_of.mkdir()
    path.write_text("a letter")
    folder = draft_folder.DraftFolder(drafts_of)
    folder.note(path)
    draft_folder.sweep(drafts_of)
    assert folder.folder.is_dir(), "it is held"
    folder._lock.release()
    draft_folder.sweep(drafts_of)
    assert not folder.folder.exists()
    assert path.read_text() == "a letter"
