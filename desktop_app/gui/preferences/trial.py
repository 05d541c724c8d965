"""Testing a connection: each ability with what trying it said."""

from collections.abc import AsyncIterator

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.connection import Ability, Tried, Verdict
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.try_out import try_out
from desktop_app.work.reach import Reach

_LOOKS = {
    Verdict.WORKS: ("circle-check", "good"),
    Verdict.MISSING: ("minus", "muted"),
    Verdict.REFUSED: ("triangle-alert", "attention"),
    Verdict.UNTRIED: ("circle-question-mark", "muted"),
}


class Trial(QWidget):
    """A button that tries a connection out, and under it what works there."""

    def __init__(self, reach: Reach, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach = reach
        self._connection = ""
        self._work = OneTask(background, self)
        self.button = QPushButton(self.tr("Test the connection"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_click)
        self.problem = ProblemView()
        self.problem.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(HAIR)
        self._lines: list[QWidget] = []
        head = QHBoxLayout()
        head.addWidget(self.button)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addLayout(head)
        box.addWidget(self.problem)
        box.addLayout(self._rows)

    @property
    def words(self) -> list[str]:
        """Return what each line says."""
        return [line.accessibleName() for line in self._lines]

    def show_connection(self, connection: str) -> None:
        """Begin anew with another connection."""
        self.stop()
        self._connection = connection
        self._clear()

    def stop(self) -> None:
        """End a trial that is under way."""
        self._work.stop()
        self.button.setText(self.tr("Test the connection"))

    def _on_click(self) -> None:
        if self._work.running:
            self.stop()
            return
        self._clear()
        self.button.setText(self.tr("Stop the test"))
        work = _try(self._reach, self._connection)
        self._work.begin(work, on_items=self._on_tried, on_problem=self._on_problem, on_end=self.stop)

    def _on_tried(self, news: list[Tried]) -> None:
        for tried in news:
            line = self._line(tried)
            self._lines.append(line)
            self._rows.addWidget(line)
            line.show()

    def _on_problem(self, problem: Problem) -> None:
        self.stop()
        self.problem.show_problem(problem, self._on_click)
        self.problem.show()

    def _clear(self) -> None:
        self.problem.hide()
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines.clear()

    def _line(self, tried: Tried) -> QWidget:
        names = {
            Ability.MODELS: self.tr("List of models"),
            Ability.CHAT: self.tr("Chat"),
            Ability.COMPLETIONS: self.tr("Prompt and completion"),
            Ability.FINE_TUNING: self.tr("Training (fine-tuning)"),
            Ability.FILES: self.tr("Files"),
        }
        line = QFrame()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, HAIR, 0, HAIR)
        row.setSpacing(SMALL)
        icon, tone = _LOOKS[tried.verdict]
        row.addWidget(Picture(icon, 18, tone))
        row.addWidget(label(names[tried.ability], size="strong", wrap=True))
        row.addWidget(label(say(tried.said), tone="muted", wrap=True), 1)
        line.setAccessibleName(f"{names[tried.ability]}: {say(tried.said)}")
        line.setToolTip(plain_tip(tried.details))
        return line


async def _try(reach: Reach, connection: str) -> AsyncIterator[Tried]:
    async for tried in try_out(await reach.provider(connection)):
        yield tried
