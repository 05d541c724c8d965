"""`python -m tests.work.finder_child PROJECT HOME NUMBER`: go on with a search, one line an answer, until killed."""

import asyncio
import sys
from pathlib import Path

from desktop_app.core.secret import Secret
from desktop_app.providers.local import LocalEngine
from desktop_app.store.project import Project
from desktop_app.work.find_values import Scored, search
from tests.sites import sites


async def main(project: Path, home: Path, number: int) -> None:
    """Ask what is missing; the key comes on the standard input."""
    where = sites(LocalEngine(home / "engine"), home)
    (connection,) = where.reach.connections.all
    await where.reach.secrets.keep(connection.id, connection.address, Secret(sys.stdin.readline().strip()))
    opened = Project.open(project)
    async for told in search(opened, where, number):
        if isinstance(told, Scored):
            print(told.cell, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
