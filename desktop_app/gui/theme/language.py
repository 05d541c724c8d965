"""The language of the program: its sentences, Qt's own words, the way numbers are written, the direction of pages."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.settings import paths

ENGLISH = "en"
"""The language the sentences are written in; it needs no translation."""
LIKE_THE_SYSTEM = "system"
_OURS = "language"


def languages() -> tuple[str, ...]:
    """Return the languages there are sentences in, English first, by their codes of two letters."""
    return (ENGLISH, *sorted(file.stem.split("_")[-1] for file in paths.resource("languages").glob("tunedesk_*.qm")))


def speak(application: QApplication, wanted: str = LIKE_THE_SYSTEM, system: QLocale | None = None) -> str:
    """Let everything that is made from now on speak a language, or that of the system; return which one it is.

    What the program has no sentences in becomes English. Numbers are written as the system asks, unless its language
    is another one or it only says "C".
    """
    system = system or QLocale.system()
    own = QLocale.languageToCode(system.language())
    asked = own if wanted == LIKE_THE_SYSTEM else wanted
    chosen = asked if asked in languages() else ENGLISH
    for before in application.findChildren(QTranslator, _OURS):
        application.removeTranslator(before)
        before.deleteLater()
    if chosen != ENGLISH:
        _install(application, f"qtbase_{chosen}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        _install(application, f"tunedesk_{chosen}", str(paths.resource("languages")))
    usual = QLocale("en_GB") if chosen == ENGLISH else QLocale(chosen)
    # A program that speaks English to somebody in Portugal still writes numbers as in Portugal.
    as_asked = wanted == LIKE_THE_SYSTEM or own == chosen
    locale = system if as_asked and system.language() is not QLocale.Language.C else usual
    QLocale.setDefault(locale)
    if chosen != ENGLISH:  # else it stays as whoever started the program may have asked
        application.setLayoutDirection(QLocale(chosen).textDirection())
    return chosen


def _install(application: QApplication, name: str, folder: str) -> None:
    translator = QTranslator(application)
    translator.setObjectName(_OURS)
    if translator.load(name, folder):
        application.installTranslator(translator)
