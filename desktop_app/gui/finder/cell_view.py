"""The chosen setting: its figures, its answers beside the expected ones, and what can be done with it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Cell
from desktop_app.core.problem import Problem
from desktop_app.core.sweep import axes_of
from desktop_app.core.sweep_figures import Figure
from desktop_app.gui.answers.answer_pane import AnswerPane
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.results import Broken
from desktop_app.gui.answers.shading import Shade
from desktop_app.gui.finder.answer_list import AnswerList, question_text
from desktop_app.gui.finder.figure_words import amount, setting_words, short_name, spoken
from desktop_app.gui.finder.searching import Known
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.direction import ContentOrder, direction_of
from desktop_app.gui.widgets.label import label, set_tone
from desktop_app.gui.widgets.scrolling import bring_into_view

_LEADING = (Figure.NORMAL, Figure.LETTERS)
"""The first of these that is known is told with all that is known about how sure it is."""
_BY_HAND = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class CellView(QWidget):
    """Shows one column of a search."""

    compare_wanted = Signal()
    """The setting is to be used in the comparison."""
    keep_wanted = Signal()
    """The setting is to become a preset."""
    again_wanted = Signal()
    """What did not come is to be asked once more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Known | None = None
        self.column: int | None = None
        self._shown: Cell | None = None
        self._title = label(size="heading", wrap=True)
        self._figures = label(tone="muted", wrap=True)
        self.compare = QPushButton(self.tr("Use in Compare"))
        self.keep = QPushButton(self.tr("Keep as preset…"))
        self.said = label(size="small", tone="good", wrap=True)
        self.answers = AnswerList(self)
        self.list = QListView()
        self._prompt, self._expected = ReadingBox(3), ReadingBox(3)
        self._prompt_title = label(self.tr("Prompt"), size="strong")
        self._expected_title = label(self.tr("Expected answer"), size="strong")
        self._answer_title = label(self.tr("Answer"), size="strong")
        self.pane = AnswerPane()
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self.list.setModel(self.answers)
        self.list.installEventFilter(self)
        self.list.setAccessibleName(self.tr("Answers of this setting"))
        self.list.setProperty("look", "plain")
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(ContentOrder(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._show_answer(now.row()))
        self._prompt.setAccessibleName(self._prompt_title.text())
        self._expected.setAccessibleName(self._expected_title.text())
        self.pane.set_title(self._answer_title.text())
        self.pane.again_wanted.connect(self.again_wanted)
        self.compare.clicked.connect(self.compare_wanted)
        self.keep.clicked.connect(self.keep_wanted)

    def _arrange(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(SMALL)
        for button in (self.compare, self.keep):
            acts.addWidget(button)
        acts.addWidget(self.said, 1)
        main = QWidget()
        right = QVBoxLayout(main)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SMALL)
        texts = (self._prompt_title, self._prompt, self._expected_title, self._expected, self._answer_title)
        for part in texts:
            right.addWidget(part)
        right.addWidget(self.pane, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self._title)
        box.addWidget(self._figures)
        box.addLayout(acts)
        self._beside = Beside(self.list, main)
        box.addWidget(self._beside, 1)

    @property
    def words(self) -> str:
        """Return what the chosen setting is called."""
        return self._title.text()

    def show_column(self, known: Known, column: int) -> None:
        """Show a setting, and the answer to the same prompt as before."""
        row = max(0, self.list.currentIndex().row())
        self._known, self.column, self._shown = known, column, None
        knobs = tuple(axis.knob for axis in axes_of(known.batch.columns))
        self._title.setText(setting_words(known.batch.columns[column], knobs))
        self.said.clear()
        self.answers.show_column(known, column)
        self.list.setCurrentIndex(self.answers.index(min(row, self.answers.rowCount() - 1)))
        self._tell()

    def take_focus(self) -> None:
        """Give the keyboard to the list of answers."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the answer into view along with the list that the keyboard has come to."""
        if (
            watched is self.list
            and isinstance(event, QFocusEvent)
            and event.gotFocus()
            and event.reason() not in _BY_HAND
        ):
            # After the page has looked for the list's line alone.
            QTimer.singleShot(0, self, lambda: bring_into_view(self._beside))
        return super().eventFilter(watched, event)

    def say(self, said: str, problem: Problem | None = None) -> None:
        """Say what has become of the setting, or what stood in the way."""
        self.said.setText(said if problem is None else say(problem.happened))
        set_tone(self.said, "good" if problem is None else "problem")

    def refresh(self) -> None:
        """Look anew at what has come."""
        self.answers.refresh()
        self._tell()
        cell = self.answers.cell(self.list.currentIndex().row())
        if cell is not None and self.pane.answer is None:
            self._show_cell(cell)

    def _tell(self) -> None:
        known, column = self._known, self.column
        if known is None or column is None:
            return
        values = {figure: known.sheet.value(column, figure) for figure in Figure}
        leading = next((figure for figure in _LEADING if values[figure] is not None), None)
        if leading is None:
            self._figures.setText(self.tr("No answer yet."))
            return
        first = f"{short_name(leading)}: {spoken(leading, values[leading])}"
        rest = [
            f"{short_name(figure)}: {amount(figure, value.mean)}"
            for figure, value in values.items()
            if value is not None and figure is not leading
        ]
        self._figures.setText("\n".join((first, " · ".join(rest))))

    def _show_answer(self, row: int) -> None:
        cell = self.answers.cell(row)
        if cell is not None:
            self._show_cell(cell)

    def _show_cell(self, cell: Cell) -> None:
        known = self._known
        if known is None:
            return
        prompt = known.batch.prompts[cell.prompt]
        if self._shown is None or self._shown.prompt != cell.prompt:
            for box, said in ((self._prompt, question_text(prompt)), (self._expected, prompt.expected)):
                box.show_text(said)
                box.setLayoutDirection(direction_of(said))
        for part in (self._expected_title, self._expected):
            part.setVisible(bool(prompt.expected))
        self._shown = cell
        answer, fault = known.answers.get(cell), known.faults.get(cell)
        outcome = Broken(fault) if answer is None and fault is not None else answer
        cost = known.scores[cell].values.get(Figure.COST) if cell in known.scores else None
        self.pane.show_outcome(outcome, cell.repeat + 1, amount(Figure.COST, cost) if cost else "")
        self.pane.shade(Shade.EXPECTED if prompt.expected else Shade.NOTHING, prompt.expected)
