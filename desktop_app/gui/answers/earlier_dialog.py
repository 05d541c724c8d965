"""What was asked before, in a list: found by its words, shown again, taken away and brought back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from desktop_app.core.batch import Kind
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.folding import in_a_line
from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.background import Background, Task
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.store.batches import Line
from desktop_app.store.project import Project
from desktop_app.work import past_batches
from desktop_app.work.sites import Sites

_PAUSE_MS = 250
"""Who types a word is not answered after each letter."""
_LONGEST = 80
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Listing:
    """Which batches are listed, and in which words."""

    kind: Kind
    title: str
    find: str
    """What the line for words is called."""
    hint: str
    """What one may type there."""
    listed: str
    """What the list is called."""
    counted: str
    """How many there are: {0}."""
    not_found: str
    nothing: str
    line: str
    """One batch: its time {0}, its title {1}, how many answers it has {2}, in words {3}, and wants, in words {4}."""


class EarlierDialog(Sheet):
    """The newest stands on top. What is taken away is gone when the window closes; till then it can be brought back."""

    def __init__(self, project: Project, background: Background, sites: Sites, parent: QWidget) -> None:
        super().__init__("", parent)
        self.project = project
        self.background = background
        self._sites = sites
        self._listing = listing = self.listing()
        self.setWindowTitle(listing.title)
        self._looking: Task | None = None
        self._taken: dict[int, Line] = {}
        self.on_gone: Callable[[Line], None] = lambda _: None
        """Called for each batch that is gone, which is after this window has."""
        self.words = QLineEdit()
        self.model = _Lines(listing.line, self)
        self.list = QListView()
        self.said = label(tone="muted", wrap=True)
        self._problem = ProblemView()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.look)
        self.remove = self.aside(self.tr("Remove"), self._take_away)
        self.back = self.aside(self.tr("Bring it back"), self._bring_back)
        self._arrange()
        self.finished.connect(lambda _: self._let_go(parent))
        self.look()

    def _arrange(self) -> None:
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(self._listing.hint)
        self.words.setAccessibleName(self._listing.find)
        self.words.textChanged.connect(lambda _: self._soon.start())
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(ContentOrder(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("look", "plain")
        self.list.setAccessibleName(self._listing.listed)
        self.list.selectionModel().currentChanged.connect(lambda *_: self.draw())
        self.list.activated.connect(lambda _: self.act())
        for hidden in (self._problem, self.back):
            hidden.hide()
        for part in (self.words, self._problem, self.list, self.said):
            self.box.addWidget(part, int(part is self.list))

    @property
    def chosen(self) -> Line | None:
        """Return the batch that is chosen in the list."""
        return self.model.line(self.list.currentIndex().row())

    def listing(self) -> Listing:
        """Return what is listed."""
        raise NotImplementedError

    def act(self) -> None:
        """Do with the chosen batch what one came for."""
        raise NotImplementedError

    def draw(self) -> None:
        """Let those buttons be pressed that have something to act upon."""
        self.remove.setEnabled(self.chosen is not None)

    def look(self) -> None:
        """List anew what is kept."""
        if self._looking is not None:
            self._looking.cancel()
        found = past_batches.listed(self.project, (self._listing.kind,), self.words.text())
        self._looking = self.background.run(self, found, on_done=self._list, on_problem=self.say)

    def _list(self, found: list[Line]) -> None:
        self._looking = None
        found = [line for line in found if line.id not in self._taken]
        row = max(0, self.list.currentIndex().row())
        self.model.show_lines(found)
        self.list.setCurrentIndex(self.model.index(min(row, len(found) - 1), 0) if found else QModelIndex())
        self.said.setText(self._said(len(found)))
        self.draw()

    def _said(self, count: int) -> str:
        if self._taken:
            newest = in_a_line(list(self._taken.values())[-1].title, _LONGEST)
            return self.tr("Taken away: {0}. When you close this window it is gone.").format(newest)
        if count:
            return self._listing.counted.format(number(count)) if count > 1 else ""
        return self._listing.not_found if self.words.text().strip() else self._listing.nothing

    def _take_away(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self._taken[chosen.id] = chosen
            self.back.show()
            self.look()

    def _bring_back(self) -> None:
        self._taken.popitem()
        if not self._taken:
            self.back.hide()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look()

    def _let_go(self, over: QWidget) -> None:
        """Remove what was taken away; the work belongs to the window below, since this one goes."""
        for line in self._taken.values():
            removing = past_batches.remove(self.project, self._sites, line.id)
            self.background.run(over, removing, on_done=partial(_tell, self.on_gone, line))

    def say(self, problem: Problem) -> None:
        """Say what stood in the way."""
        self._problem.show_problem(problem, None)
        self._problem.show()


def _tell(on_gone: Callable[[Line], None], line: Line, _done: None) -> None:
    on_gone(line)


class _Lines(QAbstractListModel):
    """One line a batch."""

    def __init__(self, words: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._found: list[Line] = []

    def show_lines(self, found: list[Line]) -> None:
        """Show these batches."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return a batch by its row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many batches there are."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return when it was, what was asked first, and how many answers came."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            title = in_a_line(line.title, _LONGEST)
            there = (number(line.answered), how_many.answers(line.answered))
            return self._words.format(moment(line.made), title, *there, how_many.answers(line.size))
        return plain_tip(line.title) if role == Qt.ItemDataRole.ToolTipRole else None
