"""The colours: four tables of tokens, and the QPalette made from one of them."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QGuiApplication, QPalette


@dataclass(frozen=True, slots=True)
class Colours:
    """What each colour is for; texts have a contrast of at least 4.5:1 on window, rail and base."""

    window: str
    rail: str
    base: str
    raised: str
    hover: str
    line: str
    frame: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_strong: str
    on_accent: str
    selection: str
    good: str
    good_soft: str
    attention: str
    attention_soft: str
    problem: str
    problem_soft: str
    curves: tuple[str, ...]
    """Series of a plot in the order of use; they stay apart for colour-blind eyes."""
    dark: bool
    strong: bool = False
    """For people who need strong contrast: texts have at least 7:1, and what is chosen has a frame as well."""


LIGHT = Colours(
    window="#fcfcfd",
    rail="#f3f4f6",
    base="#ffffff",
    raised="#f0f2f5",
    hover="#e9ebef",
    line="#e2e4e9",
    frame="#868d9b",
    text="#20242e",
    muted="#5b6270",
    disabled="#9aa0ab",
    accent="#2d5fc2",
    accent_strong="#234c9e",
    on_accent="#ffffff",
    selection="#dbe6fb",
    good="#1d7446",
    good_soft="#e6f4ec",
    attention="#835300",
    attention_soft="#fdf3dd",
    problem="#b3261e",
    problem_soft="#fcebea",
    curves=("#2563c9", "#c2500a", "#00795f", "#94408f", "#6d6a00", "#4b5563"),
    dark=False,
)

DARK = Colours(
    window="#212328",
    rail="#1a1c20",
    base="#292c32",
    raised="#31353c",
    hover="#2b2e34",
    line="#3b3f48",
    frame="#7f8796",
    text="#e7e9ed",
    muted="#a9afbb",
    disabled="#6c727e",
    accent="#8db2f7",
    accent_strong="#adc8fa",
    on_accent="#121a2b",
    selection="#2f3f61",
    good="#74d29b",
    good_soft="#22352b",
    attention="#e8bb6c",
    attention_soft="#3a3122",
    problem="#f79a94",
    problem_soft="#402829",
    curves=("#74b0ff", "#ff9f5a", "#3fd0a8", "#e79be0", "#d6d36a", "#b6bcc8"),
    dark=True,
)

LIGHT_CONTRAST = replace(
    LIGHT,
    window="#ffffff",
    rail="#f7f8fa",
    raised="#f4f5f8",
    hover="#eff1f5",
    line="#5b6270",
    frame="#20242e",
    text="#0b0d12",
    muted="#2c313b",
    disabled="#5f6572",
    accent="#163f91",
    accent_strong="#0e2e6d",
    good="#0b4f2a",
    attention="#5c3900",
    problem="#8a0f0a",
    curves=("#174a9c", "#8a3300", "#00543f", "#732a70", "#4c4a00", "#363d49"),
    strong=True,
)

DARK_CONTRAST = replace(
    DARK,
    window="#141519",
    rail="#0e0f12",
    base="#1a1b20",
    raised="#24262c",
    hover="#22242a",
    line="#a9afbb",
    frame="#e7e9ed",
    text="#ffffff",
    muted="#dcdfe5",
    disabled="#949aa6",
    accent="#b5cffc",
    accent_strong="#d3e2fd",
    selection="#26365a",
    good="#9be6b9",
    good_soft="#16291f",
    attention="#f4d08d",
    attention_soft="#2d2414",
    problem="#ffbdb8",
    problem_soft="#341c1d",
    strong=True,
)

_TABLES = (LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST)


def choose(*, dark: bool, contrast: bool) -> Colours:
    """Return the table for dark or light surroundings, with strong contrast if the system asks for it."""
    return _TABLES[int(dark) + 2 * int(contrast)]


def colours() -> Colours:
    """Return the table the program is painted in now, read from the application's palette."""
    palette = QGuiApplication.palette()
    seen = (palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Mid))
    for table in _TABLES:
        if seen == (QColor(table.window), QColor(table.line)):
            return table
    return choose(dark=seen[0].lightness() < 128, contrast=False)


def palette_of(table: Colours) -> QPalette:
    """Return the QPalette of a table; a disabled control keeps its place and loses its strength."""
    role = QPalette.ColorRole
    rows = {
        role.Window: table.window,
        role.WindowText: table.text,
        role.Base: table.base,
        role.AlternateBase: table.raised,
        role.Text: table.text,
        role.Button: table.base,
        role.ButtonText: table.text,
        role.BrightText: table.problem,
        role.Highlight: table.selection,
        role.HighlightedText: table.text,
        role.Link: table.accent,
        role.LinkVisited: table.accent_strong,
        role.Accent: table.accent,
        role.ToolTipBase: table.raised,
        role.ToolTipText: table.text,
        role.PlaceholderText: table.muted,
        role.Light: table.raised,
        role.Midlight: table.raised,
        role.Mid: table.line,
        role.Dark: table.frame,
        role.Shadow: table.rail,
    }
    palette = QPalette()
    for where, colour in rows.items():
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(table.disabled))
    return palette
