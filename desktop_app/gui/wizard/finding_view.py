"""One finding in full: what it is, why it matters, what can be done, and the rows it is about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop_app.core.checks.finding import Finding, Severity
from desktop_app.core.checks.twins import CHECK as NEAR
from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.label import Picture, label, set_tone
from desktop_app.gui.widgets.quietly import set_quietly
from desktop_app.gui.wizard.alike import Alike, LaterBox
from desktop_app.gui.wizard.before_after import BeforeAfter
from desktop_app.gui.wizard.finding_words import look_of
from desktop_app.gui.wizard.reading_words import place
from desktop_app.work.intake import Shown

if TYPE_CHECKING:
    from desktop_app.core.reading import Found

_GHOSTS = 2
"""So many grey cards stand where the rows will be."""


class FindingView(QWidget):
    """Shows one finding; what is decided about it can be changed here."""

    decided = Signal(object, bool)
    """A Finding, and whether its repair is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding: Finding | None = None
        self._found: Found | None = None
        self._picture = Picture("info", 20, "muted")
        self._word = label(size="strong")
        self._title = label(size="heading", wrap=True)
        self._why = label(wrap=True)
        self._offer = label(size="strong", wrap=True)
        self.accept = QRadioButton()
        self.skip = QRadioButton(self.tr("Skip (leave the rows as they are)"))
        self._choice = QFrame()
        self._by_hand = label(tone="muted", wrap=True)
        self.later = LaterBox()
        self._rows_title = label(size="strong", wrap=True)
        self._rows = QVBoxLayout()
        self._cards: list[QWidget] = []
        self._to_come: list[Shown] | list[tuple[Shown, Shown]] = []
        self._one_more = QTimer(self, interval=0)
        self._one_more.timeout.connect(self._add_card)
        self._lay_out()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for radio in (self.accept, self.skip):
            group.addButton(radio)
            radio.toggled.connect(self._on_chosen)
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self._picture)
        head.addWidget(self._word, 1)
        self._choice.setProperty("surface", "card")
        choice = QVBoxLayout(self._choice)
        choice.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        choice.setSpacing(HAIR)
        choice.addWidget(self._offer)
        choice.addWidget(self.accept)
        choice.addWidget(self.skip)
        self._rows.setSpacing(SMALL)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.setSpacing(SMALL)
        box.addLayout(head)
        for part in (self._title, self._why, self._choice, self._by_hand):
            part.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
            box.addWidget(part)
        box.addWidget(self.later)
        box.addSpacing(SMALL)
        box.addWidget(self._rows_title)
        box.addLayout(self._rows)
        box.addStretch(1)

    @property
    def finding(self) -> Finding | None:
        """Return the finding on show."""
        return self._finding

    @property
    def cards(self) -> list[BeforeAfter]:
        """Return the rows on show."""
        return [card for card in self._cards if isinstance(card, BeforeAfter)]

    def forget(self) -> None:
        """Take the finding on show for an old one, even if the same comes again: its rows may be others."""
        self._finding = None

    def show_finding(self, finding: Finding, wizard: Wizard) -> None:
        """Show a finding; its rows follow with `show_rows`, grey cards hold their place meanwhile."""
        self._finding, self._found = finding, wizard.found
        look = look_of(finding.severity)
        self._picture.set(look.icon, look.tone)
        self._word.setText(look.word)
        set_tone(self._word, look.tone)
        self._title.setText(say(finding.title))
        self._why.setText(say(finding.why))
        act = say(finding.act) if finding.act is not None else ""
        self._offer.setText(self.tr("What TuneDesk can do: {0}").format(act))
        self.accept.setText(self.tr("Accept (recommended)") if finding.recommended else self.tr("Accept"))
        self.accept.setAccessibleDescription(act)
        self._choice.setVisible(finding.remedy is not None)
        by_hand = self._what_one_can_do(finding)
        self._by_hand.setText(by_hand)
        self._by_hand.setVisible(bool(by_hand))
        self.later.offer(finding)
        self.setAccessibleName(f"{look.word}: {say(finding.title)}")
        self.take(wizard)
        self._set_cards([_Ghost() for _ in range(_GHOSTS)] if len(finding.rows) else [])
        self._say_rows(0)

    def show_rows(self, rows: Sequence[Shown] | Problem) -> None:
        """Show the first rows of the finding, or why they cannot be shown."""
        if isinstance(rows, Problem):
            self._rows_title.hide()
            self._set_cards([label(f"{say(rows.happened)} {say(rows.remedy)}", tone="problem", wrap=True)])
        elif self._finding is not None:
            self._set_cards([])
            pairs = self._finding.check == NEAR
            self._to_come = list(zip(rows[::2], rows[1::2], strict=False)) if pairs else list(rows)
            self._say_rows(len(self._to_come))
            self._add_card()
            self._one_more.start()  # drawing many cards at once would make the window late

    def take(self, wizard: Wizard) -> None:
        """Show what is decided now."""
        if self._finding is not None and self._finding.remedy is not None:
            wanted = wizard.decides(self._finding)
            set_quietly(self.accept if wanted else self.skip, True)

    def _what_one_can_do(self, finding: Finding) -> str:
        if finding.remedy is not None:
            return ""
        own = self._found is not None and self._found.own
        if finding.severity is Severity.BLOCKS:
            there = self.tr("TuneDesk cannot mend this for you. Mend it in the table, or go back and answer otherwise.")
            first = self.tr("TuneDesk cannot mend this for you. Mend it in the file, or go back and answer otherwise.")
            return there if own else first
        if finding.severity is Severity.NOTE or not len(finding.rows):
            return ""
        if own:
            return self.tr("TuneDesk does not change this by itself. You can mend it in the table.")
        return self.tr(
            "TuneDesk does not change this by itself. You can mend it in the table later, or in the file now."
        )

    def _say_rows(self, shown: int) -> None:
        there = len(self._finding.rows) if self._finding is not None else 0
        pairs = self._finding is not None and self._finding.check == NEAR
        count = max(0 if pairs else there, self._finding.count if self._finding is not None else 0)
        self._rows_title.setVisible(there > 0)
        if not shown:
            self._rows_title.setText(self.tr("Looking up the rows"))
        elif pairs:
            words = self.tr("The rows, each beside the one that it is like")
            if shown < count:
                words = self.tr("The first {0} of {1} rows, each beside the one that it is like")
            self._rows_title.setText(words.format(number(shown), number(count)))
        elif shown < count:
            self._rows_title.setText(self.tr("The first {0} of {1} rows").format(number(shown), number(count)))
        else:
            self._rows_title.setText(self.tr("The row") if shown == 1 else self.tr("The rows"))

    def _add_card(self) -> None:
        if not self._to_come or self._finding is None:
            self._one_more.stop()
            return
        shown = self._to_come.pop(0)
        card: QWidget
        if isinstance(shown, tuple):
            card = Alike((shown[0], self._place(shown[0])), (shown[1], self._place(shown[1])))
        else:
            card = BeforeAfter(shown, self._place(shown), repaired=self._finding.remedy is not None)
        self._cards.append(card)
        self._rows.addWidget(card)

    def _place(self, row: Shown) -> str:
        return place(self._found, row.line) if self._found is not None else number(row.line)

    def _set_cards(self, cards: Sequence[QWidget]) -> None:
        self._to_come = []
        for card in self._cards:
            self._rows.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = list(cards)
        for card in self._cards:
            self._rows.addWidget(card)

    def _on_chosen(self, chosen: bool) -> None:
        if chosen and self._finding is not None:
            self.decided.emit(self._finding, self.accept.isChecked())


class _Ghost(QFrame):
    """A grey card in the place of a row that is being looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "banner")
        self.setProperty("kind", "note")
        self.setMinimumHeight(3 * self.fontMetrics().lineSpacing() + MEDIUM)
