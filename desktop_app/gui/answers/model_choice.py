"""Which model is asked, and how: a menu of models with what can be done about the one that is chosen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.gui.answers.naming import offered_line, offered_name
from desktop_app.gui.answers.parameters import in_words
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.ending import ends
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.settings.today import today

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


class ModelChoice(QWidget):
    """A model and its settings; rooms put what they show of it around the menu, into `box`."""

    chosen = Signal()
    """Another model was chosen by hand."""
    setting_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, menu: Menu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting: Setting | None = None
        """The settings of this model alone; None for those that hold for all."""
        self.choices = Choices()
        self.acts: dict[str, QAction] = {}
        self.menu = menu
        self.more = QToolButton()
        self._ends = label(size="small", tone="attention", wrap=True)
        self._how = label(size="small", tone="muted", wrap=True)
        for line in (self._ends, self._how):
            line.hide()
        self.more.setIcon(icon("ellipsis", "text"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu.activated.connect(lambda _: self.chosen.emit())
        self.menu.currentIndexChanged.connect(lambda _: self._say_end())
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self.menu, 1)
        row.addWidget(self.more)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.addLayout(row)
        self.box.addWidget(self._ends)
        self.box.addWidget(self._how)

    def offer_acts(self, acts: Mapping[str, tuple[str, SignalInstance]]) -> QMenu:
        """Fill the menu of what can be done: each act by its name, with its words and the signal that wants it."""
        menu = QMenu(self)
        for name, (words, wanted) in acts.items():
            act = menu.addAction(words)
            act.triggered.connect(lambda _checked=False, wanted=wanted: wanted.emit())
            self.acts[name] = act
        self.more.setMenu(menu)
        return menu

    @property
    def voice(self) -> Voice | None:
        """Return the chosen model; None while there is none."""
        chosen: Voice | None = self.menu.currentData()
        return chosen

    @property
    def title(self) -> str:
        """Return what the chosen model is called."""
        found = self.choices.offered(self.voice) if self.voice is not None else None
        return offered_name(*found) if found is not None else self.menu.currentText()

    @property
    def how(self) -> str:
        """Return how this model is asked where that differs from all others; "" where it does not."""
        return self._how.text()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Return what takes the keyboard, in its order."""
        return self.menu, self.more

    def column(self, common: Setting) -> Column | None:
        """Return what is asked; `common` are the settings of a model without its own."""
        return Column(self.voice, self.setting or common) if self.voice is not None else None

    def offer(self, choices: Choices) -> None:
        """Offer these models; the chosen one stays, also where it is not offered just now."""
        kept, self.choices = self.voice, choices
        self.menu.clear()
        for site, offered in choices.all:
            self.menu.addItem(offered_line(site, offered), offered.voice)
        if kept is not None:
            self.choose(kept)

    def choose(self, voice: Voice) -> None:
        """Choose a model; says nothing about it."""
        found = next((n for n in range(self.menu.count()) if self.menu.itemData(n) == voice), -1)
        if found < 0:
            self.menu.addItem(model_name(voice.model), voice)
            found = self.menu.count() - 1
        self.menu.setCurrentIndex(found)

    def _say_end(self) -> None:
        """Say below the menu when the chosen model is switched off: in the menu itself there may be no room for it."""
        end = self.choices.ending(self.voice) if self.voice is not None else None
        words = ends(end, today()) if end is not None else ""
        self._ends.setText(words[:1].upper() + words[1:])
        self._ends.setVisible(bool(words))

    def choose_setting(self, setting: Setting | None) -> None:
        """Ask this model with settings of its own, or with those of all."""
        self.setting = setting
        words = self.tr("Asked its own way: {0}")
        self._how.setText("" if setting is None else words.format(in_words(setting)))
        self._how.setVisible(setting is not None)

    def name_more(self, words: str, of: str) -> None:
        """Say what the button with the acts is: its tip, and who hears it is told whose it is."""
        self.more.setToolTip(words)
        self.more.setAccessibleName(self.tr("{0}: {1}").format(words, of))

    def focus_menu(self) -> None:
        """Give the menu of models the keyboard."""
        self.menu.setFocus(Qt.FocusReason.OtherFocusReason)
