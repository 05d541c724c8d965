"""What a review says at its end, and what can be done next."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE, MEDIUM, READING, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.work.review import Standing


class ReviewEnd(QFrame):
    """A card with the sum of all decisions and up to three things to do."""

    open_wanted = Signal()
    problems_wanted = Signal()
    training_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setMaximumWidth(READING)
        self.head = label(size="heading", wrap=True)
        self.sum = label(wrap=True)
        self.advice = label(tone="muted", wrap=True)
        self.open = QPushButton(self.tr("Go to the next open row"))
        self.problems = QPushButton(self.tr("Show the rows with a problem"))
        self.training = QPushButton(self.tr("Train a model"))
        self.table = QPushButton(self.tr("Back to the table"))
        for made, signal in (
            (self.open, self.open_wanted),
            (self.problems, self.problems_wanted),
            (self.training, self.training_wanted),
            (self.table, self.table_wanted),
        ):
            made.clicked.connect(signal)
        self.table.setProperty("look", "quiet")
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        for part in (self.head, self.sum, self.advice):
            box.addWidget(part)
        buttons = QWidget()
        flow = FlowLayout(buttons, SMALL)
        for each in (self.open, self.problems, self.training, self.table):
            flow.addWidget(each)
        box.addWidget(buttons)

    def show_standing(self, standing: Standing) -> None:
        """Say how the review stands, and offer what comes next."""
        self.head.setText(self._heading(standing))
        self.sum.setText(sum_line(standing))
        self.advice.setText(self._next(standing))
        self.open.setVisible(standing.open > 0)
        self.problems.setVisible(standing.problem > 0)
        self.training.setVisible(not standing.open and not standing.problem)
        self.setAccessibleName(f"{self.head.text()} {self.sum.text()} {self.advice.text()}")

    def first(self) -> QPushButton:
        """Return the button of what is most likely wanted."""
        shown = [each for each in (self.open, self.problems, self.training) if not each.isHidden()]
        return shown[0] if shown else self.table

    def _heading(self, standing: Standing) -> str:
        if standing.open:
            one = self.tr("This is the end. One row is still open.")
            more = self.tr("This is the end. {0} rows are still open.")
            return how_many.counted(standing.open, one, more)
        one, more = self.tr("The row is decided."), self.tr("All {0} rows are decided.")
        return how_many.counted(standing.decided, one, more)

    def _next(self, standing: Standing) -> str:
        if standing.open:
            return self.tr("Rows that were skipped can be decided now, or another day: the place is kept.")
        if standing.problem:
            return self.tr("Rows with a problem are still learned from. Correct them, or exclude them.")
        if standing.accepted:
            return self.tr("The accepted rows are ready to be learned from.")
        return self.tr("Nothing is left to learn from among these rows.")


def sum_line(standing: Standing) -> str:
    """Return how many rows were decided in which way, without those nobody chose."""
    translate = QCoreApplication.translate
    said = [translate("ReviewEnd", "{0} accepted").format(number(standing.accepted))]
    for count, words in (
        (standing.excluded, translate("ReviewEnd", "{0} excluded")),
        (standing.problem, translate("ReviewEnd", "{0} with a problem")),
        (standing.deleted, translate("ReviewEnd", "{0} deleted")),
    ):
        if count:
            said.append(words.format(number(count)))
    return " · ".join(said)
