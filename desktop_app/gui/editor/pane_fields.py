"""The two fields of a prompt-completion row."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.core.fields import FIELDS
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.text_field import TextField
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.widgets.label import label

_STRETCH: Mapping[str, int] = MappingProxyType({"prompt": 2, "completion": 3})


class PaneFields(QWidget):
    """Holds them below each other, with their names; `committed(field, text)` hands one in."""

    committed = Signal(str, str)
    left = Signal()
    retyped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, TextField] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, MEDIUM, 0, 0)
        self._box.setSpacing(HAIR)
        for name in FIELDS[Shape.COMPLETION]:
            self._add(name)

    def _add(self, name: str) -> None:
        field = TextField()
        words = label(columns.field_word(name), size="strong")
        words.setBuddy(field)
        field.setAccessibleName(columns.field_word(name))
        field.committed.connect(lambda text: self.committed.emit(name, text))
        field.left.connect(self.left)
        field.textChanged.connect(self.retyped)
        self._box.addWidget(words)
        self._box.addWidget(field, _STRETCH[name])
        self._box.addSpacing(HAIR)
        self.fields[name] = field
