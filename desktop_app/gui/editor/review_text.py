"""The texts of one row, large enough to be read from a distance."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core import turns
from desktop_app.core.example import Completion, Conversation, Example, Message, Preference
from desktop_app.gui.editor.bubbles_words import beside_line, calls_line, role_word
from desktop_app.gui.editor.columns import field_word
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.changes import WIDE, Fate, Piece, Section, changes, one_side, other_side
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.marked import Marked

_LARGER = 1.25
_MOST = 20_000
"""So many letters of one text are shown; the field for editing holds all of them."""
_ABREAST = 40
_MOST_TURNS = 60
_SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class LargeText(Marked):
    """A text in larger letters, with marks where there are any."""

    def __init__(self, pieces: Sequence[Piece], parent: QWidget | None = None) -> None:
        super().__init__(pieces, parent=parent)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        wanted = QApplication.font()
        wanted.setPointSizeF(wanted.pointSizeF() * _LARGER)
        if abs(self.font().pointSizeF() - wanted.pointSizeF()) > 0.01:
            self.setFont(wanted)


class Voice(QFrame):
    """What one speaks, or one field: its name and its text, on the ground of bubbles."""

    def __init__(self, name: str, pieces: Sequence[Piece], *, learned: bool, parent: QWidget | None = None) -> None:
        """Show a text; `learned` tells that a model learns to write it."""
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self.setProperty("kind", "good" if learned else "note")
        self.text = LargeText(pieces)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, MEDIUM)
        box.setSpacing(HAIR)
        box.addWidget(label(name, size="small", tone="muted", wrap=True))
        box.addWidget(self.text)
        self.setAccessibleName(name)


class ReviewText(QScrollArea):
    """Shows one row from its beginning; arrows up and down scroll, all other keys are for whoever holds it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "reading")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(lambda _, most: self._keep_width(scrolls=most > 0))
        self.viewport().setAutoFillBackground(False)
        self._page = QWidget()
        self._said = ""
        self._keep_width(scrolls=False)

    @property
    def said(self) -> str:
        """Return what is on show, in words."""
        return self._said

    def show_example(self, example: Example | None) -> None:
        """Show a row; None for one that is gone."""
        voices = _voices(example)
        page = QWidget()
        page.setAutoFillBackground(False)
        box = QVBoxLayout(page)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(MEDIUM)
        for voice in voices:
            box.addWidget(voice)
        box.addStretch(1)
        self._page = page
        self.setWidget(page)
        self.verticalScrollBar().setValue(0)
        found = [each for voice in voices for each in ([voice] if isinstance(voice, Voice) else [])]
        inner = [each for voice in voices for each in voice.findChildren(Voice)]
        self._said = "\n".join(f"{each.accessibleName()}: {each.text.accessibleName()}" for each in [*found, *inner])
        self.setAccessibleDescription(self._said)

    def _keep_width(self, *, scrolls: bool) -> None:
        """Keep the room of the scroll bar free where there is none: all texts wrap at the same place."""
        room = 0 if scrolls else self.verticalScrollBar().sizeHint().width()
        left, right = (room, 0) if self.isRightToLeft() else (0, room)  # Qt mirrors the scroll bar, not the margins
        self.setViewportMargins(left, 0, right, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Keep as much room free as the scroll bar takes in the looks it has now, on its side."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._keep_width(scrolls=self.verticalScrollBar().maximum() > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll up and down."""
        if event.key() in _SCROLLS:
            super().keyPressEvent(event)
        else:
            event.ignore()


def _voices(example: Example | None) -> list[QWidget]:
    if example is None:
        return [label(_gone(), tone="muted", wrap=True)]
    if isinstance(example, Completion):
        return [
            Voice(field_word("prompt"), _plain(example.prompt), learned=False),
            Voice(field_word("completion"), _plain(example.completion), learned=True),
        ]
    chat = isinstance(example, Conversation)
    shown = example.messages if len(example.messages) <= _MOST_TURNS else example.messages[-_MOST_TURNS:]
    voices: list[QWidget] = [
        Voice(role_word(turn.role), _plain(_words(turn)), learned=chat and turns.learns(turn)) for turn in shown
    ]
    if len(shown) < len(example.messages):
        voices.insert(0, label(_earlier(len(example.messages) - len(shown)), tone="muted", wrap=True))
    if isinstance(example, Preference):
        voices.append(_answers(example))
    return voices


def _answers(pair: Preference) -> QWidget:
    better, worse = ("\n\n".join(map(_words, side)) for side in (pair.preferred, pair.non_preferred))
    both = Section("", changes(better, worse, WIDE))
    beside = SideBySide(_ABREAST)
    beside.add_column(Voice(field_word("preferred"), one_side(both), learned=True))
    beside.add_column(Voice(field_word("non_preferred"), other_side(both), learned=False))
    return beside


def _words(turn: Message) -> str:
    return "\n".join(part for part in (turn.content, calls_line(turn), beside_line(turn)) if part)


def _plain(words: str) -> list[Piece]:
    shown = words if len(words) <= _MOST else f"{words[:_MOST]} …"
    return [Piece(shown, Fate.STAYS)] if shown else []


def _gone() -> str:
    return QCoreApplication.translate("ReviewText", "This row is not in the table any more.")


def _earlier(count: int) -> str:
    words = QCoreApplication.translate("ReviewText", "{0} earlier turns are not shown here; edit the row to see them.")
    return words.format(number(count))
