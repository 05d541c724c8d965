"""From a Text of the floors below to words on the screen."""

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.sentences import ENGLISH
from desktop_app.core.text import Text, Value


def say(text: Text) -> str:
    """Return the sentence in the user's language, its numbers in the locale's form; KeyError: no such sentence."""
    sentence = QCoreApplication.translate("sentences", ENGLISH[text.key])
    return sentence.format(**{gap: _shown(value) for gap, value in text.values.items()})


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return QLocale().toString(value)
    return QLocale().toString(value, "f", 2)
