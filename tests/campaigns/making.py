"""The superheroes' grid is asked while requests go wrong and the program is killed: exactly its rows come of it."""

import asyncio
import csv
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from desktop_app.core import grid as grids
from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Cell, Column, Setting, Voice
from desktop_app.core.example import Completion
from desktop_app.core.grid import Grid, Values
from desktop_app.providers.local import LocalEngine
from desktop_app.providers.pace import AT_ONCE
from desktop_app.settings.ledger import Ledger
from desktop_app.store import batches, examples
from desktop_app.store.project import Project
from desktop_app.work import make, make_rows
from desktop_app.work.made_items import Sheet, sheet
from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.maker import NUMBER
from tests.cloud.faults import Fault, Faults
from tests.cloud.server import Cloud
from tests.sites import connect, sites

MODEL = "gpt-4o-mini-2024-07-18"
ROUTE = "POST chat/completions"
SHARE = 0.2
"""So many of the requests go wrong."""
KINDS = ("rate", "broken", "broken", "lost", "reset", "cut", "nonsense")
SEED = 100
STARTS = 20
HEADS = ["age", "gender", "power", "prompt", "sub_prompt", "response_txt", "finish_reason"]
"""The columns of the tutorial's table."""
HEROES = Grid(
    "Write about an imaginary {gender} of {age} years with the power of {power}.",
    (
        Values("age", ("18", "20", "30", "40", "50", "60", "90")),
        Values("gender", ("man", "woman")),
        Values("power", ("invisibility", "mind reading", "flying", "strength", "healing", "shape shifting", "speed")),
    ),
    3,
    "{age}, {gender}, {power}",
)


