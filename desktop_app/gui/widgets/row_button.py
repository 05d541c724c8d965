"""A button that is a line: an icon and words that give way when there is little room."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import Picture, set_tone
from desktop_app.gui.widgets.plain import on_button
from desktop_app.gui.widgets.surface_button import SurfaceButton


class RowButton(SurfaceButton):
    """A place in the rail or a line of a list; checked, it shows that one is there."""

    def __init__(
        self, icon_name: str, text: str, tone: str = "text", parent: QWidget | None = None, *, letters: str = "medium"
    ) -> None:
        """Make a line; without an icon all its room is for the words."""
        super().__init__("row", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon_name = icon_name
        self._tone = tone
        self._picture = Picture(icon_name, 20, tone) if icon_name else None
        self._words = Elided(text)
        self._words.setProperty("letters", letters)
        row = QHBoxLayout(self)
        edge = SMALL + 2 if icon_name else HAIR
        row.setContentsMargins(edge, SMALL, edge, SMALL)
        row.setSpacing(SMALL + 2)
        if self._picture is not None:
            row.addWidget(self._picture)
        row.addWidget(self._words, 1)
        self.toggled.connect(self._on_toggled)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the words."""
        self.setText(on_button(text))  # a project's name may have an &, and is nobody's key
        self.setAccessibleName(text)
        self._words.set_text(text)

    def changeEvent(self, event: QEvent) -> None:
        """Let the words step back while the button cannot be used."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            set_tone(self._words, "" if self.isEnabled() else "muted")

    def _on_toggled(self, checked: bool) -> None:
        if self._picture is not None:
            self._picture.set(self._icon_name, "accent" if checked else self._tone)
