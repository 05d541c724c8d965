"""What is marked in the fields of a row: what would be cut, and on demand what nobody could see."""

from PySide6.QtGui import QColor, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop_app.gui.theme.palette import colours
from desktop_app.gui.widgets.plain import whole_text

_UNSEEN = QTextOption.Flag.ShowTabsAndSpaces | QTextOption.Flag.ShowLineAndParagraphSeparators


def show_unseen(field: QPlainTextEdit, *, on: bool) -> None:
    """Draw spaces and line ends, or leave them invisible."""
    option = field.document().defaultTextOption()
    flags = option.flags() | _UNSEEN if on else option.flags() & ~_UNSEEN
    if flags != option.flags():
        option.setFlags(flags)
        field.document().setDefaultTextOption(option)


def mark(field: QPlainTextEdit, *, kept: int | None = None, stop: str | None = None) -> None:
    """Shade what comes after the first `kept` letters, and at the end of the text the mark `stop` or blanks.

    None for `kept` shades nothing as cut, None for `stop` leaves the end alone.
    """
    words, spots = whole_text(field), []
    if stop is not None:
        said = len(words) - len(stop) if stop and words.endswith(stop) else len(words.rstrip())
        ground = colours().good_soft if stop and words.endswith(stop) else colours().problem_soft
        spots.append((said, ground))
    if kept is not None:
        spots.append((kept, colours().attention_soft))
    field.setExtraSelections([_shaded(field, words, start, ground) for start, ground in spots if start < len(words)])


def _shaded(field: QPlainTextEdit, words: str, start: int, ground: str) -> QTextEdit.ExtraSelection:
    found = QTextEdit.ExtraSelection()
    cursor = QTextCursor(field.document())
    cursor.setPosition(len(words[:start].encode("utf-16-le", "surrogatepass")) // 2)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    found.cursor = cursor
    found.format.setBackground(QColor(ground))
    return found
