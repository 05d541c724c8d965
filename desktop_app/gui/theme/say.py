"""From a Text of the floors below to words on the screen."""

from datetime import date
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.sentences import ENGLISH, word_keys
from desktop_app.core.text import Text, Value

_NAMES = MappingProxyType({sentence: key for key, sentence in ENGLISH.items() if key.startswith("name.")})

_DAYS = MappingProxyType({QLocale.Language.German: "d. MMMM yyyy", QLocale.Language.Spanish: "d 'de' MMMM 'de' yyyy"})
"""How a day is written where no plain row of day, month and year is."""


def say(text: Text) -> str:
    """Return the sentence in the user's language, numbers and days in the locale's form; KeyError: no such sentence."""
    shown = {gap: _shown(value) for gap, value in text.values.items()}
    shown |= {gap: _sentence(key) for gap, key in word_keys(text).items()}
    return _sentence(text.key).format(**shown)


def name_said(title: str) -> str:
    """Return a model's or provider's name in the user's language if it is words ("Another provider"), else as it is.

    A name with a place in brackets behind it, "A model of your choice (Another provider)", is two.
    """
    if title in _NAMES:
        return _sentence(_NAMES[title])
    name, _, place = title.removesuffix(")").rpartition(" (")
    return f"{name_said(name)} ({name_said(place)})" if name and title.endswith(")") else title


def quoted(words: str) -> str:
    """Return words in the quotation marks of the user's language."""
    return QCoreApplication.translate("quoted", "“{0}”").format(words)


def day(when: date) -> str:
    """Return a day as people write it: "14 January 2027", "14. Januar 2027"."""
    here = QLocale()
    return here.toString(QDate(when.year, when.month, when.day), _DAYS.get(here.language(), "d MMMM yyyy"))


def _sentence(key: str) -> str:
    return QCoreApplication.translate("sentences", ENGLISH[key])


def _shown(value: Value | date) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return QLocale().toString(value)
    return QLocale().toString(value, "f", 2)
