"""Gaps in a typed prompt, such as `{age}`: a field for what stands in each."""

import re
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.core import template
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout

_NAME = re.compile(r"\w[\w ]{0,39}")
"""What may be the name of a gap; braces around anything else (a piece of JSON) are just braces."""
_MOST = 12
_LETTERS = 14


def gaps(text: str) -> tuple[str, ...]:
    """Return the names of a prompt's gaps; none where some braces are no gaps."""
    found = template.names(text)
    return found if len(found) <= _MOST and all(_NAME.fullmatch(name) for name in found) else ()


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the prompt with its gaps filled; one that nobody filled is empty."""
    found = gaps(text)
    return template.fill(text, {name: values.get(name, "") for name in found}) if found else text


class Gaps(QWidget):
    """One field a gap; what was typed for a name stays when the gap goes and comes back."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, QLineEdit] = {}
        self._kept: dict[str, str] = {}
        self._row = FlowLayout(self, SMALL)
        self.hide()

    @property
    def values(self) -> Mapping[str, str]:
        """Return what stands in the gaps, by their names."""
        return dict(self._kept)

    def show_names(self, names: tuple[str, ...]) -> None:
        """Offer a field for each of these gaps."""
        if tuple(self._fields) == names:
            return
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._fields.clear()
        for name in names:
            edit = QLineEdit(self._kept.get(name, ""))
            edit.setFixedWidth(_LETTERS * edit.fontMetrics().averageCharWidth())
            edit.textChanged.connect(lambda text, name=name: self._on_text(name, text))
            self._fields[name] = edit
            self._row.addWidget(Field(name, edit))
        self.setVisible(bool(names))

    def _on_text(self, name: str, text: str) -> None:
        self._kept[name] = text
        self.changed.emit()
