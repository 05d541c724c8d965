"""`python -m tests.gui.cramped FOLDER`: somebody edits where the disk is full, and where it is taken away.

With FOLDER on a small disk of its own, that disk is filled with a file; elsewhere the project is kept from growing.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from desktop_app.core.example import Shape
from desktop_app.core.problem import Problem
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.unsaved_texts import UnsavedTexts
from desktop_app.gui.theme.theme import Theme
from desktop_app.store.project import Project
from tests.campaigns.editor_window import EditorWindow, make, on_disk, until

ANSWER = columns.FIRST_FIELD + 1
LONG, LONGER = "word " * 20_000, "other " * 40_000
_SMALL = 16 << 20


class Disk:
    """The disk with the project: it can be filled, and freed again."""

    def __init__(self, folder: Path, window: EditorWindow) -> None:
        room = os.statvfs(folder)
        self.own = room.f_blocks * room.f_frsize < _SMALL
        self._filler, self._window = folder / "filler", window

    def fill(self) -> None:
        """Leave no room at all."""
        if not self.own:
            self._limit("(SELECT page_count FROM pragma_page_count)")
            return
        with self._filler.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * 4096):
                pass

    def free(self) -> None:
        """Make room again."""
        if self.own:
            self._filler.unlink()
        else:
            self._limit("1000000")

    def _limit(self, pages: str) -> None:
        def work(connection: sqlite3.Connection) -> None:
            limit = connection.execute(f"SELECT {pages}").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {limit}")

        project = self._window.workspace.project
        if project is not None:
            project.write(work).result()


def main(folder: Path) -> None:
    """Edit on a disk that is full, free again, full while leaving, and gone."""
    application = QApplication(sys.argv[:1])
    theme = Theme(application)
    theme.apply("light")
    path = folder / "heroes.tunedesk"
    make(path, Shape.COMPLETION, [{"prompt": f"q{n}", "completion": f" a{n}"} for n in range(50)])
    window = EditorWindow(path)
    theme.dress(window.window)
    disk = Disk(folder, window)
    what_is_typed_stays_and_can_be_saved_later(window, disk, path)
    what_is_not_saved_when_the_project_closes_can_be_copied(window, disk, path)
    if disk.own:
        a_full_disk_is_named_when_a_project_is_opened(disk, path)
        a_disk_that_may_only_be_read_is_named(path)
    a_file_that_is_gone_is_named(window, path)
    assert window.faults == [], window.faults
    window.close()
    sys.stdout.write(f"all of it held on {'a full disk' if disk.own else 'a file that may not grow'}\n")


def what_is_typed_stays_and_can_be_saved_later(window: EditorWindow, disk: Disk, path: Path) -> None:
    """A clear sentence, nothing lost, and editing goes on when there is room."""
    page = window.page
    disk.fill()
    edit(window, 3, LONG)
    until(lambda: page.notice.owed, "it is said that the text is not saved")
    assert "no space left" in page.notice.text, page.notice.text
    assert page.model.text(3, ANSWER) == LONG
    assert on_disk(path)[3].texts == ("q3", " a3"), "half of a step is on disk"
    window.choose([7], ANSWER)
    window.choose([3], ANSWER)
    assert page.pane.fields["completion"].toPlainText() == LONG, "the pane has lost the text"
    disk.free()
    page.notice.button.click()
    until(page.notice.isHidden, "it is saved")
    edit(window, 4, "goes on")
    window.settle()
    assert [row.texts[1] for row in on_disk(path)[3:5]] == [LONG, "goes on"]


def what_is_not_saved_when_the_project_closes_can_be_copied(window: EditorWindow, disk: Disk, path: Path) -> None:
    """Whoever closes the project gets to see what is not in it."""
    disk.fill()
    edit(window, 5, LONGER)
    until(lambda: window.page.notice.owed, "it is said that the text is not saved")
    window.workspace.close()
    dialog = window.dialog(UnsavedTexts)
    assert isinstance(dialog, UnsavedTexts)
    next(each for each in dialog.findChildren(QPushButton) if each.isDefault()).click()
    assert QGuiApplication.clipboard().text() == LONGER
    QGuiApplication.clipboard().clear()
    dialog.accept()
    assert on_disk(path)[5].texts == ("q5", " a5")


def a_full_disk_is_named_when_a_project_is_opened(disk: Disk, path: Path) -> None:
    """Even to be read a project needs a little room beside it, unless what was left on a full disk lies there."""
    disk.free()
    Project.open(path).close()
    disk.fill()
    with pytest.raises(Problem) as caught:
        Project.open(path).close()
    assert caught.value.key == "disk_full", f"{caught.value.key}: {caught.value.details}"
    disk.free()


def a_disk_that_may_only_be_read_is_named(path: Path) -> None:
    """Nothing can be saved there, so nothing is opened there; the file is as it was."""
    before = path.read_bytes()
    _mount_again("ro", path.parent)
    with pytest.raises(Problem) as caught:
        Project.open(path).close()
    assert caught.value.key in ("project_cannot_open", "project_read_only"), caught.value.key
    _mount_again("rw", path.parent)
    assert path.read_bytes() == before


def _mount_again(how: str, folder: Path) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True, timeout=60)


def a_file_that_is_gone_is_named(window: EditorWindow, path: Path) -> None:
    """A disk that is taken away while one types: a clear sentence, and all goes on when it is back."""
    window.open(path)
    for each in path.parent.glob(f"{path.name}*"):
        each.rename(path.parent / f"away-{each.name}")
    edit(window, 6, "typed on")
    until(lambda: window.page.notice.owed, "it is said that the text is not saved")
    assert "heroes.tunedesk" in window.page.notice.text, window.page.notice.text
    for each in path.parent.glob(f"away-{path.name}*"):
        each.rename(path.parent / each.name.removeprefix("away-"))
    window.page.notice.button.click()
    until(window.page.notice.isHidden, "it is saved")
    window.settle()
    assert on_disk(path)[6].texts == ("q6", "typed on")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def edit(window: EditorWindow, place: int, words: str) -> None:
    """Type into the answer of a row."""
    window.choose([place], ANSWER)
    window.key(Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    field.selectAll()
    field.insertPlainText(words)
    window.key(Qt.Key.Key_Return)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
