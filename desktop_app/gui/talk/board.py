"""What the conversation shows: the models, the turns, and the box in which one says the next thing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Setting
from desktop_app.gui.answers.parameters import ParameterFold
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.talk.heads import Heads
from desktop_app.gui.talk.turn_list import TurnList
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.direction import follow_content
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.key_name import key_name
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu

_LEAST_LINES = 10
"""So many lines of the turns are to be seen at least."""
_TO_LETTERS = 18


class TalkBoard(QWidget):
    """Only shows and asks; what is said and answered is the conversation's business."""

    send_wanted = Signal()
    stop_wanted = Signal()
    new_wanted = Signal()
    past_wanted = Signal()
    go_on_wanted = Signal()
    typed = Signal()

    def __init__(self, turns: TurnList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns = turns
        self.heads = Heads()
        self.name = Elided()
        self.name.setProperty("letters", "strong")
        self.new = QPushButton(self.tr("New conversation"))
        self.past = QPushButton(self.tr("Earlier…"))
        self.told = label(size="small", tone="muted", wrap=True)
        self.warning = Banner(kind="attention")
        self.left = Banner(kind="note")
        self.left.set_button(self.tr("Ask them now"), self.go_on_wanted.emit)
        self.leaving = label(size="small", tone="muted", wrap=True)
        self.box = TextBox(3)
        self.to = Menu(_TO_LETTERS)
        self.send = QPushButton(self.tr("Send"))
        self.stop = QPushButton(self.tr("Stop"))
        self.parameters = ParameterFold()
        self._name_parts()
        self._connect()
        self._arrange()
        self.show_asking(asking=False)
        self.show_warning("")
        self.show_left("")

    def _name_parts(self) -> None:
        keys = key_name("Ctrl+Return")
        self.box.setAccessibleName(self.tr("What you say"))
        self.box.setPlaceholderText(self.tr("Say something. {0} sends it.").format(keys))
        follow_content(self.box)
        self.send.setProperty("look", "primary")
        self.send.setToolTip(keys)
        self.to.setAccessibleName(self.tr("Who is asked"))
        self.new.setIcon(icon("plus", "text"))
        self.past.setIcon(icon("clock", "text"))
        self.past.setToolTip(self.tr("Earlier conversations: find, go on, rename, remove"))
        self.turns.nothing.setText(
            self.tr("Nothing has been said yet. Each model hears what you say and what it answered itself, no other.")
        )

    def _connect(self) -> None:
        for button, wanted in (
            (self.send, self.send_wanted),
            (self.stop, self.stop_wanted),
            (self.new, self.new_wanted),
            (self.past, self.past_wanted),
        ):
            button.clicked.connect(wanted)
        self.box.textChanged.connect(self.typed)

    def _arrange(self) -> None:
        over = QHBoxLayout()
        over.setSpacing(MEDIUM)
        over.addWidget(self.name, 1)
        over.addWidget(self.past)
        over.addWidget(self.new)
        buttons = FlowLayout(gap=SMALL)
        for part in (self.send, self.stop, self.to):
            buttons.addWidget(part)
        self.turns.setMinimumHeight(_LEAST_LINES * self.fontMetrics().lineSpacing())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addLayout(over)
        box.addWidget(self.heads)
        box.addWidget(self.told)
        box.addWidget(self.turns, 1)
        box.addWidget(self.left)
        box.addWidget(self.warning)
        box.addWidget(self.box)
        box.addWidget(self.leaving)
        box.addLayout(buttons)
        box.addWidget(self.parameters)

    @property
    def setting(self) -> Setting:
        """Return how answers are drawn by models without their own settings."""
        return self.parameters.form.setting

    @property
    def threads(self) -> list[int]:
        """Return the threads the next message goes to."""
        chosen = self.to.currentData()
        return [head.number for head in self.heads.all if chosen in (None, head.number)]

    def show_receivers(self) -> None:
        """Offer to say something to all models or to one alone; with one model there is nothing to choose."""
        kept = self.to.currentData()
        self.to.clear()
        self.to.addItem(self.tr("to all models"), None)
        for head in self.heads.all:
            self.to.addItem(self.tr("to {0} alone").format(head.title), head.number)
        self.to.setCurrentIndex(max(0, self.to.findData(kept)) if kept is not None else 0)
        self.to.setVisible(len(self.heads.all) > 1)

    def show_name(self, title: str) -> None:
        """Say what the conversation is called."""
        self.name.set_text(title or self.tr("A new conversation"))

    def show_told(self, words: str) -> None:
        """Say what the models are told besides what is said; "" for nothing."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def show_warning(self, words: str) -> None:
        """Say before something is sent what speaks against it; "" for nothing."""
        self.warning.tell(words, "attention")
        self.warning.setVisible(bool(words))

    def show_leaving(self, words: str) -> None:
        """Say to whom goes what is sent; "" where it stays here."""
        self.leaving.setText(words)
        self.leaving.setVisible(bool(words))

    def show_left(self, words: str) -> None:
        """Say that something was not answered yet; "" for nothing."""
        self.left.tell(words, "note")
        self.left.setVisible(bool(words))

    def show_asking(self, *, asking: bool) -> None:
        """While models are asked it can be stopped, and nothing else can be begun."""
        if not asking and self.stop.hasFocus():
            self.focus_box()
        if asking and self.send.hasFocus():
            self.stop.setVisible(True)
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stop.setVisible(asking)
        for button in (self.send, self.new, self.past):
            button.setEnabled(not asking)
        self.heads.set_changeable(not asking)

    def focus_box(self) -> None:
        """Give the box the keyboard."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
