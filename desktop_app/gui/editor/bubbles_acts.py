"""What a person can do with a turn of a conversation, and the menus that offer it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core import turns
from desktop_app.core.example import Message
from desktop_app.core.text import text
from desktop_app.core.turns import ROLES, Where
from desktop_app.gui.editor.bubbles_words import role_word


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as a bubble shows it: its place among `count` turns; `taught`: it can be said whether it is learned."""

    where: Where
    message: Message
    count: int
    taught: bool


class TurnActs(QObject):
    """Says of one turn how the example shall be changed; it changes nothing itself.

    typed(label, act): a text, name or tick was handed in. acted(label, act, where): the turns stand otherwise
    afterwards, and the keyboard belongs to the one at `where`.
    """

    typed = Signal(object, object)
    acted = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.turn: Turn | None = None

    def write(self, said: str) -> None:
        """Write another text."""
        if self.turn is not None:
            words = text("step.edit_turn", role=self.turn.message.role)
            self.typed.emit(words, partial(turns.with_text, where=self.turn.where, text=said))

    def write_calls(self, said: str) -> None:
        """Write other function calls."""
        if self.turn is not None:
            self.typed.emit(text("step.turn_calls"), partial(turns.with_calls, where=self.turn.where, text=said))

    def give_name(self, name: str) -> None:
        """Name whoever speaks; the name that stands there already is no change."""
        if self.turn is not None and name != turns.name_of(self.turn.message):
            self.typed.emit(text("step.name_turn"), partial(turns.with_name, where=self.turn.where, name=name))

    def learn(self, learn: bool) -> None:
        """Let a model learn from the turn, or not."""
        if self.turn is not None:
            words = text("step.learn_turn") if learn else text("step.skip_turn")
            self.typed.emit(words, partial(turns.with_learning, where=self.turn.where, learn=learn))

    def set_role(self, role: str) -> None:
        """Give the turn another role."""
        if self.turn is not None and role != self.turn.message.role:
            where = self.turn.where
            self.acted.emit(text("step.role_turn", role=role), partial(turns.with_role, where=where, role=role), where)

    def add(self) -> None:
        """Put an empty turn below."""
        if self.turn is not None:
            where = Where(self.turn.where.side, self.turn.where.at + 1)
            self.acted.emit(text("step.add_turn"), partial(turns.added, side=where.side, at=where.at), where)

    def move(self, by: int) -> None:
        """Move the turn up or down."""
        if self.turn is not None:
            where = self.turn.where
            there = Where(where.side, where.at + by)
            self.acted.emit(text("step.move_turn"), partial(turns.moved, where=where, by=by), there)

    def delete(self) -> None:
        """Take the turn out."""
        if self.turn is not None:
            where = self.turn.where
            following = Where(where.side, max(0, min(where.at, self.turn.count - 2)))
            self.acted.emit(text("step.delete_turn"), partial(turns.removed, where=where), following)


def role_menu(button: QWidget, acts: TurnActs) -> None:
    """Open the menu of roles below a button."""
    if acts.turn is None:
        return
    menu = _menu(button)
    for role in dict.fromkeys((*ROLES, acts.turn.message.role)):
        action = menu.addAction(role_word(role))
        action.setCheckable(True)
        action.setChecked(role == acts.turn.message.role)
        action.triggered.connect(lambda _=False, role=role: acts.set_role(role))
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def act_menu(button: QWidget, acts: TurnActs, more: dict[str, Callable[[], None]]) -> None:
    """Open the menu of all that can be done with a turn; `more` are the words and acts of the bubble itself."""
    if acts.turn is None:
        return
    menu, at, last = _menu(button), acts.turn.where.at, acts.turn.count - 1
    _offer(menu, QCoreApplication.translate("bubbles", "Add a turn below"), acts.add)
    _offer(menu, QCoreApplication.translate("bubbles", "Move up"), lambda: acts.move(-1), there=at > 0)
    _offer(menu, QCoreApplication.translate("bubbles", "Move down"), lambda: acts.move(1), there=at < last)
    menu.addSeparator()
    for words, do in more.items():
        _offer(menu, words, do)
    menu.addSeparator()
    _offer(menu, QCoreApplication.translate("bubbles", "Delete this turn"), acts.delete, there=last > 0)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _menu(owner: QWidget) -> QMenu:
    menu = QMenu(owner)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _offer(menu: QMenu, words: str, do: Callable[[], None], *, there: bool = True) -> None:
    action = menu.addAction(words)
    action.setEnabled(there)
    action.triggered.connect(lambda _=False: do())
