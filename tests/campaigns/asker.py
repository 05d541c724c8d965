"""`python -m tests.campaigns.asker FOLDER`: asks what is left of the batch in FOLDER/asked.tunedesk.

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
from desktop_app.work import bookkeeping
from desktop_app.work.ask_batch import Got, Halted, Manner, ask
from desktop_app.work.keep_batch import settle_all, take_up
from desktop_app.work.patience import Patience
from desktop_app.work.sites import Sites
from tests.sites import sites

NUMBER = 1
"""The batch of the project."""
QUICK = Manner(patience=Patience(tries=5, first=0.02, longest=0.1))


async def asked(project: Project, where: Sites, key: str) -> int:
    """Ask what is left; return the exit status."""
    for connection in where.reach.connections.all:
        await where.reach.secrets.keep(connection.id, connection.address, Secret(key))
        provider = await where.provider(connection.id)
        provider.pace = Pace(backoff=Backoff(first=0.02, longest=0.1))
    await settle_all(project, where)
    kept = await take_up(project, where, NUMBER)
    if kept is None:
        raise LookupError("there is no batch to ask")
    halted = False
    async with aclosing(ask(where, kept.batch, await kept.left(), kept, QUICK)) as heard:
        async for item in heard:
            if isinstance(item, Got):
                print(item.cell.prompt, item.cell.column, flush=True)
            halted = halted or isinstance(item, Halted)
    await where.reach.close()
    whole = not await kept.left()
    print("whole" if whole else "halted", flush=True)
    return 0 if whole else 3


def main(folder: Path) -> int:
    """Do all of it."""
    bookkeeping.is_here = lambda _: False  # type: ignore[attr-defined]  # the clouds lie here, and have to cost something
    where = sites(LocalEngine(folder / "engine"), folder, Ledger(folder / "ledger.jsonl"))
    key = sys.stdin.readline().strip()
    with closing(Project.open(folder / "asked.tunedesk")) as project:
        print("open", flush=True)
        return asyncio.run(asked(project, where, key))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
