"""Telling what goes on with a batch: how far it is, what stands in the way, how much its answers differ."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Cell
from desktop_app.core.variety import Variety
from desktop_app.gui.answers.cost_words import dollars
from desktop_app.gui.background import Background
from desktop_app.gui.making.result_view import ResultView
from desktop_app.gui.making.underway import Underway
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import duration
from desktop_app.work import made_items


class Telling(QObject):
    """Follows what is under way, and shows it."""

    told = Signal()
    """The result shows something else."""

    def __init__(self, background: Background, underway: Underway, result: ResultView) -> None:
        super().__init__(result)
        self._weighing = OneTask(background, self)
        self._underway = underway
        self._result = result
        self._number: int | None = None
        underway.opened.connect(self._on_opened)
        underway.changed.connect(self._on_come)
        underway.ended.connect(self._on_ended)

    def say_made(self, rows: int) -> None:
        """Say that so many rows stand in the table now."""
        words = how_many.counted(rows, self.tr("1 row is in the table."), self.tr("{0} rows are in the table."))
        undo = self.tr("It is one step, which can be undone.")
        self._result.made.tell(f"{words} {undo}", "good")
        self._result.made.show()

    def _on_opened(self) -> None:
        sheet = self._underway.sheet
        if sheet is None:
            return
        if self._number != sheet.making.number:
            self._number = sheet.making.number
            self._result.made.hide()
            self._result.say("")
        self._result.show_sheet(sheet, self._underway.asked)
        self._result.csv.setVisible(sheet.rework is None)
        self._draw()
        if not self._underway.running:
            self._weigh()

    def _on_come(self, cells: Collection[Cell]) -> None:
        sheet = self._underway.sheet
        if sheet is not None:
            self._result.put(cells, sheet)
            self._draw()

    def _on_ended(self) -> None:
        self._draw()

    def _draw(self) -> None:
        underway, sheet = self._underway, self._underway.sheet
        if sheet is None:
            return
        total = len(sheet.items)
        self._result.show_progress(total - underway.left, total, self._rest)
        waiting, halted = underway.waiting, underway.halted
        if underway.enough is not None and underway.left:
            one = self.tr("Stopped: it has cost {1}, as much as you allowed. 1 answer is missing.")
            more = self.tr("Stopped: it has cost {1}, as much as you allowed. {0} answers are missing.")
            words = how_many.counted(underway.left, one, more, dollars(underway.enough))
            self._result.say(words, money_wanted=True)
        elif halted is not None and underway.left:
            kept = self.tr("What was answered is kept.")
            self._result.say(f"{say(halted.happened)} {kept} {say(halted.remedy)}", "problem")
        elif waiting is not None and underway.running:
            self._result.say(self.tr("{0} It is asked again in a moment.").format(say(waiting.happened)), "note")
        elif underway.running:
            self._result.say("")
        self.told.emit()

    @property
    def _rest(self) -> str:
        """Return how long it still takes and what it has cost, as far as that is known."""
        underway, said = self._underway, []
        if underway.seconds_left is not None:
            said.append(self.tr("It still takes {0}.").format(duration(underway.seconds_left)))
        if underway.dollars:
            said.append(self.tr("It has cost {0}.").format(dollars(underway.dollars)))
        sheet = underway.sheet
        doubtful = (
            sum(item.answer is not None and not item.taken and not item.done for item in sheet.items) if sheet else 0
        )
        if doubtful and not underway.running:
            one = self.tr("1 is left out: it was cut off or refused, it is empty, or you unmarked it.")
            more = self.tr("{0} are left out: cut off, refused or empty ones, and those you unmarked.")
            said.append(how_many.counted(doubtful, one, more))
        return " ".join(said)

    def _weigh(self) -> None:
        """Find out how much the answers differ from each other."""
        sheet = self._underway.sheet
        self._weighing.stop()
        if sheet is None or sheet.rework is not None:
            self._result.variety.show_variety(None)
            return

        def known(found: Variety | None) -> None:
            if self._underway.number == sheet.making.number:
                self._result.variety.show_variety(found)

        self._weighing.begin(made_items.variety(sheet), on_done=known)
