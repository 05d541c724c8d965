"""What dialogs that write files share: questions, how far it is, what was written or what stood in the way."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Task
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.scrolling import scrolling


class WritingDialog(QDialog):
    """Shows one of four pages (the questions, `busy`, `problem_view`, `said`), with the buttons that fit it.

    What is under way is `task`; one that is stopped leads back to the questions as soon as it has let go.
    """

    def __init__(self, questions: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task: Task | None = None
        self.busy = Busy()
        self.problem_view = ProblemView()
        self.said = label(wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._questions = questions
        self._pages = (questions, self.busy, self.problem_view, self.said)
        self._stack = QStackedWidget()
        for page in self._pages:
            self._stack.addWidget(scrolling(_at_top(page) if page is self.busy else page))
        self.back = QPushButton(self.tr("Back"))
        self.back.clicked.connect(self.back_to_form)
        self.show_folder = QPushButton(self.tr("Open the folder"))
        self.leave = QPushButton(self.tr("Cancel"))
        self.leave.clicked.connect(self.reject)
        self.go_on = QPushButton()
        self.go_on.setProperty("look", "primary")

    def arrange(self, heading: str, wide: int, high: int, *parts: QWidget) -> None:
        """Lay out the pages under a heading, over parts of the dialog's own and the buttons.

        The size is given in heights of a line, so that the dialog grows with the text as far as its window has room.
        """
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.back)
        foot.addWidget(self.show_folder)
        foot.addStretch(1)
        buttons = [part for part in parts if isinstance(part, QPushButton)]
        for button in (self.leave, *buttons, self.go_on):
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        box.addWidget(label(heading, size="heading", wrap=True))
        box.addWidget(self._stack, 1)
        for part in parts:
            if part not in buttons:
                box.addWidget(part)
        box.addLayout(foot)
        line = self.fontMetrics().height()
        wanted = QSize(wide * line, high * line)
        window = self.parentWidget()
        self.resize(wanted.boundedTo(window.window().size()) if window is not None else wanted)

    def back_to_form(self) -> None:
        """Show the questions (again)."""
        self.show_page(self._questions)

    def show_page(self, page: QWidget) -> None:
        """Show one of the four pages."""
        self._stack.setCurrentIndex(self._pages.index(page))
        asking = page is self._questions
        self.go_on.setVisible(asking)
        self.back.setVisible(page is self.problem_view)
        self.show_folder.setVisible(page is self.said)
        self.leave.setVisible(page is not self.busy)
        self.leave.setText(self.tr("Cancel") if asking else self.tr("Close"))
        (self.go_on if asking else self.leave).setDefault(True)

    def show_problem(self, problem: Problem) -> None:
        """Show what stood in the way, with the keyboard on what can be done about it."""
        self.problem_view.show_problem(problem)
        self.show_page(self.problem_view)
        self.problem_view.take_focus()

    def stop(self) -> None:
        """End what is under way; nothing of it stays."""
        if self.task is not None:
            self.task.cancel()

    def follow(self, task: Task) -> None:
        """Take this for what is under way, until it ends; what was under way before is not heard of any more."""
        self.task = task
        task.ended.connect(lambda: self.end() if self.task is task else None)

    def end(self) -> None:
        """Take note that nothing is under way any more; what did not come to its end was stopped."""
        self.task = None
        if self._stack.currentIndex() == self._pages.index(self.busy):
            self.back_to_form()


def _at_top(part: QWidget) -> QWidget:
    """Return a page with a part that takes no more room than it needs."""
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(part)
    box.addStretch(1)
    return page
