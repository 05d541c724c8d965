"""The lists of values of a grid: one box a placeholder, a value a line."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.grid import Values, typed
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.marked import part_name

_LINES, _LETTERS = 6, 26


class ValueList(QWidget):
    """The values that are put, one after the other, in the place of a placeholder of the template."""

    changed = Signal()
    column_wanted = Signal(str)
    """The name of a column whose values are to stand here."""

    def __init__(self, name: str, columns: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.box = TextBox(_LINES)
        self.box.setLineWrapMode(TextBox.LineWrapMode.NoWrap)
        self.box.setPlaceholderText(self.tr("one value a line"))
        self._field = Field("{" + name + "}", self.box)
        self.take = QPushButton(self.tr("From a column"))
        self.take.setProperty("look", "quiet")
        self.take.setAccessibleName(self.tr("Values of {0} from a column").format(name))
        self._menu = QMenu(self.take)
        self.take.setMenu(self._menu)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addWidget(self._field)
        box.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeading)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self.offer(columns)
        self.box.textChanged.connect(self._tell)
        self._tell()

    @property
    def values(self) -> Values:
        """Return the values."""
        return Values(self.name, typed(self.box.toPlainText()))

    def offer(self, columns: Sequence[str]) -> None:
        """Offer these columns of the table."""
        self._menu.clear()
        for column in columns:
            act = self._menu.addAction(part_name(column))
            act.triggered.connect(partial(self._want, column))
        self.take.setVisible(bool(columns))

    def _want(self, column: str, _checked: bool = False) -> None:
        self.column_wanted.emit(column)

    def _tell(self) -> None:
        self._field.set_help(how_many.counted(len(self.values.values), self.tr("1 value"), self.tr("{0} values")))
        self.changed.emit()


class ValuesForm(QWidget):
    """As many lists as the templates have placeholders; what was typed for one that went comes back with it."""

    changed = Signal()
    column_wanted = Signal(str, str)
    """The name of a placeholder, and of the column whose values it is to have."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lists: dict[str, ValueList] = {}
        self._kept: dict[str, str] = {}
        self._columns: tuple[str, ...] = ()
        self._row = FlowLayout(self, MEDIUM)

    @property
    def values(self) -> tuple[Values, ...]:
        """Return the lists that are on show, in order, then those that were typed for placeholders that went."""
        shown = [each.values for each in self.lists.values()]
        idle = [Values(name, typed(said)) for name, said in self._kept.items() if name not in self.lists]
        return (*shown, *(each for each in idle if each.values))

    def show_names(self, names: tuple[str, ...]) -> None:
        """Offer a list for each of these placeholders, in this order."""
        if tuple(self.lists) == names:
            return
        while self._row.takeAt(0) is not None:
            pass
        old, self.lists = self.lists, {}
        for name in names:
            self.lists[name] = old.pop(name) if name in old else self._made(name)
            self._row.addWidget(self.lists[name])
            self.lists[name].show()
        for gone in old.values():
            gone.hide()
            gone.deleteLater()
        self.setVisible(bool(names))
        self.updateGeometry()

    def fill(self, values: Mapping[str, Sequence[str]]) -> None:
        """Put these values into the lists."""
        for name, some in values.items():
            self._kept[name] = "\n".join(some)
            if name in self.lists:
                self.lists[name].box.setPlainText(self._kept[name])

    def offer(self, columns: Sequence[str]) -> None:
        """Offer these columns of the table for each list."""
        self._columns = tuple(columns)
        for each in self.lists.values():
            each.offer(self._columns)

    def _made(self, name: str) -> ValueList:
        made = ValueList(name, self._columns, self)
        made.box.setPlainText(self._kept.get(name, ""))
        made.changed.connect(partial(self._on_changed, made))
        made.column_wanted.connect(partial(self.column_wanted.emit, name))
        return made

    def _on_changed(self, made: ValueList) -> None:
        self._kept[made.name] = made.box.toPlainText()
        self.changed.emit()
