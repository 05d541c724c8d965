"""Reading what texts mean: each is asked for once, and kept in the project before the next ones are."""

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from desktop_app.core.meaning import Aspect, Embedder, pieces, text_hash, texts
from desktop_app.core.problem import Problem
from desktop_app.providers import embeddings
from desktop_app.providers.client import Provider
from desktop_app.providers.embeddings import Vectors
from desktop_app.store import examples, vectors
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.ask_batch import Manner, watched
from desktop_app.work.meaning_rows import Survey, survey
from desktop_app.work.patience import Patience
from desktop_app.work.project import file_of, written
from desktop_app.work.sites import Sites

if TYPE_CHECKING:
    from array import array

TOGETHER = 64
"""Texts of one request."""
_LETTERS = 60_000
"""Letters of one request, so that none takes minutes."""
_HERE, _THERE = 2, 4
"""Requests under way at once: this computer reads one while the next is being made, a provider reads several."""
_PATIENCE = Patience(tries=3, first=0.5)
"""How a fault of the way is borne; a provider that asks to wait is given as long as it wants."""
_ENTERED = 50
"""So many requests become one entry in the ledger."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """How far the reading is: `done` of `total` texts, and the tokens that were counted for them."""

    done: int
    total: int
    tokens: int


async def embed_texts(
    project: Project, sites: Sites, embedder: Embedder, wanted: Iterable[str]
) -> AsyncGenerator[Embedded, None]:
    """Read those of these texts that are not read yet; yield how far it is, each batch being kept already.

    Raise Problem where the embedder cannot be asked; what was read until then stays.
    """
    fresh = await asyncio.to_thread(_not_read, project, embedder, list(wanted))
    async for item in _all(project, sites, embedder, iter(_batches(fresh)), len(fresh)):
        yield item


async def embed_rows(
    project: Project, sites: Sites, apart: Apart, embedder: Embedder, aspect: Aspect
) -> AsyncGenerator[Embedded, None]:
    """Read the texts of all rows that are not read yet, the shortest first; see `embed_texts`."""
    found = await apart.one(survey, await file_of(project), embedder, aspect)
    if not isinstance(found, Survey):
        raise TypeError("the survey came to no end")
    async for item in _all(project, sites, embedder, _of_rows(project, embedder, aspect, found.wanted), found.texts):
        yield item


async def one_vector(sites: Sites, embedder: Embedder, said: str) -> bytes:
    """Return the vector of one text, which is not kept; raise Problem."""
    bill = _Bill(sites, embedder)
    parts, reply = await _read(await sites.provider(embedder.site), embedder.model, [said], watched())
    await bill.note(reply.tokens)  # before anything that can go wrong: it is paid for
    await bill.close()
    return (await asyncio.to_thread(_joined, parts, reply.vectors))[0]


async def _all(
    project: Project, sites: Sites, embedder: Embedder, batches: Iterator[list[str]], total: int
) -> AsyncGenerator[Embedded, None]:
    """Ask for every batch, some at once; keep what comes, and say how far it is."""
    if not total:
        return
    provider = await sites.provider(embedder.site)
    site = sites.site(embedder.site)
    bill = _Bill(sites, embedder)
    done = tokens = 0

    async def read(batch: list[str]) -> tuple[int, int]:
        parts, reply = await _read(provider, embedder.model, batch, Manner(patience=_PATIENCE))
        counted = reply.tokens
        await bill.note(counted)  # first of all: it is paid for, whether anybody still waits for it or not
        made = await asyncio.to_thread(_joined, parts, reply.vectors)
        found = {text_hash(said): vector for said, vector in zip(batch, made, strict=True)}
        await written(project.write(partial(vectors.put, embedder=embedder, vectors=found)))
        return len(batch), counted

    try:
        at_once = _HERE if site is not None and site.here else _THERE
        async for count, counted in _at_once(batches, read, at_once):
            done, tokens = done + count, tokens + counted
            yield Embedded(min(done, total), total, tokens)
    finally:
        await bill.close()


async def _at_once(
    batches: Iterator[list[str]], read: Callable[[list[str]], Coroutine[Any, Any, tuple[int, int]]], most: int
) -> AsyncIterator[tuple[int, int]]:
    """Yield what `read` returns for each batch as it comes, `most` of them under way; a fault ends all of them."""
    under_way: set[asyncio.Task[tuple[int, int]]] = set()
    try:
        while True:
            for batch in await asyncio.to_thread(_some, batches, most - len(under_way)):
                under_way.add(asyncio.create_task(read(batch)))
            if not under_way:
                return
            over, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in over:
                yield task.result()
    except Problem:
        await asyncio.gather(*under_way, return_exceptions=True)  # what is paid for is kept
        raise
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def _some(batches: Iterator[list[str]], count: int) -> list[list[str]]:
    return list(islice(batches, count))


async def _read(
    provider: Provider, model: str, wanted: Sequence[str], manner: Manner
) -> tuple[list[list[str]], Vectors]:
    """Return the pieces of each text, and what the provider says of all of them in their order."""
    parts = [list(pieces(said)) for said in wanted]
    return parts, await _patiently(provider, model, [piece for some in parts for piece in some], manner)


async def _patiently(provider: Provider, model: str, asked: Sequence[str], manner: Manner) -> Vectors:
    """Ask, and ask again in the manner given; how long the provider wants to be left alone is seen in its queue."""
    tried = 0
    while True:
        tried += 1
        try:
            return await embeddings.embed(provider, model, asked, manner.limit)
        except Problem as problem:
            seconds = manner.pause(provider, problem, tried)
            if seconds is None:
                raise
            await manner.rest(provider, problem, tried, seconds)


def _joined(parts: Sequence[Sequence[str]], found: Sequence[bytes]) -> list[bytes]:
    """Return a vector of length 1 for each text; of a long one, the middle of its pieces'."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    left = iter(found)
    made = []
    for some in parts:
        weighted = [len(piece) * np.frombuffer(next(left), "<f4").astype(np.float64) for piece in some]
        whole = np.sum(weighted, axis=0)
        length = float(np.linalg.norm(whole))
        if not np.isfinite(length) or not length:
            raise Problem("vectors_without_direction")
        made.append((whole / length).astype("<f4").tobytes())
    return made


