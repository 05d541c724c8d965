"""The current row beside the table: every text of it, ready to be edited, and what people say about it."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.example import Completion, Conversation, Example, Preference, Shape
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.text import Text
from desktop_app.core.turns import Act, as_stored
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.bubbles import Bubbles
from desktop_app.gui.editor.bubbles_notes import RowNotes
from desktop_app.gui.editor.bubbles_pending import Pending, TurnChange
from desktop_app.gui.editor.text_field import TextField
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.widgets.label import label
from desktop_app.store.examples import Row

_WIDTH = 20
"""The width that is asked for, in heights of a line."""
_STRETCH = {"prompt": 2, "completion": 3}


class RowPane(QWidget):
    """Shows one row. What is typed is handed in when a field is left, and `commit` hands it in at once.

    committed(row id, field, text): a field of a completion. changed(TurnChange): a turn of a chat or a pair.
    noted(row id, note) and tagged(row id, tags that come, tags that go): what is said about the row.
    """

    committed = Signal(object, str, str)
    changed = Signal(object)
    noted = Signal(object, str)
    tagged = Signal(object, object, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The current row"))
        self.pending = Pending()
        self.bubbles = Bubbles()
        self.notes = RowNotes()
        self._row: Row | None = None
        self._held: Mapping[tuple[int, str], str] = {}
        self._example: Example | None = None
        self._fields: dict[str, TextField] = {}
        self._title = label(size="heading")
        self._about = label(tone="muted", size="small", wrap=True)
        self._texts = QWidget()
        self._lay_out()
        self.bubbles.changed.connect(self._on_changed)
        self.bubbles.left.connect(self.left)
        self.notes.noted.connect(self.noted)
        self.notes.tagged.connect(self.tagged)
        self.notes.left.connect(self.left)

    @property
    def fields(self) -> Mapping[str, TextField]:
        """Return the fields of a completion by their names; the turns of others are in `bubbles`."""
        return self._fields

    def show_row(self, place: int, row: Row, held: Mapping[tuple[int, str], str]) -> None:
        """Show a row with the texts of it that are on their way to the disk; typing in the same row stays."""
        if self._row is None or self._row.id != row.id:
            self.commit()
        self._title.setText(self.tr("Row {0}").format(self.locale().toString(place + 1)))
        self._about.setText(" · ".join([columns.part_word(row.part), columns.status_word(row.status)]))
        self._show(row, held)

    def clear(self) -> None:
        """Show that there is no current row."""
        self.commit()
        self.bubbles.leave()
        self._row = self._example = None
        self._title.setText(self.tr("No row is selected"))
        self._about.setText(self.tr("Click a row in the table, or move to one with the arrow keys."))
        for field in self._fields.values():
            field.replace_text("", editable=False)
        for part in (self._texts, self.bubbles, self.notes):
            part.hide()

    def sizeHint(self) -> QSize:
        """Ask for room for lines that can be read, and for two answers side by side."""
        return super().sizeHint().expandedTo(QSize(_WIDTH * self.fontMetrics().height(), 0))

    def commit(self) -> None:
        """Hand in what is being typed."""
        for field in self._fields.values():
            field.commit()
        if self._example is not None and not isinstance(self._example, Completion):
            self.bubbles.commit()
        self.notes.commit()

    def drop(self, change: TurnChange) -> None:
        """Show the row without a change that could not be made."""
        self.pending.drop(change)
        if self._row is not None and self._row.id == change.row_id:
            self._show(self._row, self._held)

    def focus_field(self, name: str | None = None, sought: str = "") -> None:
        """Go to a field (the last one if none is named); with a sought text, select it there without going."""
        if self._row is None:
            return
        if not isinstance(self._example, Completion):
            self.bubbles.focus_field(name, sought)
            return
        field = self._fields.get(name or "", self._fields["completion"])
        if sought:
            field.moveCursor(QTextCursor.MoveOperation.Start)
            field.find(sought)
        else:
            field.setFocus()

    def _show(self, row: Row, held: Mapping[tuple[int, str], str]) -> None:
        other, busy = self._row is None or self._row.id != row.id, self._has_keyboard()
        example = self.pending.over(row, held)
        if isinstance(example, Conversation | Preference):
            self.bubbles.show_example(row.id, example)
        else:
            for name, field in self._fields.items():
                (field.replace_text if other else field.show_text)(read_field(example, name), editable=True)
        self._row, self._held, self._example = row, held, example
        self.notes.show_row(row)
        self._texts.setVisible(isinstance(example, Completion))
        self.bubbles.setVisible(not isinstance(example, Completion))
        self.notes.show()
        if busy and not self._has_keyboard():
            self.left.emit()  # what was at work is not there any more; Qt would go on somewhere outside of the page

    def _has_keyboard(self) -> bool:
        busy = self.window().focusWidget()
        return busy is not None and self.isAncestorOf(busy)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        texts = QVBoxLayout(self._texts)
        texts.setContentsMargins(0, MEDIUM, 0, 0)
        texts.setSpacing(HAIR)
        for name in FIELDS[Shape.COMPLETION]:
            self._add(texts, name)
        box.addWidget(self._title)
        box.addWidget(self._about)
        box.addWidget(self.bubbles)
        box.addWidget(self._texts, 1)
        box.addWidget(self.notes)
        box.addStretch(0)
        for part in (self._texts, self.bubbles, self.notes):
            part.hide()

    def _add(self, box: QVBoxLayout, name: str) -> None:
        field = TextField()
        words = label(columns.field_word(name), size="strong")
        words.setBuddy(field)
        field.setAccessibleName(columns.field_word(name))
        field.committed.connect(lambda text: self._on_committed(name, text))
        field.left.connect(self.left)
        box.addWidget(words)
        box.addWidget(field, _STRETCH[name])
        box.addSpacing(HAIR)
        self._fields[name] = field

    def _on_committed(self, name: str, text: str) -> None:
        if self._row is not None:
            self.committed.emit(self._row.id, name, text)

    def _on_changed(self, label: Text, act: Act) -> None:
        """Show what a turn's change makes of the row at once, and hand it in."""
        if self._row is None or self._example is None:
            return
        after = as_stored(act(self._example))
        if after == self._example:
            return
        change = TurnChange(self._row.id, label, self._example, after, act)
        self.pending.add(change)
        self._show(self._row, self._held)
        self.changed.emit(change)
