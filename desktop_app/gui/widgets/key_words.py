"""What is said about a key: where it is, and by which four characters one knows it."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.secret import Held, Keeping

KINDS = {
    Keeping.STORED: "good",
    Keeping.SESSION: "attention",
    Keeping.ENVIRONMENT: "attention",
    Keeping.ABSENT: "note",
    Keeping.LOCKED: "problem",
    Keeping.MOVED: "problem",
    Keeping.NO_STORE: "note",
}
"""How each state is shown: the kinds of a Banner."""


def said(held: Held) -> str:
    """Return the state of a key in one or two sentences."""
    tail = held.secret.tail if held.secret is not None else ""
    return _sentence(held.keeping).format(f"…{tail}" if tail else "…", held.store)


def _sentence(keeping: Keeping) -> str:
    translate = QCoreApplication.translate
    return {
        Keeping.STORED: translate(
            "KeyWords", "The key that ends with {0} is in the password store of this computer ({1})."
        ),
        Keeping.SESSION: translate(
            "KeyWords",
            "The key that ends with {0} is kept until TuneDesk is closed and written nowhere: you chose it so, or this "
            "computer has no password store that would keep it (on Linux, GNOME Keyring or KeePassXC can be one).",
        ),
        Keeping.ENVIRONMENT: translate(
            "KeyWords",
            "The key that ends with {0} comes from a variable that you set. It is used while TuneDesk runs and is "
            "written nowhere.",
        ),
        Keeping.ABSENT: translate("KeyWords", "There is no key yet."),
        Keeping.LOCKED: translate(
            "KeyWords", "The password store of this computer is locked, or waits for you. Unlock it, then look again."
        ),
        Keeping.MOVED: translate(
            "KeyWords",
            "The key was stored by another password store than the one that answers now. Enter it once more.",
        ),
        Keeping.NO_STORE: translate(
            "KeyWords",
            "There is no key yet. This computer has no password store, so a key lasts until TuneDesk is closed.",
        ),
    }[keeping]
