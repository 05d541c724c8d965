"""A hint under the pages: one sentence, perhaps one offer, and a button that puts it away for good."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.key_name import key_name

translate = QCoreApplication.translate
HINTS = ("start", "data", "training")
"""The places with a hint, each seen once: there are no others in the whole program."""


def _words(name: str) -> str:
    return {
        "start": translate("HintLine", "New here? The first steps lead from a sample to two answers to compare."),
        "data": translate(
            "HintLine", "Everything you change is kept at once, and {0} takes it back, even after a restart."
        ).format(key_name(QKeySequence.StandardKey.Undo)),
        "training": translate(
            "HintLine", "A training goes on when you close this window. {0} explains the words on this page."
        ).format(key_name(QKeySequence.StandardKey.HelpContents)),
    }[name]


class HintLine(QWidget):
    """Shows at most one hint at a time."""

    steps_wanted = Signal()
    """Somebody new wants to be led."""
    put_away = Signal(str)
    """The hint of this name has been read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.banner = Banner()
        self.lead: QPushButton = self.banner.set_button(self.tr("Show me the first steps"), self.steps_wanted.emit)
        self.away = QToolButton()
        self.away.setIcon(icon("x", "muted"))
        self.away.setAccessibleName(self.tr("Put this hint away"))
        self.away.setToolTip(self.away.accessibleName())
        self.away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.away.clicked.connect(self._put_away)
        box = QHBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(SMALL)
        box.addWidget(self.banner, 1)
        box.addWidget(self.away)
        self.hide()

    @property
    def name(self) -> str:
        """Return the name of the hint on show; "" without one."""
        return self._name

    def show_hint(self, name: str) -> None:
        """Show the hint of this name, or none for ""."""
        self._name = name
        if name:
            self.banner.tell(_words(name))
            self.lead.setVisible(name == "start")
        self.setVisible(bool(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the hint away with Esc; Enter presses the button that has the keyboard."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton | QToolButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _put_away(self) -> None:
        name = self._name
        self.show_hint("")
        self.put_away.emit(name)
