"""What the rescue's page asks for: a look at an account, and the whole way home, each by a connection's id."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Stock
from desktop_app.store import rescue_log
from desktop_app.work.apart import Apart
from desktop_app.work.bring_all import Finished, Wish, bring_all
from desktop_app.work.patience import Patience
from desktop_app.work.reach import Reach
from desktop_app.work.record_answers import Recorded
from desktop_app.work.rescue import News, take_stock

LOOKING = Patience(tries=4)
"""Somebody waits for a look, and nothing has begun that could be lost: they hear of a broken network within seconds."""


async def look(reach: Reach, connection: str, folder: Path) -> tuple[Stock, frozenset[str]]:
    """Return what the account holds, and which of its trainings are home in the folder already."""
    provider = await reach.provider(connection)
    stocks = [stock async for stock in take_stock(provider, LOOKING)]
    return stocks[-1], await asyncio.to_thread(_home, folder)


async def begin(reach: Reach, connection: str, apart: Apart, wish: Wish) -> AsyncIterator[News | Recorded | Finished]:
    """Bring home what is wished for from a connection, and enter what the answers cost; see `bring_all`."""
    provider = await reach.provider(connection)
    books = reach.books(connection)
    try:
        async with aclosing(bring_all(provider, apart, wish)) as coming:
            async for news in coming:
                if books is not None and isinstance(news, Recorded):
                    await books.note(news.answer)
                elif books is not None and isinstance(news, Finished):
                    await books.close()  # before the end is told, so that a Problem is heard
                yield news
    finally:
        if books is not None:
            with suppress(Problem):  # whatever ended it is what has to be heard
                await books.close()


def _home(folder: Path) -> frozenset[str]:
    lines = rescue_log.read(folder)
    return frozenset(line.id for line in lines if line.kind is Kind.PROJECT and line.fate is Fate.HOME)
