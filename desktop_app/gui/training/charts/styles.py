"""How the lines of several trainings differ: in colour, in dashes and in the shape of their dots."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from desktop_app.core.panels import Role

_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
_DOTS = ("o", "s", "t1", "d", "p", "h")


@dataclass(frozen=True, slots=True)
class Style:
    """The look of one line; `colour` is a place in the palette's curves."""

    colour: int
    dashes: Qt.PenStyle
    dot: str


def style(run: int, runs: int, role: Role) -> Style:
    """Return the look of a line of the training at this place among so many.

    The two lines of a single training have colours of their own. Of several, each has one colour for both; the line of
    the validation is the one with dots.
    """
    if runs == 1:
        return Style(0 if role is Role.TRAINING else 1, Qt.PenStyle.SolidLine, _DOTS[0])
    return Style(run, _DASHES[run % len(_DASHES)], _DOTS[run % len(_DOTS)])
