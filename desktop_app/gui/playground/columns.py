"""The answers side by side: a column for each model, as many as are wanted, scrolled sideways where they do not fit."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QWidget

from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.playground.column import AnswerColumn
from desktop_app.gui.theme.spacing import LARGE

MOST = 12
"""More columns than these nobody can compare."""


class Columns(QScrollArea):
    """Adds and removes columns; what stands in them is the comparison's business."""

    changed = Signal()
    """Another model, other settings, another number of columns."""
    again_wanted = Signal(object)
    setting_wanted = Signal(object)
    code_wanted = Signal(object)
    row_wanted = Signal(object)
    tokens_wanted = Signal(object)
    """Each with the AnswerColumn it is about."""
    try_wanted = Signal(object, int)
    """An AnswerColumn, and which of its answers to the prompt is to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: list[AnswerColumn] = []
        self._choices = Choices()
        self._changeable = True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._row = QHBoxLayout(self._inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(LARGE)
        self.setWidget(self._inner)
        self._inner.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def all(self) -> Sequence[AnswerColumn]:
        """Return the columns in their order."""
        return tuple(self._columns)

    def asked(self, common: Setting) -> tuple[Column, ...]:
        """Return what the columns ask, those without a model left out; each different one once."""
        found = (column.column(common) for column in self._columns)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def offer(self, choices: Choices) -> None:
        """Offer these models in every column."""
        self._choices = choices
        for column in self._columns:
            column.offer(choices)

    def show_voices(self, voices: Sequence[Voice]) -> None:
        """Compare these models, one in each column; columns that are not needed go."""
        while len(self._columns) > max(1, len(voices)):
            self._take_away(self._columns[-1])
        for place, voice in enumerate(voices):
            if place >= len(self._columns):
                self._put(voice)
            else:
                self._columns[place].choose(voice)
        self.changed.emit()

    def show_columns(self, wanted: Sequence[Column], common: Setting) -> None:
        """Show these models, each asked as it was; settings that hold for all are no column's own."""
        self.show_voices([column.voice for column in wanted])
        for side, column in zip(self._columns, wanted, strict=False):
            side.choose_setting(None if column.setting == common else column.setting)
        self.changed.emit()

    def add(self) -> None:
        """Add a column with the first model that is not compared yet."""
        if len(self._columns) >= MOST:
            return
        taken = {column.voice for column in self._columns}
        voices = self._choices.voices
        free = next((voice for voice in voices if voice not in taken), voices[0] if voices else None)
        if free is not None:
            column = self._put(free)
            self.changed.emit()
            column.focus_menu()
            self.ensureWidgetVisible(column)

    def remove(self, column: AnswerColumn) -> None:
        """Take a column away; the last one stays."""
        if len(self._columns) > 1:
            place = self._columns.index(column)
            self._take_away(column)
            self._columns[min(place, len(self._columns) - 1)].focus_menu()
            self.changed.emit()

    def set_changeable(self, changeable: bool) -> None:
        """Let the columns be changed, or not while their models are being asked."""
        self._changeable = changeable
        for column in self._columns:
            column.set_changeable(changeable, removable=len(self._columns) > 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell whoever lays this out when the columns need another height."""
        if watched is self._inner and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring the column into view that the keyboard has come to; Qt does so only for Tab within the columns."""
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # what is clicked on can be seen
        column = next((each for each in self._columns if now is not None and each.isAncestorOf(now)), None)
        if column is not None and now is not None and not by_mouse:
            self.ensureWidgetVisible(column, 0, 0)
            self.ensureWidgetVisible(now, 0, 0)

    def sizeHint(self) -> QSize:
        """Ask for the height of the columns."""
        return self._inner.sizeHint().expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        """Ask for the height of the columns and little width."""
        width = max(self._inner.minimumWidth(), self.viewport().width())
        least = max(self._inner.minimumSizeHint().height(), self._row.minimumHeightForWidth(width))
        return QSize(200, least + self.horizontalScrollBar().sizeHint().height())

    def _put(self, voice: Voice) -> AnswerColumn:
        column = AnswerColumn()
        column.offer(self._choices)
        column.choose(voice)
        column.chosen.connect(self.changed)
        column.removal_wanted.connect(partial(self.remove, column))
        for name in ("again", "setting", "code", "row", "tokens"):
            wanted = getattr(self, f"{name}_wanted")
            getattr(column, f"{name}_wanted").connect(partial(wanted.emit, column))
        column.tries.wanted.connect(partial(self.try_wanted.emit, column))
        self._columns.append(column)
        self._row.addWidget(column, 1)
        column.show()  # at once, so that it has its place when it is brought into view
        self._make_room()
        self.set_changeable(self._changeable)
        return column

    def _take_away(self, column: AnswerColumn) -> None:
        self._columns.remove(column)
        self._row.removeWidget(column)
        column.hide()
        column.deleteLater()
        self._make_room()
        self.set_changeable(self._changeable)

    def _make_room(self) -> None:
        """Make the room wide enough at once: the scroll area does so a moment later, and columns would overlap."""
        widths = [column.minimumSizeHint().width() for column in self._columns]
        self._inner.setMinimumWidth(sum(widths) + LARGE * (len(widths) - 1))
