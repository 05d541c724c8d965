"""The dialogs that belong to no page: help, reports, history, export, and what is asked about rows."""

import os
from collections.abc import Callable
from datetime import date, datetime, time
from typing import cast

from PySide6.QtWidgets import QDialog

from desktop_app.core.pasting import Fit
from desktop_app.core.problem import Problem
from desktop_app.gui.backups_dialog import BackupsDialog
from desktop_app.gui.editor.grid_sheet import PasteSheet
from desktop_app.gui.editor.marks import NoteDialog, TagDialog
from desktop_app.gui.editor.seen_dialog import SeenDialog
from desktop_app.gui.editor.unsaved_texts import UnsavedTexts
from desktop_app.gui.export.dialog import ExportDialog
from desktop_app.gui.help_dialogs import AboutDialog, ShortcutsDialog
from desktop_app.gui.history_dialog import HistoryDialog
from desktop_app.gui.problem_dialog import ProblemDialog
from desktop_app.gui.theme.say import say
from desktop_app.settings import paths
from desktop_app.store import backup
from desktop_app.store.course import Course
from desktop_app.work.tags import Tags
from tests.screens.stage import Stage

_STORY = 'Traceback (most recent call last):\n  File "desktop_app/gui/rail.py", line 7, in draw\nIndexError\n'
_BACKUPS = tuple(date(2026, 11, day) for day in (3, 9, 16, 18, 19, 20))
_TAGS = Tags(("ask Eva", "odd", "of last year"), {"ask Eva": 2, "odd": 1}, 2)


def dialogs(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show each of them."""
    stage.empty()
    open_heroes()
    for name, kind in (("shortcuts", ShortcutsDialog), ("about", AboutDialog), ("report", ProblemDialog)):
        _shoot(stage, name, _opened(stage, name, kind))
    stage.program._reporter.tell(_STORY)
    _shoot(stage, "unforeseen", _found(stage, ProblemDialog))
    history = cast("HistoryDialog", _opened(stage, "history", HistoryDialog))
    stage.until(lambda: history.model.rowCount() > 1, "the steps are read")
    _shoot(stage, "history", history)
    _keep_backups(stage)
    backups = cast("BackupsDialog", _opened(stage, "backups", BackupsDialog))
    # Where drawing takes long the program has made one of its own by then.
    stage.until(lambda: backups.list.count() >= len(_BACKUPS), "the backups are listed")
    backups.delete.click()
    _shoot(stage, "backups", backups)
    export = cast("ExportDialog", _opened(stage, "export", ExportDialog))
    stage.until(lambda: export.go_on.isVisible() and export.go_on.isEnabled(), "the rows are looked over")
    _shoot(stage, "export", export)
    window = stage.program.window
    stage.program.rooms.editor.table.go_to(2, 2)
    _shoot(stage, "seen", _opened(stage, "seen", SeenDialog))
    unsaved = UnsavedTexts(say(Problem("disk_full", name="Superheroes", folder="~/projects").happened), window)
    unsaved.add("Captain Tide hears the sea in every shell.")
    for name, dialog in (
        ("unsaved", unsaved),
        ("tags", TagDialog(_TAGS, window)),
        ("note", NoteDialog("Eva knows.", window)),
        ("paste", PasteSheet(Fit(4, 3, 12, 2), window)),
    ):
        dialog.open()
        _shoot(stage, name, dialog)


def _keep_backups(stage: Stage) -> None:
    """Let there be backups of the open project, of some days."""
    project = stage.program.workspace.project
    assert project is not None
    for day in _BACKUPS:
        made = backup.make(project, paths.backups_dir(), day, Course())
        at = datetime.combine(day, time(17, 40 - day.day)).timestamp()
        os.utime(made.path, (at, at))


def _opened(stage: Stage, action: str, kind: type[QDialog]) -> QDialog:
    stage.program.actions[action].trigger()
    return _found(stage, kind)


def _found(stage: Stage, kind: type[QDialog]) -> QDialog:
    window = stage.program.window
    stage.until(lambda: any(each.isVisible() for each in window.findChildren(kind)), "the dialog is open")
    return next(each for each in window.findChildren(kind) if each.isVisible())


def _shoot(stage: Stage, name: str, dialog: QDialog) -> None:
    stage.shoot(f"dialog-{name}", dialog)
    dialog.reject()
    stage.until(lambda: not dialog.isVisible(), "the dialog is closed")
    stage.activate()