def _not_read(project: Project, embedder: Embedder, wanted: Sequence[str]) -> list[str]:
    with project.reading() as connection:
        known = vectors.known(connection, embedder)
    fresh = {text_hash(said): said.strip() for said in wanted if said.strip()}
    return sorted((said for digest, said in fresh.items() if digest not in known), key=len)


def _of_rows(project: Project, embedder: Embedder, aspect: Aspect, rows: "array[int]") -> Iterator[list[str]]:
    """Yield the texts of these rows that are still to be read, as they are now, batch by batch."""
    with project.reading() as connection:
        known = vectors.known(connection, embedder)

    def fresh() -> Iterator[str]:
        for start in range(0, len(rows), TOGETHER):
            with project.reading() as connection:
                page = examples.page(connection, rows[start : start + TOGETHER])
            for said in (said for row in page for said in texts(row.example, aspect)):
                digest = text_hash(said)
                if digest not in known:
                    known.add(digest)
                    yield said

    return _batches(fresh())


def _batches(wanted: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    letters = 0
    for said in wanted:
        if batch and (len(batch) >= TOGETHER or letters + len(said) > _LETTERS):
            yield batch
            batch, letters = [], 0
        batch.append(said)
        letters += len(said)
    if batch:
        yield batch


class _Bill:
    """What the reading costs, entered now and then; what cannot be written is not worth losing the work for."""

    def __init__(self, sites: Sites, embedder: Embedder) -> None:
        self._books = sites.books(embedder.site)
        self._model = embedder.model
        self._mark = secrets.token_hex(8)
        self._entries = self._requests = self._tokens = 0

    async def note(self, tokens: int) -> None:
        """Count the tokens of a request in."""
        self._tokens += tokens
        self._requests += 1
        if self._requests >= _ENTERED:
            await self.close()

    async def close(self) -> None:
        """Enter what is not entered yet."""
        tokens, self._tokens, self._requests = self._tokens, 0, 0
        if self._books is None or not self._books.counts or not tokens:
            return
        self._entries += 1
        try:
            await self._books.enter(self._model, tokens, 0, time.time(), f"{self._mark}:{self._entries}")
        except Problem:
            self._tokens += tokens  # for the next time
