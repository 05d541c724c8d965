"""One column of the comparison: which model, asked how, and what it says."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.core.batch import Voice
from desktop_app.gui.answers.answer_pane import AnswerPane
from desktop_app.gui.answers.model_choice import ModelChoice
from desktop_app.gui.answers.version_bar import VersionBar
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu

_LEAST_WIDTH = 260


class AnswerColumn(ModelChoice):
    """A menu of models above the answer."""

    again_wanted = Signal()
    copy_wanted = Signal()
    code_wanted = Signal()
    row_wanted = Signal()
    """The answer is to become a row of training data."""
    tokens_wanted = Signal()
    """The likelihoods of the answer's tokens are to be seen as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Menu(), parent)
        self._kind = Elided()
        self._kind.setProperty("letters", "strong")
        self.tries = VersionBar(self.tr("Answer before"), self.tr("Next answer"))
        room = self.tries.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # nothing moves when a second answer comes
        self.tries.setSizePolicy(room)
        self.pane = AnswerPane()
        self.pane.again_wanted.connect(self.again_wanted)
        self.copy_wanted.connect(self.pane.copy)
        self.box.addStrut(_LEAST_WIDTH)
        self.chosen.connect(self._name_parts)
        self._kind.setBuddy(self.menu)
        self.box.setSpacing(SMALL)
        over = QHBoxLayout()
        over.setSpacing(SMALL)
        over.addWidget(self._kind, 1)
        over.addWidget(self.tries)
        self.box.insertLayout(0, over)
        self.box.addWidget(self.pane, 1)
        self._sum = label(size="small", tone="muted", wrap=True)
        self._sum.setToolTip(self.tr("As expected: the same but for case, spaces, the end mark and full stops."))
        self._sum.hide()
        self.box.addWidget(self._sum)
        acts = {
            "again": (self.tr("Ask this model again"), self.again_wanted),
            "copy": (self.tr("Copy the answer"), self.copy_wanted),
            "setting": (self.tr("Settings of this column…"), self.setting_wanted),
            "code": (self.tr("Show the code for this request…"), self.code_wanted),
            "row": (self.tr("Make a training row of this answer…"), self.row_wanted),
            "tokens": (self.tr("Likelihoods as a table…"), self.tokens_wanted),
            "remove": (self.tr("Remove this column"), self.removal_wanted),
        }
        self.offer_acts(acts).aboutToShow.connect(self._look_at_acts)
        self._name_parts()

    @property
    def kind(self) -> str:
        """Return what stands over the column: which kind of model it is, and where it is not this computer, where."""
        return self._kind.whole

    @property
    def sum(self) -> str:
        """Return what is said of all answers of this column; "" for nothing."""
        return self._sum.text()

    def show_sum(self, words: str) -> None:
        """Say what all answers of this column come to; "" for nothing."""
        self._sum.setText(words)
        self._sum.setVisible(bool(words))

    @property
    def model(self) -> str:
        """Return the id of the chosen model, empty while there is none."""
        return self.voice.model if self.voice is not None else ""

    def offer(self, choices: Choices) -> None:
        """Offer these models; the chosen one stays, also where it is not offered just now."""
        super().offer(choices)
        self._name_parts()

    def choose(self, voice: Voice) -> None:
        """Choose a model; says nothing about it."""
        super().choose(voice)
        self._name_parts()

    def set_changeable(self, changeable: bool, *, removable: bool) -> None:
        """Let the column be changed, or not while its model is being asked; the last one cannot be removed."""
        self.menu.setEnabled(changeable)
        for name in ("again", "setting", "remove"):
            self.acts[name].setEnabled(changeable and (removable or name != "remove"))

    def _name_parts(self) -> None:
        """Say what the column is: for the eye and for who hears it."""
        voice = self.voice
        place = next((site for site, one in self.choices.all if one.voice == voice), None)
        tuned = voice is not None and voice.model.startswith("ft:")
        title = self.tr("Tuned model") if tuned else self.tr("Base model")
        if place is not None and not place.here:
            title = self.tr("{0} at {1}").format(title, place.title)
        self._kind.set_text(title)
        self.menu.setAccessibleName(title)
        self.pane.set_title(title)
        self.name_more(self.tr("More for this column"), title)

    def _look_at_acts(self) -> None:
        answer = self.pane.answer
        self.acts["copy"].setEnabled(bool(self.pane.text))
        self.acts["row"].setEnabled(answer is not None and bool(answer.text))
        self.acts["tokens"].setEnabled(answer is not None and bool(answer.drawn))
