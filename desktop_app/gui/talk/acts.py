"""What can be done with a conversation beyond reading it: ask again, see the code, learn from it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core import talk as talks
from desktop_app.core import talk_row
from desktop_app.core.answer import Answer
from desktop_app.core.batch import Cell, request
from desktop_app.core.code_view import Language, code
from desktop_app.core.example import Part
from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Leg, Speaker, Way
from desktop_app.core.text import text
from desktop_app.gui.answers.dialogs import CodeDialog, RowDialog, TokensDialog
from desktop_app.gui.answers.places import address, price
from desktop_app.gui.talk.talking import Talking
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.store.edit import Edit
from desktop_app.work.sites import Sites


class TalkActs(QObject):
    """Opens the windows of an answer and does what is decided there."""

    problem = Signal(object)
    """Why something cannot be done."""

    def __init__(
        self, workspace: Workspace, sites: Sites, talking: Talking, speakers: Callable[[], dict[int, Speaker]]
    ) -> None:
        """Ask with what `speakers` says at that moment: who answers in each thread, and how."""
        super().__init__(talking)
        self._over: QWidget | None = None
        self._workspace = workspace
        self._sites = sites
        self._talking = talking
        self._speakers = speakers
        self.way = Way()
        """What prompts and answers of the data end with, as far as it is known."""

    def set_over(self, over: QWidget) -> None:
        """Open windows over the one this widget stands in."""
        self._over = over

    @property
    def _window(self) -> QWidget:
        if self._over is None:
            raise RuntimeError("acts need a widget to stand over")
        return self._over.window()

    def do(self, what: str, leg: Leg) -> None:
        """Do what a view of an answer wants."""
        {"again": self._again, "code": self._show_code, "row": self._show_row, "tokens": self._show_tokens}[what](leg)

    def send_anew(self, turn: int, said: str, *, rest: bool) -> None:
        """Say a turn otherwise."""
        self._talking.send_anew(turn, said, self._speakers(), rest=rest)

    def price(self, cell: Cell, answer: Answer) -> str:
        """Return what an answer cost, in words; "" on this computer and where nobody knows."""
        voice = self._talking.held.talk.speakers[cell.column].column.voice
        return price(self._sites, voice, answer)

    def site_title(self, cell: Cell) -> str:
        """Return what the place of a cell's model is called; "" for this computer."""
        site = self._sites.site(self._talking.held.talk.speakers[cell.column].column.voice.site)
        return site.title if site is not None else ""

    def _again(self, leg: Leg) -> None:
        """Ask once more, as the thread's model is asked now; one that is not talked with any more as it was."""
        known = self._talking.held.talk.speakers[leg.speaker]
        self._talking.again(leg, self._speakers().get(leg.thread, known))

    def _cell(self, leg: Leg) -> Cell:
        return self._talking.held.shown(leg) or leg.first

    def _show_code(self, leg: Leg) -> None:
        held, cell = self._talking.held, self._cell(leg)
        asked = request(talks.batch(held.talk, [cell], held.answers), cell)
        site = held.talk.speakers[cell.column].column.voice.site
        where, variable = address(self._sites, site)

        def written(language: Language) -> str:
            return code(language, asked, where, variable)

        CodeDialog(written, self._window, here=site == HERE).open()

    def _show_tokens(self, leg: Leg) -> None:
        answer = self._talking.held.answers.get(self._cell(leg))
        if answer is not None:
            TokensDialog(answer, self._window).open()

    def _show_row(self, leg: Leg) -> None:
        """Let the last answer of a thread be corrected; with all that was said before it becomes a row."""
        held, cell = self._talking.held, self._cell(leg)
        answer = held.answers.get(cell)
        if answer is None:
            return
        if self._workspace.project is None:
            self.problem.emit(Problem("talk_without_project"))
            return
        with self._workspace.project.reading() as connection:
            shape = examples.shape_of_table(connection)
        asked = talk_row.asked(shape, held.talk, cell, held.answers, self.way)
        shown = asked if isinstance(asked, str) else "\n\n".join(f"{m.role}: {m.content}" for m in asked)

        def given(corrected: str) -> None:
            origin = self.tr("Conversation with {0}, from the playground").format(model_name(answer.model))

            def work(edit: Edit) -> None:
                example = talk_row.row_of(shape, asked, answer.text, corrected, self.way.stop)
                (row,) = edit.append([(example, Part.TRAINING)])
                edit.set_note([row], origin)

            self._workspace.do(text("step.take_answer"), work)

        RowDialog(shown, answer.text, held_out=False, given=given, parent=self._window).open()
