"""What a test will be: which models, which rows, and what that takes."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.batch import Voice
from desktop_app.core.example import Part
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu

_LINES = 6
_MOST_ROWS = 1_000_000
_FILE, _ANOTHER = "file", "another"
"""What the menu of rows has besides the parts: the rows of a file, and the wish for another one."""
_VOICE = Qt.ItemDataRole.UserRole + 1


class VoiceList(QListView):
    """Models with a mark before each that takes part; Space and Enter set it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as Space: the list has nothing else to do on Enter."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._turn(index)
        else:
            super().keyPressEvent(event)

    def _turn(self, index: QModelIndex) -> None:
        checked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        turned = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        self.model().setData(index, turned.value, Qt.ItemDataRole.CheckStateRole)


class Choice(QWidget):
    """The first model in the list that is chosen is the one the others are compared with."""

    changed = Signal()
    file_wanted = Signal()
    """The rows are to come from a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = QStandardItemModel(self)
        self.list = VoiceList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ContentOrder(self.list))
        self.list.setUniformItemSizes(True)
        self.part = Menu(18)
        self.most = QSpinBox()
        self.most.setRange(0, _MOST_ROWS)
        self.most.setSpecialValueText(self.tr("all of them"))
        self.file_said = label(tone="muted", wrap=True)
        """What is to be said of a file: that it is read, or why its rows are not to be had."""
        self.file_said.hide()
        self.said = label(tone="muted", wrap=True)
        """What the test that is chosen takes."""
        self._arrange()
        self.model.itemChanged.connect(lambda _: self.changed.emit())
        self.part.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.part.activated.connect(self._on_part)
        self.most.valueChanged.connect(lambda _: self.changed.emit())

    def _arrange(self) -> None:
        hint = self.tr("Choose two or more to compare them on the same rows. Recorded answers take part like a model.")
        rows = FlowLayout(gap=MEDIUM)
        rows.addWidget(Field(self.tr("Rows"), self.part))
        rows.addWidget(Field(self.tr("At most"), self.most))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(Field(self.tr("Models"), self.list, hint))
        box.addLayout(rows)
        box.addWidget(self.file_said)
        box.addWidget(self.said)
        box.addStretch(1)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Return the models that take part, in the order of the list."""
        items = [self.model.item(row) for row in range(self.model.rowCount())]
        return tuple(item.data(_VOICE) for item in items if item.checkState() is Qt.CheckState.Checked)

    @property
    def chosen_part(self) -> Part | None:
        """Return the part whose rows are taken; None for those of a file, and before there is any."""
        found = self.part.currentData()
        return Part(found) if found in set(Part) else None

    @property
    def from_file(self) -> bool:
        """Tell whether the rows of the file are taken."""
        return bool(self.part.currentData() == _FILE)

    @property
    def has_rows(self) -> bool:
        """Tell whether some part of the project has rows."""
        return any(self.part.itemData(at) in set(Part) for at in range(self.part.count()))

    def offer(self, voices: Sequence[tuple[Voice, str]], first: Sequence[Voice]) -> None:
        """Offer these models by their names; those chosen stay so, at first `first` are."""
        chosen = self.voices or tuple(first)
        current = self.list.currentIndex().row()
        self.model.blockSignals(True)
        self.model.clear()
        for voice, name in voices:
            item = QStandardItem(name)
            item.setData(voice, _VOICE)
            item.setEditable(False)
            item.setCheckable(True)
            item.setCheckState(Qt.CheckState.Checked if voice in chosen else Qt.CheckState.Unchecked)
            self.model.appendRow(item)
        self.model.blockSignals(False)
        self.model.layoutChanged.emit()
        lines = min(_LINES, max(2, self.model.rowCount()))
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * lines + 2 * self.list.frameWidth() + SMALL)
        self.list.setCurrentIndex(self.model.index(max(0, current), 0))
        self.changed.emit()

    def offer_parts(self, counts: Mapping[Part, int]) -> None:
        """Offer the parts that have rows, the test part first."""
        names = {
            Part.TEST: self.tr("Test rows ({0})"),
            Part.VALIDATION: self.tr("Validation rows ({0})"),
            Part.TRAINING: self.tr("Training rows ({0}): the model knows them"),
        }
        before = self.part.currentData()
        self.part.blockSignals(True)
        file = self.part.itemText(self.part.findData(_FILE)) if self.part.findData(_FILE) >= 0 else ""
        self.part.clear()
        for part, name in names.items():
            if counts.get(part):
                self.part.addItem(name.format(number(counts[part])), part.value)
        if file:
            self.part.addItem(file, _FILE)
        self.part.addItem(self.tr("Rows of a file…"), _ANOTHER)
        self.part.setCurrentIndex(max(0, self.part.findData(before)))
        self.part.blockSignals(False)
        self.changed.emit()

    def say_of_file(self, words: str) -> None:
        """Say something of a file beside what the test takes, which is worked out meanwhile; "" for nothing."""
        self.file_said.setText(words)
        self.file_said.setVisible(bool(words))

    def offer_file(self, name: str, rows: int) -> None:
        """Offer the rows of a file, and choose them."""
        self.drop_file()
        place = max(0, self.part.count() - 1)
        self.part.insertItem(place, self.tr("{0} ({1})").format(name, how_many.rows(rows)), _FILE)
        self.part.setCurrentIndex(place)

    def drop_file(self) -> None:
        """Offer the rows of the file no longer."""
        place = self.part.findData(_FILE)
        if place >= 0:
            self.part.removeItem(place)
        if self.part.currentData() == _ANOTHER:
            self.part.setCurrentIndex(0)

    def _on_part(self) -> None:
        """Let a file be chosen; until it is, what was chosen first stays."""
        self.say_of_file("")
        if self.part.currentData() == _ANOTHER:
            known = self.part.findData(_FILE)
            self.part.setCurrentIndex(max(0, known))
            self.file_wanted.emit()
