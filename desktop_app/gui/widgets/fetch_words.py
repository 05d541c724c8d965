"""What is said about the fetching of a base model: how it stands, and what can be done."""

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.gui.theme.say import name_said
from desktop_app.gui.widgets.amounts import number
from desktop_app.providers.local import BaseModel


def room(count: int) -> str:
    """Return a number of bytes as "272 MB" or "1.5 GB": between one gigabyte and ten the half counts."""
    decimals = 1 if 1_000_000_000 <= count < 10_000_000_000 else 0
    return QLocale().formattedDataSize(count, decimals, QLocale.DataSizeFormat.DataSizeSIFormat)


def state(model: BaseModel, *, busy: bool) -> str:
    """Return how the fetching stands; `busy` while it is being followed."""
    translate = QCoreApplication.translate
    if model.ready:
        return translate("FetchModel", "{0} is on this computer.").format(name_said(model.title))
    if busy and model.state == "converting":
        return translate("FetchModel", "{0} is here and is being prepared.").format(name_said(model.title))
    if busy:
        return translate("FetchModel", "{0} is being fetched.").format(name_said(model.title))
    if model.state == "paused":
        words = translate("FetchModel", "{0} of {1} is here ({2} %). The rest can come whenever you like.")
        here = room(round(model.progress * model.download))
        return words.format(here, room(model.download), number(100 * model.progress, 0))
    return translate(
        "FetchModel",
        "{0} is not on this computer yet. It is fetched once over the internet ({1}); after that no connection is "
        "needed.",
    ).format(name_said(model.title), room(model.download))


def fetching(model: BaseModel) -> str:
    """Return the words of the button that begins, or goes on."""
    if model.state == "paused":
        return QCoreApplication.translate("FetchModel", "Go on fetching {0}").format(name_said(model.title))
    words = QCoreApplication.translate("FetchModel", "Fetch {0} ({1})")
    return words.format(name_said(model.title), room(model.download))


def fetching_in_short(model: BaseModel) -> str:
    """Return the same where there is no room to name the model, which the sentence above does."""
    if model.state == "paused":
        return QCoreApplication.translate("FetchModel", "Go on fetching it")
    return QCoreApplication.translate("FetchModel", "Fetch it ({0})").format(room(model.download))


def stopping(model: BaseModel, *, busy: bool) -> str:
    """Return the words of the button that ends it."""
    translate = QCoreApplication.translate
    if busy:
        return translate("FetchModel", "Stop fetching")
    if model.state == "paused":
        return translate("FetchModel", "Throw away what has come")
    return translate("FetchModel", "Take it out of the list")
