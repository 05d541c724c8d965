"""`python -m tests.benchmarks.editor_beating PROJECT`: a window that works on many rows, with a clock of 10 ms."""

import json
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from random import Random
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.core.example import RowStatus
from desktop_app.core.export import Format, Order
from desktop_app.core.look import Look, Sort
from desktop_app.core.search import Search
from desktop_app.core.text import text
from desktop_app.crash import CrashBorder
from desktop_app.gui.doing import Doing
from desktop_app.gui.editor.find_preview import PreviewDialog, Wanted
from desktop_app.gui.tour.driver import Driver, Until
from desktop_app.settings import paths
from desktop_app.store import examples
from desktop_app.work import export
from tests.benchmarks.beating import IDLE_SECONDS, Pulse

PATIENCE = 900
WEIGHED_EVERY_MS = 50


class Sitting:
    """Somebody before the window, who does one long thing after the other."""

    def __init__(self, program: Program, pulse: Pulse, path: Path | None) -> None:
        self._program = program
        self._pulse = pulse
        self._path = path
        self.memory = self.most = 0
        clock = QTimer(program)
        clock.timeout.connect(self._weigh)
        clock.start(WEIGHED_EVERY_MS)
        self._counted: list[object] = []

    def walk(self) -> Iterator[Until]:
        """Rest; with a project jump about, look in other orders, replace, undo, mark, export."""
        began = perf_counter()
        yield Until("a moment of rest", lambda: perf_counter() - began > 2)
        if self._path is None:
            self.memory = now()
            return
        page = self._program.rooms.editor
        page._follower.counted.connect(self._counted.append)
        yield Until("the rows are there", lambda: page.model.rowCount() > 0, PATIENCE)
        began = perf_counter()
        yield Until("all is read", lambda: perf_counter() - began > 3)
        yield from self._phase("idle", self._rest)
        yield from self._phase("scroll", self._scroll)
        self.memory = now()
        yield from self._phase("sort", lambda: self._looked(Look(sort=Sort("completion"))))
        yield from self._phase("filter", lambda: self._looked(Look(has=Search("wizards"))))
        yield from self._looked(Look())
        yield from self._replace()
        yield from self._phase("undo", lambda: self._change(self._program.workspace.undo))
        yield from self._phase("status", self._mark)
        yield from self._phase("export", self._export)

    def _phase(self, name: str, work: Callable[[], Iterator[Until]]) -> Iterator[Until]:
        self._pulse.begin(name)
        yield from work()
        self._pulse.begin("")

    def _weigh(self) -> None:
        self.most = max(self.most, now())

    def _rest(self) -> Iterator[Until]:
        began = perf_counter()
        yield Until("the window has rested", lambda: perf_counter() - began > IDLE_SECONDS)

    def _scroll(self) -> Iterator[Until]:
        page, chance = self._program.rooms.editor, Random(1)
        for _ in range(100):
            page.table.go_to(chance.randrange(page.model.rowCount()), 1)
            painted = perf_counter()
            yield Until("it is painted", lambda painted=painted: perf_counter() - painted > 0.03)

    def _looked(self, look: Look) -> Iterator[Until]:
        self._counted.clear()
        self._program.rooms.editor.filter.show(look)
        yield Until("all are found", lambda: bool(self._counted), PATIENCE)

    def _replace(self) -> Iterator[Until]:
        program = self._program
        project = program.workspace.project
        with project.reading() as connection:
            ids = examples.ids(connection)
        self._pulse.begin("preview")
        wanted = Wanted(Search("wizards"), "witches", ids, range(1, len(ids) + 1))
        dialog = PreviewDialog(program.workspace, program.background, wanted, program.window)
        ended: list[int] = []
        dialog.finished.connect(ended.append)
        dialog.open()
        yield Until("all are counted", dialog.go.isEnabled, PATIENCE)
        self._pulse.begin("replace")
        dialog.go.click()
        yield Until("all are replaced", lambda: bool(ended), PATIENCE)
        self._pulse.begin("")

    def _change(self, begin: Callable[[], Doing]) -> Iterator[Until]:
        ended: list[bool] = []
        begin().ended.connect(lambda: ended.append(True))
        yield Until("it is done", lambda: bool(ended), PATIENCE)

    def _mark(self) -> Iterator[Until]:
        ids = array("q", self._program.rooms.editor.model.ids)
        label = text("step.set_status", count=len(ids), status="reviewed")
        workspace = self._program.workspace
        yield from self._change(lambda: workspace.do(label, lambda edit: edit.set_status(ids, RowStatus.REVIEWED)))

    def _export(self) -> Iterator[Until]:
        program, ended = self._program, []
        order = Order(Format.JSONL, paths.data_dir() / "out.jsonl")

        async def written() -> None:
            async with aclosing(export.exporting(program.rooms.apart, program.workspace.project, order)) as items:
                async for _ in items:
                    pass

        program.background.run(program, written(), on_done=lambda _: ended.append(True))
        yield Until("all is written", lambda: bool(ended), PATIENCE)


def now() -> int:
    """Return the memory of this process, in bytes, without the pages of the project file that are in view.

    Those lie in the system's own memory of files, which gives them up when somebody needs the room.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) * 1024


def main(path: Path | None) -> int:
    """Sit before the window and tell how late its clock was, and its memory."""
    border = CrashBorder(paths.log_dir())
    border.start()
    application = QApplication(sys.argv[:1])
    program = Program(application, border)
    pulse = Pulse(program)
    sitting = Sitting(program, pulse, path)
    driver = Driver(program.window, sitting.walk())
    stuck: list[object] = []
    border.tell_to(lambda story: (stuck.append(story), application.quit()))
    driver.stuck.connect(stuck.append)
    driver.stuck.connect(program.window.close)
    driver.finished.connect(program.window.close)
    program.window.show()
    if path is not None:
        program.open(path)
    driver.start()
    application.exec()
    late = {phase: values for phase, values in pulse.late.items() if phase}
    told = {"late": late, "memory": sitting.memory, "peak": sitting.most}
    sys.stdout.write((f"stuck: {stuck!r}" if stuck else json.dumps(told)) + "\n")
    return 1 if stuck else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1] else None))
