"""A chat or a preference pair as bubbles, one for each turn."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core import turns
from desktop_app.core.example import Completion, Example, Preference
from desktop_app.core.text import Text, text
from desktop_app.core.turns import Act, Side, Talk, Where
from desktop_app.gui.editor.bubbles_side import BubbleSide
from desktop_app.gui.editor.bubbles_turn import Bubble
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.plain import whole_text

_ABREAST = 19
"""From this width on, in heights of a line, two answers stand side by side."""


class Bubbles(QWidget):
    """Shows the turns of the current row; `changed(label, act)` says how its example shall be changed."""

    changed = Signal(object, object)
    left = Signal()
    retyped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: int | None = None
        self._example: Talk | None = None
        self._unfinished: dict[tuple[int, Where], tuple[str, str]] = {}
        self.sides = {
            Side.MESSAGES: BubbleSide(Side.MESSAGES),
            Side.PREFERRED: BubbleSide(Side.PREFERRED, self.tr("Better answer (preferred)")),
            Side.NON_PREFERRED: BubbleSide(Side.NON_PREFERRED, self.tr("Worse answer (non-preferred)")),
        }
        self.system = self._button(self.tr("Add a system prompt"), "plus", self._add_system)
        self.add = self._button(self.tr("Add a turn"), "plus", partial(self._add_turn, Side.MESSAGES))
        self.swap = self._button(self.tr("Swap the two answers"), "replace", self._swap)
        self.answers = SideBySide(_ABREAST)
        self._adders = {
            side: self._button(self.tr("Add an answer"), "plus", partial(self._add_turn, side))
            for side in (Side.PREFERRED, Side.NON_PREFERRED)
        }
        self._lay_out()
        for part in self.sides.values():
            part.typed.connect(self.changed)
            part.acted.connect(self._on_acted)
            part.left.connect(self.left)
            part.retyped.connect(self.retyped)

    @property
    def bubbles(self) -> list[Bubble]:
        """Return all bubbles on show."""
        return [bubble for side in self.sides.values() for bubble in side.bubbles]

    @property
    def turns(self) -> list[Bubble]:
        """Return the bubbles of the conversation, without those of a pair's answers."""
        return self.sides[Side.MESSAGES].bubbles

    @property
    def example_now(self) -> Talk | None:
        """Return the example on show with all texts that are being typed."""
        example: Example | None = self._example
        for bubble in self.bubbles:
            turn = bubble.acts.turn
            if example is not None and turn is not None and bubble.field.changed:
                example = turns.with_text(example, turn.where, whole_text(bubble.field))
        return None if isinstance(example, Completion) else example

    def show_example(self, row_id: int, example: Talk) -> None:
        """Show a row; what is being typed in the same row stays."""
        other = self._row != row_id
        if other:
            self._keep_unfinished()
        elif self._example is not None and _outline(example) != _outline(self._example):
            self.commit()  # the turns stand otherwise now, and what is being typed belongs to the one it was typed in
        self._row, self._example = row_id, example
        pair = isinstance(example, Preference)
        for side, part in self.sides.items():
            part.show_turns(example, other=other)
            if side in self._adders:
                self._adders[side].setVisible(pair and not turns.turns(example, side))
        self.answers.setVisible(pair)
        self.swap.setVisible(pair)
        self.system.setVisible(not turns.has_system(example))
        if other:
            self._resume()

    def leave(self) -> None:
        """Show no row any more; the next one is another, even if it bears the same id (in another project)."""
        self._keep_unfinished()
        self._row = None

    def commit(self) -> None:
        """Hand in what is being typed."""
        for bubble in self.bubbles:
            bubble.commit()

    def focus_field(self, name: str | None, sought: str = "") -> None:
        """Go to the turn of one of core.fields.FIELDS (the answer if none is named), or select a sought text there."""
        if self._example is None:
            return
        answer = Side.PREFERRED.value if isinstance(self._example, Preference) else "assistant"
        where = turns.place_of(self._example, name or answer)
        if sought:
            self._select(name or answer, sought)
        elif where is not None:
            self.focus_at(where)
        elif name == "system":
            self.system.setFocus()

    def focus_at(self, where: Where) -> None:
        """Give the keyboard to a turn."""
        bubble = self.sides[where.side].bubble_at(where.at)
        if bubble is not None and bubble.field.isHidden():
            bubble.more.setFocus()
        elif bubble is not None:
            bubble.field.go_on()

    def _select(self, name: str, sought: str) -> None:
        """Select a text in the first turn that has it: the answer is looked at last, as the table shows it."""
        side = Side(name) if name in set(Side) else Side.MESSAGES
        bubbles = list(self.sides[side].bubbles)
        bubble = next((b for b in (bubbles[::-1] if name == "assistant" else bubbles) if _has(b, sought)), None)
        if bubble is not None:
            bubble.field.moveCursor(QTextCursor.MoveOperation.Start)
            bubble.field.find(sought)

    def _lay_out(self) -> None:
        for side, button in self._adders.items():
            self.answers.add_column(self.sides[side], button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SMALL, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.system, self.sides[Side.MESSAGES], self.add):
            box.addWidget(part)
        box.addSpacing(MEDIUM)
        box.addWidget(self.answers)
        box.addWidget(self.swap)

    def _button(self, words: str, picture: str, do: Callable[[], None]) -> QPushButton:
        made = QPushButton(icon(picture, "accent"), words)
        made.setProperty("look", "quiet")
        made.clicked.connect(lambda _=False: do())
        return made

    def _on_acted(self, label: Text, act: Act, where: Where) -> None:
        self.commit()
        for bubble in self.bubbles:
            if bubble.calls.unfinished is not None:
                bubble.calls.field.setFocus()  # its sentence says what to do first
                return
        self.changed.emit(label, act)
        self.focus_at(where)

    def _add_turn(self, side: Side) -> None:
        if self._example is not None:
            at = len(turns.turns(self._example, side))
            self._on_acted(text("step.add_turn"), partial(turns.added, side=side, at=at), Where(side, at))

    def _add_system(self) -> None:
        self._on_acted(text("step.add_turn"), turns.with_system, Where(Side.MESSAGES, 0))

    def _swap(self) -> None:
        self._on_acted(text("step.swap_answers"), turns.swapped, Where(Side.PREFERRED, 0))

    def _keep_unfinished(self) -> None:
        for bubble in self.bubbles:
            typed, turn = bubble.calls.unfinished, bubble.acts.turn
            if typed is not None and turn is not None and self._row is not None:
                self._unfinished[self._row, turn.where] = (bubble.calls.stored, typed)

    def _resume(self) -> None:
        for bubble in self.bubbles:
            turn = bubble.acts.turn
            if self._row is None or turn is None:
                continue
            stored, typed = self._unfinished.pop((self._row, turn.where), ("", ""))
            if typed and stored == bubble.calls.stored:
                bubble.calls.resume(typed)


def _outline(example: Talk) -> list[tuple[Side, str]]:
    return [(side, message.role) for side in Side for message in turns.turns(example, side)]


def _has(bubble: Bubble, sought: str) -> bool:
    return sought.casefold() in bubble.field.toPlainText().casefold()
