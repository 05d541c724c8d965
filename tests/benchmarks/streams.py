"""How late the window's own clock ticks while twelve answers stream at once, and while one of 100,000 tokens comes.

`python -m tests.benchmarks.streams HOME` is the window's process.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.core.batch import Voice
from desktop_app.core.job import HERE
from desktop_app.core.secret import Secret
from desktop_app.crash import CrashBorder
from desktop_app.gui.tour.driver import Driver, Until
from desktop_app.settings import paths
from desktop_app.store.project import Project
from tests.benchmarks.beating import Pulse
from tests.benchmarks.figures import Benchmark, Figure, quantile
from tests.benchmarks.stream_server import LONG, MODELS, STORY

ROOT = Path(__file__).resolve().parents[2]
PHASES = {
    "idle": "at rest",
    "streams": "while 12 answers stream at once",
    "long": "while an answer of 100,000 tokens comes",
}
REST = 4.0
"""In seconds; what a busy machine does to the clock by itself."""
AT_EACH = 6
"""So many of the twelve are asked at each of two places: a place answers eight at once."""


def measure(folder: Path) -> list[Figure]:
    """Let a real window ask a server in a process of its own."""
    surroundings = {**os.environ, "TUNEDESK_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.stream_server", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.streams", str(folder)],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )
    finally:
        server.communicate()
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}: {(done.stdout + done.stderr)[-3000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return [figure for phase, words in PHASES.items() for figure in _figures(words, told[phase])]


def _figures(words: str, late: list[float]) -> list[Figure]:
    return [
        Figure(f"lateness {words}, p50", quantile(late, 0.5), "ms"),
        Figure(f"lateness {words}, p99", quantile(late, 0.99), "ms"),
        Figure(f"lateness {words}, worst", max(late), "ms"),
        Figure(f"stalls of more than 50 ms {words}", sum(1 for value in late if value > 50), f"of {len(late)} ticks"),
    ]


def walk(program: Program, pulse: Pulse, elsewhere: str) -> Iterator[Until]:
    """Ask twelve columns for a story, then one for a very long answer."""
    window = program.window
    window.activateWindow()
    yield Until("the project is open", lambda: program.workspace.project is not None and window.isActiveWindow())
    window.go("playground")
    room = program.rooms.playground
    columns = room.comparison.board.columns
    yield Until("the models are offered", lambda: room.offers.choices.find(elsewhere, MODELS[-1]) is not None, 120)
    yield Until("every place has told its models", lambda: not room.offers.busy and bool(room.models), 120)
    pulse.begin("idle")
    began = perf_counter()
    yield Until("the window has rested", lambda: perf_counter() - began > REST)
    pulse.begin("")
    sites = [HERE] * AT_EACH + [elsewhere] * AT_EACH
    columns.show_voices([Voice(site, model) for site, model in zip(sites, MODELS, strict=True)])
    _ask(program, STORY)
    yield Until("all stream", lambda: all(side.pane.text for side in columns.all), 120)
    pulse.begin("streams")
    yield Until("the stories are told", lambda: not room.asking, 300)
    pulse.begin("")
    columns.show_voices([Voice(HERE, MODELS[0])])
    _ask(program, "Go on and on.")
    yield Until("it has begun", lambda: bool(columns.all[0].pane.text), 120)
    pulse.begin("long")
    yield Until("it has ended", lambda: not room.asking, 300)
    pulse.begin("")
    if len(columns.all[0].pane.text) < LONG:
        raise RuntimeError("the answer is not whole")


def _ask(program: Program, words: str) -> None:
    room = program.rooms.playground
    board = room.comparison.board
    board.choose_row(0)
    board.prompt.box.setPlainText(words)
    room.comparison.ask()


def main(home: Path) -> int:
    """Sit before the window and tell how late its clock was."""
    path = home / "streams.tunedesk"
    Project.create(path).close()
    border = CrashBorder(paths.log_dir())
    border.start()
    application = QApplication(sys.argv[:1])
    program = Program(application, border)
    card = json.loads((home / "engine" / "engine.json").read_text("utf-8"))
    reach = program.reach
    other = reach.connections.add("custom", "Another", f"http://127.0.0.1:{card['port']}/v1")
    asyncio.run(reach.secrets.keep(other.id, other.address, Secret(card["token"]), session_only=True))
    pulse = Pulse(program)
    driver = Driver(program.window, walk(program, pulse, other.id))
    stuck: list[object] = []
    border.tell_to(lambda story: (stuck.append(story), application.quit()))
    driver.stuck.connect(stuck.append)
    driver.stuck.connect(program.window.close)
    driver.finished.connect(program.window.close)
    program.window.show()
    program.open(path)
    driver.start()
    application.exec()
    late = {phase: values for phase, values in pulse.late.items() if phase}
    sys.stdout.write(
        (f"stuck: {[getattr(each, 'values', each) for each in stuck]}" if stuck else json.dumps(late)) + "\n"
    )
    return 1 if stuck else 0


BENCHMARK = Benchmark("streams", "by how much a timer of 10 ms in the real window is late while answers come", measure)

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
