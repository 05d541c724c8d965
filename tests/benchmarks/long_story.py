"""`python -m tests.benchmarks.long_story FOLDER`: a window that hears of a training with 100,000 events."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter, time
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.gui.background import Background
from desktop_app.gui.short_turns import take_short_turns
from desktop_app.gui.theme.theme import Theme
from desktop_app.gui.training.following import Following
from desktop_app.gui.training.run import Run
from desktop_app.gui.training.run_view import RunView
from desktop_app.providers.local import LocalEngine
from desktop_app.store import jobs
from desktop_app.store.project import Project
from tests.benchmarks.beating import Pulse
from tests.benchmarks.drawing import rest, until
from tests.cloud.long_story import EVERY, LongStory
from tests.cloud.server import Cloud
from tests.sites import connect, sites
from tests.work.watched import BASE, put_up

EVENTS = 100_000
SIZE = (900, 900)
SCROLLS = 60


def serve() -> int:
    """Be the provider, in a process of its own, until nobody listens any more."""
    with Cloud() as cloud:
        job = put_up(cloud)
        cloud.account.begin(job)
        LongStory(cloud, job, EVENTS)
        told = {"address": cloud.address, "key": cloud.account.key, "job": job.id, "created": job.created}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
    return 0


@contextmanager
def provider() -> Iterator[dict[str, Any]]:
    """Lend a provider, and what one has to know of it."""
    command = [sys.executable, "-m", "tests.benchmarks.long_story", "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.stdin.close()


def hearing(folder: Path, theme: Theme) -> dict[str, Any]:
    """Return how long the events took to come, and how late the window's timer was meanwhile and afterwards."""
    told: dict[str, Any] = {}
    with provider() as there, closing(Project.create(folder / "told.tunedesk")) as project:
        where = sites(LocalEngine(folder / "engine"), folder)
        place = asyncio.run(connect(where, "openai", "Cloud", there["address"], there["key"]))
        job = Job(there["job"], place, BASE, JobStatus.RUNNING, float(there["created"]))
        project.write(lambda c: jobs.add(c, job, Plan(BASE, connection=place))).result()
        faults: list[BaseException] = []
        background = Background(faults.append)
        take_short_turns()
        background.start()
        view = RunView(background, where)
        theme.dress(view)
        view.resize(*SIZE)
        view.show()
        view.open(project)
        view.story_fold.set_open(is_open=True)
        following, pulse = Following(background, where), Pulse(QObject(view))
        following.heard.connect(lambda run, _: view.show_run(run, time()))
        rest(pulse, "at rest")
        pulse.begin("while 100,000 events come")
        began = perf_counter()
        following.open(project)
        until(lambda: _known(following.run(job.id)) == EVENTS)
        told["all"] = perf_counter() - began
        until(lambda: view.story.model.rowCount() == EVENTS // EVERY and view.charts.drawn)
        rest(pulse, "with all of them there")
        pulse.begin("while one goes through the story")
        _scroll(view)
        pulse.begin("")
        assert not faults, faults
        view.close()
        background.stop(farewell=where.reach.close())
    return {**told, "late": {phase: late for phase, late in pulse.late.items() if phase}}


def _known(run: Run | None) -> int:
    """Return of how many events a run knows: each is a line or a point."""
    return run.story + len(run.curves) if run is not None else 0


def _scroll(view: RunView) -> None:
    bar = view.story.table.verticalScrollBar()
    for number in range(SCROLLS):
        bar.setValue(bar.maximum() * (number * 37 % SCROLLS) // SCROLLS)
        until(_soon())


def _soon() -> Callable[[], bool]:
    asked = iter((False, False, True))
    return lambda: next(asked)


def main(arguments: list[str]) -> int:
    """Serve, or measure everything and tell it as JSON."""
    if arguments == ["serve"]:
        return serve()
    application = QApplication(sys.argv[:1])
    theme = Theme(application)
    theme.apply("light")
    sys.stdout.write(json.dumps(hearing(Path(arguments[0]), theme)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
