"""A field for text of several lines that gives back exactly what was put in."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop_app.gui.widgets.direction import follow_content
from desktop_app.gui.widgets.plain import whole_text
from desktop_app.gui.widgets.plain_box import PlainBox

_UNFINISHED = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class TextField(PlainBox):
    """Hands its text in when it is left or Ctrl+Enter is pressed; Esc takes the typing back and leaves."""

    committed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._stored = ""
        follow_content(self)

    @property
    def changed(self) -> bool:
        """Tell whether something was typed that has not been handed in."""
        return self.document().isModified() and whole_text(self) != self._stored

    def show_text(self, text: str, *, editable: bool) -> None:
        """Show the text that is stored; what is being typed stays."""
        self.setReadOnly(not editable)
        if text == self._stored and not self.document().isModified():
            return
        if self.changed:
            return
        self._stored = text
        if whole_text(self) != text:
            self.setPlainText(text)
        self.document().setModified(False)

    def replace_text(self, text: str, *, editable: bool) -> None:
        """Show another row's text, whatever was typed before."""
        self._stored = text
        self.setReadOnly(not editable)
        self.setPlainText(text)

    def go_on(self) -> None:
        """Take the keyboard to go on with the text: at its end, unless somebody has put the cursor elsewhere in it."""
        if not self.textCursor().position():
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.setFocus()

    def commit(self) -> None:
        """Hand the text in, if something was typed."""
        if not self.isReadOnly() and self.changed:
            self._stored = whole_text(self)
            self.document().setModified(False)
            self.committed.emit(self._stored)

    def take_back(self) -> None:
        """Show the stored text again; undo inside the field brings the typing back."""
        if self.changed:
            cursor = QTextCursor(self.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(self._stored)
            self.document().setModified(False)

    def sizeHint(self) -> QSize:
        """Ask for three lines; more is given where there is room."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * 3 + 20)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the project where this field has nothing to undo or redo itself."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter hands in, Esc takes back; both leave."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.take_back()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand in what was typed."""
        super().focusOutEvent(event)
        if event.reason() not in _UNFINISHED:
            self.commit()