class Chance(Faults):
    """Lets a request in five go wrong, each in another way."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance
        self._turn = threading.Lock()

    def take(self, route: str) -> Fault | None:
        """Return a fault by chance."""
        with self._turn:
            if route != ROUTE or self._chance.random() >= SHARE:
                return None
            kind = self._chance.choice(KINDS)
            fault = Fault(route, kind, after=self._chance.randint(1, 400))
            fault.retry_after = "0.02" if kind == "rate" else None
            self.happened.append(fault)
            return fault


@dataclass
class Desk:
    """Where a round is played: a cloud that misbehaves, and a folder with project, connection and ledger."""

    folder: Path
    cloud: Cloud
    grid: Grid
    kill_after: int = 0
    """The program is killed when so many more answers are on their way; 0 for never."""
    running: "subprocess.Popen[str] | None" = None
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def project(self) -> Path:
        """Return the project's file."""
        return self.folder / "made.tunedesk"

    def answered(self) -> set[Cell]:
        """Return the cells that have an answer on disk."""
        with closing(Project.open(self.project)) as project, project.reading() as connection:
            return batches.answered(connection, NUMBER)

    def asked(self) -> Counter[Cell]:
        """Return how often the cloud answered or began to answer each cell: the seed tells the repeats apart."""
        places = {grids.asked_text(self.grid, values): at for at, values in enumerate(self.grid.all())}
        bodies = list(self.cloud.account.asked)
        return Counter(Cell(places[body["messages"][-1]["content"]], 0, body["seed"] - SEED) for body in bodies)

    def witness(self, route: str, when: str) -> None:
        """Kill the program in the middle of its work."""
        # Requests of the one that was killed before may come late; they are not this one's.
        if route == ROUTE and when == "after" and self.kill_after and self.running is not None:
            self.kill_after -= 1
            if not self.kill_after:
                self.running.kill()


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round; each has a folder of its own."""
    yield lambda chance: one_round(folder / f"round-{chance.random()}", chance)


def one_round(folder: Path, chance: Random, grid: Grid = HEROES, kills: int | None = None) -> Counter[str]:
    """Make everything, killed twice or more on the way, and look at what came of it."""
    folder.mkdir()
    kills = chance.randint(2, 4) if kills is None else kills
    with desk(folder, chance, grid) as there:
        for _ in range(STARTS):
            known, heard = there.answered(), there.asked()
            left = grid.size - len(known)
            # A start that halts by itself, because too much went wrong, is no kill.
            more = kills - there.counted["kills"]
            there.kill_after = chance.randint(2, max(3, left // (more + 1))) if more > 0 else 0
            status, said = run(there)
            must(status in (0, 3, -9), f"the program ended with {status}: {said[-3:]}")
            now = there.answered()
            must(known <= now, f"answers are gone: {sorted(known - now)[:3]}")
            again = known & set(there.asked() - heard)
            must(not again, f"asked again though answered: {sorted(again)[:3]}")
            # The last line may be half a one: the program was killed while it spoke.
            whole = [line.split() for line in said if line[:1].isdigit() and len(line.split()) == 3]
            shown = {Cell(*map(int, numbers)) for numbers in whole}
            must(shown <= now, f"shown and not on disk: {sorted(shown - now)[:3]}")
            there.counted.update({"kills": status == -9, "gone on after a halt": status == 3})
            if status == 0:
                return +(there.counted + judge(there))
        must(holds=False, otherwise=f"not whole after {STARTS} starts")
        return there.counted


@contextmanager
def desk(folder: Path, chance: Random, grid: Grid) -> Iterator[Desk]:
    """Set the cloud up and write down what is to be made."""
    with Cloud() as cloud:
        where = sites(LocalEngine(folder / "engine"), folder)
        site = asyncio.run(connect(where, "openai", "Cloud", cloud.address, cloud.account.key))
        column = Column(Voice(site, MODEL), Setting(Sampling(1.0, 200, seed=SEED)))
        there = Desk(folder, cloud, grid)
        with closing(Project.create(there.project)) as project:
            must(asyncio.run(make.begin_grid(project, grid, column)) == NUMBER, "another number")
        cloud.faults = Chance(chance)
        cloud.witnesses.append(there.witness)
        yield there


def run(there: Desk) -> tuple[int, list[str]]:
    """Run the program once; return its status and what it said."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.maker", str(there.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    there.running = running
    running.stdin.write(there.cloud.account.key + "\n")
    running.stdin.close()
    said = [line.strip() for line in running.stdout]
    status = running.wait(60)
    running.stdout.close()
    there.running = None
    return status, said


def judge(there: Desk) -> Counter[str]:
    """Look at the end: each answer once, the right one, paid once; then the table and the rows made of it."""
    grid = there.grid
    with closing(Project.open(there.project)) as project:
        found = sheet(project, NUMBER)
        must(len(found.items) == grid.size, "the list has another length")
        for item in found.items:
            must(item.text == f"{MODEL} was asked: {item.asked}", f"{item.cell} has the answer {item.text!r}")
        with project.reading() as connection:
            must(not batches.unsettled(connection), "costs were left open")
        paid = sum(item.answer.prompt_tokens * 1000 + item.answer.tokens for item in found.items if item.answer)
        entered = Ledger(there.folder / "ledger.jsonl").entries()
        must(sum(e.tokens_in * 1000 + e.tokens_out for e in entered) == paid, "the ledger has another sum")
        _judge_table(there, found)
        _judge_rows(project, found)
    asked, happened = there.asked().total(), len(there.cloud.faults.happened)
    lost = there.counted["kills"] + there.counted["gone on after a halt"]
    must(asked <= grid.size + happened + 2 * AT_ONCE * (lost + 1), f"{asked} questions for {grid.size} answers")
    return Counter({"answers": grid.size, "questions": asked, "faults": happened, "rows": grid.size})


def _judge_table(there: Desk, found: Sheet) -> None:
    path = asyncio.run(make_rows.save_csv(found, there.folder / "heroes.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    names = [each.name for each in there.grid.values]
    must(lines[0] == names + HEADS[3:], f"other columns: {lines[0]}")
    must(len(lines) == 1 + there.grid.size, f"{len(lines)} lines in the table")
    must(all(line[-1] == "stop" for line in lines[1:]), "another reason to end")


def _judge_rows(project: Project, found: Sheet) -> None:
    step = make_rows.grid_step(found)
    project.do(step.label, step.edit).result()
    with project.reading() as connection:
        rows = list(examples.rows(connection))
    wanted = [Completion(item.title, item.text) for item in found.items]
    must([row.example for row in rows] == wanted, "the rows are not those of the answers")
    must(all(row.note and row.line for row in rows), "a row does not say where it comes from")
    project.undo().result()
    with project.reading() as connection:
        must(examples.count(connection) == 0, "rows are left after undoing")
    project.redo().result()
    with project.reading() as connection:
        must(examples.count(connection) == len(wanted), "rows are missing after doing it again")


CAMPAIGN = Campaign(
    "making",
    "When the grid of 7 ages, 2 genders and 7 powers is asked three times each, one request in five goes wrong and the "
    "program is killed two to four times, exactly 294 answers come, none is asked for after it was there, each is paid "
    "once, the table has the tutorial's columns, and the 294 rows can be undone and done again.",
    5,
    playing,
    ("openai",),
)
