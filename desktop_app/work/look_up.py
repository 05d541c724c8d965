"""Which rows a look shows, asked for without holding up the window."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from desktop_app.core.look import Look
from desktop_app.store import looks
from desktop_app.store.looks import Facets
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from array import array


async def look_up(project: Project, look: Look) -> AsyncIterator["array[int]"]:
    """Yield the ids of the rows that fit, in the look's order, the first few at once; leaving it ends the search.

    Raise the Problems of core.search.Finder.
    """
    with project.reading() as connection:
        found = looks.ids(connection, look)
        while True:
            portion = asyncio.ensure_future(asyncio.to_thread(next, found, None))
            try:
                some = await asyncio.shield(portion)
            except asyncio.CancelledError:
                connection.interrupt()
                await asyncio.wait([portion])
                portion.exception()  # that it was interrupted is no news
                raise
            if some is None:
                return
            yield some


async def facets(project: Project) -> Facets:
    """Return what the project's rows can be chosen by."""
    return await asyncio.to_thread(_facets, project)


def _facets(project: Project) -> Facets:
    with project.reading() as connection:
        return looks.facets(connection)
