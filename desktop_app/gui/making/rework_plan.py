"""What a model is to do with rows: which rows, what, with which column, and in which words it is asked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.core.fields import FIELDS
from desktop_app.core.rework import Act, Rework, answer_field, hindrances, placeholders
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.making.instructions import act_name, usual
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.marked import part_name
from desktop_app.gui.widgets.menu import Menu

_MOST_VARIATIONS = 20


class ReworkPlan(QWidget):
    """Asks only what is wanted; which rows that concerns is told to it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape: Shape | None = None
        self._usual = ""
        self._found = 0
        self.rows = Menu(18)
        self.act = Menu(18)
        for act in Act:
            self.act.addItem(act_name(act), act)
        self.act.setCurrentIndex(self.act.findData(Act.REWRITE))
        self.column = Menu(12)
        self.repeats = QSpinBox()
        self.repeats.setRange(1, _MOST_VARIATIONS)
        self.marks = QLineEdit()
        self.instruction = TextBox(7)
        self.first = ReadingBox(4)
        self._arrange()
        self.rows.activated.connect(lambda _: self.changed.emit())
        for menu in (self.act, self.column):
            menu.activated.connect(lambda _: self._on_act())
        self.repeats.valueChanged.connect(lambda _: self.changed.emit())
        self.marks.textChanged.connect(lambda _: self.changed.emit())
        self.instruction.textChanged.connect(self.changed)

    def _arrange(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, MEDIUM)
        self._often = Field(self.tr("Variations of each row"), self.repeats)
        self._marked = Field(self.tr("Mark as a problem when the grade is"), self.marks, self.tr("for example: 1, 2"))
        rows = Field(self.tr("Rows"), self.rows)
        for part in (
            rows,
            Field(self.tr("What is to be done"), self.act),
            Field(self.tr("Column"), self.column),
            self._often,
            self._marked,
        ):
            flow.addWidget(part)
        self._asked = Field(self.tr("What the model is asked about each row"), self.instruction, " ")
        self._first = Field(self.tr("The first row"), self.first)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(head)
        box.addWidget(self._asked)
        box.addWidget(self._first)

    @property
    def rework(self) -> Rework | None:
        """Return what is wanted; None as long as it is not known what the rows look like."""
        field = self.column.currentData()
        if field is None:
            return None
        act = Act(self.act.currentData())
        repeats = self.repeats.value() if act is Act.VARY else 1
        marks = tuple(mark.strip() for mark in self.marks.text().split(",") if mark.strip())
        return Rework(act, self.instruction.toPlainText(), field, repeats, marks if act is Act.GRADE else ())

    @property
    def ids(self) -> Sequence[int]:
        """Return the rows that were chosen."""
        chosen: Sequence[int] | None = self.rows.currentData()
        return chosen if chosen is not None else ()

    @property
    def hindrance(self) -> str:
        """Return what has to be changed before anything can be asked; "" for nothing."""
        rework, shape = self.rework, self._shape
        if rework is None or shape is None:
            return self.tr("Choose rows in the table first.")
        found = hindrances(rework, shape, self._found)
        return say(found[0]) if found else ""

    @property
    def amount(self) -> str:
        """Return how many answers are wanted."""
        rework = self.rework
        repeats = rework.repeats if rework is not None else 1
        if repeats > 1:
            said = self.tr("{0} × {1} = {2}")
            made = how_many.answers(self._found * repeats)
            return said.format(how_many.rows(self._found), how_many.variations(repeats), made)
        left = len(self.ids) - self._found
        if left > 0:
            one = self.tr("{1}; 1 of the chosen rows has nothing to do with this column.")
            more = self.tr("{1}; {0} of the chosen rows have nothing to do with this column.")
            return how_many.counted(left, one, more, how_many.answers(self._found))
        return self.tr("{0}, {1}").format(how_many.rows(self._found), how_many.answers(self._found))

    def offer_rows(self, chosen: Sequence[int], shown: Sequence[int], shape: Shape | None) -> None:
        """Offer the rows that are chosen in the table, and all those it shows."""
        self._shape = shape
        self.rows.clear()
        if len(chosen):
            self.rows.addItem(self.tr("Chosen rows ({0})").format(number(len(chosen))), tuple(chosen))
        if len(shown):
            self.rows.addItem(self.tr("All rows on show ({0})").format(number(len(shown))), tuple(shown))
        if len(shown) and len(chosen) <= 1:
            self.rows.setCurrentIndex(self.rows.count() - 1)
        before = self.column.currentData()
        self.column.clear()
        for field in FIELDS[shape] if shape is not None else ():
            self.column.addItem(part_name(field), field)
        usually = answer_field(shape) if shape is not None else None
        place = self.column.findData(before if before is not None else usually)
        self.column.setCurrentIndex(max(0, place))
        self._on_act()

    def show_found(self, found: int, first: str) -> None:
        """Say how many of the chosen rows are asked about, and in which words the first one is."""
        self._found = found
        self._first.setVisible(bool(first))
        self.first.show_text(first)

    def _on_act(self) -> None:
        act, shape = Act(self.act.currentData()), self._shape
        if shape is not None:
            of_answer = self.column.currentData() not in ("prompt", "user", "system")
            wanted = usual(act, of_answer=of_answer)
            if self.instruction.toPlainText() in ("", self._usual):
                self.instruction.setPlainText(wanted)
            self._usual = wanted
            names = ", ".join("{" + name + "}" for name in placeholders(shape))
            self._asked.set_help(self.tr("These are filled in from the row: {0}.").format(names))
        self._often.setVisible(act is Act.VARY)
        self._marked.setVisible(act is Act.GRADE)
        self.changed.emit()
