"""Leaving the program while something works that would end with it: asked once, with what would be lost."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.widgets.label import label
from desktop_app.gui.window import Window


@runtime_checkable
class Losing(Protocol):
    """A part of the window with work of its own, which goes on while the user is elsewhere."""

    @property
    def loses(self) -> str:
        """Return in a sentence what would be lost if the program ended now; "" for nothing."""
        ...


class LeavingDialog(Sheet):
    """Says what would be lost; whoever presses Enter or Esc stays."""

    def __init__(self, lost: list[str], on_sure: Callable[[], None], window: Window) -> None:
        super().__init__("", window)
        self.setWindowTitle(self.tr("Quit TuneDesk?"))
        self._on_sure = on_sure
        self.box.addWidget(
            label(self.tr("Something is still under way, and would end with TuneDesk"), size="heading", wrap=True)
        )
        for sentence in lost:
            self.box.addWidget(label(sentence, wrap=True))
        self.box.addWidget(label(self.tr("Trainings on this computer go on without it."), tone="muted", wrap=True))
        self.box.addStretch(1)
        self.quit = self.button(self.tr("Quit anyway"), self._quit)
        self.stay = self.button(self.tr("Stay"), self.reject, main=True)
        self.finish(32, 11)
        self.stay.setFocus()

    def _quit(self) -> None:
        self.accept()
        self._on_sure()


class Leaving(QObject):
    """Keeps the window while a part of it would lose something, until the user is sure."""

    def __init__(self, window: Window) -> None:
        """Ask after all who have something to say of leaving already: it is connected last."""
        super().__init__(window)
        self._window = window
        self._dialog: LeavingDialog | None = None
        self._sure = False
        window.leaving.connect(self._on_leaving)

    def _on_leaving(self, event: QCloseEvent) -> None:
        if not event.isAccepted() or self._sure:
            return
        lost = [part.loses for part in self._window.findChildren(QWidget) if isinstance(part, Losing)]
        lost = [sentence for sentence in lost if sentence]
        if not lost:
            return
        event.ignore()
        if self._dialog is None:
            self._dialog = LeavingDialog(lost, self._leave, self._window)
            self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def _leave(self) -> None:
        self._sure = True
        self._sure = self._window.close()  # not where something typed is not saved: that is shown first

    def _forget(self) -> None:
        self._dialog = None
