"""A program that asks three models 1,000 prompts is killed, refused and cut off: each answer comes and is paid once."""

import asyncio
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, cells
from desktop_app.core.example import Message
from desktop_app.providers.local import LocalEngine
from desktop_app.providers.pace import AT_ONCE
from desktop_app.settings.ledger import Ledger
from desktop_app.store import batches
from desktop_app.store.project import Project
from tests.campaigns.asker import NUMBER
from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.wire import Wire
from tests.cloud.server import Cloud
from tests.sites import connect, sites

PROMPTS = 1000
TRIES = 60
MODELS = (("gpt-4o-mini-2024-07-18", 0), ("gpt-4.1-mini-2025-04-14", 0), ("gpt-4o-mini-2024-07-18", 1))
"""The three models, and at which of the two clouds."""
TROUBLES = ("kill", "cut", "storm", "kill")
ROUTE = "POST chat/completions"
FAULTS = ("rate", "rate", "rate", "broken", "lost", "reset", "cut", "nonsense")


@dataclass
class Desk:
    """Where a round is played: two clouds behind a wire each, and a folder with project, connections and ledger."""

    folder: Path
    clouds: list[Cloud]
    wires: list[Wire]
    batch: Batch
    counted: Counter[str] = field(default_factory=Counter)
    trap: list[tuple[int, Callable[[], None]]] = field(default_factory=list)
    """What happens after so many more answers."""
    turn: threading.Lock = field(default_factory=threading.Lock)

    def answered(self) -> set[Cell]:
        """Return the cells that have an answer on disk."""
        with closing(Project.open(self.folder / "asked.tunedesk")) as project, project.reading() as connection:
            return batches.answered(connection, NUMBER)

    def asked(self) -> list[Cell]:
        """Return the cells that the clouds were asked for, in the order in which each cloud heard of them."""
        found = []
        for column, (model, place) in enumerate(MODELS):
            bodies = list(self.clouds[place].account.asked)
            found += [Cell(_number(body), column) for body in bodies if body["model"] == model]
        return found

    def happened(self) -> int:
        """Return how often the clouds misbehaved."""
        return sum(len(cloud.faults.happened) for cloud in self.clouds)


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round; each has a folder of its own."""
    yield lambda chance: one_round(folder / f"round-{chance.random()}", chance)


def one_round(
    folder: Path, chance: Random, prompts: int = PROMPTS, troubles: Sequence[str] | None = None
) -> Counter[str]:
    """Ask everything, through these troubles or some by chance, and look at what came of it."""
    folder.mkdir()
    if troubles is None:
        troubles = [*TROUBLES, *chance.choices(TROUBLES, k=chance.randint(1, 3))]
        chance.shuffle(troubles)
    with desk(folder, prompts) as there:
        said: list[str] = []
        for trouble in (*troubles, *[""] * TRIES):
            known, heard = there.answered(), Counter(there.asked())
            status, said = run(there, trouble, chance, there.batch.size - len(known))
            must(status in (0, 3, -9), f"the program ended with {status}: {said[-3:]}")
            judge_run(there, known, heard, said)
            there.counted.update({"kills": status == -9, "gone on after a halt": status == 3})
            if status == 0:
                there.counted["faults"] += there.happened()
                return +(there.counted + judge(there))
        must(holds=False, otherwise=f"not whole after {TRIES} starts: {said[-3:]}")
        return there.counted


@contextmanager
def desk(folder: Path, prompts: int) -> Iterator[Desk]:
    """Set the clouds up and write the batch down."""
    with ExitStack() as stack:
        clouds = [stack.enter_context(Cloud()) for _ in range(2)]
        clouds[1].account.key = clouds[0].account.key
        wires = [Wire(int(cloud.address.split(":")[2].split("/")[0])) for cloud in clouds]
        for wire in wires:
            stack.callback(wire.close)
        where = sites(LocalEngine(folder / "engine"), folder)
        key = clouds[0].account.key
        ids = [asyncio.run(connect(where, "openai", f"Cloud {n}", wire.address, key)) for n, wire in enumerate(wires)]
        columns = tuple(Column(Voice(ids[place], model), Setting(Sampling())) for model, place in MODELS)
        asked = tuple(Prompt((Message("user", f"question {n}"),), f"answer {n}") for n in range(prompts))
        batch = Batch("mark", Kind.TEST, "many", 1.0, asked, columns)
        with closing(Project.create(folder / "asked.tunedesk")) as project:
            number = project.write(partial(batches.add, batch=batch)).result()
        assert number == NUMBER
        there = Desk(folder, clouds, wires, batch)
        for cloud in clouds:
            cloud.witnesses.append(partial(_witness, there))
        yield there


def run(there: Desk, trouble: str, chance: Random, left: int) -> tuple[int, list[str]]:
    """Run the program once, into one trouble before `left` answers have come; return its status and what it said."""
    late = chance.choice((0.0, 0.0, chance.random() * 0.05))
    moment = chance.randint(1, max(2, left // 3))
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.asker", str(there.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    act = _act(there, trouble, chance, running)
    there.trap[:] = [(moment, lambda: threading.Timer(late, act).start() if late else act())] if act else []
    running.stdin.write(there.clouds[0].account.key + "\n")
    running.stdin.close()
    said = [line.strip() for line in running.stdout]
    status = running.wait(60)
    running.stdout.close()
    there.trap.clear()
    for wire in there.wires:
        wire.mend()
    return status, said


def _act(there: Desk, trouble: str, chance: Random, running: "subprocess.Popen[str]") -> Callable[[], None] | None:
    """Return what happens when the moment has come."""
    if trouble == "kill":
        return running.kill
    if trouble == "cut":
        there.counted["cut off"] += 1
        return lambda: threading.Thread(target=chance.choice(there.wires).cut).start()
    if trouble == "storm":
        there.counted["storms"] += 1
        cloud, kind, times = chance.choice(there.clouds), chance.choice(FAULTS), chance.randint(5, 40)
        told = (
            {"retry_after": "0.05"} if kind == "rate" and chance.random() < 0.5 else {"after": chance.randint(1, 600)}
        )
        return lambda: cloud.faults.add(ROUTE, kind, times=times, **told)
    return None


def _witness(there: Desk, route: str, when: str) -> None:
    if route != ROUTE or when != "after":
        return
    with there.turn:
        if not there.trap:
            return
        number, act = there.trap.pop()
        if number > 1:
            there.trap.append((number - 1, act))
            return
    act()


def judge_run(there: Desk, known: set[Cell], heard: Counter[Cell], said: list[str]) -> None:
    """Look at one run: nothing that was answered before is asked, and what was shown is on disk."""
    now = there.answered()
    must(known <= now, f"answers are gone: {sorted(known - now)[:3]}")
    again = known & set(Counter(there.asked()) - heard)
    must(not again, f"asked again though answered: {sorted(again)[:3]}")
    shown = {Cell(*map(int, line.split())) for line in said if line[:1].isdigit() and len(line.split()) == 2}
    must(shown <= now, f"shown and not on disk: {sorted(shown - now)[:3]}")


def judge(there: Desk) -> Counter[str]:
    """Look at the end: every answer, the right one, once in the project and once in the ledger."""
    with closing(Project.open(there.folder / "asked.tunedesk")) as project, project.reading() as connection:
        must(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the project is damaged")
        outcomes = list(batches.outcomes(connection, NUMBER))
        must(not batches.unsettled(connection), "costs were left open")
        must(not batches.faults(connection, NUMBER), "a fault is left of what was answered")
    found = Counter(cell for cell, _ in outcomes)
    must(set(found) == set(cells(there.batch)), "a cell has no answer")
    must(max(found.values()) == 1, "a cell has two answers")
    paid: Counter[tuple[str, str]] = Counter()
    for cell, answer in outcomes:
        voice = there.batch.columns[cell.column].voice
        must(
            answer.text == f"{voice.model} was asked: question {cell.prompt}", f"{cell} has the answer {answer.text!r}"
        )
        paid[voice.site, voice.model] += answer.prompt_tokens * 1000 + answer.tokens
    entries = Ledger(there.folder / "ledger.jsonl").entries()
    entered: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        entered[entry.connection, entry.model] += entry.tokens_in * 1000 + entry.tokens_out
    must(entered == paid, f"the ledger has {dict(entered)}, the answers cost {dict(paid)}")
    asked = len(there.asked())
    lost = there.counted["kills"] + there.counted["cut off"] + there.counted["gone on after a halt"]
    most = len(outcomes) + there.happened() + 2 * AT_ONCE * (lost + 1)
    must(asked <= most, f"{asked} questions for {len(outcomes)} answers, {lost} interruptions")
    return Counter({"answers": len(outcomes), "questions": asked, "entries": len(entries)})


def _number(body: dict[str, object]) -> int:
    messages = body["messages"]
    assert isinstance(messages, list)
    return int(str(messages[-1]["content"]).rsplit(" ", 1)[1])


CAMPAIGN = Campaign(
    "asking",
    "When 1,000 prompts are put to three models at two providers and the program is killed, the network is cut in the "
    "middle of a word and storms of refusals come, going on asks nothing that was answered; in the end each answer is "
    "there once, is the right one, and stands in the ledger once.",
    6,
    playing,
    ("openai",),
)
