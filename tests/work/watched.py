"""A job in the cloud that is watched from a project, and what the project must hold of it in the end."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.job import Job, Plan
from desktop_app.core.secret import Secret
from desktop_app.providers import jobs as remote
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.ledger import Ledger
from desktop_app.store import jobs, story
from desktop_app.store.project import Project
from desktop_app.work.hearing import News
from desktop_app.work.sites import Sites
from desktop_app.work.watch import Clock, watch
from tests.cloud.account import CloudJob, curve
from tests.cloud.server import Cloud
from tests.sites import connect, sites

BASE = "gpt-4o-mini-2024-07-18"


@dataclass
class Hours:
    """A clock on which waiting takes no time: it notes how long was waited, and lets something happen meanwhile."""

    meanwhile: Callable[[], None] = lambda: None
    waited: list[float] = field(default_factory=list)
    time: float = 0.0
    silence: float = 60.0

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += seconds
        self.meanwhile()

    def clock(self) -> Clock:
        """Return the clock."""
        return Clock(self._sleep, lambda: self.time, self.silence)


@dataclass
class Place:
    """A project, and the connection to the cloud under which its job is known."""

    project: Project
    sites: Sites
    connection: str

    def watch(self, job: Job, hours: Hours | None = None) -> AsyncIterator[News]:
        """Watch a job; waiting takes no time."""
        return watch(self.project, self.sites, job, (hours or Hours()).clock())


def put_up(cloud: Cloud, **asked: object) -> CloudJob:
    """Put a job up that waits in the queue."""
    file = cloud.account.add_file("rows.jsonl", b"{}\n" * 12)
    return cloud.account.add_job({"model": BASE, "training_file": file.id, **asked})


@asynccontextmanager
async def place(cloud: Cloud, path: Path, ledger: Ledger | None = None) -> AsyncIterator[Place]:
    """Lend the project at `path`, opened or made, with a connection to the cloud."""
    where = sites(LocalEngine(path.parent / "engine"), path.parent, ledger)
    known = where.reach.connections.all
    name = cloud.account.dialect.name
    if known:  # keys live in memory only
        made = known[0].id
        await where.reach.secrets.keep(made, known[0].address, Secret(cloud.account.key))
    else:
        made = await connect(where, name, name.title(), cloud.address, cloud.account.key)
    project = Project.open(path) if path.exists() else Project.create(path)
    try:
        yield Place(project, where, made)
    finally:
        project.close()
        await where.reach.close()


async def begin(here: Place, job: CloudJob) -> Job:
    """Put the cloud's job into the project as one that was just started there."""
    found = await remote.retrieve(await here.sites.provider(here.connection), job.id)
    here.project.write(lambda c: jobs.add(c, found, Plan(BASE, connection=here.connection))).result()
    return found


def holds_all(project: Project, job: CloudJob) -> None:
    """Compare what the project holds of a job with what the cloud does: no gap, no double, nothing lost."""
    with project.reading() as connection:
        points = jobs.points(connection, job.id)
        told = jobs.events(connection, job.id)
        kept = story.checkpoints(connection, job.id)
    said = [event for event in job.events if event["type"] == "message"]
    assert [(event.id, event.message) for event in told] == [(event["id"], event["message"]) for event in said]
    checkpoints = {one["step_number"] for one in job.checkpoints}
    steps = range(1, job.step + 1) if job.dialect.metrics_events or job.result_files else sorted(checkpoints)
    assert [point.step for point in points] == list(steps)
    for point in points:
        wanted = {name: value for name, value in curve(point.step).items() if name != "step"}
        assert {name: value for name, value in point.values.items() if name != "time"} == wanted
    assert [(one.step, one.id, one.model) for one in kept] == [
        (one["step_number"], one["id"], one["fine_tuned_model_checkpoint"]) for one in job.checkpoints
    ]


def living(cloud: Cloud, job: CloudJob, steps: int = 3) -> Callable[[], None]:
    """Return what lets a job go on a little: begin, train `steps`, and end."""

    def go_on() -> None:
        if job.status in ("queued", "pendingValidation"):
            cloud.account.begin(job)
        elif job.status == "running" and job.step + steps < job.total:
            cloud.account.advance(job, steps)
        elif job.status == "running":
            cloud.account.finish(job)

    return go_on


async def to_the_end(here: Place, job: Job, hours: Hours | None = None) -> list[News]:
    """Watch a job until the watching ends and return all that was said."""
    return [news async for news in here.watch(job, hours)]
