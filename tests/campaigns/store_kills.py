"""The writer of a project is killed at random moments; then every acknowledged act must stand, and no half one."""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random

from desktop_app.store import schema
from desktop_app.store.draft_folder import sweep
from desktop_app.store.project import Project
from tests.campaigns import old_project
from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.random_table import Act, Foreseen, choose
from tests.campaigns.table_acts import drafts_of, seen

KILLS_A_ROUND = 3
_UPDATE_SECONDS = 0.4
"""About as long as the update of the old project takes."""
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round."""
    old_project.make(folder / "old.tunedesk")
    yield partial(one_round, folder)


def one_round(folder: Path, chance: Random) -> Counter[str]:
    """Kill the writer of one fresh project several times; after each kill the project must be as foreseen."""
    path = folder / "round" / "table.tunedesk"
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(parents=True)
    Project.create(path).close()
    seed, state, done = f"{chance.random()}", Foreseen(), 0
    counted: Counter[str] = Counter()
    for _ in range(KILLS_A_ROUND):
        acknowledged = killed(path, seed, done, chance)
        counted["kills"] += 1
        while done < acknowledged:
            done += 1
            act = choose(state, done, seed)
            counted.update([act.kind, "acknowledged"])
            state = state.after(act)
        flying = choose(state, done + 1, seed)
        if judge(path, state, flying):
            state, done = state.after(flying), done + 1
            counted["kept though not yet acknowledged"] += 1
    counted["undone in the end"] = take_everything_back(path, state)
    counted.update(killed_while_brought_up_to_date(folder, chance))
    return counted


def killed(path: Path, seed: str, already: int, chance: Random) -> int:
    """Let the writer work for a random time, kill it, and return the number of the last act that it acknowledged."""
    command = [sys.executable, "-m", "tests.campaigns.writer", str(path), seed, str(already)]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = []
    if chance.random() < 0.85:  # the others are killed while they open the project
        told.append(writer.stdout.readline())
    time.sleep(chance.random() * 0.8)
    writer.kill()
    told += writer.stdout.read().splitlines(keepends=True)
    writer.stdout.close()
    code = writer.wait()
    must(code == -9, f"the writer ended by itself with exit status {code}")
    return max((int(line) for line in told if line.endswith("\n")), default=already)


def killed_while_brought_up_to_date(folder: Path, chance: Random) -> Counter[str]:
    """Kill whoever brings a project of the first version up to date, and look at what the next one makes of it."""
    path = folder / "update" / "old.tunedesk"
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    shutil.copy(folder / path.name, path)
    command = [sys.executable, "-m", "tests.campaigns.opener", str(path)]
    opener = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert opener.stdout is not None
    opener.stdout.readline()
    aside = path.with_name("old-before-update-1.tunedesk")
    begun = chance.random() < 0.75  # most are killed once the update itself has begun, however busy the computer is
    while begun and opener.poll() is None and not aside.exists():
        time.sleep(0.001)
    with suppress(subprocess.TimeoutExpired):
        opener.wait(chance.random() * _UPDATE_SECONDS)
    opener.kill()
    told = opener.stdout.read()
    opener.stdout.close()
    must(opener.wait() in (0, -9), "the update came to a bad end")
    with closing(sqlite3.connect(path)) as connection:
        reached = schema.version(connection)
    old_project.judge(path)
    where = "before the update" if reached == 1 else "within the update"
    return Counter({"kills": 1, "killed " + ("after the update" if told else where): 1})


def judge(path: Path, state: Foreseen, flying: Act) -> bool:
    """Return whether the act that was under way was kept; raise BrokenError unless it was kept whole or not at all."""
    with closing(Project.open(path)) as project:
        look_for_halves(project)
        found = seen(project)
    drafts = drafts_of(path)
    sweep(drafts)
    must(not drafts.exists() or not any(drafts.iterdir()), "drafts of killed programs were not swept")
    shutil.rmtree(drafts, ignore_errors=True)
    left = sorted(each.name for each in path.parent.iterdir() if each.suffix != ".csv")
    must(left == [path.name], f"beside the project were left: {left}")
    if found == state.visible:
        return False
    must(
        found == state.after(flying).visible,
        f"{len(found[0])} rows, undo {found[1]}, redo {found[2]}: neither as before nor as after {flying.label}",
    )
    return True


def look_for_halves(project: Project) -> None:
    """Raise BrokenError if the file or a step in it is damaged."""
    with project.reading() as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        must(said == "ok", f"the integrity check says: {said}")
        halves = connection.execute(
            "SELECT (SELECT count(*) FROM head WHERE id NOT IN (SELECT id FROM body))"
            " + (SELECT count(*) FROM body WHERE id NOT IN (SELECT id FROM head))"
            " + (SELECT count(*) FROM change WHERE step NOT IN (SELECT id FROM step))"
            " + (SELECT count(*) FROM open_step WHERE step IS NOT NULL)"
            " + (SELECT count(*) FROM token_count WHERE row NOT IN (SELECT id FROM body))"
        ).fetchone()[0]
    must(halves == 0, f"{halves} halves of rows or steps were left")


def take_everything_back(path: Path, state: Foreseen) -> int:
    """Undo all that can be undone, look at the table after each step, and return the number of steps."""
    with closing(Project.open(path)) as project:
        steps = 0
        while state.done:
            state = state.undone_once()
            project.undo().result()
            steps += 1
            rows, undo, redo = seen(project)
            must(rows == state.rows, f"undo number {steps} led to another table than there was")
            must((rows, undo, redo) == state.visible, f"after undo number {steps} undo is {undo} and redo is {redo}")
        must(project.history().undo is None, "there is more to undo than was done")
    return steps


CAMPAIGN = Campaign(
    "store_kills",
    "When the program is killed at any moment of editing, undoing, redoing, importing (reading, checking, mending, "
    "dividing, adopting) or closing, the project is whole: every acknowledged act is there with its undo, the one "
    "under way is there whole or not at all, and no draft is left.",
    50,
    playing,
    (),
)
