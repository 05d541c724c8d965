"""Rows that are alike, group by group: the same, nearly the same, or the same question answered differently."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.alike import Group, Kind
from desktop_app.core.change import Change
from desktop_app.gui.background import Background
from desktop_app.gui.editor import pairs_acts
from desktop_app.gui.editor.pairs_board import PairsBoard
from desktop_app.gui.editor.pairs_list import kind_word
from desktop_app.gui.editor.pairs_reader import GroupReader
from desktop_app.gui.editor.pairs_search import PairsSearch
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.store.examples import Row
from desktop_app.work.apart import Apart
from desktop_app.work.since import Walk


class PairsPage(Page):
    """Lists groups and shows the rows of one side by side; each decision is one step of the project's history.

    `left(row id)` says that the table shall be shown again, at this row if it is not None.
    """

    left = Signal(object)

    def __init__(
        self, workspace: Workspace, background: Background, apart: Apart, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(
            self.tr("Rows that are alike"),
            self.tr("A model takes what is repeated for important, and learns little from what is contradicted."),
        )
        self._workspace = workspace
        self.search = PairsSearch(workspace, background, apart, self)
        self.board = PairsBoard(workspace)
        self.model = self.board.model
        self.list = self.board.list
        self._place: int | None = None
        self._reader = GroupReader(workspace, background, self)
        self.set_content(self.board)
        self._connect()

    @property
    def up_to_date(self) -> bool:
        """Tell whether the rows on show are those of the chosen group, as they are now."""
        return not self._reader.busy and self._reader.shown == self._place

    def start(self) -> None:
        """Compare the rows, unless that was done already."""
        if self.search.known:
            self.list.setFocus()
        else:
            self._compare()

    def finish(self) -> None:
        """Hand in what is being typed."""
        self.board.desk.pane.commit()

    def _connect(self) -> None:
        self.search.progressed.connect(self._tell_progress)
        self.search.found.connect(self._on_found)
        self.search.problem.connect(lambda problem: self.show_problem(problem, self._compare))
        self.search.stopped.connect(self._on_stopped)
        self.search.settled.connect(self._on_settled)
        self.board.kinds.activated.connect(lambda _: self._show_kind())
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.model.modelReset.connect(self._count)
        self._reader.came.connect(self._take)
        self.board.again.clicked.connect(self._compare)
        self.board.group.acted.connect(self._act)
        self.board.desk.left.connect(self._end_edit)
        self.board.stay.clicked.connect(self._let_stay)
        self.board.next.clicked.connect(self.go_on)
        self.board.leave.clicked.connect(self._leave)
        self._workspace.changed.connect(self._on_changed)
        self._workspace.closed.connect(self._on_closed)

    def _compare(self) -> None:
        if self._workspace.project is not None:
            self._tell_progress(Walk(0, 0))
            self.search.begin()

    def _tell_progress(self, walk: Walk) -> None:
        words = self.tr("Comparing the rows")
        if walk.total:
            words = self.tr("{0}: {1} of {2}").format(words, number(walk.rows), number(walk.total))
        self.show_busy(words, walk.rows / walk.total if walk.total else None, self.search.stop)

    def _on_found(self, groups: Sequence[Group], settled: set[int]) -> None:
        self._place = None
        self._reader.forget()
        self.model.reset(groups, settled)
        if not groups:
            self.show_empty(
                "circle-check", self.tr("No two rows are alike."), self.tr("Back to the table"), self._leave
            )
            return
        counts = Counter(group.kind for group in groups)
        self.board.kinds.clear()
        self.board.kinds.addItem(self.tr("All groups ({0})").format(number(len(groups))), None)
        for kind in Kind:
            if counts[kind]:
                self.board.kinds.addItem(f"{kind_word(kind)} ({number(counts[kind])})", kind)
        self.show_content()
        self.go_on()
        self.list.setFocus()

    def _on_stopped(self) -> None:
        if self.model.groups:
            self.show_content()
        else:
            self.left.emit(None)

    def _show_kind(self) -> None:
        self.model.show_kind(self.board.kinds.currentData())
        self._place = None
        self.go_on()

    def go_on(self) -> None:
        """Go to the next group that is not settled; from the last one on to the first."""
        line = self.model.next_open(self.list.currentIndex().row() + 1)
        self.list.setCurrentIndex(self.model.index(0 if line is None else line))
        self._count()

    def _count(self) -> None:
        words = self.tr("{0} of {1} open")
        self.board.said.set_text(words.format(number(self.model.open), number(self.model.rowCount())))

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._place = self.model.at(index.row())
        self._end_edit(keyboard=False)
        self._show(other=True)

    def _show(self, *, other: bool) -> None:
        if self._place is not None:
            self._reader.read(self._place, self.model.groups[self._place], other=other)

    def _take(self, place: int, rows: Sequence[Row], other: bool) -> None:
        group = self.model.groups[place]
        self.board.head.setText(f"{how_many.rows(len(group.rows))}: {kind_word(group.kind)}")
        self.board.group.show_rows(rows, dict(zip(group.rows, group.numbers, strict=True)), other=other)
        stays = self.search.may_stay(place)
        self.board.stay.setText(self.tr("Ask about them again") if stays else self.tr("They may all stay"))

    def _act(self, act: str, row_id: int) -> None:
        if self._place is None or self._reader.shown != self._place:
            return  # what was pressed is about rows that go just now
        if act == "edit":
            self._edit(row_id)
        elif act == "keep":
            place = self._place
            others = [row for row in self.model.groups[place].rows if row != row_id]
            pairs_acts.exclude(self._workspace, others, lambda: self._on_kept(place))
        elif act == "exclude":
            pairs_acts.exclude(self._workspace, [row_id], self.list.setFocus)
        else:
            pairs_acts.use_again(self._workspace, row_id, self.list.setFocus)

    def _on_kept(self, place: int) -> None:
        if place == self._place:  # else people have gone elsewhere by themselves
            self.model.settle({place: True})
            self.go_on()
            self.list.setFocus()

    def _edit(self, row_id: int) -> None:
        row = self.board.group.row(row_id)
        if row is not None and self._place is not None:
            group = self.model.groups[self._place]
            self.board.edit(group.numbers[group.rows.index(row_id)] - 1, row)

    def _end_edit(self, *, keyboard: bool = True) -> None:
        if self.board.editing:
            self.board.end_edit()
            if keyboard:
                self.list.setFocus()

    def _let_stay(self) -> None:
        if self._place is not None:
            stays = self.search.may_stay(self._place)
            self.search.let_stay(self._place, stay=not stays)
            self._show(other=False)
            if not stays:
                self.go_on()

    def _on_settled(self, found: Mapping[int, bool]) -> None:
        self.model.settle(found)
        self._count()

    def _on_changed(self, change: Change) -> None:
        if change.examples and self._place is not None:
            rows = self.model.groups[self._place].rows
            if change.rows is None or not change.rows.isdisjoint(rows):
                self._show(other=False)

    def _on_closed(self) -> None:
        self._place = None
        self._reader.forget()
        self.model.reset((), set())
        self.left.emit(None)

    def _leave(self) -> None:
        self.finish()
        self.left.emit(None if self._place is None else self.model.groups[self._place].rows[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.search.stop()
            self._leave()
        else:
            super().keyPressEvent(event)
