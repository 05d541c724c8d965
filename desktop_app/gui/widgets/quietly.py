"""Setting a button from within, so that only people's own choices are heard."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QAbstractButton


def set_quietly(button: QAbstractButton, on: bool) -> None:
    """Check or uncheck a button without it saying so.

    What people do is then heard as `toggled`: assistive technology toggles a button and never clicks it.
    """
    blocker = QSignalBlocker(button)
    button.setChecked(on)
    blocker.unblock()
