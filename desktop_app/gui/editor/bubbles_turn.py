"""One turn of a conversation as a bubble."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop_app.core import turns
from desktop_app.core.example import Message
from desktop_app.gui.editor.bubbles_acts import Turn, TurnActs, act_menu, role_menu
from desktop_app.gui.editor.bubbles_calls import CallsView
from desktop_app.gui.editor.bubbles_field import MOST_LINES, GrowingField
from desktop_app.gui.editor.bubbles_words import beside_line, role_word
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.quietly import set_quietly
from desktop_app.gui.widgets.tick import Tick

_FOLDED = 4
"""Lines of a system prompt that are shown until all of it is asked for."""
_LONG = ("system", "developer")


class Bubble(QFrame):
    """Shows a turn; what the person does with it comes out of `acts`."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self.acts = TurnActs(self)
        self.role = QToolButton()
        self.role.setIcon(icon("chevron-down", "muted"))
        self.role.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more = QToolButton()
        self.more.setIcon(icon("ellipsis"))
        self.whole = QToolButton()
        self.whole.setCheckable(True)
        self.learn = Tick(self.tr("Learn from this answer"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name"))
        self.field = GrowingField()
        self.field.setPlaceholderText(self.tr("No text yet"))
        self.calls = CallsView()
        self.note = label(tone="muted", size="small", wrap=True)
        self._lay_out()
        self._connect()

    def show_turn(self, turn: Turn, *, other: bool) -> None:
        """Show a turn; `other` says that the one before was another row's, whose typing is not kept."""
        self.acts.turn = turn
        message = turn.message
        (self.field.replace_text if other else self.field.show_text)(message.content, editable=True)
        empty = not message.content and bool(turns.calls(message))
        self.field.setVisible(not empty or self.field.hasFocus())
        self.role.setText(role_word(message.role))
        learned = turn.taught and turns.learns(message)
        self.learn.setVisible(turn.taught and message.role == "assistant")
        set_quietly(self.learn, learned)
        if other or not self.name.hasFocus():
            self.name.setText(turns.name_of(message))
            self.name.setVisible(bool(turns.name_of(message)))
        self.calls.show_calls(message, other=other)
        beside = beside_line(message)
        self.note.setText(beside)
        self.note.setVisible(bool(beside))
        if other:
            self.whole.setChecked(False)
        self._fold()
        self._colour("good" if learned else "note")
        self._say_names(turn.where.at + 1, message)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that another width needs once all around is laid out: during that nobody listens."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            QTimer.singleShot(0, self, self.updateGeometry)

    def commit(self) -> None:
        """Hand in what is being typed."""
        self.field.commit()
        self.calls.field.commit()
        self._hand_in_name()

    def _lay_out(self) -> None:
        head = QWidget()
        flow = FlowLayout(head)
        for control in (self.role, self.name, self.more, self.learn, self.whole):
            flow.addWidget(control)
        box = QVBoxLayout(self)
        box.setContentsMargins(SMALL, HAIR, SMALL, SMALL)
        box.setSpacing(HAIR)
        for part in (head, self.field, self.calls, self.note):
            box.addWidget(part)
        self.name.setFixedWidth(8 * self.fontMetrics().height())
        for unneeded in (self.name, self.learn, self.whole, self.calls, self.note):
            unneeded.hide()

    def _connect(self) -> None:
        self.role.clicked.connect(lambda: role_menu(self.role, self.acts))
        self.more.clicked.connect(self._choose)
        self.whole.toggled.connect(lambda _: self._fold())
        self.learn.toggled.connect(self.acts.learn)
        self.name.editingFinished.connect(self._hand_in_name)
        self.field.committed.connect(self.acts.write)
        self.field.fitted.connect(self._offer_whole)
        self.calls.committed.connect(self.acts.write_calls)
        self.field.left.connect(self.left)
        self.calls.left.connect(self.left)

    def _choose(self) -> None:
        turn = self.acts.turn
        more = {self.tr("Name who speaks"): lambda: self._ask(self.name)}
        if self.field.isHidden():
            more[self.tr("Write a text")] = lambda: self._ask(self.field)
        if turn is not None and turn.message.role == "assistant":
            more[self.tr("Edit the calls as JSON")] = lambda: self._ask(self.calls.field)
        act_menu(self.more, self.acts, more)

    def _ask(self, field: QWidget) -> None:
        if field is self.calls.field:
            self.calls.open()
        field.show()
        field.setFocus()

    def _hand_in_name(self) -> None:
        self.acts.give_name(self.name.text().strip())

    def _fold(self) -> None:
        self.field.set_most(_FOLDED if self._is_long() and not self.whole.isChecked() else MOST_LINES)

    def _offer_whole(self) -> None:
        self.whole.setVisible(self._is_long() and self.field.lines > _FOLDED)
        self.whole.setText(self.tr("Show less") if self.whole.isChecked() else self.tr("Show all"))

    def _is_long(self) -> bool:
        return self.acts.turn is not None and self.acts.turn.message.role in _LONG

    def _colour(self, kind: str) -> None:
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def _say_names(self, number: int, message: Message) -> None:
        role = role_word(message.role)
        self.setAccessibleName(self.tr("Turn {0}: {1}").format(number, role))
        self.field.setAccessibleName(self.tr("Turn {0}, {1}, text").format(number, role))
        self.role.setAccessibleName(self.tr("Turn {0}, role: {1}").format(number, role))
        self.more.setAccessibleName(self.tr("Turn {0}, more").format(number))
        self.more.setToolTip(self.tr("What can be done with this turn"))
        self.learn.setAccessibleName(self.tr("Turn {0}, learn from this answer").format(number))
        self.whole.setAccessibleName(self.tr("Turn {0}, show all of it").format(number))
        self.name.setAccessibleName(self.tr("Turn {0}, name of who speaks").format(number))
