"""Which rows a look shows, asked for without holding up the window."""

import asyncio
from array import array
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from desktop_app.core.look import Look
from desktop_app.store import examples, looks
from desktop_app.store.looks import Facets
from desktop_app.store.project import Project
from desktop_app.work.survey import Splice, Survey, difference
from desktop_app.work.threads import in_threads

FEW = 500
"""So many new rows stay on show whatever the look says: somebody has just made them."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is besides the rows on show: the counts, and the ids of all rows in the order of the project."""

    survey: Survey
    ids: "array[int]"


async def look_up(project: Project, look: Look) -> AsyncIterator["array[int]"]:
    """Yield the ids of the rows that fit, in the look's order, the first few at once; leaving it ends the search.

    Raise the Problems of core.search.Finder.
    """
    with project.reading() as connection:
        # Closed before the connection is given back: a statement that goes on would hold it in the past.
        async with aclosing(in_threads(looks.ids(connection, look), connection.interrupt)) as found:
            async for some in found:
                yield some


async def looked(project: Project, look: Look) -> AsyncIterator["array[int] | Looked"]:
    """Yield what `look_up` yields, and in the end how many rows there are of all."""
    async for some in look_up(project, look):
        yield some
    yield await asyncio.to_thread(_looked, project)


async def mended(project: Project, look: Look, known: "array[int]", shown: "array[int]") -> Looked | None:
    """Say how the rows `shown` by a look follow a new order of the project, of whose rows `known` were known.

    Rows that are gone go, a few new ones come at their place, and all others stay, whether they still fit or not. None
    where so many are new that the look is to be asked anew.
    """
    return await asyncio.to_thread(_mended, project, look, known, shown)


async def all_ids(project: Project) -> "array[int]":
    """Return the ids of all rows in the order of the project."""
    return await asyncio.to_thread(_all_ids, project)


async def facets(project: Project) -> Facets:
    """Return what the project's rows can be chosen by."""
    return await asyncio.to_thread(_facets, project)


def _all_ids(project: Project) -> "array[int]":
    with project.reading() as connection:
        return examples.ids(connection)


def _facets(project: Project) -> Facets:
    with project.reading() as connection:
        return looks.facets(connection)


def _looked(project: Project, splice: Splice | None = None, ids: "array[int] | None" = None) -> Looked:
    with project.reading() as connection:
        survey = Survey(examples.counts(connection), examples.excluded(connection), splice)
        return Looked(survey, examples.ids(connection) if ids is None else ids)


def _mended(project: Project, look: Look, known: "array[int]", shown: "array[int]") -> Looked | None:
    now = _all_ids(project)
    change = difference(known, now)
    before, after = set(known[change.at : change.at + change.removed]), set(change.put)
    new = after - before
    if len(new) > FEW:
        return None
    return _looked(project, difference(shown, _followed(look, shown, now, new, before - after)), now)


def _followed(look: Look, shown: "array[int]", now: "array[int]", new: set[int], gone: set[int]) -> "array[int]":
    """Return the rows on show in a new order of the project."""
    if look.sort is None:
        if look.all_rows:
            return now
        wanted = (set(shown) | new) - gone
        return array("q", (row for row in now if row in wanted))
    kept = array("q", (row for row in shown if row not in gone)) if gone else shown
    if not new:
        return kept
    below = {row: now[place - 1] if place else 0 for place, row in enumerate(now) if row in new}
    return _with_below(kept, below)


def _with_below(kept: "array[int]", below: "dict[int, int]") -> "array[int]":
    """Return the rows with each new one below the row it stands below in the project; at the end if that is hidden."""
    found = kept[:]
    for row, above in below.items():
        try:
            found.insert(found.index(above) + 1, row)
        except ValueError:
            found.append(row)
    return found
