"""The bundled font, so that every computer shows the same letters."""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from desktop_app.settings.paths import resource

FAMILY = "Inter"
POINTS = 10.0
"""The size of running text at 100 %."""


def load_fonts() -> None:
    """Make the bundled font known to Qt; loading it twice does no harm."""
    if FAMILY not in QFontDatabase.families():
        for weight in ("Regular", "Medium", "SemiBold"):
            QFontDatabase.addApplicationFont(str(resource("fonts", f"Inter-{weight}.ttf")))


def ui_font(percent: int) -> QFont:
    """Return the font of running text at a text size in per cent."""
    font = QFont(FAMILY)
    font.setPointSizeF(POINTS * percent / 100)
    font.setFeature(QFont.Tag("calt"), 0)  # it draws "->" as an arrow, and people must see what they typed
    return font


def fixed_font() -> QFont:
    """Return the system's fixed-width font in the size of running text, for code and reports."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(QFontInfo(QFont()).pointSizeF())
    return font
