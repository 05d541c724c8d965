"""One of the models one talks with: which it is, how it is asked, and that it can be left out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.gui.answers.parameters import in_words
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.model_name import model_name

_LETTERS = 26


class ThreadHead(QWidget):
    """A menu of models with what can be done about the one that is chosen."""

    chosen = Signal()
    setting_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        """The thread of the conversation that this model has."""
        self.setting: Setting | None = None
        """The settings of this model alone; None for those that hold for all."""
        self._menu = Menu(_LETTERS)
        self._more = QToolButton()
        self._how = label(size="small", tone="muted", wrap=True)
        menu = QMenu(self)
        self._own = menu.addAction(self.tr("Settings of this model…"))
        self._own.triggered.connect(lambda _checked=False: self.setting_wanted.emit())
        self._remove = menu.addAction(self.tr("Talk without this model"))
        self._remove.triggered.connect(lambda _checked=False: self.removal_wanted.emit())
        self._more.setIcon(icon("ellipsis", "text"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._more.setMenu(menu)
        self._menu.activated.connect(lambda _: self.chosen.emit())
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self._menu, 1)
        row.addWidget(self._more)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addLayout(row)
        box.addWidget(self._how)
        self._how.hide()

    @property
    def voice(self) -> Voice | None:
        """Return the chosen model; None while there is none."""
        chosen: Voice | None = self._menu.currentData()
        return chosen

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Return what takes the keyboard, in its order."""
        return self._menu, self._more

    @property
    def title(self) -> str:
        """Return what the chosen model is called."""
        return self._menu.currentText()

    def column(self, common: Setting) -> Column | None:
        """Return what is asked; `common` are the settings of a model without its own."""
        return Column(self.voice, self.setting or common) if self.voice is not None else None

    def offer(self, choices: Choices) -> None:
        """Offer these models; the chosen one stays, also where it is not offered just now."""
        kept = self.voice
        self._menu.clear()
        for site, offered in choices.all:
            name = model_name(offered.voice.model)
            self._menu.addItem(name if site.here else f"{name} · {site.title}", offered.voice)
        if kept is not None:
            self.choose(kept)

    def choose(self, voice: Voice) -> None:
        """Choose a model; says nothing about it."""
        found = next((n for n in range(self._menu.count()) if self._menu.itemData(n) == voice), -1)
        if found < 0:
            self._menu.addItem(model_name(voice.model), voice)
            found = self._menu.count() - 1
        self._menu.setCurrentIndex(found)

    def choose_setting(self, setting: Setting | None) -> None:
        """Ask this model with settings of its own, or with those of all."""
        self.setting = setting
        words = self.tr("Asked its own way: {0}")
        self._how.setText("" if setting is None else words.format(in_words(setting)))
        self._how.setVisible(setting is not None)

    def set_place(self, place: int, count: int, *, changeable: bool) -> None:
        """Say which of how many models this is (from 1); nothing can be changed while models are asked."""
        name = self.tr("Model") if count == 1 else self.tr("Model {0}").format(place)
        self._menu.setAccessibleName(name)
        self._more.setAccessibleName(self.tr("More for this model: {0}").format(name))
        self._more.setToolTip(self.tr("More for this model"))
        self._menu.setEnabled(changeable)
        self._own.setEnabled(changeable)
        self._remove.setEnabled(changeable and count > 1)

    def focus_menu(self) -> None:
        """Give the menu of models the keyboard."""
        self._menu.setFocus(Qt.FocusReason.OtherFocusReason)
