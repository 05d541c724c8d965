"""A program that brings everything home from an address, says each line it writes, and may be killed at any time."""

import asyncio
import sys
from pathlib import Path

from desktop_app.providers.client import Provider, make_client
from desktop_app.store.rescue_log import RescueLog
from desktop_app.work.apart import Apart
from desktop_app.work.patience import Patience
from desktop_app.work.rescue import bring_home, take_stock
from desktop_app.work.rescue_projects import make_projects

QUICK = Patience(tries=12, first=0.01, longest=0.05)


async def rescue(address: str, key: str, folder: Path) -> None:
    """Bring everything home and make projects of it."""
    provider = Provider("cloud", "The Cloud", make_client(address, key).with_options(max_retries=0))
    log, apart = RescueLog(folder), Apart()
    try:
        stock = [item async for item in take_stock(provider, QUICK)][-1]
        chosen = frozenset(job.job.id for job in stock.jobs)
        async for news in bring_home(provider, stock, chosen, log, QUICK):
            print(type(news).__name__, flush=True)
        async for _ in make_projects(apart, stock.jobs, log):
            print("Project", flush=True)
    finally:
        await apart.close()
        log.close()
        await provider.close()


if __name__ == "__main__":
    asyncio.run(rescue(sys.argv[1], sys.stdin.readline().strip(), Path(sys.argv[2])))
