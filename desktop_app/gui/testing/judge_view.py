"""What judges have said of a test: in sentences, with how far one of them is that is being asked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.testing import judge_words as words
from desktop_app.gui.testing.judging import Judging
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.work.judge_figures import Told

_LETTERS = 24


class JudgeView(QFrame):
    """Shows one judging; where there are several, the user chooses which."""

    judge_wanted = Signal()
    """Another judge is to be asked."""
    go_on_wanted = Signal(int)
    """A judging (its number) is to be finished."""
    pause_wanted = Signal()
    chosen = Signal()
    """Another judging is on show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[Told, ...] = ()
        self._names: tuple[str, ...] = ()
        self._running = False
        self.menu = Menu(_LETTERS)
        self.menu.setAccessibleName(self.tr("What judges have said"))
        self.said = label(wrap=True)
        self.far = label(tone="muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the judge"))
        self.act = QPushButton(self.tr("Let a model judge…"))
        self.other = QPushButton()
        self._arrange()
        self.menu.activated.connect(lambda _: self._show())
        self.act.clicked.connect(self.judge_wanted)
        self.other.clicked.connect(self._on_other)

    def _arrange(self) -> None:
        acts = FlowLayout()
        acts.addWidget(self.other)
        acts.addWidget(self.act)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        hint = self.tr("The opinion of a model about each answer, by a rubric of your own. It is no measurement.")
        box.addWidget(label(self.tr("A model as judge"), size="heading", wrap=True))
        box.addWidget(label(hint, tone="muted", wrap=True))
        shown: tuple[QWidget, ...] = (self.menu, self.said, self.progress, self.far)
        for part in shown:
            box.addWidget(part)
        box.addLayout(acts)
        hidden: tuple[QWidget, ...] = (self.menu, self.said, self.progress, self.far, self.other)
        for part in hidden:
            part.hide()

    @property
    def shown(self) -> Told | None:
        """Return the judging on show."""
        at = self.menu.currentIndex()
        return self._told[at] if 0 <= at < len(self._told) else None

    def show_told(self, told: Sequence[Told], names: Sequence[str]) -> None:
        """Show what judges have said of models of these names; the one that is newly begun is shown first."""
        kept = self.shown.judgement.number if self.shown is not None and len(told) == len(self._told) else None
        self._told, self._names = tuple(told), tuple(names)
        self.menu.clear()
        for one in self._told:
            self.menu.addItem(words.title(one), one.judgement.number)
        self.menu.setCurrentIndex(max(0, self.menu.findData(kept)) if self._told else -1)
        self._show()

    def show_progress(self, judging: Judging) -> None:
        """Show how far the judge is that is being asked, or what stood in its way."""
        self.progress.setVisible(judging.running)
        self.progress.setRange(0, max(1, judging.total))
        self.progress.setValue(judging.answered)
        far = self.tr("{0} of {1} judged.").format(number(judging.answered), number(judging.total))
        self.far.setText(f"{far if judging.running else ''} {judging.said}".strip())
        self.far.setVisible(bool(self.far.text()))
        self._running = judging.running
        self._draw()

    def _show(self) -> None:
        one = self.shown
        self.menu.setVisible(len(self._told) > 1)
        self.said.setText("\n".join(words.sentences(one, self._names)) if one is not None else "")
        self.said.setVisible(bool(self.said.text()))
        self._draw()
        self.chosen.emit()

    def _draw(self) -> None:
        one = self.shown
        left = one.judgement.left if one is not None else 0
        focused = self.window().focusWidget()
        self.other.setText(
            self.tr("Pause the judge") if self._running else self.tr("Go on: {0} to judge").format(number(left))
        )
        self.other.setVisible(self._running or left > 0)
        if self._running and focused is self.act:
            self.other.setFocus()  # else the keyboard would be thrown elsewhere as the button goes grey
        elif self.other.isHidden() and focused is self.other:
            self.act.setFocus()
        self.act.setEnabled(not self._running)

    def _on_other(self) -> None:
        if self._running:
            self.pause_wanted.emit()
        elif self.shown is not None:
            self.go_on_wanted.emit(self.shown.judgement.number)
