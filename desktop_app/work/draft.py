"""A draft for the window: a file on its way into the project, read and checked in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from desktop_app.core.checks.doctor import in_order
from desktop_app.core.checks.finding import Finding
from desktop_app.core.checks.twins import CHECK as NEAR
from desktop_app.core.checks.twins import Twins
from desktop_app.core.example import Part
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Reading
from desktop_app.core.wizard import Wizard
from desktop_app.settings import paths
from desktop_app.store.draft_folder import DraftFolder
from desktop_app.store.project import Project
from desktop_app.store.sources import LeftOut
from desktop_app.work import adopt, check_up, divide, go_over, near, prepare, recipes, report_files, take_in
from desktop_app.work.apart import Apart
from desktop_app.work.intake import Division, Imported, Look, Progress, Settled, Shown, Taken
from desktop_app.work.intake_report import Intake
from desktop_app.work.targets import target_of

T = TypeVar("T")


class Draft:
    """One run of the wizard. Every verb may be cancelled; whatever was half done is then gone without a trace.

    `apart` is the program's one worker process (it outlives the draft and stays warm); `rows` takes only that many
    records of the file. With `own` the rows are not those of a file but those of the project that is looked at.
    """

    def __init__(self, apart: Apart, rows: int | None = None, *, own: bool = False) -> None:
        self._apart = apart
        self._rows = rows
        self._own = own
        self._path = Path()
        self._stamp: tuple[int, ...] = ()
        self._folder: DraftFolder | None = None
        self._taken: tuple[object, Taken] | None = None
        self._settled: tuple[object, Settled] | None = None
        self._twins: Twins | None = None
        """Rows that are nearly the same, once somebody had them looked for."""
        self._untouched = True
        """Whether no remedy can have been done in the draft."""

    async def look(self, path: Path, reading: Reading | None = None, limit: int = 200) -> Look:
        """Return what the file is, read as `reading` says, and its first records; raise a Problem for no table."""
        if self._own:
            self._path = path
            return await self._apart.one(go_over.look, path, limit)
        stamp = await asyncio.to_thread(_stamp, path)
        most = limit if self._rows is None else min(limit, self._rows)
        found = await self._apart.one(take_in.look, path, reading or Reading(), most)
        self._path, self._stamp = path, stamp
        return found

    async def take_in(self, wizard: Wizard) -> AsyncIterator[Progress | Taken]:
        """Read the file last looked at into the draft, count and check it; the last item is Taken.

        Nothing is done again while file, reading, mapping and target are those of the last time. A file that is not
        the one that was looked at any more is Problem("file_changed").
        """
        if not self._own and await asyncio.to_thread(_stamp, self._path) != self._stamp:
            raise Problem("file_changed", name=self._path.name)
        key = (self._path, self._stamp, wizard.found.reading, wizard.mapping, wizard.target)
        if self._taken is not None and self._taken[0] == key:
            yield self._taken[1]
            return
        folder = await self._empty_folder()
        target = await asyncio.to_thread(target_of, wizard.target)
        try:
            asked = (self._path, wizard, folder.draft, target)
            run = self._apart.run
            taking = run(go_over.take_in, *asked) if self._own else run(take_in.take_in, *asked, self._rows)
            async with aclosing(taking):
                async for item in taking:
                    if isinstance(item, Taken):
                        self._taken = key, item
                    yield item
        finally:
            if self._taken is None:
                folder.empty()

    async def look_for_twins(self) -> AsyncIterator[Progress | Taken]:
        """Look for rows that are nearly the same; the last item is Taken with what was found among its findings.

        They are looked for in the draft as it was taken in; once is enough.
        """
        if self._taken is None:
            raise RuntimeError("nothing was taken in")
        if self._twins is None:
            looking = self._apart.run(near.look_for, self._file)
            async with aclosing(looking):
                async for item in looking:
                    if isinstance(item, Twins):
                        self._twins = item
                    else:
                        yield item
            key, taken = self._taken
            found = self._twins.finding if self._twins is not None else None
            if found is not None:
                self._taken = key, replace(taken, findings=in_order((*taken.findings, found)))
        yield self._taken[1]

    async def settle(self, wizard: Wizard) -> AsyncIterator[Progress | Settled]:
        """Carry out the remedies the wizard decides for, each as one step; the last item is Settled."""
        if self._taken is None:
            raise RuntimeError("nothing was taken in")
        decisions = (wizard.accepted, wizard.skipped)
        if self._settled is not None and self._settled[0] == decisions:
            yield self._settled[1]
            return
        target = await asyncio.to_thread(target_of, wizard.target)
        self._settled, self._untouched = None, False
        findings = tuple(finding for finding in self._taken[1].findings if finding.check != NEAR)
        settling = self._apart.run(near.settle, self._file, wizard, target, findings, self._twins)
        async with aclosing(settling):
            async for item in settling:
                if isinstance(item, Settled):
                    self._settled = decisions, item
                yield item

    async def unsettle(self) -> None:
        """Take every remedy back (Back from the page after the check-up)."""
        if not self._untouched:
            await self._one(check_up.unsettle, self._file)
            self._settled, self._untouched = None, True

    async def shown(self, finding: Finding, limit: int = 20) -> tuple[Shown, ...]:
        """Return the first rows of a finding, before and after its remedy."""
        return await self._one(check_up.shown, self._file, finding, limit)

    async def divide(self, wizard: Wizard, beside: Path | None = None) -> Division:
        """Divide the draft's rows into parts as the wizard says, and return how they lie.

        `beside` is the project whose rows they come to.
        """
        target = await asyncio.to_thread(target_of, wizard.target)
        return await self._one(divide.divide, self._file, wizard, target, beside)

    async def left_out(self, limit: int = 1000) -> tuple[LeftOut, ...]:
        """Return the records that gave no example, in the order of the file."""
        return await self._one(check_up.left_out, self._file, limit)

    async def save_report(self, wizard: Wizard, place: Path, division: Division | None = None) -> Path:
        """Write what was found and done so far to a file, a page for people if its name ends in .html, else JSON."""
        if self._taken is None:
            raise RuntimeError("nothing was taken in")
        taken = self._taken[1]
        target = await asyncio.to_thread(target_of, wizard.target)
        untouched = Settled((), taken.findings, taken.made, taken.tokens)
        settled = self._settled[1] if self._settled is not None else untouched
        trained = division is not None and division.counts.get(Part.TRAINING)
        price = prepare.cost(division, target) if division is not None and trained else None
        intake = Intake(wizard, target, taken, settled, division, price)
        return await self._one(report_files.save, self._file, intake, place)

    async def adopt(self, project: Project, wizard: Wizard) -> Imported:
        """Put the draft into the open project with its undo steps; the draft is then gone. Of own rows, what changed.

        Whoever stops waiting does not stop it. After a Problem the project is as it was, and so is the draft.
        """
        return await asyncio.shield(self._adopt(project, wizard))

    async def note(self, project: Path) -> None:
        """Note that this project is about to be made for the draft's rows.

        If the program is killed before they are in it, `sweep_drafts` takes it away.
        """
        if self._folder is not None:
            await asyncio.to_thread(self._folder.note, project)

    async def discard(self) -> None:
        """Forget the draft and its files; doing it twice is fine."""
        folder, self._folder = self._folder, None
        self._taken = self._settled = self._twins = None
        if folder is not None:
            await asyncio.to_thread(folder.remove)

    @property
    def _file(self) -> Path:
        if self._folder is None:
            raise RuntimeError("nothing was taken in")
        return self._folder.draft

    async def _one(self, function: Callable[..., Iterator[T]], *args: object) -> T:
        return await self._apart.one(function, *args)

    async def _empty_folder(self) -> DraftFolder:
        """Return the draft's folder with nothing in it."""
        self._taken = self._settled = self._twins = None
        self._untouched = True
        if self._folder is None:
            self._folder = await asyncio.to_thread(lambda: DraftFolder(paths.drafts_dir()))
        await asyncio.to_thread(self._folder.empty)
        return self._folder

    async def _adopt(self, project: Project, wizard: Wizard) -> Imported:
        if self._own:
            imported = await go_over.give_back(project, self._file, wizard)
        else:
            imported = await adopt.adopt(project, self._file, wizard, self._path)
            await recipes.keep(wizard)
        await self.discard()
        return imported


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what changes when a file is written anew; empty for one that is not there."""
    try:
        about = path.stat()
    except OSError:
        return ()
    return about.st_size, about.st_mtime_ns, about.st_ino
