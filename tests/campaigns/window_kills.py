"""The window is killed while a training that it started runs; the job goes on, and the next window shows all of it."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from desktop_app.store.project import Project
from tests.campaigns import engine_kills, job_folder
from tests.campaigns.campaign import Campaign, Round, must
from tests.engine.tiny_model import make_tiny_model

ROOT = Path(__file__).resolve().parents[2]
LATEST = 60
"""The last step at which the window is killed; the training is longer."""


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Make a home with a tiny model in it, and lend the round."""
    make_tiny_model(folder / "engine" / "models" / "tiny")
    try:
        yield partial(one_round, folder)
    finally:
        engine_kills.stop(folder / "engine")


def one_round(home: Path, chance: Random) -> Counter[str]:
    """Kill the window at a random step, wait for the job without it, and look with another window."""
    path = home / "project" / "window.tunedesk"
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    with closing(Project.create(path)) as project:
        engine_kills.fill(project, often=6)
    last = killed(home, path, chance.randint(1, LATEST))
    job = home / "engine" / "jobs" / last["job"]
    seen_at_kill = last["step"]
    goes_on = job_folder.step(job)
    ended = ("succeeded", "failed", "cancelled")
    job_folder.until(lambda: job_folder.read(job / "state.json")["status"] in ended, "the end of the job", 300)
    went_on = job_folder.step(job) - goes_on
    must(went_on > 0, "the training was over before the window was killed; the round proves nothing")
    found = looked(home, path)
    must(found["status"] == "succeeded", f"the window shows the job as {found['status']}")
    steps = [step for step in found["steps"] if step > 0]
    must(steps == list(range(1, found["total"] + 1)), f"the window knows {len(steps)} of {found['total']} points")
    must(len(found["cells"]) == len(found["steps"]), f"the table shows {len(found['cells'])} points")
    return Counter({"kills": 1, "steps seen when killed": seen_at_kill, "steps without a window": went_on})


def killed(home: Path, project: Path, at: int) -> dict[str, Any]:
    """Start a training in a window, kill the window once it shows step `at`, and return what it told last."""
    window = _sit(home, "start", project)
    assert window.stdout is not None
    last: dict[str, Any] = {}
    for line in window.stdout:
        last = json.loads(line)
        if last.get("step", 0) >= at:
            break
    window.kill()
    window.communicate()
    must("job" in last and window.returncode == -9, f"the window got stuck: {last}")
    return last


def looked(home: Path, project: Path) -> dict[str, Any]:
    """Open the project in another window and return what it shows."""
    window = _sit(home, "look", project)
    told, _ = window.communicate(timeout=300)
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    must(window.returncode == 0, f"the second window got stuck: {found}")
    return found


def _sit(home: Path, what: str, project: Path) -> "subprocess.Popen[str]":
    surroundings = {**os.environ, "TUNEDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.sitting", what, str(project)],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        text=True,
    )


CAMPAIGN = Campaign(
    "window_kills",
    "When the window is killed at any step of a training that was started in it, the training goes on without a "
    "window, and the next window that opens the project shows its end and every point of its curve (a tiny model).",
    3,
    playing,
    ("pyside6-essentials", "torch", "transformers", "peft", "trl", "openai"),
)
