"""Choosing what comes home: the trainings, the folder, and whether old models are asked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.rescue import Stock
from desktop_app.gui.rescue.stock_table import StockTable
from desktop_app.gui.theme.say import day
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number as amount
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.choosing import choose_folder
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.tick import Tick
from desktop_app.providers.endings import ending
from desktop_app.providers.profiles import Profile
from desktop_app.settings.today import today
from desktop_app.work.bring_all import Wish
from desktop_app.work.rescue_cost import at_most

_QUESTIONS, _MOST_QUESTIONS = 20, 500
_LEAST = 0.01


class Choice(QWidget):
    """Gives a Wish; `changed` says that it is another one."""

    changed = Signal()

    def __init__(self, choose: Callable[..., object] = choose_folder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose = choose
        self._stock = Stock()
        self._profile: Profile | None = None
        self.dates = Banner("", "attention")
        self.table = StockTable()
        self.table.chosen_changed.connect(self._draw)
        self.everything = _button(self.tr("Choose all"), lambda: self.table.choose(everything=True))
        self.nothing = _button(self.tr("Choose none"), lambda: self.table.choose(everything=False))
        self._sum = label(tone="muted", wrap=True)
        self.folder = QLineEdit()
        self.folder.textChanged.connect(lambda _: self.changed.emit())
        self.other = _button(self.tr("Choose a folder…"), self._choose_folder)
        self.ask = Tick(self.tr("Also record answers of the tuned models"))
        self.ask.toggled.connect(self._draw)
        self.questions = QSpinBox()
        self.questions.setRange(1, _MOST_QUESTIONS)
        self.questions.setValue(_QUESTIONS)
        self.questions.valueChanged.connect(self._draw)
        self._cost = label(tone="muted", wrap=True)
        self._arrange()

    def _arrange(self) -> None:
        marks = QHBoxLayout()
        marks.setSpacing(SMALL)
        for part in (self.everything, self.nothing, self._sum):
            marks.addWidget(part, 1 if part is self._sum else 0)
        place = QHBoxLayout()
        place.setSpacing(SMALL)
        place.addWidget(Field(self.tr("Folder"), self.folder), 1)
        place.addWidget(self.other, 0, Qt.AlignmentFlag.AlignBottom)
        self._many = Field(self.tr("Questions to each model"), self.questions)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.dates)
        box.addWidget(self.table, 1)
        box.addLayout(marks)
        box.addLayout(place)
        box.addWidget(self.ask)
        box.addWidget(self._many)
        box.addWidget(self._cost)

    def show_stock(self, stock: Stock, folder: Path, home: frozenset[str], profile: Profile | None) -> None:
        """Show what an account holds, all of it chosen, with a folder proposed; `profile` tells what else is known."""
        self._stock = stock
        self._profile = profile
        self.folder.setText(str(folder))
        known = {model: ending(model, profile, told) for model, told in stock.models.items()}
        ends = {model: end for model, end in known.items() if end is not None}
        soonest = min((end.day for end in ends.values()), default=None)
        self.dates.setVisible(soonest is not None)
        if soonest is not None:
            self.dates.tell(self._said(soonest), "attention")
        self.table.show_stock(stock, home, ends)

    def _said(self, soonest: date) -> str:
        left = (soonest - today()).days
        if left <= 0:
            past = self.tr("The first of your models was switched off on {0}. Bring home what is still there.")
            return past.format(day(soonest))
        said = self.tr("The first of your models is switched off on {0} (days left: {1}). What is home by then stays.")
        return said.format(day(soonest), QLocale().toString(left))

    @property
    def wish(self) -> Wish:
        """Return what is chosen now."""
        asked = self.questions.value() if self.ask.isChecked() else 0
        return Wish(self._stock, self.table.chosen, Path(self.folder.text().strip()), asked)

    def _draw(self) -> None:
        wish, number = self.wish, QLocale().toString
        said = self.tr("{0} of {1} chosen, {2} to fetch")
        trainings = how_many.trainings(len(self._stock.jobs))
        self._sum.setText(said.format(number(len(wish.chosen)), trainings, size(wish.bytes)))
        self._many.setVisible(self.ask.isChecked())
        models = sum(1 for job in wish.jobs if job.job.tuned_model in self._stock.models)
        if self.ask.isChecked():
            one = self.tr(
                "1 model is asked up to {1}, those held back from training first. Your provider charges them like any "
                "other answers; afterwards they are kept, even when the model is gone."
            )
            more = self.tr(
                "{0} models are asked up to {1} each, those held back from training first. Your provider charges them "
                "like any other answers; afterwards they are kept, even when the models are gone."
            )
            asked = how_many.counted(models, one, more, how_many.questions(self.questions.value()))
            self._cost.setText(f"{asked} {self._dollars(wish)}")
        else:
            self._cost.setText(
                self.tr(
                    "When a model is switched off, nobody can ask it any more. Recorded answers let you compare a "
                    "model that takes its place."
                )
            )
        self.changed.emit()

    def _dollars(self, wish: Wish) -> str:
        """Say what the answers cost at most."""
        most = at_most(wish, self._profile)
        if most is None:
            return self.tr("TuneDesk does not know its prices.")
        said = self.tr("That costs at most about ${0}, by prices read on {1}.")
        return said.format(amount(max(most.dollars, _LEAST), 2), day(most.as_of))

    def _choose_folder(self) -> None:
        self._choose(self, self.tr("Folder for what comes home"), Path(self.folder.text()), self.folder.setText)


def _button(words: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.clicked.connect(act)
    return button
