"""What keys are called on this computer: “Ctrl+Z” is “Strg+Z” in German, and “⌘Z” on a Mac."""

from PySide6.QtGui import QKeySequence


def key_name(keys: str | QKeySequence.StandardKey) -> str:
    """Return the name of keys as people find it on their keyboard, for the middle of a sentence."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
