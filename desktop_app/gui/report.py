"""The report of a problem: versions, system, the fault and the last lines of the log, to be read before it is sent."""

import logging
import platform
import sys
from collections.abc import Callable

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication

from desktop_app import __version__

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def make_report(story: str, log: str, clean: Callable[[str], str]) -> str:
    """Return the report of a fault as text; `story` is its traceback or empty, `clean` takes secrets out."""
    parts = [
        f"TuneDesk {__version__}",
        f"Python {platform.python_version()}, PySide {pyside_version}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        f"Window system: {QGuiApplication.platformName()}, installed program: {getattr(sys, 'frozen', False)}",
    ]
    if story:
        parts += ["", "What happened:", story.rstrip()]
    if log:
        parts += ["", "Last lines of the log:", log.rstrip()]
    return clean("\n".join(parts) + "\n")


def log_qt_messages() -> Callable[[], None]:
    """Send Qt's own messages to the log; return what puts the former handler back."""
    log = logging.getLogger("qt")

    def take(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)

    before = qInstallMessageHandler(take)
    return lambda: qInstallMessageHandler(before) and None
