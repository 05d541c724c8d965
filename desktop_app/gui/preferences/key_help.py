"""Help with a provider's key: how to get one, set a spending limit, see what was used."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.providers.profiles import Profile, Step


class KeyHelp(QWidget):
    """Folded under the key. A page is opened by the browser, when its button is pressed and never offline."""

    def __init__(self, offline: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offline = offline
        self.pages: list[QPushButton] = []
        """The buttons that open a page in the browser."""
        content = QWidget()
        self._steps = QVBoxLayout(content)
        self._steps.setContentsMargins(0, 0, 0, 0)
        self._steps.setSpacing(MEDIUM)
        self.fold = Fold(self.tr("Help with key and costs"), content)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.fold)

    def show_profile(self, profile: Profile | None) -> None:
        """Show the help for another provider; without any, nothing is shown."""
        while (item := self._steps.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.pages.clear()
        steps = profile.help if profile is not None else ()
        for step in steps:
            self._steps.addWidget(self._part(step))
        self.setVisible(bool(steps))

    def _part(self, step: Step) -> QWidget:
        titles = {
            "key": self.tr("Get a key"),
            "limit": self.tr("Set a spending limit"),
            "usage": self.tr("See what was used"),
        }
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addWidget(label(titles[step.about], size="strong", wrap=True))
        box.addWidget(label(say(step.said), wrap=True))
        if step.link:
            box.addWidget(_address(step.link))
            box.addWidget(self._button(step, titles[step.about]), 0, Qt.AlignmentFlag.AlignLeading)
        return part

    def _button(self, step: Step, title: str) -> QPushButton:
        button = QPushButton(self.tr("Open in the browser"))
        button.setAutoDefault(False)
        button.setProperty("look", "quiet")
        button.setAccessibleName(self.tr("{0}: open {1} in the browser").format(title, step.link))
        button.clicked.connect(lambda: self._open(step.link))
        if self._offline():
            button.setEnabled(False)
            button.setText(self.tr("Not opened while offline"))
        self.pages.append(button)
        return button

    def _open(self, link: str) -> None:
        if not self._offline():
            QDesktopServices.openUrl(QUrl(link))


def _address(link: str) -> QLabel:
    """Return an address that can be read and copied."""
    shown = label(link, size="small", tone="muted", wrap=True)
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    shown.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return shown
