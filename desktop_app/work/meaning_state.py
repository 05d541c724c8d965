"""How a project stands: who can read its rows, who has, and what is still to be read."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.meaning import Aspect
from desktop_app.core.problem import Problem
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.embedders import Offer, Outlay, embedders, weigh_bytes
from desktop_app.work.intake import Progress
from desktop_app.work.meaning_choice import Choice, chosen, wished
from desktop_app.work.meaning_rows import Survey, survey
from desktop_app.work.project import file_of
from desktop_app.work.sites import Sites

TOKENS_A_SECOND = 1800
"""So many tokens one core reads with all-MiniLM-L6-v2 in a second, about: 11,000 short texts took two minutes of it."""


@dataclass(frozen=True, slots=True)
class State:
    """What can be chosen and what is chosen: `read` tells whether rows were read in this way already.

    `trouble` says why this computer's models are not among the offers.
    """

    offers: tuple[Offer, ...]
    choice: Choice | None
    read: bool
    survey: Survey | None
    outlay: Outlay | None
    trouble: Problem | None = None

    @property
    def offer(self) -> Offer | None:
        """Return the offer that is chosen; None where it can be had no more."""
        return next((each for each in self.offers if self.choice and each.embedder == self.choice.embedder), None)

    @property
    def seconds(self) -> float | None:
        """Return about how long reading takes on this computer; None for other places."""
        offer = self.offer
        if offer is None or offer.host or offer.rough or self.outlay is None:
            return None
        return self.outlay.tokens / TOKENS_A_SECOND


async def state(project: Project, sites: Sites, apart: Apart, wanted: Choice | None = None) -> State:
    """Return how a project stands with a choice: the one that is wanted, else the one of last time, else the first."""
    trouble = None
    try:
        offers = await embedders(sites)
    except Problem as problem:
        offers, trouble = (), problem
    before = await asyncio.to_thread(chosen, project)
    choice = wanted or before or await asyncio.to_thread(wished, project)
    if choice is None and offers:
        choice = Choice(offers[0].embedder, Aspect.BOTH)
    if choice is None:
        return State(offers, None, read=False, survey=None, outlay=None, trouble=trouble)
    site = sites.site(choice.embedder.site)
    leaves = site is not None and not site.here
    found = await apart.one(_survey_for, await file_of(project), choice, leaves)
    if not isinstance(found, Survey):
        raise TypeError("the survey came to no end")
    outlay = weigh_bytes(sites, choice.embedder, found.texts, found.size)
    return State(offers, choice, found.lacking < found.rows, found, outlay, trouble)


def _survey_for(path: Path, choice: Choice, private: bool) -> Iterator[Progress | Survey]:
    """Look what is to be read by a choice, and with `private` for what of it is personal."""
    return survey(path, choice.embedder, choice.aspect, private=private)
