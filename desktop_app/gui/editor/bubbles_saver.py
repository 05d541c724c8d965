"""Brings what is changed in the pane to the disk; what cannot be saved stays on the screen."""

from functools import partial

from PySide6.QtCore import QObject

from desktop_app.core.problem import Problem
from desktop_app.gui.editor.bubbles_pending import Remark, TurnChange
from desktop_app.gui.editor.pane import RowPane
from desktop_app.gui.editor.unsaved import Unsaved
from desktop_app.gui.workspace import Workspace
from desktop_app.store.project import Project


class PaneSaver(QObject):
    """Writes each change of a turn, a note or tags as one step that can be undone."""

    def __init__(self, workspace: Workspace, pane: RowPane, notice: Unsaved, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pane = pane
        self._notice = notice
        self._failed: list[TurnChange | Remark] = []
        self._owing = False
        """Whether it is this one that says in the notice what is not saved."""
        pane.changed.connect(self._save)
        notice.again.connect(self._save_again)
        workspace.closing.connect(self._save_again)
        workspace.closed.connect(self._forget)

    def _save(self, change: TurnChange | Remark) -> None:
        doing = self._workspace.do(
            change.label,
            change.write,
            partial(self._on_written, change),
            partial(self._on_problem, self._workspace.project, change),
        )
        doing.ended.connect(lambda: self._pane.drop(change) if doing.course.ended else None)

    def _save_again(self) -> None:
        again, self._failed = self._failed, []
        for change in again:
            self._save(change)

    def _on_written(self, change: TurnChange | Remark) -> None:
        self._pane.pending.drop(change)
        if not self._pane.pending.changes and (self._owing or not self._notice.owed):
            self._owing = False
            self._notice.hide()

    def _on_problem(self, project: Project | None, change: TurnChange | Remark, problem: Problem) -> None:
        gone = problem.key == "turn_gone"
        if project is not self._workspace.project:
            if change.typed or isinstance(change, TurnChange):
                self._notice.keep(change.typed, problem)
            return
        if gone:
            self._pane.drop(change)
        else:
            self._failed.append(change)
            self._owing = True
        self._notice.tell_problem(problem, savable=not gone)

    def _forget(self) -> None:
        self._failed.clear()
        self._owing = False
        self._pane.pending.clear()
