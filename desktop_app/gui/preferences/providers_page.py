"""The section of the preferences where the user's providers are."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.preferences.add_form import AddForm
from desktop_app.gui.preferences.connection_card import ConnectionCard
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.widgets.turning import Turning
from desktop_app.work.reach import Reach

_LIST_WIDTH = 180
_LINES = 28
"""The list stands beside the rest from a width of so many heights of a line on."""
_LISTED = 3.5
"""In heights of a line: how much of the list is seen where it stands above the rest."""
_NO_LIMIT = (1 << 24) - 1


class ProvidersPage(Turning):
    """The list of providers, and beside it (in large text below it) the chosen one or the form that adds one."""

    def __init__(self, reach: Reach, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach = reach
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Your providers"))
        self.list.setProperty("look", "plain")
        self.list.setMinimumWidth(_LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.add = QPushButton(self.tr("Add a provider…"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self.show_form)
        self.card = ConnectionCard(reach, background)
        self.card.remove_wanted.connect(self._remove)
        self.form = AddForm(reach.connections, list(reach.profiles.values()))
        self.form.added.connect(self._on_added)
        self.form.left.connect(self._show_current)
        self.problem = ProblemView()
        self.problem.hide()
        self._stack = QStackedWidget()
        self._empty = label(
            self.tr(
                "Everything works on this computer without a provider. Add one if you want to train or ask models "
                "there with your own key, or bring home what you have there."
            ),
            tone="muted",
            wrap=True,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._places = {page: scrolling(page) for page in (self._empty, self.card, self.form)}
        for place in self._places.values():
            self._stack.addWidget(place)
        self._arrange()
        self._fill()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(MEDIUM)
        left.addWidget(self.list, 1)
        left.addWidget(self.add)
        right = QVBoxLayout()
        right.addWidget(self.problem)
        right.addWidget(self._stack, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(LARGE)
        self._row.addLayout(left, 1)
        self._row.addLayout(right, 3)

    def turn(self) -> None:
        """Put the list above what is chosen where both have no room beside each other."""
        line = self.fontMetrics().height()
        beside = self.width() >= _LINES * line
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not way:
            self._row.setDirection(way)
        self.list.setMaximumHeight(_NO_LIMIT if beside else round(_LISTED * line))

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the list out in the letters it is shown in; it was filled before it had them."""
        super().showEvent(event)
        self.list.doItemsLayout()

    def show_form(self) -> None:
        """Ask for a new provider."""
        self.card.trial.stop()
        self._stack.setCurrentWidget(self._places[self.form])
        self.form.kind.setFocus()

    def _fill(self, chosen: str = "") -> None:
        with QSignalBlocker(self.list):  # the card is shown once: each time it asks the password store
            self.list.clear()
            for connection in self._reach.connections.all:
                item = QListWidgetItem(connection.title)
                item.setData(Qt.ItemDataRole.UserRole, connection.id)
                item.setToolTip(plain_tip(f"{connection.title}\n{connection.address}"))
                self.list.addItem(item)
                if connection.id == chosen:
                    self.list.setCurrentItem(item)
            if self.list.currentRow() < 0 and self.list.count():
                self.list.setCurrentRow(0)
        self._show_current()

    def _show_current(self) -> None:
        item = self.list.currentItem()
        connection = self._reach.connections.get(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None
        if connection is None:
            self._stack.setCurrentWidget(self._places[self._empty])
            return
        self.card.show_connection(connection)
        self._stack.setCurrentWidget(self._places[self.card])

    def _on_added(self, connection: str) -> None:
        self._fill(connection)
        self.card.key.take_focus()

    def _remove(self, connection: str) -> None:
        self.problem.hide()
        try:
            self._reach.connections.remove(connection)
        except Problem as problem:
            self.problem.show_problem(problem, lambda: self._remove(connection))
            self.problem.show()
        self._fill()
        (self.list if self.list.count() else self.add).setFocus()
