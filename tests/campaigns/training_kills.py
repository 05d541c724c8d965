"""A program that starts a training is killed at random moments; there is one job in the end, and each file once."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.run_record import SentFile
from desktop_app.core.text import text
from desktop_app.store import jobs, runs
from desktop_app.store.project import Project
from tests.campaigns.campaign import Campaign, Round, must
from tests.cloud.dialects import DIALECTS
from tests.cloud.server import Cloud
from tests.engine.running import TOKEN, Running, start
from tests.engine.tiny_model import make_tiny_model

BASE = "gpt-4o-mini-2024-07-18"
TRIES = 40
FAULTS = (
    *(("POST jobs", kind) for kind in ("reset", "lost", "broken", "rate", "nonsense")),
    *(("GET jobs", kind) for kind in ("broken", "cut")),
    *(("POST files", kind) for kind in ("reset", "lost", "broken")),
    *(("GET files", kind) for kind in ("broken", "cut")),
    ("GET files/*", "broken"),
    *(("POST uploads/*/parts", kind) for kind in ("reset", "lost", "broken", "expired")),
    *(("POST uploads/*/complete", kind) for kind in ("reset", "lost", "broken", "expired")),
    ("POST uploads", "reset"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at a provider: files by id as (name, content), jobs by id as (training file, validation file)."""

    files: dict[str, tuple[str, bytes]]
    jobs: dict[str, tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round trains; `arm` kills when so many more requests are asked or answered, where that can be seen."""

    profile: str
    address: str
    key: str
    model: str
    look: Callable[[], Found]
    arm: Callable[[int, str, Callable[[], None]], None] | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: `seconds` after line `number`, "before" or "after" request `number` is done, or after a "delay"."""

    kind: str
    number: int
    seconds: float


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Start an engine with a tiny model and lend the round."""
    make_tiny_model(folder / "engine" / "models" / "tiny")
    running = start(folder / "engine", "--linger", "3600")
    try:
        yield lambda chance: one_round(folder / f"round-{chance.random()}", chance, running)
    finally:
        running.stop()


def one_round(folder: Path, chance: Random, running: Running | None) -> Counter[str]:
    """Start one training somewhere, kill the program up to four times on the way, and look at what came of it."""
    folder.mkdir()
    path = folder / "kills.tunedesk"
    with closing(Project.create(path)) as project:
        fill(project, chance)
    dialect = chance.choice([*DIALECTS, *([None] if running else [])])
    if dialect is None:
        assert running is not None
        with _engine(running) as place:
            return _played(place, path, chance) + judge(place, path)
    with Cloud(dialect) as cloud:
        for _ in range(chance.randint(0, 3)):
            cloud.faults.add(*chance.choice(FAULTS), after=chance.randint(1, 2000))
        place = _cloud(cloud)
        counted = _played(place, path, chance) + judge(place, path)
        counted["faults"] += len(cloud.faults.happened)
        return counted


def fill(project: Project, chance: Random) -> None:
    """Put rows into a project; they are others in each round."""
    name, rows = f"{chance.random()}", []
    for number in range(chance.randint(15, 150)):
        asked = Message("user", f"{name} {number} " * chance.randint(1, 9))
        part = Part.VALIDATION if number % 5 == 4 else Part.TRAINING
        rows.append((Conversation((asked, Message("assistant", f"ü {number}"))), part))
    project.do(text("step.create_examples", count=len(rows), name=name), lambda edit: edit.append(rows)).result()


def _played(place: Place, path: Path, chance: Random) -> Counter[str]:
    """Run the program until it has started the training by itself; kill it on the way."""
    counted: Counter[str] = Counter()
    kills, edits = chance.randint(1, 4), chance.random() < 0.2
    for tried in range(TRIES):
        edit = chance.randint(1, 9) if edits and tried == 1 else None
        moment = _moment(place, chance) if tried < kills else None
        status, said = run(place, path, moment, edit)
        must(status in (0, 3, -9), f"the program ended with {status}: {said[-3:]}")
        counted.update({"kills": status == -9, f"kills at {place.profile}": status == -9})
        counted.update({"problems gone on after": status == 3, "rows edited in between": edit is not None})
        if status == 0 and tried >= kills:
            again, last = run(place, path, None, None)
            must((again, last[-1:]) == (0, said[-1:]), f"another start said {last[-1:]} after {said[-1:]}")
            return +counted
    must(holds=False, otherwise=f"no training after {TRIES} starts: {said[-3:]}")
    return counted


def _moment(place: Place, chance: Random) -> Moment:
    kinds = ["line", "delay"] if place.arm is None else ["line", "before", "after", "after"]
    kind, number = chance.choice(kinds), min(40, int(chance.paretovariate(1.0)))
    late = chance.random() * (1.0 if kind == "delay" else 0.02)
    return Moment(kind, number, late if kind == "delay" else chance.choice([0.0, 0.0, late]))


def run(place: Place, path: Path, moment: Moment | None, edit: int | None) -> tuple[int, list[str]]:
    """Run the program once; return its status (negative: killed) and what it said."""
    command = [sys.executable, "-m", "tests.campaigns.starter", place.address, place.profile, place.model, str(path)]
    surroundings = {**os.environ, "TUNEDESK_HOME": str(path.parent / "home")}
    if edit is not None:
        surroundings["EDIT"] = str(edit)
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings)
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(place.key + "\n")
    running.stdin.close()
    said: list[str] = []
    for line in running.stdout:
        said.append(line.strip())
        if moment is not None and said == ["open"]:
            _arm(place, moment, running.kill)
        if moment is not None and moment.kind == "line" and len(said) == moment.number + 1:
            time.sleep(moment.seconds)
            running.kill()
    status = running.wait(60)
    running.stdout.close()
    return status, said


def _arm(place: Place, moment: Moment, kill: Callable[[], None]) -> None:
    if moment.kind == "delay":
        threading.Timer(moment.seconds, kill).start()
    elif moment.kind != "line" and place.arm is not None:
        place.arm(moment.number, moment.kind, kill)


def judge(place: Place, path: Path) -> Counter[str]:
    """Look whether there is one job, each file once, and whether the record tells what the provider has."""
    with closing(Project.open(path)) as project, project.reading() as connection:
        must(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the project is damaged")
        (job,) = jobs.all_jobs(connection)
        must(not runs.unfinished(connection), "a run was left unfinished")
        record = runs.records(connection).get(job.id)
        must(record is not None, "the job has no record")
        assert record is not None
        sent = list(runs.rows_of(connection, record.mark))
    found = place.look()
    must(list(found.jobs) == [job.id], f"the provider has the jobs {list(found.jobs)}, the project has {job.id}")
    names = Counter(name for name, _ in found.files.values())
    must(max(names.values()) == 1, f"a file was sent twice: {names}")
    for part, file_id in zip((Part.TRAINING, Part.VALIDATION), found.jobs[job.id], strict=True):
        _judge_file(record.file(part), [row.hash for row in sent if row.part is part], found.files[file_id or ""])
    return Counter({"trainings": 1, f"trainings at {place.profile}": 1, "rows": len(sent), "files": len(names)})


def _judge_file(file: SentFile | None, hashes: list[bytes], lies_there: tuple[str, bytes]) -> None:
    name, content = lies_there
    must(file is not None, f"{name} is not in the record")
    assert file is not None
    told = (file.name, file.sha256, file.bytes, file.rows)
    lines = content.splitlines()
    must((name, hashlib.sha256(content).hexdigest(), len(content), len(lines)) == told, f"{name} is not {told}")
    must([hashlib.blake2b(line, digest_size=16).digest() for line in lines] == hashes, f"{name} has other rows")


def _cloud(cloud: Cloud) -> Place:
    account = cloud.account
    trap: list[tuple[int, str, Callable[[], None]]] = []

    def look() -> Found:
        files = {stored.id: (stored.name, stored.content) for stored in account.files.values()}
        asked = {job.id: job.asked for job in account.jobs.values()}
        return Found(files, {name: (a["training_file"], a.get("validation_file")) for name, a in asked.items()})

    def arm(number: int, when: str, kill: Callable[[], None]) -> None:
        trap[:] = [(number, when, kill)]

    def witness(_: str, when: str) -> None:
        if trap and trap[0][1] == when:
            number, _, kill = trap.pop()
            if number == 1:
                kill()
            else:
                trap.append((number - 1, when, kill))

    cloud.witnesses.append(witness)
    return Place(account.dialect.name, cloud.address, account.key, BASE, look, arm)


@contextmanager
def _engine(running: Running) -> Iterator[Place]:
    """Lend the engine; what lies there already is not counted, and the training is not waited for."""
    client = running.client()
    old = {file.id for file in client.files.list()} | {job.id for job in client.fine_tuning.jobs.list()}

    def look() -> Found:
        files = {
            file.id: (file.filename, client.files.content(file.id).content)
            for file in client.files.list()
            if file.id not in old
        }
        made = [job for job in client.fine_tuning.jobs.list() if job.id not in old]
        return Found(files, {job.id: (job.training_file, job.validation_file) for job in made})

    yield Place("local", f"{running.url}/v1", TOKEN, "tiny", look, None)
    for job in client.fine_tuning.jobs.list():
        if job.status not in ("succeeded", "failed", "cancelled"):
            client.fine_tuning.jobs.cancel(job.id)


CAMPAIGN = Campaign(
    "training_kills",
    "When the program that starts a training is killed at any moment of writing, sending and creating, at a provider "
    "of any dialect that misbehaves meanwhile or at the engine, and started again, there is one job in the end and one "
    "copy of each file, and the project's record tells by hash what was sent.",
    40,
    playing,
    ("openai",),
)
