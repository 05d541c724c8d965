"""An account is brought home from a server that misbehaves, by a program that is killed; then everything is there."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from desktop_app.core.example import Part
from desktop_app.core.rescue import Fate, Kind, Line
from desktop_app.store import examples, jobs
from desktop_app.store.project import Project
from desktop_app.store.rescue_log import RescueLog
from tests.campaigns.campaign import Campaign, Round, must
from tests.cloud.account import Account, curve
from tests.cloud.server import Cloud

BASE = "gpt-4o-mini-2024-07-18"
KILLS = 2
FAULTS = (
    ("GET files/*/content", "cut"),
    ("GET files/*/content", "rate"),
    ("GET files/*/content", "broken"),
    ("GET files/*/content", "lost"),
    ("GET jobs/*/events", "broken"),
    ("GET jobs/*/events", "nonsense"),
    ("GET jobs/*/checkpoints", "rate"),
    ("GET jobs", "lost"),
    ("GET files", "cut"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: trainings, validation files that they share, and the bytes of one file that is big."""

    jobs: int = 40
    shared: int = 20
    big: int = 300_000_000


def fill(account: Account, size: Size, chance: Random) -> None:
    """Put up the account; the big file belongs to the first training, and one training file is gone."""
    shared = [account.add_file(f"valid-{n}.jsonl", rows(f"v{n}", 4)) for n in range(size.shared)]
    for number in range(size.jobs):
        if number == 0:
            line = rows("a long tale " * 2500, 1)
            training = account.add_file("big.jsonl", pattern=line, size=size.big // len(line) * len(line))
        else:
            training = account.add_file(f"train-{number}.jsonl", rows(f"t{number}", chance.randint(10, 40)))
        asked = {"model": BASE, "training_file": training.id, "validation_file": chance.choice(shared).id}
        job = account.add_job(asked)
        account.begin(job, chance.randint(4, 60))
        account.finish(job)
    lost = list(account.jobs.values())[-1].asked["training_file"]
    del account.files[lost]


def rows(name: str, count: int) -> bytes:
    """Return a training file of chat examples."""
    lines = (
        {"messages": [{"role": "user", "content": f"{name} {n} ü"}, {"role": "assistant", "content": f"a{n} 你"}]}
        for n in range(count)
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round in its full size."""
    yield lambda chance: one_round(folder / f"{chance.random()}", Size(), chance)


def one_round(folder: Path, size: Size, chance: Random) -> Counter[str]:
    """Bring one account home through faults and kills, and look at everything that came."""
    counted: Counter[str] = Counter()
    with Cloud() as cloud:
        fill(cloud.account, size, chance)
        for _ in range(12):
            route, kind = chance.choice(FAULTS)
            cloud.faults.add(route, kind, after=chance.randint(1, 500))
        home: dict[str, int] = {}
        for _ in range(KILLS):
            counted["kills"] += _run(cloud, folder, chance.randint(1, 3 * size.jobs))
            home = _home(cloud, folder) | home
        must(not _run(cloud, folder, None), "the last run did not end by itself")
        counted["faults"] += len(cloud.faults.happened)
        counted += _judge(cloud, folder)
        for name, begun in home.items():
            must(cloud.account.files[name].begun == begun, f"{name} was home, and was fetched again")
        counted["home at a kill"] = len(home)
    return counted


def _home(cloud: Cloud, folder: Path) -> dict[str, int]:
    """Return the files that are home whole now, each with how often it was begun to be fetched."""
    there = {path.name.split(" ")[0] for path in (folder / "files").glob("*") if path.suffix != ".part"}
    return {stored.id: stored.begun for stored in cloud.account.files.values() if stored.id in there}


def _run(cloud: Cloud, folder: Path, said: int | None) -> bool:
    """Run the program; kill it after it `said` so many lines. Tells whether it was killed."""
    command = [sys.executable, "-m", "tests.campaigns.rescuer", cloud.address, str(folder)]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(cloud.account.key + "\n")
    running.stdin.flush()
    for heard, _ in enumerate(running.stdout, start=1):
        if heard == said:
            running.kill()
    killed = running.wait(60) != 0
    running.stdin.close()
    running.stdout.close()
    must(said is not None or not killed, "the program broke off by itself")
    return killed


def _judge(cloud: Cloud, folder: Path) -> Counter[str]:
    """Compare what is home with what lies in the cloud."""
    log = RescueLog(folder)
    lines = {(line.kind, line.id): line for line in log.lines}
    log.close()
    counted: Counter[str] = Counter()
    for stored in cloud.account.files.values():
        line = lines.get((Kind.FILE, stored.id))
        needed = any(stored.id in (*job.asked.values(), *job.result_files) for job in cloud.account.jobs.values())
        if not needed:
            continue
        must(line is not None and line.fate is Fate.HOME, f"{stored.name} is not home")
        must(
            line is not None and _sha256(folder / line.name) == line.sha256 == stored.sha256(), f"{stored.name} differs"
        )
        must(stored.served <= KILLS + 1, f"{stored.name} was sent {stored.served} times")
        counted["files"] += 1
        counted["gone on with in the middle"] += stored.went_on
    for job in cloud.account.jobs.values():
        must((Kind.JOB, job.id) in lines, f"the story of {job.id} is missing")
        _judge_project(folder, lines[(Kind.PROJECT, job.id)], job.step)
        counted["trainings"] += 1
    gone = [line for line in lines.values() if line.fate is Fate.GONE]
    must(len(gone) == 1, f"one file is gone at the provider, {len(gone)} were told")
    must(not list(folder.rglob("*.part")), "something half is left")
    return counted


def _judge_project(folder: Path, line: Line, steps: int) -> None:
    must(line.fate is Fate.HOME, f"no project of {line.id}: {line.reason} {line.details}")
    with closing(Project.open(folder / line.name)) as project, project.reading() as connection:
        must(sum(examples.counts(connection).values()) == line.count, "rows are missing")
        must(examples.counts(connection)[Part.VALIDATION] == 4, "the validation part is missing")
        points = {point.step: point.values["train_loss"] for point in jobs.points(connection, line.id)}
        must(points == {n: curve(n)["train_loss"] for n in range(1, steps + 1)}, "the curve is not that of the cloud")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


CAMPAIGN = Campaign(
    "rescue",
    "An account of 40 trainings and 60 files, one of 300 MB, is brought home from a server that misbehaves, by a "
    "program that is killed twice: complete, equal by hash, nothing that was home fetched again, and what is gone is "
    "told.",
    3,
    playing,
    ("openai",),
)
