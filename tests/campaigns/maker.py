"""`python -m tests.campaigns.maker FOLDER`: goes on with what is made in FOLDER/made.tunedesk.

It says `open`, then each cell whose answer it has shown, and ends with `whole`, or with `halted` and status 3. The key
comes on stdin. Connections and ledger lie in FOLDER.
"""

import asyncio
import sys
from contextlib import aclosing, closing
from pathlib import Path

from desktop_app.core.secret import Secret
from desktop_app.providers.local import LocalEngine
from desktop_app.providers.pace import Backoff, Pace
from desktop_app.settings.ledger import Ledger
from desktop_app.store.project import Project
from desktop_app.work import bookkeeping, make
from desktop_app.work.ask_batch import Got, Halted
from desktop_app.work.keep_batch import Opened, settle_all
from desktop_app.work.sites import Sites
from tests.campaigns.asker import QUICK
from tests.sites import sites

NUMBER = 1
"""The batch of the project."""


async def made(project: Project, where: Sites, key: str) -> int:
    """Ask what is left; return the exit status."""
    for connection in where.reach.connections.all:
        await where.reach.secrets.keep(connection.id, connection.address, Secret(key))
        (await where.provider(connection.id)).pace = Pace(backoff=Backoff(first=0.02, longest=0.1))
    await settle_all(project, where)
    left, halted = 0, False
    async with aclosing(make.go_on(project, where, NUMBER, QUICK)) as told:
        async for item in told:
            if isinstance(item, Opened):
                left = item.left
            elif isinstance(item, Got):
                left -= 1
                print(item.cell.prompt, item.cell.column, item.cell.repeat, flush=True)
            halted = halted or isinstance(item, Halted)
    await where.reach.close()
    print("whole" if not left else "halted", flush=True)
    return 0 if not left else 3


def main(folder: Path) -> int:
    """Do all of it."""
    bookkeeping.is_here = lambda _: False  # type: ignore[attr-defined]  # the cloud lies here, and has to cost something
    where = sites(LocalEngine(folder / "engine"), folder, Ledger(folder / "ledger.jsonl"))
    key = sys.stdin.readline().strip()
    with closing(Project.open(folder / "made.tunedesk")) as project:
        print("open", flush=True)
        return asyncio.run(made(project, where, key))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
