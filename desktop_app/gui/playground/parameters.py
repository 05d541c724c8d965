"""How answers are drawn, folded away until somebody wants to change it."""

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.answer import Sampling
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.fold import Fold

_PLAIN = Sampling()


class SamplingFold(QWidget):
    """Temperature and length; the folded line tells what they are set to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._temperature = QDoubleSpinBox()
        self._temperature.setRange(0, 2)
        self._temperature.setSingleStep(0.1)
        self._temperature.setDecimals(1)
        self._temperature.setValue(_PLAIN.temperature)
        self._length = QSpinBox()
        self._length.setRange(1, 4096)
        self._length.setSingleStep(20)
        self._length.setValue(_PLAIN.max_tokens)
        self._suggested = _PLAIN.max_tokens
        content = QWidget()
        self._fold = Fold(self.tr("How answers are drawn"), content)
        self._temperature.valueChanged.connect(self._tell)
        self._length.valueChanged.connect(self._tell)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(MEDIUM)
        inner.addWidget(
            Field(
                self.tr("Chance (temperature)"),
                self._temperature,
                self.tr("0 always takes the likeliest word, so that two tries are alike; higher values vary more."),
            )
        )
        inner.addWidget(
            Field(
                self.tr("Longest answer (tokens)"),
                self._length,
                self.tr("An answer is cut off after so many tokens; a token is about four letters of English."),
            )
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._fold)
        self._tell()

    @property
    def sampling(self) -> Sampling:
        """Return the settings."""
        return Sampling(round(self._temperature.value(), 1), self._length.value())

    @property
    def suggested(self) -> int:
        """Return the length that was suggested last."""
        return self._suggested

    def suggest_length(self, tokens: int) -> None:
        """Set the longest answer's length, unless the user has set another."""
        if self._length.value() == self._suggested:
            self._length.setValue(tokens)
        self._suggested = tokens

    def _tell(self) -> None:
        now = self.sampling
        summary = self.tr("temperature {0}, at most {1} tokens")
        self._fold.set_summary(summary.format(number(now.temperature, 1), number(now.max_tokens)))
