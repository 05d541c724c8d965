"""What the wizard's pages have in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.wizard import Wizard
from desktop_app.work.import_table import Source


class StepPage(QWidget):
    """A page of the wizard: it shows answers, and says each new answer as a new Wizard."""

    answered = Signal(object)

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        raise NotImplementedError

    def show_wizard(self, source: Source, wizard: Wizard) -> None:
        """Show a file that was just read, and the answers so far."""
        raise NotImplementedError

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        raise NotImplementedError
