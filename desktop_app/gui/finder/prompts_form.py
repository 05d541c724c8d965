"""Which prompts a search asks: some of the held-out rows, one of them, or one that is typed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.batch import Prompt as Asked
from desktop_app.core.sweep import spread_over
from desktop_app.gui.answers.prompts import NOTHING, HeldOut, of_rows, own
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.store.project import Project

_USUAL = 10
_MOST = 2000


class Which(StrEnum):
    """Where the prompts come from."""

    SPREAD = "spread"
    FIRST = "first"
    ONE = "one"
    OWN = "own"


class PromptsForm(QWidget):
    """A menu, and what it needs: a number of rows, the number of a row, or a text."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._held = NOTHING
        self._ending = ""
        self._chosen: str | None = None
        """What the user has chosen; None as long as nobody has."""
        self.which = Menu(24)
        self.count = QSpinBox()
        self.row = QSpinBox()
        self.typed = TextBox(3)
        self.expected = TextBox(2)
        self._note = label(size="small", tone="muted", wrap=True)
        self._count_field = Field(self.tr("How many"), self.count)
        self._row_field = Field(self.tr("Row number"), self.row, self.tr("Counted among the held-out rows."))
        self._typed_field = Field(self.tr("Prompt"), self.typed)
        hint = self.tr("May stay empty. Without it, nothing can be said about how good an answer is.")
        self._expected_field = Field(self.tr("Expected answer"), self.expected, hint)
        self._arrange()
        self.which.activated.connect(lambda _: self._on_which())
        for spin in (self.count, self.row):
            spin.valueChanged.connect(self.changed)
        for box in (self.typed, self.expected):
            box.textChanged.connect(self.changed)
        self.load(None)

    def _arrange(self) -> None:
        self.typed.setPlaceholderText(self.tr("Type what you want to ask the model."))
        head = QHBoxLayout()
        head.setSpacing(MEDIUM)
        head.addWidget(Field(self.tr("Prompts"), self.which), 1)
        head.addWidget(self._count_field)
        head.addWidget(self._row_field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addLayout(head)
        for part in (self._note, self._typed_field, self._expected_field):
            box.addWidget(part)

    @property
    def chosen(self) -> Which:
        """Return where the prompts come from."""
        return Which(self.which.currentData())

    @property
    def amount(self) -> int:
        """Return how many prompts will be asked; 0 as long as nothing is typed."""
        if self.chosen is Which.OWN:
            return int(bool(self.typed.toPlainText().strip()))
        return 1 if self.chosen is Which.ONE else self.count.value()

    @property
    def read(self) -> Callable[[], Sequence[Asked]]:
        """Return what reads the prompts as they are chosen now; it may be called in another thread."""
        if self._project is None or self.chosen is Which.OWN:
            prompt = own(self.typed.toPlainText(), self._held, self._ending).asked
            prompts = (replace(prompt, expected=self.expected.toPlainText()),) if self.amount else ()
            return lambda: prompts
        return partial(_asked, self._project, self._ids)

    def load(self, project: Project | None, held: HeldOut = NOTHING) -> None:
        """Offer the held-out rows of a project; what is chosen stays where it still can be."""
        fresh = len(self._held.ids) == 0
        self._project, self._held = project, held
        total = len(held.ids)
        self.which.clear()
        if total:
            self.which.addItem(self.tr("Held-out rows, evenly from all of them"), Which.SPREAD.value)
            self.which.addItem(self.tr("The first held-out rows"), Which.FIRST.value)
            self.which.addItem(self.tr("One held-out row"), Which.ONE.value)
        self.which.addItem(self.tr("One prompt of my own"), Which.OWN.value)
        self.which.setCurrentIndex(max(0, self.which.findData(self._chosen)))
        for spin in (self.count, self.row):
            spin.setRange(1, max(1, min(_MOST, total) if spin is self.count else total))
        if fresh:
            self.count.setValue(min(_USUAL, total))
        self._draw()

    def take_over(self, ending: str) -> None:
        """Ask a typed prompt with the ending that those of the data have."""
        self._ending = ending

    @property
    def _ids(self) -> list[int]:
        ids = self._held.ids
        if self.chosen is Which.ONE:
            return [ids[self.row.value() - 1]]
        if self.chosen is Which.FIRST:
            return list(ids[: self.count.value()])
        return spread_over(ids, self.count.value())

    def _on_which(self) -> None:
        self._chosen = self.which.currentData()
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        chosen = self.chosen
        self._count_field.setVisible(chosen in (Which.SPREAD, Which.FIRST))
        self._row_field.setVisible(chosen is Which.ONE)
        for part in (self._typed_field, self._expected_field):
            part.setVisible(chosen is Which.OWN)
        total = len(self._held.ids)
        self._note.setText(
            how_many.counted(
                total,
                self.tr("There is 1 row the models have not learned from (a held-out row)."),
                self.tr("There are {0} rows the models have not learned from (held-out rows)."),
            )
            if total
            else self.tr("There are no held-out rows. Move some rows to the test part in the table, or type a prompt.")
        )


def _asked(project: Project, ids: Sequence[int]) -> list[Asked]:
    return [prompt.asked for prompt in of_rows(project, ids)]
