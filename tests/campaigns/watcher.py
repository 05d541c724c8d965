"""A program that watches the one job of a project, says a line for all it hears, and may be killed at any time."""

import asyncio
import sys
from pathlib import Path

from desktop_app.core.network import Network
from desktop_app.core.secret import Secret
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.connections import Connections
from desktop_app.settings.secrets import Secrets
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import watch as watching
from desktop_app.work.reach import Reach
from desktop_app.work.sites import Sites


async def _rest(_: float) -> None:
    print("waiting", flush=True)
    await asyncio.sleep(0.01)


QUICK = watching.Clock(_rest)


async def watch(folder: Path, key: str) -> None:
    """Watch the job until it has ended."""
    secrets = Secrets(folder / "key-places.json", {}, lambda: None)
    reach = Reach(Connections(folder / "connections.json"), secrets, Network)
    for connection in reach.connections.all:
        await secrets.keep(connection.id, connection.address, Secret(key))
    project = Project.open(folder / "p.tunedesk")
    try:
        for job in watching.to_follow(project):
            async for news in watching.watch(project, Sites(LocalEngine(folder / "engine"), reach), job, QUICK):
                print("trouble" if news.trouble else news.job.status, flush=True)
    finally:
        with project.reading() as connection:
            ended = all(job.status.ended for job in jobs.all_jobs(connection))
        project.close()
        await reach.close()
    print("ended" if ended else "not ended", flush=True)


if __name__ == "__main__":
    asyncio.run(watch(Path(sys.argv[1]), sys.stdin.readline().strip()))
