"""How it stands with training on this computer, and how far its setting up is, in words."""

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.fetch_words import room
from desktop_app.work.set_up import Phase, Standing, State, Step


def standing_words(state: State) -> str:
    """Return how it stands."""
    words = {
        Standing.OWN: _tr("Everything is there already: this TuneDesk brought its training part along."),
        Standing.ABSENT: _tr("Training is not set up on this computer yet."),
        Standing.READY: _tr("Training is set up on this computer."),
        Standing.OLD: _tr("Training was set up by an older TuneDesk or another Python: bring it up to date."),
    }
    return words[state.standing]


def begin_words(standing: Standing) -> str:
    """Return what the button is called that fetches the packages."""
    if standing is Standing.READY:
        return _tr("Fetch it again")
    return _tr("Bring it up to date") if standing is Standing.OLD else _tr("Fetch and set up")


def phase_words(step: Step) -> str:
    """Return what is being done."""
    if step.phase is Phase.ASKING or (step.phase is Phase.FETCHING and not step.name):
        return _tr("Asking which packages this computer needs…")
    if step.phase is Phase.FETCHING:
        words = _tr("Fetching package {0} of {1}: {2}. {3} have come so far.")
        return words.format(number(min(step.done + 1, step.total)), number(step.total), step.name, room(step.bytes))
    if step.phase is Phase.UNPACKING:
        return _tr("Unpacking: {0} on the disk…").format(room(step.bytes))
    return _tr("Starting it once, to see that it works…")


def fetching_lost() -> str:
    """Return what is lost when the program ends in the middle of fetching."""
    return _tr("Training on this computer is being set up. What was fetched so far would have to be fetched again.")


def checked_words(damaged: int) -> str:
    """Return what reading every file has shown."""
    if damaged == 0:
        return _tr("Every file is whole, and everything starts.")
    one = _tr("One file is missing or damaged. “Fetch it again” repairs that.")
    return how_many.counted(damaged, one, _tr("{0} files are missing or damaged. “Fetch it again” repairs that."))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Setup", words)
