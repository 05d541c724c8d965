"""A program that watches a training at a misbehaving cloud is killed again and again; the project must miss nothing."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from desktop_app.core.job import JobStatus
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.watch import to_follow
from tests.campaigns.campaign import Campaign, Round, must
from tests.cloud.account import CloudJob
from tests.cloud.dialects import DIALECTS
from tests.cloud.server import Cloud
from tests.work.watched import begin, holds_all, place, put_up

KILLS = 4
_ROUTES = ("GET jobs/*", "GET jobs/*/events", "GET jobs/*/checkpoints", "GET files/*", "GET files/*/content")
_FAULTS = ("rate", "broken", "nonsense", "cut", "lost")


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round."""
    yield lambda chance: one_round(folder / f"{chance.random()}", chance, chance.choice((12, 60, 400, 2500)))


def one_round(folder: Path, chance: Random, steps: int, kills: int = KILLS) -> Counter[str]:
    """Watch one training of so many steps through faults and kills; at the end all of it is here, and once."""
    folder.mkdir(parents=True)
    counted: Counter[str] = Counter()
    with Cloud(chance.choice(DIALECTS)) as cloud:
        job = put_up(cloud)
        asyncio.run(_begin(cloud, job, folder))
        for _ in range(kills):
            counted["kills"] += _run(cloud, job, folder, chance, steps)
        cloud.faults.waiting.clear()
        _finish(cloud, job, steps)
        must(not _run(cloud, job, folder, None, steps), "the last run did not end by itself")
        counted["faults"] += len(cloud.faults.happened)
        counted["events asked for"] += cloud.visits["GET jobs/*/events"]
        judge(folder, job)
    return counted + Counter({f"trainings at {job.dialect.name}": 1, "steps": job.step})


async def _begin(cloud: Cloud, job: CloudJob, folder: Path) -> None:
    async with place(cloud, folder / "p.tunedesk") as here:
        await begin(here, job)


def _run(cloud: Cloud, job: CloudJob, folder: Path, chance: Random | None, steps: int) -> bool:
    """Run the program, let the training go on at each line it says, and kill it at some line; tell whether it was."""
    command = [sys.executable, "-m", "tests.campaigns.watcher", str(folder)]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(cloud.account.key + "\n")
    running.stdin.flush()
    said = chance.randint(1, 30) if chance else None
    lines = []
    for line in running.stdout:
        lines.append(line.strip())
        if chance is not None:
            _go_on(cloud, job, chance, steps)
        if len(lines) == said:
            running.kill()
    code = running.wait(60)
    running.stdin.close()
    running.stdout.close()
    must(said is not None or (code == 0 and lines[-1] == "ended"), f"the program ended with {code}: {lines[-1:]}")
    return code != 0


def _go_on(cloud: Cloud, job: CloudJob, chance: Random, steps: int) -> None:
    """Let the training do something, and perhaps the cloud something wrong."""
    if job.status in ("queued", "pendingValidation"):
        cloud.account.begin(job, steps)
    elif job.status == "running":
        cloud.account.advance(job, min(chance.randint(0, steps // 3), steps - job.step))
        if chance.random() < 0.1 and job.step == steps:
            cloud.account.finish(job)
    if chance.random() < 0.4:
        cloud.faults.add(chance.choice(_ROUTES), chance.choice(_FAULTS), after=chance.randint(1, 400))


def _finish(cloud: Cloud, job: CloudJob, steps: int) -> None:
    if job.status in ("queued", "pendingValidation"):
        cloud.account.begin(job, steps)
    if job.status == "running":
        cloud.account.finish(job)


def judge(folder: Path, job: CloudJob) -> None:
    """Compare what the project holds with what the cloud does; raise BrokenError."""
    project = Project.open(folder / "p.tunedesk")
    try:
        with project.reading() as connection:
            (kept,) = jobs.all_jobs(connection)
        must(kept.status is JobStatus.SUCCEEDED, f"the training is {kept.status}")
        must(kept.tuned_model == job.tuned, "the model's name is missing")
        must(not to_follow(project), "the training is thought to go on")
        try:
            holds_all(project, job)
        except AssertionError as error:
            must(False, f"not what the cloud holds: {error}")
    finally:
        project.close()


CAMPAIGN = Campaign(
    "watch_kills",
    "A program that watches a training of up to 2,500 steps at a cloud of any dialect that misbehaves is killed up "
    "to four times: every event, point and checkpoint that the cloud holds is in the project, in order, none of them "
    "twice.",
    20,
    playing,
    ("openai",),
)
