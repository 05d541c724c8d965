"""Entering what answers and trainings cost: tokens as the provider counted them, times the price its profile knows."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from desktop_app.core.answer import Answer
from desktop_app.core.connection import Connection
from desktop_app.core.cost import cost
from desktop_app.core.job import Job, JobStatus
from desktop_app.core.network import is_here
from desktop_app.core.problem import Problem
from desktop_app.core.spending import Spending, Spent
from desktop_app.core.target import Price
from desktop_app.providers.profiles import Profile
from desktop_app.settings.ledger import Ledger

_BATCH = 25
"""So many answers of one model become one entry; a crash loses no more than that."""
_A_MILLION = 1_000_000


class Books:
    """The entries of one connection; several answers of a model in a row are one entry."""

    def __init__(
        self, ledger: Ledger, connection: Connection, profile: Profile | None, clock: Callable[[], float] = time.time
    ) -> None:
        self._ledger = ledger
        self._connection = connection
        self._profile = profile
        self._clock = clock
        self._open: Spending | None = None
        self._count = 0
        self._late: list[Spending] = []

    async def note(self, answer: Answer) -> None:
        """Count an answer in; an answer of this computer costs nothing and is not entered.

        What cannot be written is kept for the next time, so that a full disk does not end what the answers are for.
        """
        if not self.counts:
            return
        new = self._entry(answer)
        if self._open is not None and (self._count >= _BATCH or not _fit(self._open, new)):
            with suppress(Problem):
                await self.close()
        self._open = new if self._open is None else _sum(self._open, new)
        self._count += 1

    async def close(self) -> None:
        """Write what is not written yet; raise Problem("ledger_not_written") if that cannot be."""
        if self._open is not None:
            self._late.append(self._open)
            self._open, self._count = None, 0
        while self._late:
            await asyncio.to_thread(self._ledger.add, self._late[0])
            self._late.pop(0)

    @property
    def counts(self) -> bool:
        """Tell whether answers from here are entered: those of this computer cost nothing."""
        return not is_here(self._connection.address)

    async def enter(self, model: str, tokens_in: int, tokens_out: int, when: float, reference: str) -> None:
        """Enter what some answers of one model cost together; the ledger counts a reference once.

        Raise Problem("ledger_not_written").
        """
        await asyncio.to_thread(self._ledger.add, self._spending(model, (tokens_in, tokens_out), when, reference))

    async def note_training(self, job: Job) -> None:
        """Enter a training that has ended, once; raise Problem("ledger_not_written") or Problem("ledger_not_read")."""
        if not is_here(self._connection.address):
            await asyncio.to_thread(self._enter, job)

    def _enter(self, job: Job) -> None:
        if self._ledger.knows(job.id, self._connection.id):
            return
        price = price_of(self._profile, job.base_model)
        dollars = cost(job.trained_tokens, 1, price) if job.trained_tokens else None
        self._ledger.add(
            Spending(
                time=job.finished or self._clock(),
                connection=self._connection.id,
                model=job.base_model,
                what=Spent.TRAINING,
                tokens_in=job.trained_tokens,
                tokens_out=0,
                dollars=dollars,
                priced=price.as_of.isoformat() if price is not None and dollars is not None else "",
                reference=job.id,
            )
        )

    def _entry(self, answer: Answer) -> Spending:
        return self._spending(answer.model, (answer.prompt_tokens, answer.tokens), self._clock())

    def _spending(self, model: str, tokens: tuple[int, int], when: float, reference: str = "") -> Spending:
        price = price_of(self._profile, model)
        dollars = dollars_of(price, *tokens)
        return Spending(
            time=when,
            connection=self._connection.id,
            model=model,
            what=Spent.ANSWERS,
            tokens_in=tokens[0],
            tokens_out=tokens[1],
            dollars=dollars,
            priced=price.as_of.isoformat() if price is not None and dollars is not None else "",
            reference=reference,
        )


async def entries(ledger: Ledger) -> list[Spending]:
    """Return everything that was spent; raise Problem("ledger_not_read")."""
    return await asyncio.to_thread(ledger.entries)


async def note_training(books: Books | None, job: Job) -> None:
    """Enter what a training cost that has ended, once; nothing is entered for this computer (None).

    A training that did not come to its end counts where the provider counted tokens. Raise
    Problem("ledger_not_written") or Problem("ledger_not_read").
    """
    if books is not None and job.status.ended and (job.trained_tokens or job.status is JobStatus.SUCCEEDED):
        await books.note_training(job)


def price_of(profile: Profile | None, model: str) -> Price | None:
    """Return what a model costs by its profile, a tuned one by its base model; None where the profile does not know.

    What a profile says of a model it describes goes before a price that only stands beside the model's name.
    """
    parts = model.split(":")
    base = parts[1] if parts[0] == "ft" and len(parts) > 1 else model
    if profile is None:
        return None
    named = {each.id: each.price for each in profile.prices}
    described = {known.id: known.price for known in profile.models}
    described |= {known.id: known.price for known in profile.embedders}
    return described.get(base) or named.get(base)


def dollars_of(price: Price | None, asked: int, answered: int) -> float | None:
    """Return the cost in dollars; None without a price, and where the provider did not count."""
    if price is None or price.input is None or price.output is None or not asked:
        return None
    return (asked * price.input + answered * price.output) / _A_MILLION


def _fit(one: Spending, other: Spending) -> bool:
    """Tell whether two entries may become one: of the same model in the same month, both priced or both not."""
    kept, new = ((e.model, e.month, e.priced, e.dollars is None) for e in (one, other))
    return kept == new


def _sum(one: Spending, other: Spending) -> Spending:
    return replace(
        one,
        tokens_in=one.tokens_in + other.tokens_in,
        tokens_out=one.tokens_out + other.tokens_out,
        dollars=None if one.dollars is None or other.dollars is None else one.dollars + other.dollars,
    )
