"""The keys that make the letters of the table larger and smaller: those that zoom everywhere."""

from dataclasses import replace

from PySide6.QtGui import QKeySequence

from desktop_app.gui.editor.grid_view import View

LARGER, SMALLER, USUAL = "Ctrl++", "Ctrl+-", "Ctrl+0"
_STEPS = {LARGER: 1, "Ctrl+=": 1, "Ctrl+Shift+=": 1, "Ctrl+Shift++": 1, SMALLER: -1, "Ctrl+Shift+-": -1, "Ctrl+_": -1}
_PORTABLE = QKeySequence.SequenceFormat.PortableText


def zoom_of(keys: QKeySequence, view: View) -> View | None:
    """Return the view that these keys lead to; None where they are no zoom."""
    words = keys.toString(_PORTABLE).replace("Num+", "")
    if words == USUAL:
        return replace(view, zoom=100)
    return view.zoomed(_STEPS[words]) if words in _STEPS else None
