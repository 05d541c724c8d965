"""Which trainings saw a row: learned from it, or were only measured with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.example import Part
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.label import label
from desktop_app.work.seen_by import Lesson

_MARK = Qt.ItemDataRole.UserRole


class SeenDialog(QDialog):
    """Lists them, the newest first; `compare_wanted(mark)` says with which training the row is to be compared."""

    compare_wanted = Signal(str)

    def __init__(self, row: int, lessons: Sequence[Lesson], parent: QWidget | None = None) -> None:
        """Tell of the row with this number."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Trainings that saw this row"))
        self._lessons = tuple(lessons)
        self.said = label(self._sentence(row), wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Trainings, the newest first"))
        self.list.setWordWrap(True)
        for each in lessons:
            line = QListWidgetItem(self._words(each))
            line.setData(_MARK, each.training.mark)
            self.list.addItem(line)
        self.compare = QPushButton(self.tr("Compare with what it learned"))
        self.compare.setProperty("look", "primary")
        self.compare.clicked.connect(self._compare)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self._arrange()
        self.list.currentRowChanged.connect(lambda _: self._draw())
        self.list.itemActivated.connect(lambda _: self._compare())
        self.list.setVisible(bool(lessons))
        self.compare.setVisible(bool(lessons))
        self.list.setCurrentRow(next((at for at, each in enumerate(lessons) if each.changed), 0))
        self._draw()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.compare)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(MEDIUM)
        box.addWidget(self.said)
        box.addWidget(self.list, 1)
        box.addLayout(foot)
        line = self.fontMetrics().height()
        self.setMinimumWidth(28 * line)
        self.resize(30 * line, (16 if self._lessons else 7) * line)

    def _draw(self) -> None:
        at = self.list.currentRow()
        differs = 0 <= at < len(self._lessons) and self._lessons[at].changed
        self.compare.setEnabled(differs)
        (self.compare if differs else self.close_button).setDefault(True)

    def _compare(self) -> None:
        if self.compare.isEnabled():
            self.compare_wanted.emit(self.list.currentItem().data(_MARK))
            self.accept()

    def _sentence(self, row: int) -> str:
        if not self._lessons:
            return self.tr("No training of this project has seen row {0} yet.").format(number(row))
        if len(self._lessons) == 1:
            return self.tr("One training saw row {0}.").format(number(row))
        return self.tr("{1} trainings saw row {0}.").format(number(row), number(len(self._lessons)))

    def _words(self, lesson: Lesson) -> str:
        learned = lesson.part is Part.TRAINING
        if lesson.changed:
            how = self.tr("learned from it, with another text than now")
            measured = self.tr("was measured with it (validation), with another text than now")
        else:
            how = self.tr("learned from it as it is now")
            measured = self.tr("was measured with it (validation) as it is now")
        words = self.tr("{0}, {1}: {2}")
        return words.format(lesson.training.name, moment(lesson.training.planned), how if learned else measured)
