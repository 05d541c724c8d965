"""What asking a batch takes before anybody asks it: requests, tokens, money and time, all of them about."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from desktop_app.core.answer import Question
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Voice, request
from desktop_app.providers.pace import AT_ONCE
from desktop_app.store import answers
from desktop_app.store.project import Project
from desktop_app.work.bookkeeping import dollars_of, price_of
from desktop_app.work.sites import Sites

_BYTES = 4
"""So many bytes of UTF-8 make a token: right for English, and not far off elsewhere."""
_PER_MESSAGE = 4
"""What a message costs besides its text."""
_LOOKED_AT = 50
"""So many of a model's newest answers tell how fast it is."""


@dataclass(frozen=True, slots=True)
class Outlay:
    """What asking a batch takes.

    `tokens_out` supposes that answers are as long as those hoped for (as long as allowed where nothing is hoped for);
    `most_dollars` that each is as long as allowed. Dollars are 0 on this computer and None where a price is not known;
    `priced` is the day of the oldest price. `seconds` is None where no model was ever timed. `hosts` are the places
    outside this computer that are asked.
    """

    requests: int
    tokens_in: int
    tokens_out: int
    dollars: float | None
    most_dollars: float | None
    priced: date | None
    seconds: float | None
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Share:
    """What one column takes."""

    site: str
    tokens_in: int
    tokens_out: int
    dollars: float | None
    most_dollars: float | None
    priced: date | None
    seconds: float | None


async def weigh(
    sites: Sites, prompts: Sequence[Prompt], columns: Sequence[Column], repeats: int, project: Project | None = None
) -> Outlay:
    """Return what it takes to put the prompts to the columns so many times; `project` knows how fast models were."""
    return await asyncio.to_thread(_weigh, sites, prompts, columns, repeats, project)


def _weigh(
    sites: Sites, prompts: Sequence[Prompt], columns: Sequence[Column], repeats: int, project: Project | None
) -> Outlay:
    paces = {model: _seconds_a_token(project, model) for model in {column.voice.model for column in columns}}
    weights = _Weights(prompts, repeats)
    shares = [_share(sites, weights, column, paces[column.voice.model]) for column in columns]
    days = [share.priced for share in shares if share.priced is not None]
    asked = dict.fromkeys(column.voice.site for column in columns)
    hosts = (site.host for site in map(sites.site, asked) if site is not None and not site.here)
    return Outlay(
        requests=len(prompts) * len(columns) * repeats,
        tokens_in=sum(share.tokens_in for share in shares),
        tokens_out=sum(share.tokens_out for share in shares),
        dollars=_sum([share.dollars for share in shares]),
        most_dollars=_sum([share.most_dollars for share in shares]),
        priced=min(days, default=None),
        seconds=_longest(shares),
        hosts=tuple(dict.fromkeys(hosts)),
    )


class _Weights:
    """How long questions and answers are; each way of asking is reckoned once, however many settings ask so."""

    def __init__(self, prompts: Sequence[Prompt], repeats: int) -> None:
        self.asked = len(prompts) * repeats
        """How many answers each column is asked for."""
        self._prompts = prompts
        self._repeats = repeats
        self._hoped = [tokens_of_text(prompt.expected) if prompt.expected else None for prompt in prompts]
        self._in: dict[tuple[Voice, str | None], int] = {}
        self._out: dict[int, int] = {}

    def tokens_in(self, column: Column) -> int:
        """Return the tokens that a column reads."""
        way = (column.voice, column.setting.system)
        if way not in self._in:
            asked = Batch("", Kind.COMPARE, "", 0.0, self._prompts, (column,))
            questions = (request(asked, Cell(place, 0)).question for place in range(len(self._prompts)))
            self._in[way] = self._repeats * sum(map(tokens_of_question, questions))
        return self._in[way]

    def tokens_out(self, longest: int) -> int:
        """Return the tokens that are written where an answer may have so many."""
        if longest not in self._out:
            hoped = (longest if tokens is None else min(longest, tokens) for tokens in self._hoped)
            self._out[longest] = self._repeats * sum(hoped)
        return self._out[longest]


def _share(sites: Sites, weights: _Weights, column: Column, pace: float | None) -> _Share:
    longest = column.setting.sampling.max_tokens
    tokens_in, tokens_out = weights.tokens_in(column), weights.tokens_out(longest)
    seconds = tokens_out * pace if pace is not None else None
    site = sites.site(column.voice.site)
    books = sites.books(column.voice.site)
    if site is not None and (site.here or (books is not None and not books.counts)):
        return _Share(site.id, tokens_in, tokens_out, 0.0, 0.0, None, seconds)
    price = price_of(site.profile, column.voice.model) if site is not None else None
    dollars = dollars_of(price, tokens_in, tokens_out)
    most = dollars_of(price, tokens_in, weights.asked * longest)
    day = price.as_of if price is not None and dollars is not None else None
    return _Share(column.voice.site, tokens_in, tokens_out, dollars, most, day, seconds)


def _longest(shares: Sequence[_Share]) -> float | None:
    """Return the time of the slowest place; each is asked several things at once, and all of them together."""
    times: dict[str, float] = {}
    for share in shares:
        if share.seconds is None:
            return None
        times[share.site] = times.get(share.site, 0.0) + share.seconds / AT_ONCE
    return max(times.values(), default=None)


def _seconds_a_token(project: Project | None, model: str) -> float | None:
    if project is None:
        return None
    with project.reading() as connection:
        timed = answers.timed(connection, model, _LOOKED_AT)
    return median([seconds / tokens for seconds, tokens in timed]) if timed else None


def tokens_of_question(asked: Question) -> int:
    """Return about how many tokens a question takes."""
    if isinstance(asked, str):
        return tokens_of_text(asked)
    return sum(_PER_MESSAGE + tokens_of_text(message.content) for message in asked)


def tokens_of_text(said: str) -> int:
    """Return about how many tokens a text takes, whatever model reads it."""
    return max(1, math.ceil(len(said.encode("utf-8", "surrogatepass")) / _BYTES))


def _sum(amounts: Sequence[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None
