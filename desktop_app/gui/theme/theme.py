"""The look of the whole program: light or dark, and how large the text is."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.gui.theme.fonts import load_fonts, ui_font
from desktop_app.gui.theme.palette import choose, colours, palette_of
from desktop_app.gui.theme.sheet import sheet

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
SMALLEST, LARGEST = 100, 200
"""The text sizes there are, in per cent."""


class Theme(QObject):
    """Paints the application in one of our palettes and follows the system when it is told to.

    Palette and font are the application's, the style sheet is worn by each top-level window that `dress` was told of.
    An application with a sheet dresses every part that stands alone, and all of it again each time the part is put
    into something larger: a page, which is put together from the inside, nine times over.
    """

    changed = Signal()
    _sheet_changed = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = "system"
        self._strong = False
        self._percent = SMALLEST
        self._sheet = ""
        load_fonts()
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        if hasattr(hints, "accessibility"):
            hints.accessibility().contrastPreferenceChanged.connect(self._follow)

    @property
    def appearance(self) -> str:
        """Return "system", "light" or "dark"."""
        return self._appearance

    @property
    def text_size(self) -> int:
        """Return the text size in per cent."""
        return self._percent

    def dress(self, window: QWidget) -> None:
        """Let a top-level window wear the style sheet from now on, with its pages, dialogs, menus and tips."""
        window.setStyleSheet(self._sheet)
        self._sheet_changed.connect(window.setStyleSheet)

    def apply(self, appearance: str) -> None:
        """Paint everything as "system", "light" or "dark" asks."""
        self._appearance = appearance if appearance in _SCHEMES else "system"
        # The system's own title bars follow this; our palette is set in any case, as some platforms ignore it.
        self._app.styleHints().setColorScheme(_SCHEMES[self._appearance])
        self._paint()

    def set_contrast(self, contrast: str) -> None:
        """Paint with strong contrast: always ("strong"), or where the system asks for it ("system")."""
        self._strong = contrast == "strong"
        self._paint()

    def set_text_size(self, percent: int) -> None:
        """Set the text size, kept between 100 and 200 per cent."""
        self._percent = max(SMALLEST, min(LARGEST, percent))
        self._paint()

    def _follow(self) -> None:
        if self._appearance == "system" or self._contrast():
            self._paint()

    def _paint(self) -> None:
        table = choose(dark=self._dark(), contrast=self._contrast())
        wanted = sheet(table, self._percent)
        if colours() is table and self._sheet == wanted:
            return
        self._sheet = wanted
        self._app.setPalette(palette_of(table))
        self._app.setFont(ui_font(self._percent))
        # To replace a sheet takes Qt ten times as long as to take it off and put another one on.
        self._sheet_changed.emit("")
        self._sheet_changed.emit(wanted)
        self.changed.emit()

    def _dark(self) -> bool:
        if self._appearance != "system":
            return self._appearance == "dark"
        scheme = self._app.styleHints().colorScheme()
        if scheme is not Qt.ColorScheme.Unknown:
            return scheme is Qt.ColorScheme.Dark
        return self._app.style().standardPalette().color(QPalette.ColorRole.Window).lightness() < 128

    def _contrast(self) -> bool:
        if self._strong:
            return True
        hints = self._app.styleHints()
        if not hasattr(hints, "accessibility"):
            return False
        return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
