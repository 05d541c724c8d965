"""How cells are drawn and edited: texts run their own way, long ones get room while they are edited."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.core.example import Part
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.grid_lines import draw_lines
from desktop_app.gui.editor.model import Index
from desktop_app.gui.widgets.direction import ContentDirection, follow_content
from desktop_app.gui.widgets.plain import whole_text
from desktop_app.gui.widgets.plain_box import PlainBox

_LINES = 4
_LETTERS = 30
"""So many letters of a line are seen at the least while a text is edited."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_LINE_BREAK = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier


class TextCells(ContentDirection):
    """The cells of a field. Enter hands in, Alt+Enter or Shift+Enter begins a new line, Esc leaves all as it was.

    `stepped(rows, columns)` says which cell comes next after Enter or Tab; with Ctrl+Enter the text is for all chosen
    cells, which `fill_wanted(text)` says.
    """

    stepped = Signal(int, int)
    fill_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.typed = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the text; of several lines as many whole ones as there is room for, the last with a mark if it goes on.

        Qt by itself puts that mark into the middle and cuts through the letters of the line after it.
        """
        view = option.widget
        if not isinstance(view, QTableView) or not view.wordWrap():
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        room = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view)
        margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, view) + 1  # as Qt leaves it
        room.adjust(margin, 0, -margin, 0)
        words, option.text = option.text, ""
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        chosen = option.state & QStyle.StateFlag.State_Selected
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text))
        draw_lines(painter, room, words, option.direction)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a field of several lines."""
        editor = PlainBox(parent)
        editor.setAccessibleName(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        editor.setTabChangesFocus(True)
        follow_content(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the whole text in: to be replaced where typing began the edit, else to be gone on with."""
        if not isinstance(editor, QPlainTextEdit) or editor.property("filled"):
            return
        # A change of the row elsewhere must not overwrite what is being typed.
        editor.setProperty("filled", True)
        editor.setPlainText(index.data(Qt.ItemDataRole.EditRole))
        if self.typed:
            editor.selectAll()
        else:
            editor.moveCursor(QTextCursor.MoveOperation.End)
        self.typed = False

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the text in, if it was touched."""
        if isinstance(editor, QPlainTextEdit) and editor.document().isModified():
            model.setData(index, whole_text(editor))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Give the editor some lines and, over a narrow column, room for some words, inside the view."""
        room = option.rect
        height = max(room.height(), editor.fontMetrics().lineSpacing() * _LINES + 16)
        view = editor.parentWidget()
        space = view.height() if view else height
        room.setHeight(min(height, max(space, room.height())))
        if room.bottom() >= space:
            room.moveBottom(max(space - 1, room.height() - 1))
        if view is not None:
            _widen(room, min(_LETTERS * editor.fontMetrics().averageCharWidth(), view.width()), view)
        editor.setGeometry(room)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Make Enter and Tab hand in and go on, and begin a new line with Alt or Shift."""
        key = _key(event)
        if not isinstance(editor, QPlainTextEdit) or key is None:
            return super().eventFilter(editor, event)
        modifiers = key.modifiers()
        if key.key() not in _ENTER:
            self._hand_in(editor)
            self.stepped.emit(0, -1 if key.key() == Qt.Key.Key_Backtab else 1)
        elif modifiers & _LINE_BREAK:
            editor.insertPlainText("\n")
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            words = whole_text(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self.fill_wanted.emit(words)
        else:
            self._hand_in(editor)
            self.stepped.emit(1, 0)
        return True

    def _hand_in(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


class PartCells(QStyledItemDelegate):
    """The cells of the column that says what a row is used for: a menu of the parts."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the menu."""
        editor = QComboBox(parent)
        editor.setAccessibleName(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        for part in Part:
            editor.addItem(columns.part_word(part), part)
        editor.activated.connect(lambda: self._choose(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Choose the row's part."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the choice in."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())

    def _choose(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def _widen(room: QRect, least: int, view: QWidget) -> None:
    """Let a room be so wide at the least, away from where a line begins, but not beyond the view."""
    if room.width() >= least:
        return
    if view.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        room.setLeft(max(room.right() - least + 1, 0))
    else:
        room.moveLeft(max(min(room.left(), view.width() - least), 0))
    room.setWidth(least)


def _key(event: QEvent) -> QKeyEvent | None:
    """Return the press of a key that ends the edit or breaks a line."""
    ours = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in {*_ENTER, *_TAB}
    return event if ours and isinstance(event, QKeyEvent) else None
