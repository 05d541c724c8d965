"""`tunedesk rescue`: bring home what lies at a provider, in a terminal."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date

from desktop_app.cli.asking import Terminal
from desktop_app.cli.commands import Rescue
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import said_well, say
from desktop_app.cli.training_arguments import At
from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Line, Stock
from desktop_app.core.sentences import english
from desktop_app.core.text import Text, text
from desktop_app.providers.endings import ending
from desktop_app.providers.profiles import Profile
from desktop_app.work.apart import Apart
from desktop_app.work.bring_all import Finished, Wish
from desktop_app.work.reach import Reach
from desktop_app.work.rescue import Waiting
from desktop_app.work.rescue_cost import at_most
from desktop_app.work.rescue_run import begin, look
from desktop_app.work.sites import Site


def run(command: Rescue, environment: Mapping[str, str] | None = None) -> int:
    """Bring everything home; return 0, or 1 after saying what stood in the way or could not be had."""
    return said_well(lambda: asyncio.run(_rescue(command, environment)))


async def _rescue(command: Rescue, environment: Mapping[str, str] | None) -> int:
    if command.provider in (HERE, "here"):
        raise Problem("address_not_usable", address=command.provider)  # what is on this computer is home
    async with reached(At(command.provider, command.key_variable, keyed=True), environment) as (sites, place):
        site = sites.site(place)
        if site is None:
            raise Problem("connection_gone")
        stock, _ = await look(sites.reach, place, command.out)
        wish = Wish(stock, frozenset(job.job.id for job in stock.jobs), command.out, command.questions)
        for sentence in _beforehand(wish, site):
            say(sentence)
        asks = english(text("rescue.asks", provider=site.title))
        if wish.asked and wish.jobs and not command.yes and not Terminal().yes(asks, recommended=False):
            wish = Wish(stock, wish.chosen, command.out)
        return await _bring(wish, sites.reach, site)


def _beforehand(wish: Wish, site: Site) -> Iterator[Text]:
    """Yield what there is, when it ends, and what asking the old models costs at most."""
    yield text("rescue.begins", trainings=len(wish.jobs), megabytes=round(wish.bytes / 1e6, 1), provider=site.title)
    first = _first_end(wish.stock, site.profile)
    if first is not None:
        yield text("rescue.first_ends", date=first.isoformat())
    if wish.asked and wish.jobs:
        most = at_most(wish, site.profile)
        if most is None:
            yield text("rescue.costs_unknown", provider=site.title)
        else:
            yield text("rescue.costs_most", dollars=f"{most.dollars:.2f}", date=most.as_of.isoformat())


def _first_end(stock: Stock, profile: Profile | None) -> date | None:
    ends = (ending(model, profile, told) for model, told in stock.models.items())
    return min((end.day for end in ends if end is not None), default=None)


async def _bring(wish: Wish, reach: Reach, site: Site) -> int:
    apart, missing = Apart(), 0
    try:
        async for news in begin(reach, site.id, apart, wish):
            if isinstance(news, Waiting):
                say(text("rescue.waits", provider=site.title, seconds=round(news.seconds)))
            elif isinstance(news, Line) and news.kind is Kind.PROJECT and news.fate is Fate.HOME:
                say(text("rescue.project", name=news.name, rows=news.count))
            elif isinstance(news, Finished):
                missing = sum(line.fate is not Fate.HOME for line in news.lines)
                say(text("rescue.ends", missing=missing, report=str(news.page)))
    finally:
        await apart.close()
    return 1 if missing else 0
