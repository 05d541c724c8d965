"""Which models of the projects of before will be switched off, or were: what the start page tells of them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from pathlib import Path

from desktop_app.core.cost import is_over, is_told
from desktop_app.core.problem import Problem
from desktop_app.providers.endings import base_id, ending
from desktop_app.settings.model_names import ModelNames, own_names
from desktop_app.store import trained
from desktop_app.store.course import Course
from desktop_app.store.project import Project
from desktop_app.store.trained import Trained
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class ProjectEnding:
    """Models of one project that are switched off on one day, `count` of them; `over` tells that the day has come.

    `model` is the newest of them by its name at its place, `called` the user's own name for it ("" for none).
    """

    path: Path
    day: date
    over: bool
    model: str
    called: str
    count: int


async def look_into(
    paths: Sequence[Path], open_project: Project | None, sites: Sites, today: date
) -> AsyncIterator[ProjectEnding]:
    """Look into one project after the other and yield what ends there; one that cannot be read yields nothing.

    No provider is asked and no file is changed. `open_project` is read by its own connection: what was written in it a
    moment ago is not in its file yet.
    """
    course = Course()
    try:
        names = await asyncio.to_thread(own_names)
        for path in paths:
            known = await asyncio.to_thread(_known, path, open_project, course)
            for found in _endings(path, known, sites, today, names):
                yield found
    finally:
        course.end()  # the thread that reads is not ended with whoever waits for it


def in_order(found: Iterable[ProjectEnding]) -> list[ProjectEnding]:
    """Return what ends soonest first, then what is over, the newest first."""
    soon = sorted((one for one in found if not one.over), key=lambda one: one.day)
    over = sorted((one for one in found if one.over), key=lambda one: one.day, reverse=True)
    return soon + over


def _known(path: Path, open_project: Project | None, course: Course) -> tuple[Trained, ...]:
    if open_project is None or open_project.path != path:
        return trained.in_file(path, course)
    try:
        with open_project.reading() as connection:
            return trained.of_project(connection)
    except Problem:  # closed meanwhile, or its drive is gone: whoever works in it is told
        return ()


def _endings(
    path: Path, known: Sequence[Trained], sites: Sites, today: date, names: ModelNames
) -> Iterable[ProjectEnding]:
    """Yield what ends in one project, a day at a time.

    What is over is not told where a later training has made a model that stays: there is nothing left to do.
    """
    days: dict[date, list[Trained]] = {}
    stays = -inf
    for one in known:
        site = sites.site(one.site)
        if site is None:  # a provider that was removed: nobody knows whose days would hold
            continue
        end = ending(one.model, site.profile)
        if end is not None and is_told(end.day, today):
            days.setdefault(end.day, []).append(one)
        elif one.done:
            stays = max(stays, one.created)
    for day, those in sorted(days.items()):
        those.sort(key=lambda one: one.created, reverse=True)
        over = is_over(day, today)
        if not over or stays < those[0].created:
            tuned = [one for one in those if base_id(one.model) != one.model]
            named = (tuned or those)[0]  # what one made oneself says more than what it was made from
            count = len({one.model for one in tuned or those})
            called = names.get(named.site, named.model).name
            yield ProjectEnding(path, day, over, named.model, called, count)
