"""One answer: what it is for, what was asked, the text before and after with what differs, to be changed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QTextEdit, QVBoxLayout, QWidget

from desktop_app.core.making import Item, State
from desktop_app.gui.answers.answer_words import in_words
from desktop_app.gui.answers.folding import units
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.shading import Span, differing
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.direction import follow_content
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import whole_text

_PAUSE_MS = 400
"""Who types is not written down after each letter."""
_ABREAST = 40


class ItemPane(QWidget):
    """Shows an answer that may become a row; what is typed there is told a moment later."""

    written = Signal(object, str)
    """An Item, and what a person made of its answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: Item | None = None
        self._filling = False
        self.title, self.asked, self.before = ReadingBox(2), ReadingBox(5), ReadingBox(7)
        self.answer = TextBox(7)
        self.foot = label(size="small", tone="muted", wrap=True)
        self._title = Field(self.tr("Prompt of the row"), self.title)
        self._before = Field(self.tr("As it was"), self.before)
        self._answer = Field(self.tr("Answer"), self.answer)
        self.asked.setAccessibleName(self.tr("What the model was asked"))
        self._fold = Fold(self.asked.accessibleName(), self.asked)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(SMALL)
        self._both.addWidget(self._before, 1)
        self._both.addWidget(self._answer, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self._title)
        box.addLayout(self._both)
        box.addWidget(self.foot)
        box.addWidget(self._fold)
        box.addSpacing(MEDIUM)
        follow_content(self.answer)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.commit)
        self.answer.textChanged.connect(self._on_text)

    @property
    def item(self) -> Item | None:
        """Return the answer on show."""
        return self._item

    def show_item(self, item: Item | None, *, of_rows: bool) -> None:
        """Show an answer; one that is on show already keeps what is being typed in it."""
        same = item is not None and self._item is not None and item.cell == self._item.cell
        if not same:
            self.commit()
        self._item = item
        self.setVisible(item is not None)
        if item is None:
            return
        self._before.setVisible(of_rows)
        self.title.show_text(item.title)
        self._title.setVisible(bool(item.title))
        if self.asked.text != item.asked:
            self.asked.show_text(item.asked)
            self._fold.set_summary(" ".join(item.asked[:200].split()))
        if self.before.text != item.before:
            self.before.show_text(item.before)
        if not self._soon.isActive() and whole_text(self.answer) != item.text:
            self._filling = True
            self.answer.setPlainText(item.text)
            self._filling = False
        self.answer.setReadOnly(item.answer is None or item.done)
        self.foot.setText(_foot(item))
        self._shade()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put before and after abreast where there is room for both."""
        super().resizeEvent(event)
        beside = self.width() >= _ABREAST * self.fontMetrics().height()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._both.direction() is not way:
            self._both.setDirection(way)

    def commit(self) -> None:
        """Tell at once what was typed."""
        if self._soon.isActive() and self._item is not None:
            self._soon.stop()
            self.written.emit(self._item, whole_text(self.answer))

    def _on_text(self) -> None:
        if not self._filling and self._item is not None:
            self._soon.start()
        self._shade()

    def _shade(self) -> None:
        """Mark what is otherwise before and after."""
        item = self._item
        if item is None or self._before.isHidden() or item.answer is None or not item.before:
            self.before.mark(())
            self.answer.setExtraSelections([])
            return
        now = whole_text(self.answer)
        self.before.mark(differing(item.before, now))
        self.answer.setExtraSelections(_marks(self.answer, now, differing(now, item.before)))


def _marks(box: TextBox, text: str, spans: list[Span]) -> list[QTextEdit.ExtraSelection]:
    found, at, place = [], 0, 0
    for span in spans:
        place += units(text[at : span.start])
        at = span.start
        extra = QTextEdit.ExtraSelection()
        cursor = QTextCursor(box.document())
        cursor.setPosition(place)
        cursor.setPosition(place + units(text[span.start : span.end]), QTextCursor.MoveMode.KeepAnchor)
        shown = QTextCharFormat()
        shown.setBackground(QColor(colours().attention_soft))
        shown.setFontUnderline(True)  # not by colour alone
        extra.cursor, extra.format = cursor, shown
        found.append(extra)
    return found


def _foot(item: Item) -> str:
    if item.answer is None:
        if item.state is State.FAULTY and item.fault is not None:
            return f"{say(item.fault.happened)} {say(item.fault.remedy)}"
        return ""
    return in_words(item.answer)
