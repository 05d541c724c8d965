"""What is to be made: the long prompt for the writing model, lists of values, the short prompt for the trained one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core import template
from desktop_app.core.grid import (
    MOST,
    RESPONSE,
    Grid,
    Values,
    asked_text,
    hindrances,
    remarks,
    taught_prompt,
    usual_prompt,
)
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.making.values_form import ValuesForm
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.tick import Tick

_MOST_REPEATS, _SAMPLE = 50, 100
_ABREAST = 46
"""Heights of a line from which on two templates stand abreast."""


class GridPlan(QWidget):
    """Asks only what is wanted; what it takes is told elsewhere."""

    changed = Signal()
    """Something else is wanted now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = ""
        self.template = TextBox(5)
        self.prompt = TextBox(2)
        self.completion = TextBox(2)
        self.values = ValuesForm()
        self.repeats = QSpinBox()
        self.repeats.setRange(1, _MOST_REPEATS)
        self.sampled = Tick(self.tr("Only some combinations, drawn by chance"))
        self.most = QSpinBox()
        self.most.setRange(1, MOST)
        self.most.setValue(_SAMPLE)
        self.seed = QSpinBox()
        self.seed.setRange(0, 2_147_483_647)
        self.sample = QPushButton(self.tr("Fill in an example"))
        self.sample.setProperty("look", "quiet")
        self.first = ReadingBox(4)
        self._most = Field(self.tr("How many of them"), self.most)
        self._seed = Field(self.tr("Number for chance (seed)"), self.seed)
        self._arrange()
        self._connect()
        self._draw()

    def _arrange(self) -> None:
        self.template.setPlaceholderText(
            self.tr(
                "Write a description of a superhero of about {age} years, a {gender}, who has the power of {power}."
            )
        )
        self.completion.setPlainText(template.column(RESPONSE))
        asked = Field(
            self.tr("What the writing model is asked"),
            self.template,
            self.tr("Say exactly what you want. Names in braces, such as {age}, are filled from the lists below."),
        )
        short = Field(
            self.tr("What your model will be asked (training prompt)"),
            self.prompt,
            self.tr("Short: your model learns to do the rest by itself. Empty: the same as above."),
        )
        said = Field(
            self.tr("What your model shall answer"),
            self.completion,
            self.tr("{response} is the place of the writing model's answer."),
        )
        often = Field(self.tr("Repeats"), self.repeats, self.tr("How often each combination is asked."))
        lists = label(self.tr("Values"), size="heading")
        note = self.tr("Every combination is asked once for each repeat; the first list changes slowest.")
        both = SideBySide(_ABREAST)
        both.add_column(short)
        both.add_column(said)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(asked)
        box.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (lists, label(note, tone="muted", wrap=True), self.values, self._numbers(often), both):
            box.addWidget(part)
        self._first = Field(self.tr("The first prompt"), self.first)
        box.addWidget(self._first)

    def _numbers(self, often: Field) -> QWidget:
        held = QWidget()
        flow = FlowLayout(held, MEDIUM)
        for part in (often, self.sampled, self._most, self._seed):
            flow.addWidget(part)
        return held

    def _connect(self) -> None:
        for box in (self.template, self.prompt, self.completion):
            box.textChanged.connect(self._on_text)
        for spin in (self.repeats, self.most, self.seed):
            spin.valueChanged.connect(self._draw)
        self.sampled.toggled.connect(self._draw)
        self.values.changed.connect(self._draw)
        self.sample.clicked.connect(lambda _=False: self.fill_in_example())

    @property
    def grid(self) -> Grid:
        """Return the grid as it stands here."""
        return Grid(
            self.template.toPlainText(),
            self.values.values,
            self.repeats.value(),
            self.prompt.toPlainText(),
            self.completion.toPlainText(),
            self.most.value() if self.sampled.isChecked() else 0,
            self.seed.value(),
        )

    @property
    def hindrance(self) -> str:
        """Return what has to be changed before anything can be asked; "" for nothing."""
        found = hindrances(self.grid)
        return say(found[0]) if found else ""

    @property
    def remarks(self) -> str:
        """Return what else is to be known, one line a subject."""
        return "\n".join(map(say, remarks(self.grid)))

    @property
    def amount(self) -> str:
        """Return how many answers are wanted, and how they come about."""
        grid = self.grid
        lists = {each.name: len(each.values) for each in grid.values if each.name in grid.names}
        product = " × ".join(f"{number(count)} {name}" for name, count in lists.items()) or how_many.prompts(1)
        if grid.asked < grid.combinations:
            product = self.tr("{0} of {1}").format(number(grid.asked), product)
        said = self.tr("{0} × {1} = {2}")
        return said.format(product, how_many.repeats(grid.repeats), how_many.answers(grid.size))

    def show_grid(self, grid: Grid) -> None:
        """Show a grid, for example one that was used before."""
        self.template.setPlainText(grid.template)
        self.prompt.setPlainText(grid.prompt)
        self.completion.setPlainText(grid.completion)
        self.values.fill({each.name: each.values for each in grid.values})
        self.repeats.setValue(grid.repeats)
        self.sampled.setChecked(grid.most > 0)
        if grid.most > 0:
            self.most.setValue(grid.most)
        self.seed.setValue(grid.seed)

    def fill_in_example(self) -> None:
        """Show the grid of the superheroes, to be changed into one's own."""
        self.show_grid(superheroes())

    def _on_text(self) -> None:
        usual = usual_prompt(self.template.toPlainText())
        if usual != self._usual and self.prompt.toPlainText() in ("", self._usual):
            before, self._usual = self._usual, usual
            if self.prompt.toPlainText() == before or not before:
                self.prompt.setPlainText(usual)
        self._usual = usual
        self.values.show_names(self.grid.names)
        self._draw()

    def _draw(self) -> None:
        grid = self.grid
        for part in (self._most, self._seed):
            part.setVisible(self.sampled.isChecked())
        self.sample.setVisible(not grid.template)
        ready = not hindrances(grid)
        self._first.setVisible(ready)
        if ready:
            values = grid.combination(grid.chosen()[0])
            short = self.tr("Your model will be asked: {0}").format(taught_prompt(grid, values))
            self.first.show_text(f"{asked_text(grid, values)}\n\n{short}")
        self.changed.emit()


def superheroes() -> Grid:
    """Return the grid of the superheroes: 7 ages, 2 genders, 7 powers, three times each."""
    from_lists = {
        "age": ("18", "20", "30", "40", "50", "60", "90"),
        "gender": ("man", "woman"),
        "power": ("invisibility", "mind reading", "flying", "great strength", "healing", "shape shifting", "speed"),
    }
    return Grid(
        "Write a complete description, not longer than 150 words, of an imaginary {age} year old {gender} with the "
        "superpower of {power}. Begin with the name. Say where the power comes from, what it is used for, and one "
        "weakness.",
        tuple(Values(name, values) for name, values in from_lists.items()),
        3,
        "{age}, {gender}, {power}",
    )
