"""Opening, making and changing a project, awaited."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.core.change import Change, Step
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text
from desktop_app.store.course import Course, Ended
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work.threads import begin, to_its_end

if TYPE_CHECKING:
    from concurrent.futures import Future
    from sqlite3 import Connection

T = TypeVar("T")


async def open_project(path: Path) -> Project:
    """Open a project file; raise a Problem that says why it cannot be."""
    return await _held(Project.open, path)


async def create_project(path: Path) -> Project:
    """Make a new, empty project file."""
    return await _held(Project.create, path)


async def _held(opening: Callable[[Path], Project], path: Path) -> Project:
    """Open a project in a thread; whoever is told to stop meanwhile leaves none behind that nobody can close."""
    begun = begin(opening, path)
    try:
        return await to_its_end(begun)
    except asyncio.CancelledError:
        if begun.exception() is None:
            begun.result().close()
        raise


async def file_of(project: Project) -> Path:
    """Return where the project lies, for the other process that reads it; raise a Problem where it lies no more."""
    return await asyncio.to_thread(project.file)


async def save_copy(project: Project, target: Path) -> None:
    """Write a whole copy of the project."""
    await asyncio.to_thread(project.save_copy, target)


def do(
    project: Project, label: Text, edit: Callable[[Edit], object], course: Course | None = None
) -> Coroutine[Any, Any, Change | None]:
    """Make a change that can be undone; it is queued at once, and on disk when the wait for it is over.

    None where it was ended through `course`: everything is as it was.
    """
    return _unless_ended(project.do(label, edit, course))


def undo(project: Project, course: Course | None = None) -> Coroutine[Any, Any, Change | None]:
    """Take the newest step back; None where that was ended through `course`."""
    return _unless_ended(project.undo(course))


def redo(project: Project, course: Course | None = None) -> Coroutine[Any, Any, Change | None]:
    """Do the step that was taken back again; None where that was ended through `course`."""
    return _unless_ended(project.redo(course))


@dataclass(frozen=True, slots=True)
class Turned:
    """How far a jump in the history is: `done` of `total` steps, and what the last one changed."""

    done: int
    total: int
    change: Change


async def jump(project: Project, step: int) -> AsyncIterator[Turned]:
    """Undo or redo one step after the other until `step` is the newest one done (0: none); each is on disk at once.

    Leaving it ends the jump; a step that was under way is as it was.
    """
    known, course = await steps(project), Course()
    back = [each for each in known if not each.undone and each.id > step]
    forth = [each for each in known if each.undone and each.id <= step]
    turn, total = (project.undo, len(back)) if back else (project.redo, len(forth))
    for done in range(1, total + 1):
        yield Turned(done, total, await to_its_end(turn(course), course.end))


async def _unless_ended(writing: "Future[T]") -> T | None:
    try:
        return await written(writing)
    except Ended:
        return None


async def steps(project: Project) -> list[Step]:
    """Return every step of the history, the oldest first."""
    return await asyncio.to_thread(project.steps)


async def claimed(
    project: Project, claim: "Callable[[Connection], T]", give_back: "Callable[[Connection, T], object]"
) -> T:
    """Wait until something is claimed; whoever stops waiting leaves once it is theirs, and gives it back."""
    claiming = project.write(claim)
    try:
        return await to_its_end(claiming)  # what it reads may be gone once one has left
    except asyncio.CancelledError:
        if claiming.exception() is None:
            found = claiming.result()
            with suppress(Problem):  # with a project that was closed its claims have ended
                project.write(lambda connection: give_back(connection, found))
        raise


async def written(writing: "Future[T]") -> T:
    """Wait until a queued write is on disk; whoever stops waiting does not take the write back."""
    return await asyncio.shield(asyncio.wrap_future(writing))
