"""What is being done, how far it is, how long it will still take, and a way to stop it."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import duration
from desktop_app.gui.widgets.label import label

_STEPS = 1000
_EARLIEST_S = 2.0
"""Before this nothing is said about the rest of the time: it would only be a guess."""


class Busy(QWidget):
    """A sentence, a bar and, if the work can be stopped, a Cancel button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._began = 0.0
        self._sentence = label(size="heading", wrap=True)
        self._rest = label(tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop: Callable[[], None] | None = None
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAutoDefault(False)  # the Enter that began the work must not end it
        self._cancel.clicked.connect(self._on_cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self._sentence)
        box.addWidget(self._bar)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._rest, 1)
        foot.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignRight)
        box.addLayout(foot)

    def begin(self) -> None:
        """Start counting the time anew."""
        self._began = monotonic()
        self._rest.clear()

    def tell(self, sentence: str, fraction: float | None, on_cancel: Callable[[], None] | None) -> None:
        """Say what is being done and how far it is: a fraction of 1, or None if nobody can know."""
        self._stop = on_cancel
        self._cancel.setVisible(on_cancel is not None)
        self._cancel.setEnabled(True)
        self._sentence.setText(sentence)
        if fraction is None:
            self._bar.setRange(0, 0)
            self._rest.clear()
            return
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(max(0.0, min(1.0, fraction)) * _STEPS))
        self._rest.setText(self._left(fraction, monotonic() - self._began))

    def _left(self, fraction: float, elapsed: float) -> str:
        if fraction <= 0 or elapsed < _EARLIEST_S:
            return ""
        rest = elapsed * (1 - fraction) / fraction
        left = self.tr("{0} left").format(duration(rest))
        return left[:1].upper() + left[1:]

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        if self._stop is not None:
            self._stop()
