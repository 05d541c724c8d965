"""Which settings are varied, and over which values."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.sweep import USUAL, Axis, Knob, read_values
from desktop_app.core.text import Text
from desktop_app.gui.finder.figure_words import knob_name, plain
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.label import label, set_tone

_FIRST = frozenset({Knob.TEMPERATURE, Knob.TOP_P})
"""Varied unless the user says otherwise: both make answers livelier, and nobody knows beforehand which does it well."""

ABREAST = 40
"""Heights of a line; where there is less room than this, what stands beside one another comes below."""


class AxisField(QWidget):
    """A setting with a mark whether it is varied, and a line with its values."""

    changed = Signal()

    def __init__(self, knob: Knob, help_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.knob = knob
        self._help_text = help_text
        self.mark = QCheckBox(knob_name(knob))
        self.line = QLineEdit()
        self._help = label(size="small", tone="muted", wrap=True)
        self.mark.setAccessibleDescription(help_text)
        self.line.setAccessibleName(self.tr("Values of {0}").format(knob_name(knob)))
        gap = "; " if QLocale().decimalPoint() == "," else ", "
        self.line.setText(gap.join(plain(value) for value in USUAL[knob]))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        for part in (self.mark, self.line, self._help):
            box.addWidget(part)
        self.mark.toggled.connect(self._tell)
        self.line.textChanged.connect(self._tell)
        self.mark.setChecked(knob in _FIRST)
        self._draw()

    @property
    def axis(self) -> Axis | Text | None:
        """Return the values, what is to be changed about them, or None where the setting is not varied."""
        if not self.mark.isChecked():
            return None
        read = read_values(self.line.text(), self.knob)
        return read if isinstance(read, Text) else Axis(self.knob, read)

    def _tell(self) -> None:
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        axis = self.axis
        self.line.setEnabled(axis is not None)
        said = say(axis) if isinstance(axis, Text) else self._help_text
        self._help.setText(said)
        self.line.setAccessibleDescription(said)
        set_tone(self._help, "problem" if isinstance(axis, Text) else "muted")


class AxesForm(QWidget):
    """All settings that can be varied, in two columns."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        chance = self.tr("0 always takes the likeliest word; higher values vary more. Up to 2.")
        top = self.tr("Only the likeliest words that have this share together are drawn from. Up to 1.")
        fresh = self.tr("Above 0 the model rather speaks of something new. From −2 to 2.")
        often = self.tr("Above 0 a word is the less likely the more often it was said. From −2 to 2.")
        helps = (chance, top, fresh, often)
        self.fields = tuple(AxisField(knob, said) for knob, said in zip(Knob, helps, strict=True))
        columns = SideBySide(ABREAST)
        for first in range(2):
            columns.add_column(*self.fields[first::2])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)
        for field in self.fields:
            field.changed.connect(self.changed)

    @property
    def axes(self) -> tuple[Axis, ...] | None:
        """Return what is varied; None where some values have to be changed first, or nothing is varied."""
        said = [field.axis for field in self.fields]
        axes = tuple(axis for axis in said if isinstance(axis, Axis))
        return axes if axes and not any(isinstance(axis, Text) for axis in said) else None
