"""The other views of the rows: each takes the table's place, and gives it back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from desktop_app.core.look import Look
from desktop_app.gui.background import Background
from desktop_app.gui.editor.actions import button, menu_button
from desktop_app.gui.editor.compare_page import SincePage
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.editor.pairs_page import PairsPage
from desktop_app.gui.editor.pane_counter import PaneCounter
from desktop_app.gui.editor.pane_desk import PaneDesk
from desktop_app.gui.editor.review_page import ReviewPage
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart


class RowViews(QObject):
    """Builds a view when it is first wanted. `shown(view)` puts it in the place of the table, `left` takes it away."""

    shown = Signal(object)
    left = Signal()

    def __init__(self, workspace: Workspace, background: Background, apart: Apart, editor: EditorPage) -> None:
        super().__init__(editor)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._editor = editor
        self._review: ReviewPage | None = None
        self._pairs: PairsPage | None = None
        self._since: SincePage | None = None
        self._counters = [PaneCounter(workspace, background, apart, editor.pane)]
        self._add("check", self.tr("Review"), self.review)
        menu = QMenu(self.tr("Compare"), editor)
        menu.addAction(icon("copy"), self.tr("Rows that are alike…")).triggered.connect(lambda _=False: self.alike())
        menu.addAction(icon("clock"), self.tr("Changed since a training…")).triggered.connect(
            lambda _=False: self.since()
        )
        editor.add_tool(menu_button(menu))
        editor.wishes.since_wanted.connect(self.since)

    def show(self, name: str) -> None:
        """Show a view by its name."""
        {"review": self.review, "alike": self.alike, "since": self.since}[name]()

    @property
    def review_page(self) -> ReviewPage:
        """Return the review, made when it is first needed."""
        if self._review is None:
            self._review = ReviewPage(self._workspace, self._background)
            self._count_in(self._review.desk)
            self._review.left.connect(partial(self._give_back, self._review))
            self._review.table_wanted.connect(self._show_look)
            self._review.training_wanted.connect(self._train)
        return self._review

    @property
    def pairs_page(self) -> PairsPage:
        """Return the rows that are alike, made when they are first wanted."""
        if self._pairs is None:
            self._pairs = PairsPage(self._workspace, self._background, self._apart)
            self._count_in(self._pairs.board.desk)
            self._pairs.left.connect(partial(self._give_back, self._pairs))
        return self._pairs

    @property
    def since_page(self) -> SincePage:
        """Return what changed since a training, made when it is first wanted."""
        if self._since is None:
            self._since = SincePage(self._workspace, self._background, self._apart)
            self._count_in(self._since.board.desk)
            self._since.left.connect(partial(self._give_back, self._since))
            self._since.table_wanted.connect(self._show_look)
        return self._since

    def alike(self) -> None:
        """Show rows that are nearly the same or contradict each other."""
        if self._workspace.project is not None:
            self._editor.finish()
            self.shown.emit(self.pairs_page)
            self.pairs_page.start()

    def since(self, mark: str = "", row: int | None = None) -> None:
        """Show what changed since a training: the one with this mark, and this row first, else the one shown last."""
        if self._workspace.project is not None:
            self._editor.finish()
            self.shown.emit(self.since_page)
            self.since_page.start(mark, row)

    def review(self) -> None:
        """Show the rows of the table one by one, from the current one on."""
        if not self._editor.model.ids:
            return
        self._editor.finish()
        page = self.review_page
        self.shown.emit(page)
        page.start(self._editor.model.ids[:], self._editor.filter.look, self._editor.table.place)

    def recount(self) -> None:
        """Show anew how long rows are: all of them were counted."""
        for counter in self._counters:
            counter.recount()

    def _count_in(self, desk: PaneDesk) -> None:
        self._counters.append(PaneCounter(self._workspace, self._background, self._apart, desk.pane))

    def _add(self, picture: str, words: str, do: Callable[[], None]) -> None:
        action = QAction(icon(picture), words, self)
        action.triggered.connect(lambda _=False: do())
        self._editor.add_tool(button(action))

    def _give_back(self, view: QWidget, row_id: int | None) -> None:
        """Show the table again, unless something else has taken the view's place meanwhile."""
        stack = view.parentWidget()
        if isinstance(stack, QStackedWidget) and stack.currentWidget() is not view:
            return
        self.left.emit()
        place = None if row_id is None else self._editor.model.place_of(row_id)
        if place is not None:
            self._editor.table.go_to(place)
        self._editor.table.setFocus()

    def _show_look(self, look: Look) -> None:
        self.left.emit()
        self._editor.filter.show(look)
        self._editor.table.setFocus()

    def _train(self) -> None:
        self.left.emit()
        self._editor.training_wanted.emit()
