"""The decisions of a review as buttons, each with its key, and the line in which a problem is described."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.editor.actions import ActButton
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.acting import Acting
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label

_SIGNS: Mapping[str, str] = MappingProxyType({"Left": "←", "Right": "→", "Backspace": "⌫"})
_ASKING_LINES = 20
"""So many heights of a line are kept for what is wrong with a row."""
_Format = QKeySequence.SequenceFormat
_BELOW = Qt.ShortcutContext.WidgetWithChildrenShortcut


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    words: str
    picture: str
    keys: tuple[str, ...]
    decides: bool = False
    """Whether it needs a row that is there."""


def review_actions(holder: QWidget, slots: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Return the acts of a review by their names; their keys work within `holder`, `slots` says what each does."""
    made: dict[str, QAction] = {}
    for key in _keys():
        action = QAction(icon(key.picture), key.words, holder)
        action.setShortcuts([QKeySequence(each) for each in key.keys])
        action.setShortcutContext(_BELOW)
        _show_key(action)
        action.setAutoRepeat(not key.decides)  # a key that is held down decides about one row
        action.setProperty("decides", key.decides)
        action.triggered.connect(lambda _=False, name=key.name: slots[name]())
        holder.addAction(action)
        made[key.name] = action
    return made


class ReviewBar(QStackedWidget):
    """Shows the decisions, or while a problem is described the line for it; both take the same room."""

    described = Signal(str)
    left = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        buttons = QWidget()
        flow = FlowLayout(buttons, HAIR)
        for name in ("accept", "exclude", "problem", "edit", "delete", "back", "next", "take_back"):
            made = ActButton()
            made.setDefaultAction(actions[name])
            made.setAccessibleName(actions[name].text())
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            flow.addWidget(made)
        self.buttons = buttons
        self.line = _Line()
        self.line.setPlaceholderText(self.tr("You may leave this empty."))
        self.line.setToolTip(self.line.placeholderText())
        self.line.setAccessibleName(self.tr("What is wrong with this row?"))
        self.line.done.connect(lambda: self.described.emit(self.line.text().strip()))
        self.line.left.connect(self.left)
        self.addWidget(buttons)
        self._lay_out_line()
        self.point(self.layoutDirection())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the room of the buttons also for the line, so that nothing moves when it comes."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.buttons.heightForWidth(self.width()))

    def ask(self, note: str) -> None:
        """Ask what is wrong with the row; its note as it is stands there."""
        self.setCurrentIndex(1)
        self.line.setText(note)
        self.line.selectAll()
        self.line.setFocus()

    def point(self, way: Qt.LayoutDirection) -> None:
        """Let arrows and their keys point the way the window reads."""
        turned = way is Qt.LayoutDirection.RightToLeft
        for name, keys in (("back", ("Left", "Right")), ("next", ("Right", "Left"))):
            key = keys[int(turned)]
            action = self._actions[name]
            action.setShortcut(QKeySequence(key))
            action.setIcon(icon(f"arrow-{key.lower()}"))
            _show_key(action)

    def show_decisions(self) -> None:
        """Go back from what was asked to the buttons of the decisions."""
        self.setCurrentIndex(0)

    def _lay_out_line(self) -> None:
        words = label(self.tr("What is wrong?"), size="strong")
        words.setBuddy(self.line)
        mark = QPushButton(self.tr("Mark as a problem"))
        mark.clicked.connect(lambda: self.described.emit(self.line.text().strip()))
        back = QPushButton(self.tr("Back (Esc)"))
        back.setProperty("look", "quiet")
        back.clicked.connect(self.left)
        written, acts = QWidget(), QWidget()
        for holder, parts in ((written, (words, self.line)), (acts, (mark, back))):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SMALL)
            for part in parts:
                row.addWidget(part, int(part is self.line))
            row.addStretch(int(holder is acts))
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Acting(written, acts, _ASKING_LINES))
        box.addStretch(1)  # a line that took the room of all buttons would stand lower than its own
        self.addWidget(page)


class _Line(QLineEdit):
    """A line that Enter hands in and Esc leaves; neither goes on to what has the keyboard then."""

    done = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take both keys."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc, which would leave the whole review."""
        esc = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if esc and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def _show_key(action: QAction) -> None:
    """Let a button show the key beside the word; the name of the act stays without it."""
    key = action.shortcut()
    plain, written = (key.toString(way) for way in (_Format.PortableText, _Format.NativeText))
    action.setIconText(f" {action.text()} ({_SIGNS.get(plain, written)})")


def _keys() -> tuple[_Key, ...]:
    translate = QCoreApplication.translate
    return (
        _Key("accept", translate("review", "Accept"), "check", ("A",), decides=True),
        _Key("exclude", translate("review", "Exclude"), "circle-x", ("X",), decides=True),
        _Key("problem", translate("review", "Problem…"), "triangle-alert", ("P",), decides=True),
        _Key("edit", translate("review", "Edit"), "pencil", ("E", "F2"), decides=True),
        _Key("delete", translate("review", "Delete"), "trash-2", ("D", "Del"), decides=True),
        _Key("back", translate("review", "Back"), "arrow-left", ("Left",)),
        _Key("next", translate("review", "Skip"), "arrow-right", ("Right",)),
        _Key("take_back", translate("review", "Take back"), "undo-2", ("Backspace",)),
        _Key("first", translate("review", "First row"), "arrow-left", ("Home",)),
        _Key("last", translate("review", "Last row"), "arrow-right", ("End",)),
        _Key("leave", translate("review", "Back to the table"), "table", ("Esc",)),
    )
