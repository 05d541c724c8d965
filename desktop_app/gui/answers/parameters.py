"""How answers are drawn: every setting with a line that says what it does."""

from PySide6.QtCore import QCoreApplication, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Setting
from desktop_app.gui.answers.preset_bar import PresetBar
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.scrolling import bring_into_view
from desktop_app.settings import paths
from desktop_app.settings.presets import Presets

_PLAIN = Sampling()
_BY_CHANCE = -1
"""The seed that stands for none."""
_ALTERNATIVES = (None, 0, 2, 5)
_MOST_STOPS = 4
_MOST_REPEATS = 20


class ParameterForm(QWidget):
    """All settings of a request, in two columns."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._temperature = _share(0, 2, _PLAIN.temperature, 0.1)
        self._top_p = _share(0.05, 1, _PLAIN.top_p, 0.05)
        self._presence = _share(-2, 2, _PLAIN.presence_penalty, 0.1)
        self._frequency = _share(-2, 2, _PLAIN.frequency_penalty, 0.1)
        self._length = _whole(1, 32_768, _PLAIN.max_tokens, 20)
        self._seed = _whole(_BY_CHANCE, 2_147_483_647, _BY_CHANCE, 1)
        self._seed.setSpecialValueText(self.tr("by chance"))
        self._stop = TextBox(2)
        self._system = TextBox(2)
        self._logprobs = Menu()
        words = (
            self.tr("do not ask"),
            self.tr("of the answer alone"),
            self.tr("with 2 others"),
            self.tr("with 5 others"),
        )
        for said, value in zip(words, _ALTERNATIVES, strict=True):
            self._logprobs.addItem(said, value)
        self._suggested = _PLAIN.max_tokens
        self._arrange()
        for spin in (self._temperature, self._top_p, self._presence, self._frequency, self._length, self._seed):
            spin.valueChanged.connect(self.changed)
        for box in (self._stop, self._system):
            box.textChanged.connect(self.changed)
        self._logprobs.currentIndexChanged.connect(self.changed)

    def _arrange(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(LARGE)
        self._grid.setVerticalSpacing(MEDIUM)
        self._parts = self._fields()
        self._abreast = 0
        self._place()

    def _place(self) -> None:
        """Put the fields into two columns, or one where there is no room for two."""
        wide = 1 if self.width() < 2 * self._widest + LARGE else 2
        if wide == self._abreast:
            return
        self._abreast = wide
        for place, field in enumerate(self._parts):
            self._grid.removeWidget(field)
            self._grid.addWidget(field, place // wide, place % wide)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < wide))
        self.updateGeometry()

    @property
    def _widest(self) -> int:
        return max(field.minimumSizeHint().width() for field in self._parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look anew whether there is room for two columns."""
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of one column."""
        return QSize(self._widest, super().minimumSizeHint().height())

    def _fields(self) -> tuple[Field, ...]:
        chance = self.tr("0 always takes the likeliest word, so that two tries are alike; higher values vary more.")
        length = self.tr("An answer is cut off after so many tokens; a token is about four letters of English.")
        top = self.tr("Only the likeliest words that have this share together are drawn from; 1 leaves none out.")
        stops = self.tr("An answer ends before any of these, one a line, at most 4; \\n stands for a line break.")
        fresh = self.tr("Above 0 the model rather speaks of something new; below 0 it stays with its subject.")
        often = self.tr("Above 0 a word is the less likely the more often it was said; it helps against repetition.")
        seed = self.tr("With the same number the same answer is drawn again, where the provider keeps its word.")
        likely = self.tr("Shows how sure the model was of each token, and what else it might have said.")
        system = self.tr("Empty: each row keeps its own system message. What stands here takes its place.")
        return (
            Field(self.tr("Chance (temperature)"), self._temperature, chance),
            Field(self.tr("Longest answer (tokens)"), self._length, length),
            Field(self.tr("Share of likely words (top_p)"), self._top_p, top),
            Field(self.tr("Stop before (stop sequences)"), self._stop, stops),
            Field(self.tr("New subjects (presence penalty)"), self._presence, fresh),
            Field(self.tr("Against repetition (frequency penalty)"), self._frequency, often),
            Field(self.tr("Number for chance (seed)"), self._seed, seed),
            Field(self.tr("Likelihood of tokens (logprobs)"), self._logprobs, likely),
            Field(self.tr("System message"), self._system, system),
        )

    @property
    def setting(self) -> Setting:
        """Return the settings."""
        seed = self._seed.value()
        sampling = Sampling(
            temperature=round(self._temperature.value(), 2),
            max_tokens=self._length.value(),
            stop=self._stops(),
            top_p=round(self._top_p.value(), 2),
            presence_penalty=round(self._presence.value(), 2),
            frequency_penalty=round(self._frequency.value(), 2),
            seed=None if seed == _BY_CHANCE else seed,
            logprobs=self._logprobs.currentData(),
        )
        return Setting(sampling, self._system.toPlainText() or None)

    def show_setting(self, setting: Setting) -> None:
        """Show these settings."""
        sampling = setting.sampling
        self._temperature.setValue(sampling.temperature)
        self._top_p.setValue(sampling.top_p)
        self._presence.setValue(sampling.presence_penalty)
        self._frequency.setValue(sampling.frequency_penalty)
        self._length.setValue(sampling.max_tokens)
        self._seed.setValue(_BY_CHANCE if sampling.seed is None else sampling.seed)
        self._stop.setPlainText("\n".join(map(_written, sampling.stop)))
        known = sampling.logprobs in _ALTERNATIVES
        self._logprobs.setCurrentIndex(_ALTERNATIVES.index(sampling.logprobs) if known else len(_ALTERNATIVES) - 1)
        self._system.setPlainText(setting.system or "")

    @property
    def suggested(self) -> int:
        """Return the length that was suggested last."""
        return self._suggested

    def suggest_length(self, tokens: int) -> None:
        """Set the longest answer's length, unless the user has set another."""
        if self._length.value() == self._suggested:
            self._length.setValue(tokens)
        self._suggested = tokens

    def suggest_stop(self, stop: str, before: str) -> None:
        """Set the stop sequence that the data has, unless the user has set another than the one `before`."""
        if self._stop.toPlainText() == _written(before):
            self._stop.setPlainText(_written(stop))

    def _stops(self) -> tuple[str, ...]:
        lines = [_meant(line) for line in self._stop.toPlainText().split("\n")]
        return tuple(line for line in lines if line)[:_MOST_STOPS]


