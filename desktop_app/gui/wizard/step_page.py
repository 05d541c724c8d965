"""What the wizard's pages have in common: how they get their file, and how they say what was answered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from desktop_app.core.wizard import Wizard
from desktop_app.gui.wizard.intake import Intake


def give_focus(control: QWidget) -> None:
    """Put the keyboard on a control; the number one types takes the place of the one that is there."""
    control.setFocus()
    if isinstance(control, QSpinBox):
        control.selectAll()


class StepPage(QWidget):
    """A page of the wizard. It shows answers, and says each new answer as a new Wizard.

    The order of calls: `begin` once for a file; then `enter` whenever the page comes on show and `leave` when it goes;
    `take` in between when an answer was given elsewhere (also while the page is not on show). Work that belongs to the
    page starts in `enter`, through `self.intake.background.run(self, …)`, and ends in `leave`.
    """

    scrolls = True
    """Whether the page as a whole scrolls up and down where the window is too low; else it scrolls inside."""

    answered = Signal(object)
    """A new Wizard, because of an answer given on this page."""
    state_changed = Signal()
    """What `ready` or `next_words` return is not what it was."""
    stopped = Signal()
    """The user stopped what the page was working out; the wizard goes one step back."""
    stuck = Signal(object)
    """A Problem that keeps the whole page from being used; the wizard shows it, and `enter` is the way to try again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._intake: Intake | None = None
        self._wizard: Wizard | None = None

    @property
    def intake(self) -> Intake:
        """Return the file and what goes with it; only between `begin` and the wizard's end."""
        if self._intake is None:
            raise RuntimeError("a page of the wizard was used before a file was there")
        return self._intake

    @property
    def wizard(self) -> Wizard | None:
        """Return the answers so far."""
        return self._wizard

    @property
    def sentence(self) -> str:
        """Return what the page is for, in one sentence."""
        raise NotImplementedError

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus when the page comes on show."""
        raise NotImplementedError

    @property
    def faulty(self) -> QWidget:
        """Return the control that the first problem is about; the focus goes there when Next cannot go on."""
        return self.first

    @property
    def ready(self) -> bool:
        """Tell whether Next can be pressed: not while the page still works out what it has to show."""
        return True

    @property
    def next_words(self) -> str:
        """Return the words of the button that goes on."""
        return self.tr("Next")

    def begin(self, intake: Intake) -> None:
        """Get a new file; forget everything of the one before."""
        self._intake, self._wizard = intake, None

    def enter(self, wizard: Wizard) -> None:
        """Come on show with these answers."""
        self.take(wizard)

    def leave(self) -> None:
        """Go from show: stop what is being worked out."""

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        self._wizard = wizard

    def answer(self, wizard: Wizard) -> None:
        """Say an answer given on this page; the page itself has taken it first."""
        self._wizard = wizard
        self.answered.emit(wizard)
