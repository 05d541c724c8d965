"""What a comparison with a successor will be: which old model, which new one, which rows, and which margin."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.succession import MARGIN, MARGINS
from desktop_app.gui.models import shelf_words
from desktop_app.gui.models.succession_words import old_facts
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.ending import named
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.tick import Tick
from desktop_app.settings.today import today
from desktop_app.work.all_models import Known
from desktop_app.work.succession import Old, Rows
from desktop_app.work.test_run import RECORDED

_MOST_ROWS = 1_000_000


class SuccessionForm(QWidget):
    """Keeps what was chosen while the lists change."""

    changed = Signal()
    plan_wanted = Signal()
    """The same data is to be trained on this computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._olds: tuple[Old, ...] = ()
        self._news: tuple[Known, ...] = ()
        self.old_menu, self.new_menu, self.margin_menu = Menu(28), Menu(28), Menu(20)
        self.train = QPushButton(self.tr("Train the same data on this computer…"))
        self.train.clicked.connect(self.plan_wanted)
        self.ask_old = Tick(self.tr("Ask the old model once more, as long as it answers"))
        self.most = QSpinBox()
        self.most.setRange(0, _MOST_ROWS)
        self.most.setSpecialValueText(self.tr("all of them"))
        self._old_said = label(tone="muted", wrap=True)
        self._rows_said = label(tone="muted", wrap=True)
        for margin in MARGINS:
            words = self.tr("up to {0} of 100 fewer right").format(number(100 * margin))
            self.margin_menu.addItem(words, margin)
        self.margin_menu.setCurrentIndex(MARGINS.index(MARGIN))
        self._arrange()
        for menu in (self.old_menu, self.new_menu, self.margin_menu):
            menu.currentIndexChanged.connect(lambda _: self._on_changed())
        self.ask_old.toggled.connect(lambda _: self._on_changed())
        self.most.valueChanged.connect(lambda _: self._on_changed())

    def _arrange(self) -> None:
        help_text = self.tr("So much may it fall behind and still count as good. Choose it before you look.")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(Field(self.tr("The model to take over from"), self.old_menu))
        box.addWidget(self._old_said)
        box.addWidget(self.ask_old)
        box.addSpacing(MEDIUM)
        box.addWidget(Field(self.tr("Its successor"), self.new_menu))
        acts = FlowLayout()
        acts.addWidget(self.train)
        box.addLayout(acts)
        box.addSpacing(MEDIUM)
        box.addWidget(Field(self.tr("At most so many rows"), self.most))
        box.addWidget(self._rows_said)
        box.addSpacing(MEDIUM)
        box.addWidget(Field(self.tr("Margin"), self.margin_menu, help_text))

    @property
    def old(self) -> Old | None:
        """Return the model to take over from."""
        at = self.old_menu.currentIndex()
        return self._olds[at] if 0 <= at < len(self._olds) else None

    @property
    def new(self) -> Known | None:
        """Return the successor."""
        at = self.new_menu.currentIndex()
        return self._news[at] if 0 <= at < len(self._news) else None

    @property
    def margin(self) -> float:
        """Return how far the successor may fall behind, from 0 to 1."""
        return float(self.margin_menu.currentData())

    @property
    def asks_old(self) -> bool:
        """Tell whether the old model is asked once more."""
        return not self.ask_old.isHidden() and self.ask_old.isChecked()

    def offer_olds(self, olds: Sequence[Old]) -> None:
        """Offer these models to take over from."""
        before = self.old.voice.model if self.old is not None else ""
        self._olds = tuple(olds)
        _fill(self.old_menu, [model_name(old.voice.model) for old in olds], [old.voice.model for old in olds], before)
        self._draw_old()
        self.changed.emit()

    def offer_news(self, known: Sequence[Known]) -> None:
        """Offer these models as successors, the newest tuned ones first."""
        before = self.new.model if self.new is not None else ""
        old = self.old.voice.model if self.old is not None else ""
        can = [one for one in known if one.can_be_asked and one.model != old]
        self._news = tuple(sorted(can, key=lambda one: (not one.tuned, one.site != "local", -one.created)))
        names = [f"{shelf_words.title(one)} ({shelf_words.where(one)})" for one in self._news]
        names = [named(name, one.ending, today()) for name, one in zip(names, self._news, strict=True)]
        _fill(self.new_menu, names, [one.model for one in self._news], before)
        self.changed.emit()

    def choose(self, model: str) -> None:
        """Choose a model to take over from."""
        names = [old.voice.model for old in self._olds]
        if model in names:
            self.old_menu.setCurrentIndex(names.index(model))

    def show_rows(self, rows: Rows | None) -> None:
        """Say on which rows the two can be compared."""
        if rows is None:
            self._rows_said.setText("")
            return
        if not rows.held:
            said = self.tr("The project has no rows with an expected answer to compare them on.")
        elif self.asks_old:
            one = self.tr("Both are asked the 1 row that was held back.")
            said = how_many.counted(rows.held, one, self.tr("Both are asked {0} rows that were held back."))
        else:
            said = self.tr("Rows that were held back: {0}. The old model's answers to {1} of them are kept.")
            said = said.format(number(rows.held), number(rows.answered))
        if rows.part is not None:
            said += " " + self.tr("No rows were held back, so these are the ones that were learned from.")
        self._rows_said.setText(said)

    def _on_changed(self) -> None:
        self._draw_old()
        self.changed.emit()

    def _draw_old(self) -> None:
        old = self.old
        self._old_said.setText(old_facts(old, today()) if old is not None else "")
        alive = old is not None and old.voice.site != RECORDED
        if alive and self.ask_old.isHidden() and old is not None:
            with QSignalBlocker(self.ask_old):
                self.ask_old.setChecked(not old.answers)
        self.ask_old.setVisible(alive)


def _fill(menu: Menu, names: Sequence[str], models: Sequence[str], before: str) -> None:
    with QSignalBlocker(menu):
        menu.clear()
        menu.addItems(list(names))
        menu.setCurrentIndex(models.index(before) if before in models else 0 if models else -1)
    menu.setToolTip(plain_tip(menu.currentText()))
