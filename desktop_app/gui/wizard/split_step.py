"""Step 4: how many rows are for learning, where they go, how long they are and what training on them costs."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.core.example import Part
from desktop_app.core.wizard import Where, Wizard
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.wizard.split_board import SplitBoard
from desktop_app.gui.wizard.working_page import WorkingPage
from desktop_app.work.intake import Division, Progress, Settled

_PAUSE_MS = 150
"""How long the answers must rest before the rows are divided again."""


class SplitStep(WorkingPage):
    """Has the repairs carried out and the rows divided, and shows what comes of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        board = SplitBoard()
        super().__init__(board, parent)
        self.board = board
        self.waiting.setAccessibleName(self.tr("The rows are being repaired and divided"))
        self._again = False
        self._settled: Settled | None = None
        self._division: Division | None = None
        self.board.shares.changed.connect(self._on_shares)
        self.board.where.chosen.connect(self._on_where)
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._rest.timeout.connect(self._divide)

    @property
    def sentence(self) -> str:
        """Return what the page is for."""
        if self._wizard is not None and self._wizard.found.own:
            return self.tr("See what the changes come to, and divide the rows anew if you like.")
        return self.tr(
            "Keep some rows back, so that you can see how well the model has learned, and see what it costs."
        )

    @property
    def board_first(self) -> QWidget:
        """Return where the focus belongs on the board."""
        return self.board.first

    @property
    def ready(self) -> bool:
        """Tell whether it is known what would be created, and nothing stands in the way."""
        return self._division is not None and not self._busy and self._rows > 0 and not self.board.stopped

    @property
    def next_words(self) -> str:
        """Return what the last button creates."""
        if self._division is None or self._wizard is None:
            return self.tr("Counting the rows…")
        if self._wizard.found.own:
            return self.tr("Change the table") if self._changes else self.tr("Back to the table: no row changes")
        training = self._division.counts.get(Part.TRAINING, 0)
        where = self._wizard.where
        if where is Where.VALIDATION:
            one, more = self.tr("Create 1 validation row"), self.tr("Create {0} validation rows")
        elif where is Where.TEST:
            one, more = self.tr("Create 1 test row"), self.tr("Create {0} test rows")
        elif training == self._rows:
            one, more = self.tr("Create 1 training row"), self.tr("Create {0} training rows")
        else:
            one, more = self.tr("Create 1 row ({1} for training)"), self.tr("Create {0} rows ({1} for training)")
        return how_many.counted(self._rows, one, more, number(training))

    @property
    def _changes(self) -> bool:
        """Tell whether anything would be changed in rows that are in the table already."""
        if self._wizard is None or self._settled is None or self._division is None:
            return False
        mapping, found = self._wizard.mapping, self._wizard.found
        turned = mapping.shape is not found.shape or bool(mapping.system)
        return turned or bool(self._settled.done) or self._division.moved > 0

    @property
    def _busy(self) -> bool:
        return self.working or self._rest.isActive()

    @property
    def _rows(self) -> int:
        return sum(self._division.counts.values()) if self._division is not None else 0

    def enter(self, wizard: Wizard) -> None:
        """Have the repairs carried out, then the rows divided."""
        super().enter(wizard)
        self._stop()
        self._forget()
        self._begin_work(self.tr("Repairing the rows"))
        self._follow(self.intake.draft.settle(wizard), self._on_items, self._on_settled)
        self.state_changed.emit()

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        super().take(wizard)
        self.board.take(wizard, self.intake.rows_before)

    def _stop(self) -> None:
        """Stop repairing; a division that is under way comes to nobody."""
        super()._stop()
        self._rest.stop()
        self._again = False

    def _forget(self) -> None:
        super()._forget()
        self._settled = self._division = None

    def _on_items(self, items: list[Progress | Settled]) -> None:
        last = items[-1]
        if isinstance(last, Settled):
            self._settled = last
        else:
            words = self.tr("Repairing the rows: {0} looked at").format(number(last.rows))
            fraction = last.done_bytes / last.total_bytes if last.total_bytes else None
            self.busy.tell(words, fraction, self._on_cancel)

    def _on_settled(self) -> None:
        self.busy.tell(self.tr("Counting the rows"), None, self._on_cancel)
        self._divide()

    def _divide(self) -> None:
        """Divide the rows by the present answers; answers given while that is done are worked out after it."""
        if self._wizard is None:
            return
        if self.working:
            self._again = True
        else:
            self._await(self.intake.draft.divide(self._wizard, self.intake.beside), self._on_division)
        self.state_changed.emit()

    def _on_division(self, division: Division) -> None:
        if self._again:
            self._again = False
            self._divide()
            return
        self._division = division
        if self._wizard is not None and self._settled is not None:
            self.board.show_division(division, self._settled, self._wizard, self.intake)
            self._show_board()
        self.state_changed.emit()

    def _on_shares(self) -> None:
        if self._wizard is not None:
            shares, stratified = self.board.shares.shares, self.board.shares.stratified.isChecked()
            if (shares, stratified) != (self._wizard.shares, self._wizard.stratified):  # Enter says the same once more
                self._say(self._wizard.answer(shares=shares, stratified=stratified))

    def _on_where(self, where: Where) -> None:
        if self._wizard is not None and where is not self._wizard.where:
            self._say(self._wizard.answer(where=where))

    def _say(self, wizard: Wizard) -> None:
        self.take(wizard)
        self._rest.start()
        self.answer(wizard)
        self.state_changed.emit()
