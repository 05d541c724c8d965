"""One column of the comparison: which model, asked how, and what it says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.gui.answers.answer_pane import AnswerPane
from desktop_app.gui.answers.parameters import in_words as setting_in_words
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.model_name import model_name

_LEAST_WIDTH = 260


class AnswerColumn(QWidget):
    """A menu of models above the answer."""

    voice_chosen = Signal()
    again_wanted = Signal()
    setting_wanted = Signal()
    code_wanted = Signal()
    row_wanted = Signal()
    """The answer is to become a row of training data."""
    tokens_wanted = Signal()
    """The likelihoods of the answer's tokens are to be seen as a table."""
    removal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting: Setting | None = None
        """The settings of this column alone; None for those that hold for all."""
        self._choices = Choices()
        self._title = label(size="strong")
        self._menu = Menu()
        self._more = QToolButton()
        self._how = label(size="small", tone="muted", wrap=True)
        self.pane = AnswerPane()
        self.pane.again_wanted.connect(self.again_wanted)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._menu.activated.connect(lambda _: self._on_chosen())
        self._title.setBuddy(self._menu)
        self._fill_more()
        self._arrange()
        self._name_parts()

    def _fill_more(self) -> None:
        menu = QMenu(self)
        self._acts = {}
        for name, words, wanted in (
            ("again", self.tr("Ask this model again"), self.again_wanted),
            ("setting", self.tr("Settings of this column…"), self.setting_wanted),
            ("code", self.tr("Show the code for this request…"), self.code_wanted),
            ("row", self.tr("Make a training row of this answer…"), self.row_wanted),
            ("tokens", self.tr("Likelihoods as a table…"), self.tokens_wanted),
            ("remove", self.tr("Remove this column"), self.removal_wanted),
        ):
            act = menu.addAction(words)
            act.triggered.connect(lambda _checked=False, wanted=wanted: wanted.emit())
            self._acts[name] = act
        self._more.setIcon(icon("ellipsis", "text"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(menu)
        menu.aboutToShow.connect(self._look_at_acts)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self._menu, 1)
        head.addWidget(self._more)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self._title)
        box.addLayout(head)
        box.addWidget(self._how)
        box.addWidget(self.pane, 1)
        self._how.hide()

    @property
    def voice(self) -> Voice | None:
        """Return the chosen model; None while there is none."""
        chosen: Voice | None = self._menu.currentData()
        return chosen

    @property
    def model(self) -> str:
        """Return the id of the chosen model, empty while there is none."""
        return self.voice.model if self.voice is not None else ""

    def column(self, common: Setting) -> Column | None:
        """Return what is asked here; `common` are the settings of a column without its own."""
        return Column(self.voice, self.setting or common) if self.voice is not None else None

    def offer(self, choices: Choices) -> None:
        """Offer these models; the chosen one stays, also where it is not offered just now."""
        kept = self.voice
        self._choices = choices
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
        self._name_parts()

    def choose_setting(self, setting: Setting | None) -> None:
        """Ask this model with settings of its own, or with those of all."""
        self.setting = setting
        words = self.tr("Asked its own way: {0}")
        self._how.setText("" if setting is None else words.format(setting_in_words(setting)))
        self._how.setVisible(setting is not None)

    def set_changeable(self, changeable: bool, *, removable: bool) -> None:
        """Let the column be changed, or not while its model is being asked; the last one cannot be removed."""
        self._menu.setEnabled(changeable)
        for name in ("again", "setting", "remove"):
            self._acts[name].setEnabled(changeable and (removable or name != "remove"))

    def focus_menu(self) -> None:
        """Give the menu of models the keyboard."""
        self._menu.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self) -> None:
        self._name_parts()
        self.voice_chosen.emit()

    def _name_parts(self) -> None:
        """Say what the column is: for the eye and for who hears it."""
        voice = self.voice
        place = next((site for site, one in self._choices.all if one.voice == voice), None)
        tuned = voice is not None and voice.model.startswith("ft:")
        title = self.tr("Tuned model") if tuned else self.tr("Base model")
        if place is not None and not place.here:
            title = self.tr("{0} at {1}").format(title, place.title)
        self._title.setText(title)
        self._menu.setAccessibleName(title)
        self.pane.set_title(title)
        self._more.setAccessibleName(self.tr("More for this column: {0}").format(title))
        self._more.setToolTip(self.tr("More for this column"))

    def _look_at_acts(self) -> None:
        answer = self.pane.answer
        self._acts["row"].setEnabled(answer is not None and bool(answer.text))
        self._acts["tokens"].setEnabled(answer is not None and bool(answer.drawn))
