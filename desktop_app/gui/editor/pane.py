"""The current row beside the table: every text of it, ready to be edited, and what people say about it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.example import Completion, Conversation, Example, Preference
from desktop_app.core.fields import read_field
from desktop_app.core.remarks import REMARKS
from desktop_app.core.text import Text
from desktop_app.core.turns import Act, as_stored
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.bubbles import Bubbles
from desktop_app.gui.editor.bubbles_notes import RowNotes
from desktop_app.gui.editor.bubbles_pending import Pending, Remark, TurnChange
from desktop_app.gui.editor.pane_fields import PaneFields
from desktop_app.gui.editor.pane_length import LengthLine
from desktop_app.gui.editor.pane_marks import mark, show_unseen
from desktop_app.gui.editor.text_field import TextField
from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import whole_text
from desktop_app.gui.widgets.tick import Tick
from desktop_app.store.examples import Row
from desktop_app.work.row_length import Length

_WIDTH, _WIDE = 17, 20
"""The width that is asked for, in heights of a line: for texts, and for answers side by side."""


class RowPane(QWidget):
    """Shows one row. What is typed is handed in when a field is left, and `commit` hands it in at once.

    committed(row id, field, text): a field of a completion. changed(TurnChange or Remark): a turn of a chat or a pair,
    or what is said about the row.
    retyped(): the texts are others than before, by a letter or by another row.
    """

    committed = Signal(object, str, str)
    changed = Signal(object)
    left = Signal()
    retyped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The current row"))
        self.pending = Pending()
        self.bubbles = Bubbles()
        self.notes = RowNotes()
        self._row: Row | None = None
        self._held: Mapping[tuple[int, str], str] = {}
        self._example: Example | None = None
        self._title = label(size="heading")
        self._about = label(tone="muted", size="small", wrap=True)
        self.length = LengthLine()
        self.spaces = Tick(self.tr("Show spaces and line ends"))
        self._stop = ""
        self._texts = PaneFields()
        self._fields = self._texts.fields
        self._lay_out()
        self._texts.committed.connect(self._on_committed)
        self._texts.left.connect(self.left)
        self._texts.retyped.connect(self.retyped)
        self.bubbles.changed.connect(self._on_changed)
        self.bubbles.left.connect(self.left)
        self.bubbles.retyped.connect(self.retyped)
        self.spaces.toggled.connect(self._mark)
        self.notes.said.connect(self.pending.add)
        self.notes.said.connect(self.changed)
        self.notes.left.connect(self.left)

    @property
    def fields(self) -> Mapping[str, TextField]:
        """Return the fields of a completion by their names; the turns of others are in `bubbles`."""
        return self._fields

    @property
    def row(self) -> Row | None:
        """Return the row on show, as it is on disk."""
        return self._row

    @property
    def example_now(self) -> Example | None:
        """Return the row's example with all that is being typed."""
        if isinstance(self._example, Completion):
            return Completion(**{name: whole_text(field) for name, field in self._fields.items()})
        return None if self._example is None else self.bubbles.example_now

    def set_stop(self, stop: str) -> None:
        """Say with what every completion ends, "" for nothing."""
        self._stop = stop
        self._mark()

    def show_length(self, length: Length | None) -> None:
        """Show how long the row is, and shade what would be cut."""
        self.length.show_length(length)
        self._mark()

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
        self.length.show_length(None)
        for field in self._fields.values():
            field.replace_text("", editable=False)
        for part in (self._texts, self.bubbles, self.notes, self.spaces):
            part.hide()

    def sizeHint(self) -> QSize:
        """Ask for room for lines that can be read, and for two answers side by side."""
        lines = _WIDE if isinstance(self._example, Preference) else _WIDTH
        return super().sizeHint().expandedTo(QSize(lines * self.fontMetrics().height(), 0))

    def commit(self) -> None:
        """Hand in what is being typed."""
        for field in self._fields.values():
            field.commit()
        if self._example is not None and not isinstance(self._example, Completion):
            self.bubbles.commit()
        self.notes.commit()

    def drop(self, change: TurnChange | Remark) -> None:
        """Show the row without a change that could not be made."""
        self.pending.drop(change)
        if self._row is not None and self._row.id == change.row_id:
            self._show(self._row, self._held)

    def focus_field(self, name: str | None = None, sought: str = "") -> None:
        """Go to a field (the last one if none is named); with a sought text, select it there without going."""
        if self._row is None:
            return
        field = self._fields.get(name or "", self._fields["completion"])
        if name in REMARKS:
            self.notes.focus_remark(name, sought)
        elif not isinstance(self._example, Completion):
            self.bubbles.focus_field(name, sought)
        elif sought:
            field.moveCursor(QTextCursor.MoveOperation.Start)
            field.find(sought)
        else:
            field.go_on()

    def _show(self, row: Row, held: Mapping[tuple[int, str], str]) -> None:
        other, busy = self._row is None or self._row.id != row.id, self._has_keyboard()
        now = self.pending.over(row, held)
        example = now.example
        if isinstance(example, Conversation | Preference):
            self.bubbles.show_example(row.id, example)
        else:
            for name, field in self._fields.items():
                (field.replace_text if other else field.show_text)(read_field(example, name), editable=True)
        before = self._example
        self._row, self._held, self._example = row, held, example
        self.notes.show_row(now)
        self._texts.setVisible(isinstance(example, Completion))
        self.bubbles.setVisible(not isinstance(example, Completion))
        self.notes.show()
        self.spaces.show()
        if other:
            self.length.show_length(None)
        self._mark()
        if other or example != before:
            self.retyped.emit()
        if busy and not self._has_keyboard():
            self.left.emit()  # what was at work is not there any more; Qt would go on somewhere outside of the page

    def _has_keyboard(self) -> bool:
        busy = self.window().focusWidget()
        return busy is not None and self.isAncestorOf(busy)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addWidget(self._title)
        box.addWidget(self._about)
        box.addWidget(self.length)
        box.addWidget(self.bubbles)
        box.addWidget(self._texts, 1)
        box.addWidget(self.spaces)
        box.addWidget(self.notes)
        box.addStretch(0)
        for part in (self._texts, self.bubbles, self.notes, self.spaces):
            part.hide()

    def _mark(self) -> None:
        """Shade what would be cut, and show what nobody could see if that is wanted."""
        unseen, length = self.spaces.isChecked(), self.length.length
        cut = None if length is None else length.cut
        whole = isinstance(self._example, Completion)
        fields = list(self._fields.values()) if whole else [bubble.field for bubble in self.bubbles.turns]
        for at, field in enumerate(fields):
            show_unseen(field, on=unseen)
            kept = None if cut is None or at < cut.text else cut.letters if at == cut.text else 0
            last = whole and unseen and field is self._fields["completion"]
            mark(field, kept=kept, stop=self._stop if last else None)

    def changeEvent(self, event: QEvent) -> None:
        """Shade in the colours of the moment."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._mark()

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
