"""Choosing a judge: which model, what it gives, and the rubric it goes by, with what that takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Voice
from desktop_app.core.judging import Rubric, Scale, usual_rubric
from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.plain import whole_text

_PAUSE_MS = 250
_LINES, _WIDE = 5, 18


@dataclass(frozen=True, slots=True)
class Bench:
    """Who can judge and what: voices with their names, the models of the test, and the pair that is compared."""

    voices: Sequence[tuple[Voice, str]]
    tested: Sequence[Voice]
    pair: tuple[str, str] | None


class JudgeDialog(Sheet):
    """What was written as a rubric for one scale stays while another scale is looked at."""

    changed = Signal()
    """Something else is chosen; what it takes is to be told with `tell`."""

    def __init__(self, bench: Bench, chosen: Callable[[Voice, Rubric], None], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Let a model judge the answers"))
        self._bench = bench
        self._chosen = chosen
        self._scale = Scale.POINTS
        self._written: dict[Scale, str] = {}
        self.model, self.scale = Menu(24), Menu(24)
        self.rubric = TextBox(_LINES, grows=True)
        self.said = label(tone="muted", wrap=True)
        self._who = Field(self.tr("Judge"), self.model)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._fill()
        self._arrange()
        self._connect()

    def _fill(self) -> None:
        for voice, name in self._bench.voices:
            self.model.addItem(name, voice)
        # A judge that is not tested itself is the fairer one.
        fair = (at for at, (voice, _) in enumerate(self._bench.voices) if voice not in self._bench.tested)
        self.model.setCurrentIndex(next(fair, 0))
        self.scale.addItem(self.tr("A mark from 1 to 5 for each answer"), Scale.POINTS)
        self.scale.addItem(self.tr("Good or not, for each answer"), Scale.YES_NO)
        if self._bench.pair is not None:
            words = self.tr("Which is better: {0} or {1}, asked in both orders")
            self.scale.addItem(words.format(*self._bench.pair), Scale.PAIR)
        self.rubric.setPlainText(say(usual_rubric(self._scale)))

    def _arrange(self) -> None:
        hint = self.tr(
            "A model reads each answer and says what it thinks of it. That is an opinion and no measurement: it can be "
            "wrong, and it is easily swayed by length, by order, and by answers that sound like its own."
        )
        about = self.tr("Say in a few sentences what makes an answer good, and what makes it bad.")
        self.box.addWidget(label(hint, wrap=True))
        self.box.addWidget(self._who)
        self.box.addWidget(Field(self.tr("What it gives"), self.scale))
        self.box.addWidget(Field(self.tr("Rubric"), self.rubric, about), 1)
        self.box.addWidget(self.said)
        self.usual = self.aside(self.tr("Use the usual words"), self._take_usual)
        self.button(self.tr("Cancel"), self.reject)
        self.act = self.button(self.tr("Let it judge"), self._give, main=True)
        self.spread(_WIDE)
        self.finish(36, 25)

    def _connect(self) -> None:
        self._soon.timeout.connect(self.changed)
        self.model.currentIndexChanged.connect(lambda _: self._draw())
        self.scale.currentIndexChanged.connect(lambda _: self._turn())
        self.rubric.textChanged.connect(self._draw)
        self._draw()

    @property
    def voice(self) -> Voice | None:
        """Return the judge that is chosen; None where there is no model at all."""
        found = self.model.currentData()
        return found if isinstance(found, Voice) else None

    @property
    def chosen_rubric(self) -> Rubric:
        """Return what it goes by."""
        return Rubric(self._scale, whole_text(self.rubric).strip())

    def tell(self, words: str) -> None:
        """Say what the choice takes, or why it does not go."""
        self.said.setText(words)

    def _turn(self) -> None:
        """Show the rubric of the scale that is chosen now."""
        self._written[self._scale] = whole_text(self.rubric)
        self._scale = Scale(self.scale.currentData())
        self.rubric.setPlainText(self._written.get(self._scale) or say(usual_rubric(self._scale)))

    def _take_usual(self) -> None:
        self.rubric.setPlainText(say(usual_rubric(self._scale)))
        self.rubric.setFocus()

    def _draw(self) -> None:
        own = self.voice in self._bench.tested
        words = self.tr("It judges its own answers as well, and models like what they wrote themselves.")
        self._who.set_help(words if own else "", "attention")
        self.act.setEnabled(self.voice is not None and bool(whole_text(self.rubric).strip()))
        self._soon.start()

    def _give(self) -> None:
        if self.voice is not None:
            self.accept()
            self._chosen(self.voice, self.chosen_rubric)
