"""`tunedesk rescue`: bring home what lies at a provider, in a terminal."""

import asyncio
import os
import sys
from collections.abc import Mapping

from desktop_app.cli.arguments import Rescue
from desktop_app.cli.asking import tell as print_line
from desktop_app.cli.keys import key_for
from desktop_app.core.network import Network, host_of, tidy
from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Line
from desktop_app.core.secret import Secret
from desktop_app.core.sentences import english
from desktop_app.core.text import Text, text
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.profiles import Profile
from desktop_app.work.apart import Apart
from desktop_app.work.bring_all import Finished, Wish, bring_all
from desktop_app.work.rescue import Waiting, take_stock
from desktop_app.work.targets import all_profiles


def run(command: Rescue, environment: Mapping[str, str] | None = None) -> int:
    """Bring everything home; return 0, or 1 after saying what stood in the way or could not be had."""
    try:
        address, title, variable = _place(command, {profile.id: profile for profile in all_profiles()})
        key = key_for(title, command.key_variable or variable, os.environ if environment is None else environment)
        _must_be_there(key, title, command.key_variable or variable or "…")
        return asyncio.run(_bring(command, address, title, key))
    except Problem as problem:
        for sentence in (problem.happened, problem.meaning, problem.remedy):
            sys.stderr.write(english(sentence) + "\n")
        return 1


def _must_be_there(key: Secret, title: str, variable: str) -> None:
    if not key:
        raise Problem("key_missing_here", provider=title, variable=variable)


def _place(command: Rescue, profiles: Mapping[str, Profile]) -> tuple[str, str, str]:
    """Return the address, what it is called, and the variable its key may be in: of a known provider or an address."""
    profile = profiles.get(command.provider)
    if profile is not None and profile.base_url and not profile.fields:
        return profile.base_url, profile.title, profile.key_variable
    address = tidy(command.provider)
    return address, host_of(address), ""


async def _bring(command: Rescue, address: str, title: str, key: Secret) -> int:
    provider = Provider("rescue", title, make_client(address, key.reveal(), Network()))
    apart = Apart()
    try:
        stocks = [stock async for stock in take_stock(provider)]
        wish = Wish(stocks[-1], frozenset(job.job.id for job in stocks[-1].jobs), command.out, command.questions)
        tell(text("rescue.begins", trainings=len(wish.jobs), megabytes=round(wish.bytes / 1e6, 1), provider=title))
        missing = 0
        async for news in bring_all(provider, apart, wish):
            if isinstance(news, Waiting):
                tell(text("rescue.waits", provider=title, seconds=round(news.seconds)))
            elif isinstance(news, Line) and news.kind is Kind.PROJECT and news.fate is Fate.HOME:
                tell(text("rescue.project", name=news.name, rows=news.count))
            elif isinstance(news, Finished):
                missing = sum(line.fate is not Fate.HOME for line in news.lines)
                tell(text("rescue.ends", missing=missing, report=str(news.page)))
        return 1 if missing else 0
    finally:
        await apart.close()
        await provider.close()


def tell(sentence: Text) -> None:
    """Print a sentence."""
    print_line(english(sentence))
