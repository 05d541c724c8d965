"""What changed since a training: rows as the model learned them beside the rows as they are now."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.change import Change
from desktop_app.core.example import Example
from desktop_app.core.look import Look
from desktop_app.core.text import text
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.compare_board import SinceBoard
from desktop_app.gui.editor.compare_list import fate_word
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.since import Compared, Since, ThenNow, Training, Walk, compare, then_and_now, trainings


class SincePage(Page):
    """Compares the rows with those of a training that was started from this project.

    `left(row id)` says that the table shall be shown again, at this row if it is not None; `table_wanted(Look)` which
    rows it shall show.
    """

    left = Signal(object)
    table_wanted = Signal(object)

    def __init__(
        self, workspace: Workspace, background: Background, apart: Apart, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        words = self.tr("The rows as a model learned them, beside the rows as they are now.")
        self.set_title(self.tr("Changed since a training"), words)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._task: Task | None = None
        self._reading = OneTask(background, self)
        self._both: tuple[Since, ThenNow] | None = None
        self._first: int | None = None  # the row that is to be shown first
        self.board = SinceBoard(workspace)
        self.set_content(self.board)
        self._connect()

    @property
    def since(self) -> Since | None:
        """Return the row that is on show."""
        return self.board.model.at(self.board.list.currentIndex().row())

    def start(self, mark: str = "", row: int | None = None) -> None:
        """Ask which trainings there are, and compare with one: that of a mark, else that of before, else the newest."""
        project = self._workspace.project
        self._first = row

        def offer(found: list[Training]) -> None:
            if project is self._workspace.project:  # else it was closed meanwhile
                self._offer(found, mark)

        if project is not None:
            self._background.run(self, trainings(project), on_done=offer)

    def finish(self) -> None:
        """Hand in what is being typed."""
        self.board.desk.pane.commit()

    def _connect(self) -> None:
        board = self.board
        board.trainings.activated.connect(lambda _: self._compare())
        board.list.selectionModel().currentChanged.connect(self._on_current)
        board.sides.acted.connect(self._act)
        board.desk.left.connect(self._end_edit)
        board.filter.clicked.connect(self._show_in_table)
        board.leave.clicked.connect(self._leave)
        self._workspace.changed.connect(self._on_changed)
        self._workspace.closed.connect(self._on_closed)

    def _offer(self, found: list[Training], mark: str) -> None:
        chosen = mark or self.board.trainings.currentData()
        self.board.trainings.clear()
        for each in found:
            self.board.trainings.addItem(f"{each.name}, {moment(each.planned)}", each.mark)
        if not found:
            words = self.tr("No model was trained with this project yet. After a training, its rows can be compared.")
            self.show_empty("trending-up", words, self.tr("Back to the table"), self._leave)
            return
        self.board.trainings.setCurrentIndex(max(0, self.board.trainings.findData(chosen)))
        self._compare()

    def _compare(self) -> None:
        project, mark = self._workspace.project, self.board.trainings.currentData()
        if project is None or mark is None:
            return
        self._end()  # the comparison with another training, of which nothing is wanted any more
        self._tell(Walk(0, 0))
        self._task = self._background.run(
            self,
            self._apart.run(compare, project.path, mark),
            on_items=self._on_items,
            on_problem=lambda problem: self.show_problem(problem, self._compare),
        )

    def _tell(self, walk: Walk) -> None:
        words = self.tr("Comparing the rows with those of the training")
        if walk.total:
            words = self.tr("{0}: {1} of {2}").format(words, number(walk.rows), number(walk.total))
        self.show_busy(words, walk.rows / walk.total if walk.total else None, self._stop)

    def _stop(self) -> None:
        self._end()
        self.left.emit(None)

    def _end(self) -> None:
        """End the comparison under way; nothing comes of it."""
        if self._task is not None and self._task.running:
            self._task.cancel()
        self._task = None

    def _on_items(self, items: list[Walk | Compared]) -> None:
        last = items[-1]
        if isinstance(last, Walk):
            self._tell(last)
            return
        said = [f"{number(count)} {fate_word(fate)}" for fate, count in last.counts.items() if count]
        self.board.model.reset(last.rows)
        self.board.sum.setText(", ".join(said))
        if not last.rows:
            words = self.tr("The rows are just as the model learned them.")
            self.show_empty("circle-check", words, self.tr("Back to the table"), self._leave)
            return
        self.show_content()
        self.board.list.setCurrentIndex(self.board.model.index(self.board.model.line_of(self._first)))
        self._first = None
        self.board.list.setFocus()

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._end_edit(keyboard=False)
        self._read()

    def _read(self) -> None:
        project, since, mark = self._workspace.project, self.since, self.board.trainings.currentData()
        if project is not None and since is not None:
            done = partial(self._show, since)
            self._reading.begin(then_and_now(project, mark, since.row), on_done=done)

    def _show(self, since: Since, both: ThenNow) -> None:
        if since != self.since:
            return
        self._both = since, both
        self.board.sides.show_row(since.fate, both)
        if self.board.editing and both.now is not None:
            self.board.desk.show_row((since.number or 1) - 1, both.now)

    def _act(self, act: str) -> None:
        if self._both is None or self._both[0] != self.since:
            return  # another row was chosen, and what is known of it is still to come
        since, both = self._both
        if both.now is None:
            return
        if act == "edit":
            self.board.edit((since.number or 1) - 1, both.now)
        elif act == "table":
            self.finish()
            self.left.emit(since.row)
        elif both.then is not None:
            self._restore(since.row, both.then)

    def _restore(self, row: int, then: Example) -> None:
        self._workspace.do(
            text("step.as_learned"), lambda edit: edit.change(row, lambda _: then), self.board.list.setFocus
        )

    def _end_edit(self, *, keyboard: bool = True) -> None:
        if self.board.editing:
            self.board.end_edit()
            if keyboard:
                self.board.list.setFocus()

    def _on_changed(self, change: Change) -> None:
        since = self.since
        if change.examples and since is not None and (change.rows is None or since.row in change.rows):
            self._read()

    def _on_closed(self) -> None:
        self.board.model.reset(())
        self.board.trainings.clear()
        self._reading.stop()
        self._end()
        self.left.emit(None)

    def _show_in_table(self) -> None:
        self.finish()
        self.table_wanted.emit(Look(since=self.board.trainings.currentData()))

    def _leave(self) -> None:
        self.finish()
        self._end()
        self.left.emit(None if self.since is None else self.since.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
