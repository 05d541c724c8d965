"""How near the answers of a test come to the expected ones in meaning: their vectors are made, and compared."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial

from desktop_app.core.examining import stop_of
from desktop_app.core.likeness import bare, cosine
from desktop_app.core.meaning import Embedder
from desktop_app.core.problem import Problem
from desktop_app.store import nearness, vectors
from desktop_app.store.nearness import Nearness
from desktop_app.store.project import Project
from desktop_app.work.embed import Embedded, embed_texts
from desktop_app.work.embedders import Outlay, weigh
from desktop_app.work.project import written
from desktop_app.work.sites import Sites
from desktop_app.work.test_figures import Report, report


async def outlay(project: Project, sites: Sites, number: int, embedder: Embedder) -> Outlay:
    """Return what reading the answers of a test and the expected ones takes; raise Problem("test_gone")."""
    found = _pairs(await report(project, number))
    return weigh(sites, embedder, sorted({said for pair in found.values() for said in pair if said}))


async def measure(project: Project, sites: Sites, number: int, embedder: Embedder) -> AsyncGenerator[Embedded, None]:
    """Read what was not read yet, and yield how far it is; in the end the nearness of all answers is kept.

    Leaving the iteration stops it; what was read need not be read again. Raise Problem where nobody reads it.
    """
    found = _pairs(await report(project, number))
    if not found:
        raise Problem("judge_no_answers")
    wanted = {said for pair in found.values() for said in pair if said}
    async with aclosing(embed_texts(project, sites, embedder, sorted(wanted))) as read:
        async for item in read:
            yield item
    near = await asyncio.to_thread(_near, project, embedder, found)
    await written(project.write(partial(nearness.put, number=number, near=near)))


def _pairs(told: Report) -> dict[tuple[int, int], tuple[str, str]]:
    """Return each answer with the expected one by prompt and column, both without end mark."""
    batch = told.batch
    stops = [stop_of(batch, column) for column in range(len(batch.columns))]
    return {
        (prompt, column): (bare(answer.text, stops[column]), bare(expected, stops[column]))
        for (prompt, column), answer in told.newest.items()
        if (expected := batch.prompts[prompt].expected)
    }


def _near(project: Project, embedder: Embedder, found: dict[tuple[int, int], tuple[str, str]]) -> Nearness:
    with project.reading() as connection:
        known = vectors.of_texts(connection, embedder, {said for pair in found.values() for said in pair if said})
    plain = {said: vector.tolist() for said, vector in known.items()}
    return Nearness(
        embedder, {cell: cosine(plain.get(answer), plain.get(hoped)) for cell, (answer, hoped) in found.items()}
    )
