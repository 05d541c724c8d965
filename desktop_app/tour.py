"""The walk the program takes by itself: from a table to two compared answers, with keys, through its own windows."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.app import Program
from desktop_app.cli.commands import TakeTour
from desktop_app.core.example import Part, Shape
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.job import Job, JobStatus
from desktop_app.core.metrics import validation_series
from desktop_app.core.problem import Problem
from desktop_app.core.wizard import STEPS, Step
from desktop_app.gui.tour.album import Album
from desktop_app.gui.tour.driver import Until, choose, press, push, walk_to, write
from desktop_app.providers.local import LocalEngine
from desktop_app.store import examples, jobs
from desktop_app.work import report, train

PATIENCE = 3600.0
"""Seconds a training or a fetched model may take before the tour gives up."""
SIZE = (1240, 800)
"""The pictures' width and height in pixels; without a screen Qt would take a smaller one."""
MARK = "A word changed by the tour."


class Tour(QObject):
    """Knows the way and keeps the figures; `gui.tour.driver` presses the keys and waits."""

    broken = Signal()

    def __init__(self, program: Program, command: TakeTour, began: float) -> None:
        """Walk through `program`; `began` is the moment the process started (monotonic seconds)."""
        super().__init__(program)
        self._program = program
        self._command = command
        self._album = Album(program.window, command.folder, began)
        self._curve = b""
        self.problem: Problem | None = None

    def stop(self, problem: Problem) -> None:
        """End the tour with a problem; the last picture shows where."""
        self._album.shoot("stopped")
        self.problem = problem
        self.broken.emit()

    def break_off(self, story: str) -> None:
        """End the tour because of a fault nobody foresaw; `story` is its traceback."""
        self.problem = self.problem or Problem("tour_broken", details=story)
        self.broken.emit()

    def script(self) -> Iterator[Until]:
        """Yield what to wait for, step by step."""
        yield from self.opened()
        yield from self.imported()
        yield from self._edit()
        yield from self._train()
        yield from self._compare()
        yield from self._models()
        report.write(self._command.folder, self._summary(), self._curve)

    def opened(self) -> Iterator[Until]:
        """Yield what to wait for until the first page is there."""
        window = self._program.window
        yield Until("the window shows", lambda: window.isVisible() and window.place == "start")
        window.resize(*SIZE)
        window.activateWindow()
        yield Until("the window is active", window.isActiveWindow)
        self._album.lap("open")
        self._album.shoot("start")

    def imported(self) -> Iterator[Until]:
        """Yield what to wait for until the rows of the table are in a project."""
        program, data = self._program, self._command.data
        if data is None:
            walk_to(program.rooms.start.sample)
            press("Return")
        else:
            # The system's own file dialog cannot be walked through; what follows the choice of a file can.
            program.bringing.begin_with(data.resolve(), data.stem, rows=self._command.rows)
        yield Until("the table is read", lambda: program.window.place == "data" and self._wizard_asks())
        for step in STEPS:
            yield Until(f"the wizard's page {step.value}", partial(self._is_ready, step), PATIENCE)
            self._album.shoot(step.value)
            push(program.rooms.wizard.next)
        yield Until("the rows are in the table", lambda: not program.rooms.data.importing and rows(program) > 0)
        yield Until("the table is drawn", lambda: program.rooms.editor.state == "content")
        self._album.lap("import")
        self._album.shoot("table")

    def _edit(self) -> Iterator[Until]:
        """Change a cell, take it back, do it again, take it back: each time the file is asked."""
        editor, project = self._program.rooms.editor, self._program.workspace.project
        if project is None:
            raise Problem("no_project")
        walk_to(editor.table)
        field = FIELDS[Shape(project.settings()["shape"])][-1]
        press("Ctrl+Home")
        press("End")
        press("Left")
        before = self._text(field)
        press("F2")
        press("Ctrl+A")
        write(MARK)
        press("Ctrl+Return")
        yield Until("the edit is on disk", partial(self._reads, field, MARK))
        self._album.shoot("edited")
        offers = self._program.actions
        for act, keys, wanted in (
            ("undo", "Ctrl+Z", before),
            ("redo", "Ctrl+Shift+Z", MARK),
            ("undo", "Ctrl+Z", before),
        ):
            yield Until(f"{act} is offered", offers[act].isEnabled)
            press(keys)
            yield Until(f"{keys} is on disk", partial(self._reads, field, wanted))

    def _train(self) -> Iterator[Until]:
        program = self._program
        press("Ctrl+3")
        page, card = program.rooms.training, program.rooms.training.plan_card
        yield Until("the plan is there", lambda: page.state == "content" and card.isVisible(), 120)
        menu = card.model_menu
        yield Until("the base models are known", lambda: menu.findData(self._command.model) >= 0, 120)
        choose(menu, self._command.model)
        yield Until("the plan is weighed", lambda: card.can_start or card.fetch_button.isVisible(), 120)
        if not card.can_start:
            self._album.shoot("fetch")
            push(card.fetch_button)
            yield Until("the base model is here", lambda: card.can_start, PATIENCE)
        self._album.shoot("plan")
        self._album.lap("wait")
        press("Ctrl+Return")
        yield Until("the training runs", lambda: page.run is not None and page.run.step >= 3, PATIENCE)
        yield Until("the training is half done", self._half_trained, PATIENCE)
        self._album.shoot("training")
        yield Until("the training ends", lambda: page.run is not None and page.run.job.status.ended, PATIENCE)
        self._album.lap("train")
        self._album.shoot("trained")
        if page.run is None or page.run.job.status is not JobStatus.SUCCEEDED:
            raise Problem("training_ended_early", details=page.run.job.error if page.run else "")
        program.background.run(self, _curve(program.engine, page.run.job), on_done=self._keep_curve)
        yield Until("the curve is fetched", lambda: bool(self._curve))
        self._album.lap("wait")

    def _compare(self) -> Iterator[Until]:
        program = self._program
        press("Ctrl+Return")
        page = program.rooms.playground
        tuned = program.rooms.training.run.job.tuned_model if program.rooms.training.run else None
        yield Until("both models are offered", lambda: page.isVisible() and page.models[-1:] == [tuned], 120)
        if not self._held_out():
            raise Problem("no_held_out_rows")
        push(page.comparison.board.all_button)
        yield Until("the first answers come", lambda: bool(page.results), PATIENCE)
        self._album.shoot("answering")
        yield Until("all answers are there", lambda: not page.asking, PATIENCE)
        self._album.lap("compare")
        self._album.shoot("answers")

    def _models(self) -> Iterator[Until]:
        press("Ctrl+5")
        page = self._program.rooms.models.shelf
        yield Until("the models are listed", lambda: page.isVisible() and page.state == "content", 120)
        self._album.shoot("models")

    def _summary(self) -> report.Summary:
        project, run = self._program.workspace.project, self._program.rooms.training.run
        if project is None or run is None:
            raise Problem("no_project")
        with project.reading() as connection:
            rows = sum(examples.counts(connection).values())
            _, losses = validation_series(jobs.points(connection, run.job.id))
        answers = [report.Compared(q, hoped, *said) for q, hoped, said in self._program.rooms.playground.results]
        first, last = (losses[0], losses[-1]) if losses else (None, None)
        spent = self._album.seconds("open", "import", "train", "compare")
        return report.Summary(rows, spent, first, last, answers)

    def _keep_curve(self, curve: bytes) -> None:
        self._curve = curve

    def _half_trained(self) -> bool:
        run = self._program.rooms.training.run
        return run is not None and (run.job.status.ended or run.step * 2 >= max(run.job.total_steps, 1))

    def _wizard_asks(self) -> bool:
        """Tell whether the wizard has read the file; a file it cannot read ends the tour with its problem."""
        wizard = self._program.rooms.wizard
        if wizard.state == "problem" and wizard.problem is not None:
            raise wizard.problem
        return wizard.state == "content" and wizard.wizard is not None

    def _is_ready(self, step: Step) -> bool:
        """Tell whether this page of the wizard is on show and has nothing more to work out."""
        page = self._program.rooms.wizard
        if page.state == "problem" and page.problem is not None:
            raise page.problem
        board = page.steps.check.board
        if board.isVisible() and board.stopped:
            raise Problem("tour_blocked", finding=board.stop.text)
        return page.wizard is not None and page.wizard.step is step and page.next.isEnabled()

    def _held_out(self) -> bool:
        project = self._program.workspace.project
        if project is None:
            return False
        with project.reading() as connection:
            counts = examples.counts(connection)
        return counts[Part.TEST] + counts[Part.VALIDATION] > 0

    def _reads(self, field: str, wanted: str) -> bool:
        return self._text(field).strip() == wanted.strip()

    def _text(self, field: str) -> str:
        """Return a field of the table's first row as the project file has it."""
        project = self._program.workspace.project
        if project is None:
            return ""
        with project.reading() as connection:
            (row,) = examples.page(connection, examples.ids(connection)[:1])
        return read_field(row.example, field)


def rows(program: Program) -> int:
    """Return how many rows the open project has as its file tells, 0 if none is open."""
    project = program.workspace.project
    if project is None:
        return 0
    with project.reading() as connection:
        return len(examples.ids(connection))


async def _curve(engine: LocalEngine, job: Job) -> bytes:
    """Return the job's results.csv."""
    return await train.result_file(await engine.provider(), job)
