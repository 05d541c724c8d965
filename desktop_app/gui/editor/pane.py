"""The current row beside the table: every field with all its text, ready to be edited."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.core.fields import FIELDS, field_is_editable, read_field
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.text_field import TextField
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.widgets.label import label
from desktop_app.store.examples import Row

_STRETCH = {"system": 1, "prompt": 2, "user": 2, "completion": 3, "assistant": 3, "preferred": 2, "non_preferred": 2}


class RowPane(QWidget):
    """Shows one row. What is typed is handed in when a field is left, and `commit` hands it in at once."""

    committed = Signal(object, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The current row"))
        self._row: Row | None = None
        self._shape: Shape | None = None
        self._fields: dict[str, TextField] = {}
        self._title = label(size="heading")
        self._note = label(tone="muted", size="small", wrap=True)
        self._body: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(HAIR)
        self._box.addWidget(self._title)
        self._box.addWidget(self._note)

    @property
    def fields(self) -> Mapping[str, TextField]:
        """Return the fields on show by their names."""
        return self._fields

    def show_row(self, place: int, row: Row, held: Mapping[tuple[int, str], str]) -> None:
        """Show a row with the texts of it that are on their way to the disk; typing in the same row stays."""
        other = self._row is None or self._row.id != row.id
        if other:
            self.commit()
        if self._shape is not row.example.shape:
            self._build(row.example.shape)
        self._row = row
        self._title.setText(self.tr("Row {0}").format(self.locale().toString(place + 1)))
        self._note.setText(self._about(row))
        for name, field in self._fields.items():
            text = held.get((row.id, name), read_field(row.example, name))
            editable = field_is_editable(row.example, name)
            (field.replace_text if other else field.show_text)(text, editable=editable)
        self._set_open(True)

    def clear(self) -> None:
        """Show that there is no current row."""
        self.commit()
        self._row = None
        self._title.setText(self.tr("No row is selected"))
        self._note.setText(self.tr("Click a row in the table, or move to one with the arrow keys."))
        for field in self._fields.values():
            field.replace_text("", editable=False)
        self._set_open(False)

    def commit(self) -> None:
        """Hand in what is being typed."""
        for field in self._fields.values():
            field.commit()

    def focus_field(self, name: str | None = None, sought: str = "") -> None:
        """Go to a field (the last one if none is named); with a sought text, select it there without going."""
        field = self._fields.get(name or "") or next(reversed(self._fields.values()), None)
        if field is None or self._row is None:
            return
        if sought:
            field.moveCursor(QTextCursor.MoveOperation.Start)
            field.find(sought)
        else:
            field.setFocus()

    def _build(self, shape: Shape) -> None:
        if self._body is not None:
            self._box.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._shape = shape
        self._body = QWidget()
        self._fields = {}
        box = QVBoxLayout(self._body)
        box.setContentsMargins(0, MEDIUM, 0, 0)
        box.setSpacing(HAIR)
        for name in FIELDS[shape]:
            self._add(box, name)
        self._box.addWidget(self._body, 1)

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

    def _about(self, row: Row) -> str:
        words = [columns.part_word(row.part), columns.status_word(row.status), *row.tags]
        if not all(field_is_editable(row.example, name) for name in FIELDS[row.example.shape]):
            words.append(self.tr("several turns: the earlier ones are shown together, to be read only"))
        return " · ".join(words) + (f"\n{row.note}" if row.note else "")

    def _set_open(self, there: bool) -> None:
        if self._body is not None:
            self._body.setVisible(there)
