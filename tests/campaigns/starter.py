"""`python -m tests.campaigns.starter ADDRESS PROFILE MODEL PROJECT`: starts a project's training, or goes on with it.

It says each step in a line, ends with `job ID`, or with `problem KEY` and status 3; the key comes on stdin. With EDIT
set it changes a row first.
"""

import asyncio
import os
import sys
from contextlib import closing
from pathlib import Path

from desktop_app.core.job import Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.profile_file import load
from desktop_app.settings.paths import resource
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.patience import Patience
from desktop_app.work.sending import Manner

PLACE = "place"
PART_BYTES = 1500
QUICK = Manner(PART_BYTES, Patience(tries=4, first=0.02, longest=0.05), first_look=0.01, last_look=0.05)


async def started(project: Project, provider: Provider, plan: Plan) -> str:
    """Return the id of the project's one job, which is made if there is none yet."""
    for record in train.unfinished(project):
        try:
            await said(train.go_on(project, provider, record, QUICK))
        except Problem as problem:
            if problem.key != "train.rows_changed":
                raise
            print("given up", flush=True)
            await train.forget(project, record)
    if not _jobs(project):
        await said(train.start(project, provider, plan, QUICK))
    (job,) = _jobs(project)
    return job.id


async def said(steps) -> None:
    """Say every step."""
    async for step in steps:
        print(step.id if isinstance(step, Job) else f"{step.phase} {step.done} {step.total}", flush=True)


def _jobs(project: Project) -> list[Job]:
    with project.reading() as connection:
        return jobs.all_jobs(connection)


async def main(address: str, profile: str, model: str, path: Path) -> int:
    """Do all of it; return the exit status."""
    profiles = {known.id: known for known in load(resource("providers.json"))}
    client = make_client(address, sys.stdin.readline().strip())
    provider = Provider(PLACE, "The Place", client, profile=profiles[profile])
    with closing(Project.open(path)) as project:
        if "EDIT" in os.environ:
            row = int(os.environ["EDIT"])
            label = text("step.insert_row")
            project.do(label, lambda e: e.write_field(row, "assistant", f"edit {row}")).result()
        print("open", flush=True)
        try:
            print("job", await started(project, provider, Plan(model, epochs=1, suffix="kills")), flush=True)
        except Problem as problem:
            print("problem", problem.key, problem.details, flush=True)
            return 3
        finally:
            await provider.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))))
