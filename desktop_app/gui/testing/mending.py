"""From a wrong answer to the next training: the row, the training rows nearest to it, and what it should say."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.gui.answers.dialogs import answer_box
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import whole_text
from desktop_app.work.nearest_rows import By, Nearest, NearRow

_SHORT, _ANSWER, _NEAR = 2, 3, 2
_WIDE = 18


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was asked, what was expected, and what came; `held_out` tells that the row is not for training yet."""

    question: str
    expected: str
    answer: str
    held_out: bool = True


class MendingDialog(Sheet):
    """The answer as it should be is typed here; the nearest training rows come with `show_nearest`."""

    def __init__(self, mistake: Mistake, taken: Callable[[str, bool], None], parent: QWidget) -> None:
        """`taken` gets the corrected answer, and whether the next training is to be planned."""
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Correct this row"))
        self._taken = taken
        self.asked, self.came = ReadingBox(_SHORT), ReadingBox(_SHORT)
        self.answer = answer_box(mistake.expected, _ANSWER)
        self.near = ReadingBox(_NEAR, grows=True)
        self._near_title = label(self.tr("Nearest training rows"), size="strong", wrap=True)
        self._fill(mistake)
        self._arrange(mistake)
        self.answer.textChanged.connect(self._draw)
        self.answer.setFocus()
        self.answer.moveCursor(QTextCursor.MoveOperation.End)
        self._draw()

    def _fill(self, mistake: Mistake) -> None:
        for box, text in ((self.asked, mistake.question), (self.came, mistake.answer)):
            box.setLayoutDirection(direction_of(text))
            box.show_text(text)
        self.answer.setLayoutDirection(direction_of(mistake.expected))
        self.near.show_text(self.tr("Looking for them…"))

    def _arrange(self, mistake: Mistake) -> None:
        for words, box in (
            (self.tr("Prompt"), self.asked),
            (self.tr("What the model answered"), self.came),
            (self.tr("The answer as it should be"), self.answer),
        ):
            title = label(words, size="strong")
            title.setBuddy(box)
            box.setAccessibleName(words)
            self.box.addWidget(title)
            self.box.addWidget(box, int(box is self.answer))
        if self.answer.isReadOnly():
            long = self.tr("A line of it is so long that it cannot be changed here. It can be changed in the table.")
            self.box.addWidget(label(long, tone="muted", wrap=True))
        if mistake.held_out:
            hint = self.tr("The row moves to the training part: what a model has learned from can no longer test it.")
            self.box.addWidget(label(hint, tone="muted", wrap=True))
        self.box.addWidget(self._near_title)
        self.box.addWidget(self.near, 1)
        self.near.setAccessibleName(self._near_title.text())
        self.button(self.tr("Cancel"), self.reject)
        self.take: QPushButton = self.button(self.tr("Take it into the data"), lambda: self._give(again=False))
        self.train: QPushButton = self.button(
            self.tr("Take it and train again"), lambda: self._give(again=True), main=True
        )
        self.spread(_WIDE)
        self.finish(36, 28)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the buttons their height: where room is short, the boxes scroll."""
        super().showEvent(event)
        for button in self.findChildren(QPushButton):
            button.setMinimumHeight(button.sizeHint().height())

    @property
    def corrected(self) -> str:
        """Return the answer as it stands in the box."""
        return self.answer.text if isinstance(self.answer, ReadingBox) else whole_text(self.answer)

    def show_nearest(self, found: Nearest) -> None:
        """Show what the model may have learned its answer from."""
        by_meaning = self.tr("Nearest training rows, by what they mean")
        by_words = self.tr("Nearest training rows, by their words")
        self._near_title.setText(by_meaning if found.by is By.MEANING else by_words)
        self.near.setAccessibleName(self._near_title.text())
        said = "\n\n".join(map(self._line, found.rows))
        self.near.show_text(said or self.tr("No training row is like it. Rows like this one would help the model."))

    def _line(self, row: NearRow) -> str:
        near = self.tr("{0} % alike").format(number(100 * max(0.0, row.likeness), 0))
        return f"{near}\n{row.question.strip()}\n→ {row.answer.strip()}"

    def _draw(self) -> None:
        for button in (self.take, self.train):
            button.setEnabled(bool(self.corrected.strip()))

    def _give(self, *, again: bool) -> None:
        corrected = self.corrected
        self.accept()
        self._taken(corrected, again)
