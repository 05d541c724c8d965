"""The self-test of an installed program, `tunedesk --smoke`: a line for each thing that works, and an exit code."""

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing, suppress
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Signal

from desktop_app import __version__
from desktop_app.app import Program
from desktop_app.cli.commands import TakeTour
from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Batch, Column, Kind, Prompt, Setting, Voice, cells
from desktop_app.core.example import Message
from desktop_app.core.job import HERE, STARTER
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.gui.tour.driver import Until
from desktop_app.providers.local import BaseModel, Hardware
from desktop_app.settings import paths
from desktop_app.tour import Tour, rows
from desktop_app.work.ask_batch import Failed, Got, Halted, ask, watched
from desktop_app.work.sites import Sites

PATIENCE = 900.0
"""Seconds the model may take to be unpacked, or to answer, before the self-test gives up."""
QUESTION = "What is the capital of France?"
WIDTH = 8


class SelfTest(QObject):
    """Walks from the sample table to an answered question, and says what worked; it trains nothing."""

    broken = Signal()

    def __init__(self, program: Program, folder: Path, say: Callable[[str], None]) -> None:
        """Test `program`; pictures go to `folder`, lines to `say`."""
        super().__init__(program)
        self._program = program
        self._say = say
        self._walk = Tour(program, TakeTour(folder), monotonic())
        self._since = monotonic()
        self._hardware: Hardware | None = None
        self._model: BaseModel | None = None
        self._asked = False
        self._answer = ""
        self.problem: Problem | None = None

    def script(self) -> Iterator[Until]:
        """Yield what to wait for, step by step."""
        yield from self._walk.opened()
        self._told("window", f"TuneDesk {__version__} shows its first page")
        yield from self._walk.imported()
        self._told("rows", f"{rows(self._program)} rows of the sample went through the wizard into a project")
        yield from self._engine()

    def stop(self, problem: Problem) -> None:
        """End the self-test with a problem."""
        self.problem = self.problem or problem
        self.broken.emit()

    def break_off(self, story: str) -> None:
        """End the self-test because of a fault nobody foresaw; `story` is its traceback."""
        self.stop(Problem("self_test_broken", details=story))

    def _engine(self) -> Iterator[Until]:
        program = self._program
        program.background.run(self, program.engine.hardware(), on_done=self._keep_hardware, on_problem=self.stop)
        yield Until("the engine answers", lambda: self._hardware is not None, 120)
        if self._hardware is None or not self._hardware.engine_installed:
            self._told("engine", "started; its training part is not installed, so nothing was asked")
            return
        self._told("engine", f"started, with its training part, on the {self._hardware.accelerator}")
        program.background.run(self, program.engine.pull(STARTER), on_problem=self.stop)
        yield Until("the starter model is there", self._is_ready, PATIENCE)
        self._told("model", f"{STARTER} is unpacked")
        asking = _answer(program.sites)
        program.background.run(self, asking, on_done=self._keep_answer, on_problem=self.stop)
        yield Until("the answer comes", lambda: bool(self._answer), PATIENCE)
        self._told("answer", f"{QUESTION} {self._answer}")

    def _is_ready(self) -> bool:
        """Ask how far the model is, one question at a time; raise what stood in the way."""
        if self._model is not None and self._model.state == "failed":
            raise Problem("self_test_model", details=self._model.message)
        if not self._asked:
            self._asked = True
            self._program.background.run(
                self, self._program.engine.base_models(), on_done=self._keep_model, on_problem=self.stop
            )
        return self._model is not None and self._model.ready

    def _keep_hardware(self, hardware: Hardware) -> None:
        self._hardware = hardware

    def _keep_model(self, models: list[BaseModel]) -> None:
        self._asked = False
        self._model = next((model for model in models if model.id == STARTER), None)

    def _keep_answer(self, answer: str) -> None:
        self._answer = answer

    def _told(self, what: str, sentence: str) -> None:
        """Say one line, with the seconds since the last one."""
        now = monotonic()
        self._say(f"ok  {what:<{WIDTH}}{sentence} ({now - self._since:.1f} s)")
        self._since = now


async def _answer(sites: Sites) -> str:
    """Return what the starter model answers, as one line; raise Problem."""
    voice = Column(Voice(HERE, STARTER), Setting(Sampling(0.0, 24)))
    batch = Batch("", Kind.COMPARE, "", 0.0, (Prompt((Message("user", QUESTION),)),), (voice,))
    async with aclosing(ask(sites, batch, cells(batch), None, watched())) as heard:
        async for item in heard:
            if isinstance(item, Failed | Halted):
                raise item.problem
            if isinstance(item, Got):
                return " ".join(item.answer.text.split()) or "(nothing)"
    raise TypeError("the asking ended without a word")


class Apart:
    """A home for the self-test alone, so that nobody's projects and settings are touched; it is removed afterwards."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tunedesk-self-test-", ignore_cleanup_errors=True)
        self._before = os.environ.get("TUNEDESK_HOME")

    def __enter__(self) -> Path:
        home = Path(self._folder.name)
        os.environ["TUNEDESK_HOME"] = str(home)
        return home

    def __exit__(self, *_: object) -> None:
        _end_engine(paths.engine_dir())
        if self._before is None:
            del os.environ["TUNEDESK_HOME"]
        else:
            os.environ["TUNEDESK_HOME"] = self._before
        self._folder.cleanup()


def say_line(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_problem(problem: Problem) -> None:
    """Print what stood in the way."""
    say_line("no  " + " ".join(english(part) for part in (problem.happened, problem.meaning, problem.remedy)))
    if problem.details:
        say_line(problem.details)


def _end_engine(folder: Path, patience: float = 15.0) -> None:
    """End the engine whose data lies in `folder`, and wait until it has put its things away."""
    card = folder / "engine.json"
    with suppress(OSError, ValueError, LookupError):
        os.kill(int(json.loads(card.read_text(encoding="utf-8"))["pid"]), signal.SIGTERM)
        until = monotonic() + patience
        while card.exists() and monotonic() < until:
            time.sleep(0.05)
