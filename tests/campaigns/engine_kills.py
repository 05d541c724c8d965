"""The engine's supervisor is killed at random steps while a project watches its job; nothing of the job may be lost."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import Job, Plan
from desktop_app.core.metrics import series
from desktop_app.core.text import text
from desktop_app.providers.local import LocalEngine
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.watch import watch
from tests.campaigns import job_folder
from tests.campaigns.campaign import Campaign, Round, must
from tests.engine.running import Running, start
from tests.engine.tiny_model import make_tiny_model
from tests.sites import sites
from tests.work.starting import started

PLAN = Plan("tiny", epochs=24, batch_size=6, seed=5, suffix="kills")
OPTIONS = ("--linger", "600", "--threads", "1", "--recovery-steps", "9")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a training ended: the job, and what is in the project and in the job's folder of it."""

    job: Job
    steps_in_project: list[int]
    losses_in_project: list[float]
    curve: job_folder.Curve
    adapter: str


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Train once in peace, and lend the round."""
    make_tiny_model(folder / "engine" / "models" / "tiny")
    try:
        calm = trained(folder, [], Counter())
        yield lambda chance: one_round(folder, calm, chance)
    finally:
        stop(folder / "engine")


def one_round(folder: Path, calm: Ended, chance: Random) -> Counter[str]:
    """Train the same once more, kill the supervisor at random steps, and compare what comes out."""
    counted: Counter[str] = Counter()
    at = sorted(chance.sample(range(1, calm.job.total_steps - 2), chance.randint(1, 2)))
    rough = trained(folder, at, counted)
    must(rough.job.status == calm.job.status, f"the job ended as {rough.job.status}: {rough.job.error}")
    must(rough.steps_in_project == calm.steps_in_project, "the curve in the project has gaps")
    must(rough.losses_in_project == calm.losses_in_project, "the curve in the project is another")
    must(rough.curve == calm.curve, "the curve on disk is not that of the undisturbed training")
    must(rough.adapter == calm.adapter, "the adapter is not that of the undisturbed training")
    counted["points in projects"] += len(rough.steps_in_project)
    return counted


def trained(folder: Path, kills: list[int], counted: Counter[str]) -> Ended:
    """Train in a fresh project with an engine of our own, kill it at the given steps, and return what came out."""
    stop(folder / "engine")
    running = start(folder / "engine", *OPTIONS, token=None)
    path = folder / "project" / "kills.tunedesk"
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    with closing(Project.create(path)) as project:
        fill(project)
        job = asyncio.run(_watched(project, folder / "engine", kills, counted))
        with project.reading() as connection:
            steps, losses = series(jobs.points(connection, job.id), "train_loss")
    let_go(running)
    place = folder / "engine" / "jobs" / job.id
    return Ended(job, steps, losses, job_folder.curve(place), job_folder.adapter(place))


def let_go(running: Running) -> None:
    """Read the exit status of an engine of our own if it was killed, so that no zombie stays."""
    if running.process.poll() is not None:
        running.process.communicate()


def fill(project: Project, often: int = 1) -> None:
    """Put examples that a tiny model learns into the project, each of the training part so often."""
    sums = [(a, b) for a in range(6) for b in range(6)] * often
    rows = [(_sum(a, b), Part.TRAINING) for a, b in sums] + [(_sum(a, 7), Part.VALIDATION) for a in range(4)]
    project.do(text("step.create_examples", count=len(rows), name="sums.csv"), lambda edit: edit.append(rows)).result()


def _sum(a: int, b: int) -> Completion:
    return Completion(f"what is {a} and {b}", f" it is {a + b} indeed")


async def _watched(project: Project, folder: Path, kills: list[int], counted: Counter[str]) -> Job:
    engine = LocalEngine(folder)
    job = await started(project, await engine.provider(), PLAN)
    killer = asyncio.create_task(asyncio.to_thread(_kill_at, folder, job.id, kills, counted))
    async for news in watch(project, sites(engine, project.path.parent), job):
        job = news.job
    await killer
    await engine.close()
    return job


def _kill_at(engine: Path, job: str, steps: list[int], counted: Counter[str]) -> None:
    folder = engine / "jobs" / job
    for at in steps:
        job_folder.until(lambda at=at: job_folder.step(folder) >= at and supervisor(engine), f"step {at} and an engine")
        found, worker = supervisor(engine), job_folder.worker_of(folder)
        must(found is not None, "the engine was gone before it was killed")
        counted["kills"] += 1
        counted["steps done when killed"] += job_folder.step(folder)
        found.kill()
        _gone(found)
        if worker is not None:
            _gone(worker)


def _gone(process: psutil.Process) -> None:
    job_folder.until(
        lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE, "a process that is gone", 20
    )


def supervisor(engine: Path) -> psutil.Process | None:
    """Return the living engine whose card lies in the folder."""
    try:
        process = psutil.Process(int(job_folder.read(engine / "engine.json")["pid"]))
    except (FileNotFoundError, psutil.NoSuchProcess):
        return None
    return None if process.status() == psutil.STATUS_ZOMBIE else process


def stop(engine: Path) -> None:
    """End the engine in the folder, if there is one."""
    found = supervisor(engine)
    if found is not None:
        found.terminate()
        _gone(found)


CAMPAIGN = Campaign(
    "engine_kills",
    "When the engine itself is killed at any step of a training, the window finds it again, the job goes on, the "
    "project gets the whole curve, and the adapter is bit for bit that of an undisturbed training (a tiny model, one "
    "thread, CPU).",
    6,
    playing,
    ("torch", "transformers", "peft", "trl", "openai"),
)
