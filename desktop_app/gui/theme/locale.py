"""How numbers and times are written where the system does not say."""

from PySide6.QtCore import QLocale


def choose_locale(system: QLocale | None = None) -> QLocale:
    """Write numbers the way the system asks; one that only says "C" gets the language of the program's sentences.

    Returns the locale that holds from now on for every QLocale().
    """
    system = system or QLocale.system()
    chosen = QLocale("en_GB") if system.language() is QLocale.Language.C else system
    QLocale.setDefault(chosen)
    return chosen
