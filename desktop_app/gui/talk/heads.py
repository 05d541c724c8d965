"""The models one talks with, one to three."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.batch import Voice
from desktop_app.core.talk import MOST_THREADS
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.talk.head import ThreadHead
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.flow import FlowLayout


class Heads(QWidget):
    """Adds, removes and offers models. A thread keeps its number as long as its model is talked with."""

    changed = Signal()
    setting_wanted = Signal(object)
    """The ThreadHead whose settings are to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: list[ThreadHead] = []
        self._choices = Choices()
        self._changeable = True
        self._fresh = 0
        """The number of the next thread: one that was left goes on with nobody else."""
        self.add_button = QPushButton(self.tr("Add a model"))
        self.add_button.setIcon(icon("plus", "text"))
        self.add_button.clicked.connect(self.add)
        self._row = FlowLayout(self, MEDIUM)
        self._row.addWidget(self.add_button)

    @property
    def all(self) -> Sequence[ThreadHead]:
        """Return the models in their order."""
        return tuple(self._heads)

    @property
    def voices(self) -> list[Voice]:
        """Return the models that are chosen."""
        return [head.voice for head in self._heads if head.voice is not None]

    def offer(self, choices: Choices) -> None:
        """Offer these models."""
        self._choices = choices
        for head in self._heads:
            head.offer(choices)
        self._draw()

    def show_voices(self, voices: Sequence[tuple[int, Voice]]) -> None:
        """Talk with these models, each in its thread, in this order; a model's own settings go with its thread."""
        wanted = {thread for thread, _ in voices}
        for head in [head for head in self._heads if head.number not in wanted]:
            self._take_away(head)
        known = {head.number: head for head in self._heads}
        for thread, voice in voices:
            head = known.get(thread) or self._put(thread)
            head.choose(voice)
        self._draw()
        self.changed.emit()

    def add(self) -> None:
        """Talk with the first model that is not there yet as well."""
        if len(self._heads) >= MOST_THREADS or not self._choices.voices:
            return
        taken = self.voices
        voices = self._choices.voices
        head = self._put(self._fresh)
        head.choose(next((voice for voice in voices if voice not in taken), voices[0]))
        self._draw()
        self.changed.emit()
        head.focus_menu()

    def remove(self, head: ThreadHead) -> None:
        """Talk without a model; the last one stays."""
        if len(self._heads) > 1:
            self._take_away(head)
            self._draw()
            self.changed.emit()
            self._heads[0].focus_menu()

    def set_changeable(self, changeable: bool) -> None:
        """Let the models be changed, or not while they are asked."""
        self._changeable = changeable
        self._draw()

    def _put(self, thread: int) -> ThreadHead:
        head = ThreadHead(thread)
        self._fresh = max(self._fresh, thread + 1)
        head.offer(self._choices)
        head.chosen.connect(self.changed)
        head.removal_wanted.connect(partial(self.remove, head))
        head.setting_wanted.connect(partial(self.setting_wanted.emit, head))
        self._heads.append(head)
        self._row.removeWidget(self.add_button)
        self._row.addWidget(head)
        self._row.addWidget(self.add_button)
        for control in head.controls:  # Tab would come last to what was made last
            QWidget.setTabOrder(self.add_button, control)
            QWidget.setTabOrder(control, self.add_button)
        return head

    def _take_away(self, head: ThreadHead) -> None:
        self._heads.remove(head)
        self._row.removeWidget(head)
        head.hide()
        head.deleteLater()

    def _draw(self) -> None:
        for place, head in enumerate(self._heads, start=1):
            head.set_place(place, len(self._heads), changeable=self._changeable)
        self.add_button.setEnabled(self._changeable and len(self._heads) < MOST_THREADS)
