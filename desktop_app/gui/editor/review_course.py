"""The course of a review: it reads rows, writes decisions, takes them back and counts."""

from array import array
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QKeySequence

from desktop_app.core.change import Change
from desktop_app.core.example import RowStatus
from desktop_app.core.look import Look
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text, text
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.review_round import Decision, Round, Verdict, begun
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.key_name import key_name
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples, history, row_findings
from desktop_app.store.edit import Edit
from desktop_app.store.examples import Row
from desktop_app.store.project import Project
from desktop_app.work.review import next_open, stand

PLACE = "review"
"""The project's memory of where a review stopped."""
_STATUS = {
    Verdict.ACCEPT: RowStatus.REVIEWED,
    Verdict.EXCLUDE: RowStatus.EXCLUDED,
    Verdict.PROBLEM: RowStatus.PROBLEM,
}


class Course(QObject):
    """Goes through the rows of a Round.

    `shown` comes with each row that is gone to, `refreshed` when the row on show was changed, `stood` with each
    Standing, `said` with a sentence, `over` when the project is closed.
    """

    shown = Signal()
    refreshed = Signal()
    stood = Signal(object)
    said = Signal(str)
    over = Signal()

    def __init__(self, workspace: Workspace, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._round = Round(array("q"), Look(), 0)
        self._row: Row | None = None
        self._found: tuple[str, ...] | None = None
        self._pending: list[Decision] = []  # on their way to the disk
        self._counting: Task | None = None
        self._again = False
        self._resting = True
        workspace.changed.connect(self._on_changed)
        workspace.closing.connect(self.remember)
        workspace.closed.connect(self._end)

    @property
    def at(self) -> int:
        """Return the place that is reached, counted from 0; `total` at the end."""
        return self._round.at

    @property
    def total(self) -> int:
        """Return how many rows are reviewed."""
        return len(self._round.ids)

    @property
    def row_id(self) -> int | None:
        """Return the id of the row on show."""
        return self._round.row_id

    @property
    def row(self) -> Row | None:
        """Return the row on show; None for one that is gone, and at the end."""
        return self._row

    @property
    def found(self) -> tuple[str, ...] | None:
        """Return the names of what checks found in the row; None where they have not looked at it yet."""
        return self._found

    def start(self, ids: "array[int]", look: Look, at: int) -> None:
        """Begin anew."""
        self._resting = False
        project = self._workspace.project
        kept = "" if project is None else project.settings().get(PLACE, "")
        self._round, resumed = begun(ids, look, at, kept)
        words = self.tr("Going on where you stopped. The key {0} leads to the first row.").format(key_name("Home"))
        self.said.emit(words if resumed else "")
        self._count()
        self._show()

    def go(self, at: int) -> None:
        """Go to another row, as far as there is one."""
        self._round.go(at)
        self._show()

    def go_to_open(self) -> None:
        """Go to the next row that nobody has decided about."""
        project, ids, at = self._workspace.project, self._round.ids, self._round.at

        def done(place: int | None) -> None:
            if ids is self._round.ids and place is not None:
                self.go(place)

        if project is not None:
            start = at if at < len(ids) else 0
            self._background.run(self, next_open(project, ids, start), on_done=done)

    def decide(self, verdict: Verdict, note: str = "") -> None:
        """Decide about the row on show, and go on to the next."""
        row = self._row
        if row is None:
            return
        status = _STATUS.get(verdict)
        coming = {each.row_id: _STATUS.get(each.verdict) for each in self._pending}  # on its way to the disk
        so_already = status == coming.get(row.id, row.status) and (verdict is not Verdict.PROBLEM or note == row.note)
        label = None if so_already else _label(verdict)
        decision = Decision(row.id, self._round.at, verdict, label)
        self._round.decide(decision)
        kept = self._round.to_json()
        self.said.emit(_said(verdict).format(number(decision.at + 1)))
        if label is not None:
            work = partial(_decided, row.id, status, note if verdict is Verdict.PROBLEM else None, kept)
            self._pending.append(decision)
            done = partial(self._pending.remove, decision)
            doing = self._workspace.do(label, work, done, partial(self._on_problem, decision))
            doing.ended.connect(partial(self._drop, decision))
        self._show()

    def take_back(self) -> None:
        """Take the last decision back; what undo does elsewhere does the same."""
        last = self._round.last
        if last is None:
            self.said.emit(self.tr("There is no decision of this review to take back."))
        elif last.step is None:
            self._take_back(last)
        else:
            # Writes wait for each other: asked after the last one, the history tells what undo would take back.
            self._workspace.do(text("step.review_accept"), _nothing, on_done=partial(self._undo, last))

    def rest(self) -> None:
        """Keep the place, to go on there another day, and follow nothing that happens until then."""
        self.remember()
        self._resting = True

    def remember(self) -> None:
        """Keep the place."""
        project = self._workspace.project
        if project is not None and self.total:
            project.set_setting(PLACE, self._round.to_json())

    def _undo(self, last: Decision) -> None:
        project = self._workspace.project
        if project is None or last is not self._round.last:
            return
        with project.reading() as connection:
            is_its = history.undoes(connection, last.row_id)
        if is_its and project.history().undo == last.step:
            self._workspace.undo()
        else:
            self.said.emit(_taken_back_first())

    def _take_back(self, decision: Decision) -> None:
        self._round.forget(decision)
        self.said.emit(self.tr("Taken back: row {0} is in question again.").format(number(decision.at + 1)))
        self._show()

    def _on_changed(self, change: Change) -> None:
        if not change.examples or self._resting:
            return
        self._count()
        kept = [each for each in self._round.newest if each not in self._pending]
        gone = [each for each in kept if _touches(change, each.row_id) and not _holds(self._workspace.project, each)]
        for each in gone:
            self._take_back(each)
        if not gone and self.row_id is not None and _touches(change, self.row_id):
            self._read()
            self.refreshed.emit()

    def _show(self) -> None:
        self._read()
        self.shown.emit()

    def _read(self) -> None:
        project, row_id = self._workspace.project, self.row_id
        self._row, self._found = None, None
        if project is None or row_id is None:
            return
        self._row = _row_of(project, row_id)
        with project.reading() as connection:
            self._found = row_findings.of_row(connection, row_id)

    def _count(self) -> None:
        """Count what is decided; one count at a time, and one more for all that happens meanwhile."""
        project = self._workspace.project
        if self._counting is not None:
            self._again = True
        elif project is not None:
            self._again = False
            counting = stand(project, self._round.ids)
            self._counting = self._background.run(self, counting, on_done=self.stood.emit, on_end=self._on_counted)

    def _on_counted(self) -> None:
        self._counting = None
        if self._again:
            self._count()

    def _on_problem(self, decision: Decision, problem: Problem) -> None:
        self._drop(decision)
        self.said.emit(" ".join(say(part) for part in (problem.happened, problem.meaning, problem.remedy)))

    def _drop(self, decision: Decision) -> None:
        """Return to the row of a decision that did not come to the disk."""
        if decision in self._pending:
            self._pending.remove(decision)
            self._round.forget(decision)
            self._show()

    def _end(self) -> None:
        if self._counting is not None:
            self._again = False
            self._counting.cancel()
        if self.total:
            self._resting = True
            self._round = Round(array("q"), Look(), 0)
            self._row = self._found = None
            self.over.emit()


def _holds(project: Project | None, decision: Decision) -> bool:
    """Tell whether the row is still as it was decided."""
    row = _row_of(project, decision.row_id)
    return (row.status if row else None) == _STATUS.get(decision.verdict)


def _row_of(project: Project | None, row_id: int) -> Row | None:
    if project is None:
        return None
    with project.reading() as connection:
        return next(iter(examples.page(connection, [row_id])), None)


def _decided(row_id: int, status: RowStatus | None, note: str | None, kept: str, edit: Edit) -> None:
    if status is None:
        edit.delete([row_id])
    else:
        edit.set_status([row_id], status)
    if note is not None:
        edit.set_note([row_id], note)
    edit.remember(PLACE, kept)


def _label(verdict: Verdict) -> Text:
    if verdict is Verdict.ACCEPT:
        return text("step.review_accept")
    if verdict is Verdict.EXCLUDE:
        return text("step.review_exclude")
    return text("step.review_problem") if verdict is Verdict.PROBLEM else text("step.review_delete")


def _said(verdict: Verdict) -> str:
    translate = QCoreApplication.translate
    return {
        Verdict.ACCEPT: translate("Course", "Row {0} is accepted."),
        Verdict.EXCLUDE: translate("Course", "Row {0} is excluded."),
        Verdict.PROBLEM: translate("Course", "Row {0} is marked as a problem."),
        Verdict.DELETE: translate("Course", "Row {0} is deleted."),
    }[verdict]


def _touches(change: Change, row_id: int) -> bool:
    return change.rows is None or row_id in change.rows


def _nothing(_edit: Edit) -> None:
    """Change nothing: a step that touches nothing leaves no trace."""


def _taken_back_first() -> str:
    said = QCoreApplication.translate("Course", "Something else was changed after it. {0} takes that back first.")
    return said.format(key_name(QKeySequence.StandardKey.Undo))
