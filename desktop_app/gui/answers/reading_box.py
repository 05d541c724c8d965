"""A box that shows a text of any length while it comes, and does nothing with it but show it."""

from collections import deque
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from desktop_app.core.answer import Drawn
from desktop_app.gui.answers.folding import Folding, letter_at, units
from desktop_app.gui.answers.shading import Span, in_words, token_at
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.widgets.plain import plain_tip

AT_ONCE = 200_000
"""So many letters are put into the box before the window gets its turn."""
_MOST_MARKS = 3000
"""Each is looked at whenever the box is painted."""


class ReadingBox(TextBox):
    """Text is only ever added, a bounded piece at a time, to lines of bounded length."""

    _drawn: Sequence[Drawn] = ()
    """Known before the first event comes, which is while the box is being made."""

    def __init__(self, lines: int, parent: QWidget | None = None, *, grows: bool = False) -> None:
        super().__init__(lines, parent, grows=grows)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self._pieces: list[str] = []
        self._due: deque[str] = deque()
        self._follows = False
        self._folding = Folding()
        self._spans: tuple[Span, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._write)

    @property
    def text(self) -> str:
        """Return the text, letter by letter as it was given."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._soon.stop()
        self._pieces.clear()
        self._due.clear()
        self._folding = Folding()
        self._spans = ()
        self.setExtraSelections([])
        self.clear()
        self._follows = False
        self._put(text)

    def add(self, text: str) -> None:
        """Show more of the text; who has scrolled away from its end stays where they read."""
        bar = self.verticalScrollBar()
        self._follows = bar.value() >= bar.maximum() - 4
        self._put(text)

    def _put(self, text: str) -> None:
        if not text:
            return
        self._pieces.append(text)
        self._due.extend(text[at : at + AT_ONCE] for at in range(0, len(text), AT_ONCE))
        if not self._soon.isActive():
            self._write()

    def mark(self, spans: Iterable[Span]) -> None:
        """Lay marks over some letters of the text; cursor and scroll bar stay as they are."""
        self._spans = tuple(spans)[:_MOST_MARKS]
        if not self._due:
            self._lay_marks()

    def show_tokens(self, drawn: Sequence[Drawn]) -> None:
        """Tell of the token under the mouse how likely it was, and what else might have come."""
        self._drawn = drawn

    def event(self, event: QEvent) -> bool:
        """Show the likelihoods of the token under the mouse."""
        if self._drawn and isinstance(event, QHelpEvent):
            place = self.cursorForPosition(self.viewport().mapFrom(self, QPoint(event.pos()))).position()
            one = token_at(self._drawn, letter_at(self.text, self._folding.in_text(place)))
            QToolTip.showText(event.globalPos(), plain_tip(in_words(one)) if one is not None else "", self)
            return True
        return super().event(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy what was given, without the folds and as plain text."""
        cursor, text = self.textCursor(), self.text
        places = (cursor.selectionStart(), cursor.selectionEnd())
        first, last = (letter_at(text, self._folding.in_text(place)) for place in places)
        copied = QMimeData()
        copied.setText(text[first:last])
        return copied

    def _write(self) -> None:
        """Put the next piece in; what is left comes when the window has had its turn."""
        if not self._due:
            return
        room = AT_ONCE - len(self._due[0])
        pieces = [self._due.popleft()]
        while self._due and len(self._due[0]) <= room:
            room -= len(self._due[0])
            pieces.append(self._due.popleft())
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(self._folding.feed("".join(pieces)))
        if self._follows:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        if self._due:
            self._soon.start()
        elif self._spans:
            self._lay_marks()

    def _lay_marks(self) -> None:
        ground, text = QColor(colours().attention_soft), self.text
        marks, at, place = [], 0, 0
        for span in self._spans:
            if span.start >= len(text):
                break
            place += units(text[at : span.start])
            at = span.start
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._folding.in_box(place))
            end = self._folding.in_box(place + units(text[span.start : span.end]), end=True)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            shown = QTextCharFormat()
            shown.setBackground(ground)
            shown.setFontUnderline(not span.weak)  # not by colour alone
            extra = QTextEdit.ExtraSelection()
            extra.cursor, extra.format = cursor, shown
            marks.append(extra)
        self.setExtraSelections(marks)
