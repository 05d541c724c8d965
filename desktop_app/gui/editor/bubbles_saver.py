"""Brings what is changed in the pane to the disk; what cannot be saved stays on the screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from desktop_app.core.problem import Problem
from desktop_app.core.search import texts
from desktop_app.core.text import Text, text
from desktop_app.gui.editor.bubbles_pending import TurnChange
from desktop_app.gui.editor.pane import RowPane
from desktop_app.gui.editor.unsaved import Unsaved
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """What people say about a row: the words, the step's label, and what writes them down."""

    words: str
    label: Text
    work: Callable[[Edit], None]


class PaneSaver(QObject):
    """Writes each change of a turn, a note or tags as one step that can be undone."""

    def __init__(self, workspace: Workspace, pane: RowPane, notice: Unsaved, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pane = pane
        self._notice = notice
        self._failed: list[TurnChange] = []
        pane.changed.connect(self._save)
        self._owed: list[_Said] = []
        pane.noted.connect(self._note)
        pane.tagged.connect(self._tag)
        notice.again.connect(self._save_again)
        workspace.closing.connect(self._save_again)
        workspace.closed.connect(self._forget)

    def _save(self, change: TurnChange) -> None:
        doing = self._workspace.do(
            change.label,
            lambda edit: edit.change(change.row_id, change.apply),
            partial(self._on_written, change),
            partial(self._on_problem, self._workspace.project, change),
        )
        doing.ended.connect(lambda: self._pane.drop(change) if doing.course.ended else None)

    def _note(self, row_id: int, words: str) -> None:
        self._say(_Said(words, text("step.note_row"), lambda edit: edit.set_note([row_id], words)))

    def _tag(self, row_id: int, add: Sequence[str], remove: Sequence[str]) -> None:
        self._say(_Said(", ".join(add), text("step.tag_row"), lambda edit: edit.tag([row_id], add, remove)))

    def _say(self, said: _Said, on_done: Callable[[], None] | None = None) -> None:
        failed = partial(self._on_unsaid, self._workspace.project, said)
        self._workspace.do(said.label, said.work, on_done, failed)

    def _on_said(self) -> None:
        if not self._owed and not self._failed:
            self._notice.hide()

    def _on_unsaid(self, project: Project | None, said: _Said, problem: Problem) -> None:
        if project is self._workspace.project:
            self._owed.append(said)
            self._notice.tell_problem(problem, savable=True)
        elif said.words:
            self._notice.keep(said.words, problem)

    def _save_again(self) -> None:
        again, self._failed = self._failed, []
        for change in again:
            self._save(change)
        owed, self._owed = self._owed, []
        for said in owed:
            self._say(said, self._on_said)

    def _on_written(self, change: TurnChange) -> None:
        self._pane.pending.drop(change)
        if not self._pane.pending.changes:
            self._notice.hide()

    def _on_problem(self, project: Project | None, change: TurnChange, problem: Problem) -> None:
        gone = problem.key == "turn_gone"
        if project is not self._workspace.project:
            self._notice.keep("\n\n".join(_typed(change)), problem)
            return
        if gone:
            self._pane.drop(change)
        else:
            self._failed.append(change)
        self._notice.tell_problem(problem, savable=not gone)

    def _forget(self) -> None:
        self._failed.clear()
        self._owed.clear()
        self._pane.pending.clear()


def _typed(change: TurnChange) -> list[str]:
    """Return the texts that were not there before the change."""
    before = {words for _, words in texts(change.before)}
    return [words for _, words in texts(change.after) if words not in before]
