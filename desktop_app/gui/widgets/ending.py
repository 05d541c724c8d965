"""A model's name with the day it ends, as menus and lists show it."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.theme.say import day
from desktop_app.providers.endings import Ending


def named(name: str, ending: Ending | None, today: date) -> str:
    """Return a line for a menu: the name, and when the model is or was switched off if anybody knows."""
    return f"{name}, {ends(ending, today)}" if ending is not None else name


def ends(ending: Ending, today: date) -> str:
    """Return when a model is or was switched off, in a few words for the middle of a line."""
    translate = QCoreApplication.translate
    words = translate("Ending", "ends {0}") if ending.day > today else translate("Ending", "switched off since {0}")
    return words.format(day(ending.day))
