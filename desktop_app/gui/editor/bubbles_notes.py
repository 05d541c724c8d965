"""What people say about the current row: its note and its tags."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.remarks import tags_in, tags_text
from desktop_app.gui.editor.bubbles_field import GrowingField
from desktop_app.gui.editor.bubbles_pending import Remark
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.store.examples import Row


class TagLine(QLineEdit):
    """Tags with commas between; Esc takes the typing back and leaves."""

    decided = Signal(object, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: tuple[str, ...] = ()
        self.editingFinished.connect(self.commit)

    def show_tags(self, tags: tuple[str, ...], *, other: bool) -> None:
        """Show a row's tags; what is being typed in the same row stays."""
        typing = not other and self.hasFocus() and self._typed() != self._stored
        if not typing:
            self._stored = tags
            if other or self._typed() != tags:
                self.setText(tags_text(tags))

    def commit(self) -> None:
        """Hand in which tags came and which went."""
        before, now = self._stored, self._typed()
        if set(now) != set(before):
            self._stored = now
            came, went = (tag for tag in now if tag not in before), (tag for tag in before if tag not in now)
            self.decided.emit(tuple(came), tuple(went))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back and leaves, Enter hands in and leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(tags_text(self._stored))
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> tuple[str, ...]:
        return tags_in(self.text())


class RowNotes(QWidget):
    """Shows note and tags of a row, to be edited; no model ever learns from them. `said` comes with a Remark."""

    said = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: int | None = None
        self.note = GrowingField()
        self.note.setPlaceholderText(self.tr("A note for people; no model ever learns from it."))
        self.tags = TagLine()
        self.tags.setPlaceholderText(self.tr("Several with commas between"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SMALL, 0, 0)
        box.setSpacing(HAIR)
        for words, field in ((self.tr("Note"), self.note), (self.tr("Tags"), self.tags)):
            head = label(words, size="strong")
            head.setBuddy(field)
            field.setAccessibleName(words)
            box.addWidget(head)
            box.addWidget(field)
        self.note.committed.connect(self._on_note)
        self.note.left.connect(self.left)
        self.tags.decided.connect(self._on_tags)
        self.tags.left.connect(self.left)

    def show_row(self, row: Row) -> None:
        """Show what is said about a row."""
        other = self._row != row.id
        self._row = row.id
        (self.note.replace_text if other else self.note.show_text)(row.note, editable=True)
        self.tags.show_tags(tuple(row.tags), other=other)

    def focus_remark(self, name: str, sought: str = "") -> None:
        """Go to the note or the tags; with a sought text, select it there without going."""
        if name == "note" and sought:
            self.note.moveCursor(QTextCursor.MoveOperation.Start)
            self.note.find(sought)
        elif sought:
            self.tags.setSelection(self.tags.text().find(sought), len(sought))
        else:
            (self.note if name == "note" else self.tags).setFocus()

    def commit(self) -> None:
        """Hand in what is being typed."""
        self.note.commit()
        self.tags.commit()

    def _on_note(self, words: str) -> None:
        if self._row is not None:
            self.said.emit(Remark(self._row, words.strip()))

    def _on_tags(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        if self._row is not None:
            self.said.emit(Remark(self._row, add=add, remove=remove))
