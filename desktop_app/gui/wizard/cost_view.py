"""What training on the rows takes: tokens, passes, money, time and room on the disk, and until when it can be done."""

import os

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core import effort
from desktop_app.core.cost import cost, warnings
from desktop_app.core.epochs import auto_epochs
from desktop_app.core.example import Part
from desktop_app.core.target import Price
from desktop_app.core.wizard import STARTER_TARGET, Where
from desktop_app.gui.theme.say import name_said, say
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import duration, number, size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.intake import Intake
from desktop_app.work.intake import Division, Tokens


class CostView(QWidget):
    """One sentence with what matters most, the numbers it is made of, and where the price is from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = label(size="strong", wrap=True)
        self._facts = QWidget()
        self._tokens, self._epochs, self._read = label(), label(), label()
        self.source = label(size="small", tone="muted", wrap=True)
        self.dates = Banner("", "attention")
        self.dates.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.headline, self._facts, self.source, self.dates):
            box.addWidget(part)
        self._lay_out_facts()

    def _lay_out_facts(self) -> None:
        grid = QGridLayout(self._facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(MEDIUM)
        grid.setVerticalSpacing(HAIR)
        grid.setColumnStretch(2, 1)
        rows: tuple[tuple[str, QLabel], ...] = (
            (self.tr("Tokens of the training rows"), self._tokens),
            (self.tr("Passes over them (epochs)"), self._epochs),
            (self.tr("Tokens read in all"), self._read),
        )
        for row, (name, value) in enumerate(rows):
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(name, tone="muted"), row, 0)
            grid.addWidget(value, row, 1)

    @property
    def facts(self) -> tuple[str, str, str]:
        """Return tokens, passes and tokens in all as they stand there."""
        return self._tokens.text(), self._epochs.text(), self._read.text()

    def show_cost(self, division: Division, intake: Intake, target_id: str, where: Where) -> None:
        """Show what training on these rows takes."""
        target = intake.target(target_id)
        tokens = division.tokens.get(Part.TRAINING, Tokens())
        rows = division.counts.get(Part.TRAINING, 0)
        epochs = auto_epochs(rows)
        about = self.tr("{0}") if tokens.exact else self.tr("about {0}")
        self._tokens.setText(about.format(number(tokens.total)))
        self._epochs.setText(number(epochs))
        self._read.setText(about.format(number(tokens.total * epochs)))
        self._facts.setVisible(rows > 0)
        notes = [] if tokens.exact else [self.tr("The tokens are estimated: this model's own word list is not here.")]
        if intake.rows_before and where is Where.APPEND:
            notes.append(self.tr("Rows that are already in the project come on top of this."))
        if not rows:
            self.headline.setText(self.tr("None of these rows is for training, so they cost nothing."))
        elif target.local:
            self.headline.setText(self._here(tokens.total, epochs, starter=target.id == STARTER_TARGET))
        else:
            self.headline.setText(self._there(tokens.total, epochs, name_said(target.title), target.price))
            if target.price is not None and target.price.training is not None:
                notes.insert(0, self._where_from(target.price))
        self.source.setText(" ".join(notes))
        self.source.setVisible(bool(notes))
        told = " ".join(say(warning) for warning in warnings(target, intake.today))
        self.dates.tell(told, "attention")
        self.dates.setVisible(bool(told))

    def _here(self, tokens: int, epochs: int, *, starter: bool) -> str:
        if not starter:
            return self.tr("Free of charge, on this computer. The page Training tells how long it takes.")
        words = self.tr("Free of charge, on this computer: {0} on its processor, and about {1} on the disk.")
        time = duration(effort.seconds(tokens, epochs, os.cpu_count() or 1))
        return words.format(time, size(round(effort.disk_bytes(tokens, epochs))))

    def _there(self, tokens: int, epochs: int, title: str, price: Price | None) -> str:
        dollars = cost(tokens, epochs, price)
        if dollars is None:
            return self.tr(
                "What training {0} costs is not known. Look at the provider's page before you start."
            ).format(title)
        if dollars < 0.01:
            return self.tr("Less than $0.01 for training {0}.").format(title)
        return self.tr("About ${0} for training {1}.").format(number(dollars, 2), title)

    def _where_from(self, price: Price) -> str:
        day = QLocale().toString(QDate(price.as_of.year, price.as_of.month, price.as_of.day), "d MMM yyyy")
        words = self.tr("${0} for a million tokens as of {1} (source: {2}). The provider may have changed it since.")
        return words.format(number(price.training or 0.0, 2), day, price.source)
