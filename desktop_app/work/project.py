"""Opening, making and changing a project, awaited."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.core.change import Change
from desktop_app.core.text import Text
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")


async def open_project(path: Path) -> Project:
    """Open a project file; raise a Problem that says why it cannot be."""
    return await asyncio.to_thread(Project.open, path)


async def create_project(path: Path) -> Project:
    """Make a new, empty project file."""
    return await asyncio.to_thread(Project.create, path)


async def save_copy(project: Project, target: Path) -> None:
    """Write a whole copy of the project."""
    await asyncio.to_thread(project.save_copy, target)


def do(project: Project, label: Text, edit: Callable[[Edit], object]) -> Coroutine[Any, Any, Change]:
    """Make a change that can be undone; it is queued at once, and on disk when the wait for it is over."""
    return written(project.do(label, edit))


def undo(project: Project) -> Coroutine[Any, Any, Change]:
    """Take the newest step back."""
    return written(project.undo())


def redo(project: Project) -> Coroutine[Any, Any, Change]:
    """Do the step that was taken back again."""
    return written(project.redo())


async def written(writing: "Future[T]") -> T:
    """Wait until a queued write is on disk; whoever stops waiting does not take the write back."""
    return await asyncio.shield(asyncio.wrap_future(writing))
