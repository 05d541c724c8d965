"""Where a batch is kept: its answers in the project, their cost in the ledger, each exactly once."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from desktop_app.core.answer import Answer, Request
from desktop_app.core.batch import Batch, Cell, cells
from desktop_app.core.problem import Problem
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work.project import written
from desktop_app.work.sites import Sites

_TOGETHER = 25
"""So many answers are entered into the ledger together; those of a crash are entered when the project is open again."""


def new_mark() -> str:
    """Return a name for a batch that no other one has."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Opened:
    """A batch as it is kept, and how many answers are still to be asked for."""

    number: int
    batch: Batch
    left: int


class Kept:
    """One batch in a project."""

    def __init__(self, project: Project, sites: Sites, batch: Batch, number: int) -> None:
        self.batch = batch
        self.number = number
        self._project = project
        self._sites = sites
        self._unsettled = 0
        self._settling = asyncio.Lock()

    async def put(self, cell: Cell, request: Request, answer: Answer, *, paid: bool = False) -> None:
        """Keep an answer; it is on disk when the call returns."""
        await written(
            self._project.write(
                partial(batches.put, number=self.number, cell=cell, request=request, answer=answer, paid=paid)
            )
        )
        self._unsettled += paid
        if self._unsettled >= _TOGETHER and not self._settling.locked():
            await self.settle()

    async def put_fault(self, cell: Cell, problem: Problem) -> None:
        """Keep why a cell has no answer."""
        await written(self._project.write(partial(batches.put_fault, number=self.number, cell=cell, problem=problem)))

    async def left(self) -> list[Cell]:
        """Return the cells that have no answer yet, in the order in which they are asked."""
        done = await asyncio.to_thread(self._answered)
        return [cell for cell in cells(self.batch) if cell not in done]

    async def outcomes(self) -> list[tuple[Cell, Answer]]:
        """Return the answers there are, in the order in which they came."""
        return await asyncio.to_thread(self._outcomes)

    async def faults(self) -> Mapping[Cell, Problem]:
        """Return why cells that were asked have no answer."""
        return await asyncio.to_thread(self._faults)

    async def settle(self) -> None:
        """Enter what the answers cost; what cannot be written now is entered another time."""
        async with self._settling:
            self._unsettled = 0
            entries = await written(self._project.write(partial(batches.take_entries, number=self.number)))
            for entry in entries:
                voice = self.batch.columns[entry.column].voice
                books = self._sites.books(voice.site)
                if books is None:
                    continue  # the connection is gone for now; its id may come back with a restored setting
                try:
                    await books.enter(voice.model, entry.tokens_in, entry.tokens_out, entry.time, self._name(entry))
                except Problem:
                    return
                await written(self._project.write(partial(batches.close_entry, number=self.number, entry=entry.number)))

    def _name(self, entry: batches.Entry) -> str:
        # With its time, for a backup or a copy that is gone on with counts its entries from the same number on.
        return f"{self.batch.mark}:{entry.number}:{entry.time:.6f}"

    def _answered(self) -> set[Cell]:
        with self._project.reading() as connection:
            return batches.answered(connection, self.number)

    def _outcomes(self) -> list[tuple[Cell, Answer]]:
        with self._project.reading() as connection:
            return list(batches.outcomes(connection, self.number))

    def _faults(self) -> Mapping[Cell, Problem]:
        with self._project.reading() as connection:
            return batches.faults(connection, self.number)


async def keep(project: Project, sites: Sites, batch: Batch) -> Kept:
    """Write a batch down before anything is asked; raises what the project's file says against it."""
    number = await written(project.write(partial(batches.add, batch=batch)))
    return Kept(project, sites, batch, number)


async def take_up(project: Project, sites: Sites, number: int) -> Kept | None:
    """Return a batch that is kept, to go on with it; None for one that was removed."""
    batch = await asyncio.to_thread(_read, project, number)
    return None if batch is None else Kept(project, sites, batch, number)


async def settle_all(project: Project, sites: Sites) -> None:
    """Enter the costs that an earlier end of the program has left open."""
    for number in await asyncio.to_thread(_unsettled, project):
        kept = await take_up(project, sites, number)
        if kept is not None:
            await kept.settle()


def _read(project: Project, number: int) -> Batch | None:
    with project.reading() as connection:
        return batches.get(connection, number)


def _unsettled(project: Project) -> list[int]:
    with project.reading() as connection:
        return batches.unsettled(connection)
