"""An answer while it comes and when it is there, with what stood in its way and how it went."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.answer import Answer
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.answer_words import in_words
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.results import Broken, Outcome
from desktop_app.gui.answers.shading import Shade, differing, unsure
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView

_FLUSH_MS = 40


class AnswerPane(QWidget):
    """Text is only ever added, never built anew while it streams."""

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, box: ReadingBox | None = None) -> None:
        """Show answers in this box, else in one that takes the room there is."""
        super().__init__(parent)
        self._outcome: Outcome | None = None
        self._shade, self._beside = Shade.NOTHING, ""
        self._answer = box or ReadingBox(5, grows=True)
        self._foot = label(size="small", tone="muted", wrap=True)
        self._problem = ProblemView()
        self._waiting: list[str] = []
        self._flush = QTimer(self, singleShot=True, interval=_FLUSH_MS)
        self._flush.timeout.connect(self._add)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(SMALL)
        for part in (self._answer, self._problem, self._foot):
            parts.addWidget(part)
        parts.setStretchFactor(self._answer, 1)
        self._problem.hide()

    def set_title(self, title: str) -> None:
        """Say whose answer this is to those who hear it."""
        self._answer.setAccessibleName(self.tr("Answer: {0}").format(title))

    @property
    def text(self) -> str:
        """Return the answer as far as it is known."""
        return self._answer.text + "".join(self._waiting)

    @property
    def foot(self) -> str:
        """Return the line under the answer."""
        return self._foot.text()

    @property
    def answer(self) -> Answer | None:
        """Return the whole answer on show, if there is one."""
        return self._outcome if isinstance(self._outcome, Answer) else None

    @property
    def problem(self) -> Problem | None:
        """Return the problem on show, if any."""
        return self._problem.problem if self._problem.isVisibleTo(self) else None

    def copy(self) -> None:
        """Put the answer on the clipboard, as far as it is known."""
        QGuiApplication.clipboard().setText(self.text)

    def begin(self, text: str = "") -> None:
        """Show an answer that is being written, as far as it is."""
        self._outcome = None
        self._reset(text)
        self._foot.setText(self.tr("Answering…"))

    def append(self, piece: str) -> None:
        """Add to the answer that is being written."""
        self._waiting.append(piece)
        if not self._flush.isActive():
            self._flush.start()

    def show_outcome(self, outcome: Outcome | None, tries: int = 1, price: str = "") -> None:
        """Show how an answer ended, with its whole text; None shows that nothing was asked yet.

        `tries` is how often this was answered, `price` what the answer cost, in words ("" where nobody knows).
        """
        self._add()
        self._outcome = outcome
        text = outcome.text if outcome is not None else ""
        if self._answer.text != text:
            self._reset(text)
        self._answer.setLayoutDirection(direction_of(text))
        broken = isinstance(outcome, Broken)
        self._problem.setVisible(broken)
        self._answer.setVisible(bool(text) or not broken)
        if isinstance(outcome, Broken):
            self._problem.show_problem(outcome.problem, self.again_wanted.emit)
            self._foot.clear()
        else:
            said = in_words(outcome, tries, price) if outcome is not None else self.tr("Not asked yet.")
            self._foot.setText(said)
        self._mark()

    def shade(self, shade: Shade, beside: str) -> None:
        """Mark in the answer what differs from the text `beside` it, or what the model was not sure of."""
        if (shade, beside) != (self._shade, self._beside):
            self._shade, self._beside = shade, beside
            self._mark()

    def changeEvent(self, event: QEvent) -> None:
        """Mark in the colours of the moment."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._mark()

    def _mark(self) -> None:
        answer = self.answer
        spans = []
        if answer is not None and self._shade is Shade.LIKELIHOOD:
            spans = unsure(answer.drawn)
        elif answer is not None and self._shade is not Shade.NOTHING and self._beside:
            spans = differing(answer.text, self._beside)
        self._answer.mark(spans)
        self._answer.show_tokens(answer.drawn if answer is not None and self._shade is Shade.LIKELIHOOD else ())

    def _reset(self, text: str) -> None:
        self._flush.stop()
        self._waiting.clear()
        self._problem.hide()
        self._answer.show()
        self._answer.show_text(text)

    def _add(self) -> None:
        self._flush.stop()
        self._answer.add("".join(self._waiting))
        self._waiting.clear()
