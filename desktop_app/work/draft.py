"""A draft for the window: a file on its way into the project, read and checked in a process of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

from desktop_app.core.checks.finding import Finding
from desktop_app.core.reading import Reading
from desktop_app.core.wizard import Wizard
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.intake import Division, Imported, LeftOut, Look, Progress, Settled, Shown, Taken


class Draft:
    """One run of the wizard. Every verb may be cancelled; whatever was half done is then gone without a trace.

    `apart` is the program's one worker process (it outlives the draft and stays warm); `rows` takes only that many
    records of the file.
    """

    def __init__(self, apart: Apart, rows: int | None = None) -> None: ...

    async def look(self, path: Path, reading: Reading = Reading(), limit: int = 200) -> Look:
        """Return what the file is, read as `reading` says, and its first records; raise a Problem for no table."""
        raise NotImplementedError

    def take_in(self, wizard: Wizard) -> AsyncIterator[Progress | Taken]:
        """Read the file last looked at into the draft, count and check it; the last item is Taken.

        Nothing is done again while file, reading, mapping and target are those of the last time.
        """
        raise NotImplementedError

    def settle(self, wizard: Wizard) -> AsyncIterator[Progress | Settled]:
        """Carry out the remedies the wizard decides for, each as one step; the last item is Settled."""
        raise NotImplementedError

    async def unsettle(self) -> None:
        """Take every remedy back (Back from the page after the check-up)."""
        raise NotImplementedError

    async def shown(self, finding: Finding, limit: int = 20) -> tuple[Shown, ...]:
        """Return the first rows of a finding, before and after its remedy."""
        raise NotImplementedError

    async def divide(self, wizard: Wizard) -> Division:
        """Divide the draft's rows into parts as the wizard says, and return how they lie."""
        raise NotImplementedError

    async def left_out(self, limit: int = 1000) -> tuple[LeftOut, ...]:
        """Return the records that gave no example, in the order of the file."""
        raise NotImplementedError

    async def adopt(self, project: Project, wizard: Wizard) -> Imported:
        """Put the draft into the open project with its undo steps; the draft is then gone."""
        raise NotImplementedError

    async def discard(self) -> None:
        """Forget the draft and its files; doing it twice is fine."""
        raise NotImplementedError
