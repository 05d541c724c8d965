"""The line at the window's foot that says how far a long change is, and can end it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from desktop_app.gui.doing import Doing, Way
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.workspace import Workspace

_STEPS = 1000
_BAR = 16
"""The bar's width in letters."""


class LongLine(QFrame):
    """Comes when a change of the rows takes long and goes when it is over; of several it shows the oldest."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Doing] = []
        self.said = Elided()
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How far the change is"))
        self.bar.setFixedWidth(_BAR * self.fontMetrics().averageCharWidth())
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.setAccessibleName(self.tr("Cancel the change"))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self._cancel)
        box = QHBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(MEDIUM)
        box.addWidget(self.said, 1)
        box.addWidget(self.bar)
        box.addWidget(self.stop)
        self.hide()
        workspace.long.connect(self._take)

    def _take(self, doing: Doing) -> None:
        self._waiting.append(doing)
        doing.progressed.connect(lambda *_: self._draw(doing))
        doing.ended.connect(lambda: self._drop(doing))
        self._draw(self._waiting[0])
        self.show()

    def _drop(self, doing: Doing) -> None:
        self._waiting.remove(doing)
        if self._waiting:
            self._draw(self._waiting[0])
        else:
            self.hide()

    def _draw(self, doing: Doing) -> None:
        if doing is not self._waiting[0]:
            return
        done, total = doing.course.done, doing.course.total
        words = self._words(doing)
        if doing.course.ended:
            words = self.tr("{0}: taking back what was begun …").format(words)
        elif total:
            words = self.tr("{0}: {1} of {2}").format(words, number(min(done, total)), how_many.rows(total))
        else:
            words = f"{words} …"
        self.said.set_text(words)
        self.bar.setRange(0, _STEPS if total else 0)
        self.bar.setValue(round(min(1.0, done / total) * _STEPS) if total else 0)
        self.stop.setEnabled(not doing.course.ended)

    def _words(self, doing: Doing) -> str:
        said = say(doing.label) if doing.label is not None else ""
        if doing.way is Way.DO:
            return said[:1].upper() + said[1:]
        return f"{self.tr('Undo') if doing.way is Way.UNDO else self.tr('Redo')}: {said}"

    def _cancel(self) -> None:
        self._waiting[0].cancel()
        self._draw(self._waiting[0])
