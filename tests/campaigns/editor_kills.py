"""The window is killed while somebody edits in it; what it had said to be saved is there, and no half step is."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from desktop_app.core.example import Shape
from desktop_app.store.project import Project
from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.editor_window import make
from tests.campaigns.store_kills import look_for_halves
from tests.campaigns.typist import digest

ROOT = Path(__file__).resolve().parents[2]
KILLS_A_ROUND = 5
ROWS = 1200


@dataclass(slots=True)
class Told:
    """What the window said before it was killed: the rows after each number of steps, and what it had just begun."""

    rows: dict[int, str] = field(default_factory=dict)
    done: int = 0
    begun: str = ""
    acts: Counter[str] = field(default_factory=Counter)

    def hear(self, line: str) -> None:
        """Take in one line."""
        said = json.loads(line)
        if "begins" in said:
            self.begun = said["begins"]
            return
        self.begun, self.done = "", said["done"]
        self.rows[self.done] = said["rows"]
        self.acts[said["act"]] += 1


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round."""
    yield partial(one_round, folder)


def one_round(folder: Path, chance: Random) -> Counter[str]:
    """Kill the window over one project several times, and take everything back in the end."""
    path = folder / "round" / "table.tunedesk"
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(parents=True)
    lines: list[dict[str, object]] = [
        {"prompt": f"question {n} ->", "completion": f" the answer to question {n}" * 9} for n in range(ROWS)
    ]
    make(path, Shape.COMPLETION, lines)
    told = Told({0: digest(path)})
    counted: Counter[str] = Counter()
    for _ in range(KILLS_A_ROUND):
        kill(folder, path, told, chance)
        counted["kills"] += 1
        if told.begun:
            counted[f"killed in {told.begun}"] += 1
        counted["kept though not yet acknowledged"] += judge(path, told)
    counted["undone in the end"] = take_everything_back(path, told)
    return counted + told.acts


def kill(home: Path, path: Path, told: Told, chance: Random) -> None:
    """Let somebody edit for a random time, and kill the window."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TUNEDESK_HOME": str(home / "home")}
    command = [sys.executable, "-m", "tests.campaigns.typist", str(path), f"{chance.random()}"]
    with (home / "typist.txt").open("wb") as complaints:
        window = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=complaints, text=True
        )
    assert window.stdout is not None
    lines = [window.stdout.readline() for _ in range(1 + 2 * chance.randint(0, 6))]  # an act is begun and acknowledged
    if chance.random() < 0.8:  # most are killed soon after the next act has begun, however busy the computer is
        lines.append(window.stdout.readline())
    time.sleep(chance.random() * 0.15)
    window.kill()
    lines += window.stdout.read().splitlines(keepends=True)
    window.stdout.close()
    code = window.wait()
    must(code == -9, f"the window ended by itself with {code}: {(home / 'typist.txt').read_text()[-600:]}")
    told.begun = ""
    for line in lines:
        if line.endswith("\n"):
            told.hear(line)


def judge(path: Path, told: Told) -> bool:
    """Return whether the act under way was kept; raise BrokenError unless that is whole, or not there at all."""
    with closing(Project.open(path)) as project:
        look_for_halves(project)
        done = sum(not step.undone for step in project.steps())
    found = digest(path)
    if done == told.done:
        must(found == told.rows[done], f"after {done} steps the rows are others, killed in {told.begun!r}")
        return False
    must(abs(done - told.done) == 1 and told.begun, f"{done} steps for {told.done}, killed in {told.begun!r}")
    if done < told.done:
        must(found == told.rows[done], f"half of the undoing that leads to {done} steps")
    else:
        with closing(Project.open(path)) as project:
            project.undo().result()
            must(digest(path) == told.rows[told.done], f"{told.begun!r} was kept, and undoing it leads elsewhere")
            project.redo().result()
        must(digest(path) == found, f"{told.begun!r} was kept, and doing it again leads elsewhere")
    told.rows[done], told.done = found, done
    return True


def take_everything_back(path: Path, told: Told) -> int:
    """Undo all there is, look at the rows after each step, and return the number of steps."""
    with closing(Project.open(path)) as project:
        for done in range(told.done - 1, -1, -1):
            project.undo().result()
            must(digest(path) == told.rows[done], f"undoing to {done} steps led to other rows than there were")
        must(project.history().undo is None, "there is more to undo than was done")
    return told.done


CAMPAIGN = Campaign(
    "editor_kills",
    "When the window is killed at any moment of typing, pasting, filling, emptying, moving, replacing everywhere, "
    "deleting, duplicating, undoing or redoing, the project is whole: all that was acknowledged is there, what was "
    "under way is there whole or not at all, and everything can be taken back step by step.",
    3,
    playing,
    ("PySide6-Essentials",),
)
