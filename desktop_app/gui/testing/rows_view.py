"""The rows of a test: which of them are listed, and the chosen one with both answers beside the expected one."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.confusion import Confusion
from desktop_app.core.examining import Compared
from desktop_app.gui.answers.naming import question_words
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.testing import judge_words
from desktop_app.gui.testing.rows_list import RowsList
from desktop_app.gui.testing.words import label_name
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.work.judge_figures import Told
from desktop_app.work.test_figures import Report

_SHARED = 3
_OF_JUDGE = 5


class RowsView(QWidget):
    """Shows one model's answers, or two models' side by side; the marks are those of the last one."""

    row_wanted = Signal(int, int)
    """The chosen prompt (its number in the test) is to be corrected, of this column's answer."""
    rows_wanted = Signal(object)
    """The ids of all listed rows, which somebody wants to see in the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._columns: tuple[int, ...] = ()
        self._names: tuple[str, ...] = ()
        self._judged: Told | None = None
        self._found: Compared | None = None
        self._kinds_shown = 0
        """Entries of the menu that are there for every test; a chosen cell is one more."""
        self.menu = Menu(24)
        self.menu.setAccessibleName(self.tr("Which rows"))
        self.menu.currentIndexChanged.connect(lambda _: self._list())
        self.rows = RowsList(self)
        self.list = QListView()
        self.prompt, self.expected = ReadingBox(_SHARED), ReadingBox(_SHARED)
        self.answers = (ReadingBox(_SHARED), ReadingBox(_SHARED))
        self._titles = tuple(label(size="strong", wrap=True) for _ in self.answers)
        self.judge, self._judge_title = ReadingBox(_OF_JUDGE), label(size="strong", wrap=True)
        self.correct = QPushButton(self.tr("Correct this row…"))
        self.show_rows = QPushButton(self.tr("Show in the table"))
        self._dress()
        self._arrange()

    def _dress(self) -> None:
        self.list.setModel(self.rows)
        self.list.setAccessibleName(self.tr("Rows of the test"))
        self.list.setProperty("look", "plain")
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(ContentOrder(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.correct.clicked.connect(self._correct)
        self.show_rows.clicked.connect(self._ask_for_rows)

    def _arrange(self) -> None:
        main = QWidget()
        right = QVBoxLayout(main)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SMALL)
        for words, box in ((self.tr("Prompt"), self.prompt), (self.tr("Expected answer"), self.expected)):
            right.addWidget(label(words, size="strong"))
            right.addWidget(box)
            box.setAccessibleName(words)
        for title, box in zip(self._titles, self.answers, strict=True):
            right.addWidget(title)
            right.addWidget(box)
        right.addWidget(self._judge_title)
        right.addWidget(self.judge)
        right.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignLeading)
        right.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self.menu, 1)
        head.addWidget(self.show_rows)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(MEDIUM)
        whole.addLayout(head)
        whole.addWidget(Beside(self.list, main), 1)

    def show_report(self, report: Report, columns: Sequence[int], names: Sequence[str], found: Compared | None) -> None:
        """Show the rows of a test; `columns` is one model, or the two that `found` compares."""
        self._report, self._columns, self._names, self._found = report, tuple(columns), tuple(names), found
        self._offer()

    def show_judged(self, told: Told | None) -> None:
        """Show what a judge said of each row beside it, and offer the rows that are worth a look by that."""
        self._judged = told
        if self._report is not None:
            self._offer()

    def _offer(self) -> None:
        """Fill the menu of lists anew; the list and the row on show stay, where they are still there."""
        chosen, row = self.menu.currentText(), self.list.currentIndex().row()
        self.menu.blockSignals(True)
        self.menu.clear()
        for words, shown in self._kinds(self._found):
            self.menu.addItem(self.tr("{0} ({1})").format(words, number(len(shown))), tuple(shown))
        self._kinds_shown = self.menu.count()
        place = next((at for at in range(self.menu.count()) if self.menu.itemText(at) == chosen), -1)
        usual = next((at for at in range(self.menu.count()) if self.menu.itemData(at)), 0)
        self.menu.setCurrentIndex(place if place >= 0 else usual)
        self.menu.blockSignals(False)
        self._list(max(0, row) if place >= 0 else 0)

    def show_cell(self, table: Confusion, column: int, pair: tuple[str, str]) -> None:
        """Show the rows of one cell of a table of what was expected and what came."""
        if self._report is None or not table.count(*pair):
            return
        marks = self._report.figures[column].marks
        shown = tuple(at for at, mark in marks.items() if (mark.expected, mark.label) == pair)
        said = self.tr("{0}: “{1}” expected, “{2}” came ({3})")
        expected, answer = map(label_name, pair)
        if self.menu.count() > self._kinds_shown:
            self.menu.removeItem(self._kinds_shown)  # the cell that was chosen before
        self.menu.addItem(said.format(self._names[column], expected, answer, number(len(shown))), shown)
        self.menu.setCurrentIndex(self.menu.count() - 1)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kinds(self, found: Compared | None) -> list[tuple[str, Sequence[int]]]:
        """Return the lists there are to choose from, with their names."""
        report = self._report
        if report is None:
            return []
        kinds: list[tuple[str, Sequence[int]]] = []
        if found is not None:
            kinds += [(self.tr("Newly wrong"), found.regressions), (self.tr("Newly right"), found.improvements)]
        for column in reversed(self._columns):
            marks = report.figures[column].marks
            wrong = [at for at, mark in marks.items() if not mark.right]
            kinds.append((self.tr("Wrong: {0}").format(self._names[column]), wrong))
        if self._judged is not None:
            kinds += judge_words.kinds(self._judged, self._names)
        return [*kinds, (self.tr("All rows"), range(len(report.batch.prompts)))]

    def _list(self, row: int = 0) -> None:
        if self._report is None:
            return
        shown = self.menu.currentData() or ()
        marks = self._report.figures[self._columns[-1]].marks
        self.rows.show_rows(self._report.batch.prompts, shown, marks)
        self.list.setCurrentIndex(self.rows.index(min(row, len(shown) - 1)) if shown else QModelIndex())
        self._show()

    def _show(self) -> None:
        at, report = self._chosen, self._report
        if report is None:
            return
        prompt = report.batch.prompts[at] if at is not None else None
        self.prompt.show_text(question_words(prompt.question) if prompt is not None else "")
        self.expected.show_text(prompt.expected if prompt is not None else "")
        for place, (title, box) in enumerate(zip(self._titles, self.answers, strict=True)):
            there = place < len(self._columns)
            title.setVisible(there)
            box.setVisible(there)
            if there:
                self._answer(at, self._columns[place], place)
        self._show_judge(at)
        self.correct.setEnabled(prompt is not None and prompt.row is not None)
        self.show_rows.setEnabled(bool(self._ids))

    def _show_judge(self, at: int | None) -> None:
        told = self._judged
        words = told.judgement.words(at) if told is not None and at is not None else []
        said = judge_words.in_words(words, self._names, told.judgement.scale) if told is not None else ""
        for part in (self._judge_title, self.judge):
            part.setVisible(bool(said))
        self._judge_title.setText(judge_words.title(told) if told is not None else "")
        self.judge.setAccessibleName(self._judge_title.text())
        self.judge.show_text(said)

    def _answer(self, at: int | None, column: int, place: int) -> None:
        report, title, box = self._report, self._titles[place], self.answers[place]
        answer = report.newest.get((at, column)) if report is not None and at is not None else None
        mark = report.figures[column].marks.get(at) if report is not None and at is not None else None
        if mark is None:
            said = self.tr("{0}: no answer") if answer is None else "{0}"
        else:
            said = self.tr("{0}: right") if mark.right else self.tr("{0}: wrong")
        title.setText(said.format(self._names[column]))
        box.setAccessibleName(title.text())
        box.show_text(answer.text if answer is not None else "")

    @property
    def _chosen(self) -> int | None:
        row = self.list.currentIndex().row()
        return self.rows.shown[row] if 0 <= row < len(self.rows.shown) else None

    @property
    def _ids(self) -> tuple[int, ...]:
        prompts = self._report.batch.prompts if self._report is not None else ()
        return tuple(row for row in (prompts[at].row for at in self.rows.shown) if row is not None)

    def _correct(self) -> None:
        if self._chosen is not None:
            self.row_wanted.emit(self._chosen, self._columns[-1])

    def _ask_for_rows(self) -> None:
        self.rows_wanted.emit(self._ids)