class ParameterFold(QWidget):
    """The settings that hold for every column without its own, folded away; the folded line tells what they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = ParameterForm()
        self.presets = PresetBar(Presets(paths.data_dir() / "presets.json"), lambda: self.form.setting)
        self.presets.chosen.connect(self.form.show_setting)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(MEDIUM)
        inner.addWidget(self.presets)
        inner.addWidget(self.form)
        self._fold = Fold(self.tr("How answers are drawn"), content)
        self._fold.toggled.connect(self._on_toggled)
        self.form.changed.connect(self._tell)
        self._inner = inner
        self._repeats: QSpinBox | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._fold)
        self._tell()

    def _on_toggled(self, opened: bool) -> None:
        if opened:
            QTimer.singleShot(0, self, lambda: bring_into_view(self))  # once what was folded has its place

    def offer_repeats(self) -> QSpinBox:
        """Offer to ask for several answers to the same; return what is turned for it."""
        spin = self._repeats = _whole(1, _MOST_REPEATS, 1, 1)
        spin.valueChanged.connect(lambda _: self._tell())
        hint = self.tr("So many times each model is asked the same: at a temperature above 0 you see how answers vary.")
        self._inner.addWidget(Field(self.tr("Answers to each prompt (n)"), spin, hint))
        return spin

    @property
    def repeats(self) -> int:
        """Return how many answers to the same are wanted."""
        return self._repeats.value() if self._repeats is not None else 1

    def _tell(self) -> None:
        said = in_words(self.form.setting)
        if self.repeats > 1:
            said = self.tr("{0}, {1} answers to each prompt").format(said, number(self.repeats))
        self._fold.set_summary(said)


def in_words(setting: Setting) -> str:
    """Return settings in a few words: the temperature, the length, and what is otherwise than usual."""
    sampling = setting.sampling
    said = [_tr("temperature {0}").format(number(sampling.temperature, 1))]
    said.append(_tr("at most {0}").format(how_many.tokens(sampling.max_tokens)))
    if sampling.top_p != _PLAIN.top_p:
        said.append(_tr("top_p {0}").format(number(sampling.top_p, 2)))
    if sampling.stop:
        said.append(_tr("stop before {0}").format(" ".join(f"“{_written(stop)}”" for stop in sampling.stop)))
    if sampling.presence_penalty:
        said.append(_tr("presence penalty {0}").format(number(sampling.presence_penalty, 1)))
    if sampling.frequency_penalty:
        said.append(_tr("frequency penalty {0}").format(number(sampling.frequency_penalty, 1)))
    if sampling.seed is not None:
        said.append(_tr("seed {0}").format(sampling.seed))
    if sampling.logprobs is not None:
        said.append(_tr("with likelihoods"))
    if setting.system is not None:
        said.append(_tr("own system message"))
    return ", ".join(said)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Parameters", words)


def _written(stop: str) -> str:
    """Return a stop sequence in one line."""
    return stop.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _meant(line: str) -> str:
    """Return the stop sequence that a line stands for."""
    kept = line.replace("\\\\", "\0")
    return kept.replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\")


def _share(low: float, high: float, value: float, step: float) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setDecimals(2 if step < 0.1 else 1)
    spin.setValue(value)
    return spin


def _whole(low: int, high: int, value: int, step: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setValue(value)
    return spin
