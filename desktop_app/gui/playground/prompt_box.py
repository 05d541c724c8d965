"""The prompt on show: what is asked, what fills its gaps, what goes along with it, and the answer hoped for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.answers.folding import folded, in_a_line
from desktop_app.gui.answers.prompts import Prompt
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.playground.gaps import Gaps, gaps
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import label

_LONGEST = 300
"""So many letters of a system message are shown."""


class PromptBox(QWidget):
    """One's own prompt can be typed; a held-out one cannot be changed here."""

    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = label(self.tr("Prompt"), size="strong")
        self.box = TextBox(3)
        self.gaps = Gaps()
        self.ending = label(size="small", tone="muted", wrap=True)
        self._system = label(size="small", tone="muted", wrap=True)
        self._expected_title = label(self.tr("Expected answer"), size="strong")
        self._expected = ReadingBox(2)
        title.setBuddy(self.box)
        self.box.setAccessibleName(title.text())
        self.box.setPlaceholderText(self.tr("Type what you want to ask the models."))
        self.box.textChanged.connect(self.typed)
        self._expected_title.setBuddy(self._expected)
        self._expected.setAccessibleName(self._expected_title.text())
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(SMALL)
        for part in (title, self.box, self.gaps, self.ending, self._system, self._expected_title, self._expected):
            parts.addWidget(part)

    @property
    def text(self) -> str:
        """Return what stands in the box."""
        return self.box.toPlainText()

    def show_prompt(self, prompt: Prompt, *, own: bool) -> None:
        """Show a prompt; one's own can be typed."""
        text = prompt.text if own else folded(prompt.text)
        if self.box.toPlainText() != text:
            self.box.blockSignals(True)
            self.box.setPlainText(text)
            self.box.blockSignals(False)
        self.box.setReadOnly(not own)
        self.gaps.show_names(gaps(prompt.text) if own else ())
        self.box.setLayoutDirection(direction_of(prompt.text))
        self._system.setText(self.tr("Asked with the system message: {0}").format(in_a_line(prompt.system, _LONGEST)))
        self._system.setVisible(bool(prompt.system))
        self._expected.show_text(prompt.expected)
        self._expected.setLayoutDirection(direction_of(prompt.expected))
        for part in (self._expected_title, self._expected):
            part.setVisible(bool(prompt.expected))

    def show_ending(self, words: str) -> None:
        """Say what is added to a typed prompt, so that it ends as the data does; "" for nothing."""
        self.ending.setText(words)
        self.ending.setVisible(bool(words))
