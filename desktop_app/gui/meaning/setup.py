"""Before rows are read: what it is for, by which model, what it takes, and what of it leaves this computer."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from desktop_app.core.meaning import Aspect
from desktop_app.gui.answers.ahead_dialog import private
from desktop_app.gui.background import Background
from desktop_app.gui.meaning import words
from desktop_app.gui.theme.say import day, name_said
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import duration, number, size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.ending import named
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.gui.widgets.label import label
from desktop_app.settings.today import today
from desktop_app.work.embedders import Outlay
from desktop_app.work.meaning_choice import Choice
from desktop_app.work.meaning_state import State
from desktop_app.work.sites import Sites

_LEAST = 0.01
"""In dollars; smaller sums are told as less than this."""


class Setup(QWidget):
    """The form; `changed` carries another Choice, `fetched` that the model is on this computer now."""

    changed = Signal(object)
    fetched = Signal()
    provider_wanted = Signal()

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self.why = label(
            self.tr(
                "A model reads each row and turns its meaning into numbers (an embedding). Rows that mean nearly the "
                "same get nearly the same numbers, whatever their words. Then you see your data as a map, and find "
                "rows like another one, questions that are there twice in other words, answers that contradict each "
                "other, and test rows the model has already learned from."
            ),
            wrap=True,
        )
        self.models, self.aspects = QComboBox(), QComboBox()
        self.models.setAccessibleName(self.tr("Read by"))
        self.aspects.setAccessibleName(self.tr("What of each row"))
        for menu in (self.models, self.aspects):
            menu.setAccessibleDescription(menu.accessibleName())  # on Linux, Qt tells the entry as the name
        for aspect in (Aspect.BOTH, Aspect.PROMPT, Aspect.ANSWER):
            self.aspects.addItem(words.aspect(aspect), aspect)
        for box in (self.models, self.aspects):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
            box.activated.connect(self._tell)
        self.amount, self.cost, self.time, self.leaving = (label(wrap=True) for _ in range(4))
        self.note = Banner()
        self.fetch = FetchModel(background, sites)
        self.fetch.ready.connect(lambda _: self.fetched.emit())
        self._build()

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(LARGE)
        form.setVerticalSpacing(SMALL)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, field in (
            (self.tr("Read by"), self.models),
            (self.tr("What of each row"), self.aspects),
            (self.tr("To be read"), self.amount),
            (self.tr("Cost"), self.cost),
            (self.tr("Time"), self.time),
            (self.tr("What leaves this computer"), self.leaving),
        ):
            form.addRow(label(name, size="strong"), field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.why)
        box.addLayout(form)
        box.addWidget(self.note)
        box.addWidget(self.fetch)

    @property
    def ready(self) -> bool:
        """Tell whether the reading can begin."""
        offer = self._state.offer if self._state is not None else None
        survey = self._state.survey if self._state is not None else None
        return offer is not None and offer.ready and survey is not None and survey.texts > 0

    def act(self, *, all_read: bool) -> tuple[str, bool]:
        """Return the words of the button that begins, and whether it can; `all_read`: there is nothing to begin."""
        outlay = self._state.outlay if self._state is not None else None
        if all_read or outlay is None:
            return self.tr("Show what is read"), all_read
        count = how_many.texts(outlay.texts)
        if outlay.host:
            return self.tr("Send {0} to {1}").format(count, outlay.host), self.ready
        return self.tr("Read {0}").format(count), self.ready

    def show_state(self, state: State) -> None:
        """Show what can be chosen, what is chosen, and what it takes."""
        self._state = state
        self.models.clear()
        for offer in state.offers:
            title = named(name_said(offer.title), offer.ending, today())
            title = self.tr("{0} (rough: made for answers)").format(title) if offer.rough else title
            self.models.addItem(title, offer.embedder)
        if state.choice is not None:
            chosen = [offer.embedder for offer in state.offers]
            known = state.choice.embedder in chosen
            self.models.setCurrentIndex(chosen.index(state.choice.embedder) if known else -1)
            self.aspects.setCurrentIndex(self.aspects.findData(state.choice.aspect))
        self._draw(state)

    def _draw(self, state: State) -> None:
        survey, offer, outlay = state.survey, state.offer, state.outlay
        if survey is not None and outlay is not None:
            told = self.tr("{0} (different texts: {1}), {2}")
            self.amount.setText(told.format(how_many.rows(survey.lacking), number(survey.texts), size(survey.size)))
            self.cost.setText(cost(outlay))
            self.leaving.setText(leaving(outlay, survey.size))
        self.time.setText(self._time(state))
        self._note(state)
        base = offer.base if offer is not None else None
        self.fetch.setVisible(base is not None and not base.ready)
        if base is not None and not base.ready:
            self.fetch.show_model(base)

    def _note(self, state: State) -> None:
        survey = state.survey
        found = ", ".join(map(private, survey.private)) if survey is not None else ""
        offer = state.offer
        if found:
            said = self.tr("There may be personal data in the rows: {0}. Whoever reads them gets to see it.")
            self.note.tell(said.format(found), "attention")
        elif offer is not None and offer.rough:
            self.note.tell(
                self.tr("This model was made for answers, so what it finds is rough. all-MiniLM-L6-v2 is far better."),
                "attention",
            )
        elif state.trouble is not None:
            self.note.tell(self.tr("The engine of this computer could not be asked for its models."), "attention")
        self.note.setVisible(bool(found) or (offer is not None and offer.rough) or state.trouble is not None)

    def _time(self, state: State) -> str:
        if state.seconds is not None:
            return self.tr("{0} on a computer with two processor cores").format(duration(state.seconds))
        return self.tr("not known before: it is measured as it goes")

    def _tell(self) -> None:
        embedder = self.models.currentData()
        if embedder is not None:
            self.changed.emit(Choice(embedder, Aspect(self.aspects.currentData())))


def cost(outlay: Outlay) -> str:
    """Return what reading costs, with the day of the price."""
    if outlay.dollars is None:
        return _tr("not known: there is no price for this model")
    if not outlay.dollars:
        return _tr("free") if outlay.host else _tr("free, on this computer")
    told = _tr("less than ${0}") if outlay.dollars < _LEAST else _tr("about ${0}")
    said = told.format(number(max(outlay.dollars, _LEAST), 2))
    return said if outlay.priced is None else _tr("{0} (price of {1})").format(said, day(outlay.priced))


def leaving(outlay: Outlay, count: int) -> str:
    """Return what goes where."""
    if not outlay.host:
        return _tr("Nothing. The rows stay here.")
    return _tr("{0}, {1}, to {2}.").format(how_many.texts(outlay.texts), size(count), outlay.host)


def _tr(said: str) -> str:
    return QCoreApplication.translate("Setup", said)
