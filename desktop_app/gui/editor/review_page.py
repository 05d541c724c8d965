"""Review: the rows of the table one by one, large, with one key for each decision."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.example import RowStatus
from desktop_app.core.look import Look
from desktop_app.gui.background import Background
from desktop_app.gui.editor.pane_desk import PaneDesk
from desktop_app.gui.editor.review_bar import ReviewBar, review_actions
from desktop_app.gui.editor.review_course import Course
from desktop_app.gui.editor.review_end import ReviewEnd
from desktop_app.gui.editor.review_facts import RowFacts
from desktop_app.gui.editor.review_head import ReviewHead
from desktop_app.gui.editor.review_round import Verdict
from desktop_app.gui.editor.review_text import ReviewText
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.workspace import Workspace

if TYPE_CHECKING:
    from array import array

_BESIDE, _SIDE = 46, 13
"""From this width on, in heights of a line, the facts stand beside the text; they are so wide then."""
_LEAST = 7
"""So many heights of a line the text has at the least; the page scrolls where there is no room for them."""

_PROBLEMS = Look(statuses=frozenset({RowStatus.PROBLEM}))


class ReviewPage(Page):
    """Shows one row after the other. Each decision is one step of the project's history.

    `left(row id)` says that the review is over for now (None at its end); `table_wanted(Look)` and `training_wanted`
    say what shall come next.
    """

    left = Signal(object)
    table_wanted = Signal(object)
    training_wanted = Signal()

    def __init__(self, workspace: Workspace, background: Background, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Review"), self.tr("One key decides about a row, and Backspace takes it back."))
        self.course = Course(workspace, background, self)
        self.head = ReviewHead()
        self.text = ReviewText()
        self.facts = RowFacts()
        self.desk = PaneDesk(workspace)
        self.end = ReviewEnd()
        self._holder = QWidget()
        self.acts = review_actions(self._holder, self._slots())
        self.bar = ReviewBar(self.acts)
        self._stack = QStackedWidget()
        self._row = QWidget()
        self._beside = QHBoxLayout(self._row)
        self._side = scrolling(self.facts)
        self._lay_out()
        self._connect()

    def start(self, ids: "array[int]", look: Look, at: int) -> None:
        """Begin with the row at a place of these, or where a review of the same look stopped if that is the first."""
        self.desk.finish()
        self.course.start(ids, look, at)
        self.show_content()

    def finish(self) -> None:
        """Hand in what is being typed."""
        self.desk.pane.commit()

    def _slots(self) -> dict[str, Callable[[], None]]:
        return {
            "accept": lambda: self.course.decide(Verdict.ACCEPT),
            "exclude": lambda: self.course.decide(Verdict.EXCLUDE),
            "delete": lambda: self.course.decide(Verdict.DELETE),
            "problem": self._ask_problem,
            "edit": self._edit,
            "back": lambda: self.course.go(self.course.at - 1),
            "next": lambda: self.course.go(self.course.at + 1),
            "take_back": self.course.take_back,
            "first": lambda: self.course.go(0),
            "last": lambda: self.course.go(self.course.total - 1),
            "leave": self._leave,
        }

    def _lay_out(self) -> None:
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(MEDIUM)
        self._beside.addWidget(self.text, 1)
        self._beside.addWidget(self._side)
        ending = QWidget()
        end_box = QVBoxLayout(ending)
        end_box.setContentsMargins(0, 0, 0, 0)
        end_box.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self._row, self.desk, scrolling(ending)):
            self._stack.addWidget(part)
        box = QVBoxLayout(self._holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.head)
        box.addWidget(self._stack, 1)
        box.addWidget(self.facts.line)
        box.addWidget(self.bar)
        self.set_content(self._holder, scrolls=True)

    def _connect(self) -> None:
        self.course.shown.connect(self._show)
        self.course.refreshed.connect(self._refresh)
        self.course.stood.connect(self.end.show_standing)
        self.course.stood.connect(self.head.show_standing)
        self.course.said.connect(self.head.say)
        self.course.over.connect(lambda: self.left.emit(None))
        self.head.leave.clicked.connect(self._leave)
        self.bar.described.connect(self._mark_problem)
        self.bar.left.connect(self._back_to_text)
        self.desk.left.connect(self._end_edit)
        self.end.open_wanted.connect(self.course.go_to_open)
        self.end.problems_wanted.connect(partial(self._lead_on, partial(self.table_wanted.emit, _PROBLEMS)))
        self.end.training_wanted.connect(partial(self._lead_on, self.training_wanted.emit))
        self.end.table_wanted.connect(self._leave)

    def _show(self) -> None:
        """Show the row the review has come to, or its end."""
        row, at_end = self.course.row, self.course.at >= self.course.total
        self.bar.show_decisions()
        for name, action in self.acts.items():
            action.setEnabled((row is not None or not action.property("decides")) and (name != "next" or not at_end))
        self.head.show_place(self.course.at, self.course.total)
        self._stack.setCurrentIndex(2 if at_end else 0)
        if at_end:
            self.end.first().setFocus()
            return
        self.text.show_example(row.example if row else None)
        self.text.setAccessibleName(f"{self.head.place}. {self.head.words}")
        self.facts.show_row(row, self.course.found)
        self.text.setFocus()

    def _refresh(self) -> None:
        """Show the same row as it is now."""
        row = self.course.row
        if self._stack.currentIndex() == 1 and row is not None:
            self.desk.show_row(self.course.at, row)
        elif self.course.at < self.course.total and self._stack.currentIndex() == 0:
            self.text.show_example(row.example if row else None)
            self.facts.show_row(row, self.course.found)

    def _ask_problem(self) -> None:
        if self.course.row is not None:
            self.bar.ask(self.course.row.note)

    def _mark_problem(self, note: str) -> None:
        self.course.decide(Verdict.PROBLEM, note)

    def _edit(self) -> None:
        row = self.course.row
        if row is not None:
            for action in self.acts.values():
                action.setEnabled(False)  # a letter that is typed is no decision
            self._stack.setCurrentIndex(1)
            self.desk.edit(self.course.at, row)

    def _end_edit(self) -> None:
        self.desk.finish()
        self.course.go(self.course.at)

    def _back_to_text(self) -> None:
        self.bar.show_decisions()
        self.text.setFocus()

    def _lead_on(self, on: Callable[[], None]) -> None:
        self.course.rest()
        on()

    def _leave(self) -> None:
        self.finish()
        self.course.rest()
        self.left.emit(self.course.row_id)

    def changeEvent(self, event: QEvent) -> None:
        """Let the arrows point the way the window reads."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self.bar.point(self.layoutDirection())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the facts beside the text where there is room, else one line of them below it."""
        super().resizeEvent(event)
        line = self.fontMetrics().height()
        beside = self.width() >= _BESIDE * line
        self._side.setFixedWidth(_SIDE * line)
        self._side.setVisible(beside)
        self.facts.line.setVisible(not beside)
        self._row.setMinimumHeight(_LEAST * line)
