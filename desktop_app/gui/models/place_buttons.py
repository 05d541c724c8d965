"""A button for each of the user's providers, which asks it what models it has."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.gui.models.shelf_look import ShelfLook
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.work.sites import Site, Sites


class PlaceButtons(QWidget):
    """Asks only when a button is pressed; pressed once more, it stops."""

    pressed = Signal(object)
    """The Site that is to be asked, or not any more."""

    def __init__(self, sites: Sites, look: ShelfLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sites = sites
        self._look = look
        self._flow = FlowLayout(self)
        self._shown: list[Site] = []
        self.buttons: list[QPushButton] = []
        """One for each provider, in their order."""

    def draw(self) -> None:
        """Show the providers there are now, and which of them are being asked."""
        away = [site for site in self._sites.all if not site.here]
        if self._shown != away:
            for old in self.buttons:
                self._flow.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._shown, self.buttons = away, [self._made(site) for site in away]
        look, stop = self.tr("Look what is at {0}"), self.tr("Stop looking at {0}")
        for site, button in zip(away, self.buttons, strict=True):
            button.setText((stop if self._look.asks(site.id) else look).format(site.title))
            button.setAccessibleName(button.text())
        self.setVisible(bool(away))

    def _made(self, site: Site) -> QPushButton:
        button = QPushButton()
        button.clicked.connect(partial(self._on_click, site))
        self._flow.addWidget(button)
        return button

    def _on_click(self, site: Site, _: bool = False) -> None:
        self.pressed.emit(site)
