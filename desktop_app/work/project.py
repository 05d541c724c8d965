"""Opening, making and changing a project, awaited."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from desktop_app.core.change import Change
from desktop_app.core.text import Text
from desktop_app.store.examples import Edit
from desktop_app.store.project import Project


async def open_project(path: Path) -> Project:
    """Open a project file; raise a Problem that says why it cannot be."""
    return await asyncio.to_thread(Project.open, path)


async def create_project(path: Path) -> Project:
    """Make a new, empty project file."""
    return await asyncio.to_thread(Project.create, path)


async def save_copy(project: Project, target: Path) -> None:
    """Write a whole copy of the project."""
    await asyncio.to_thread(project.save_copy, target)


async def do(project: Project, label: Text, edit: Callable[[Edit], object]) -> Change:
    """Make a change that can be undone; it is on disk when this returns."""
    return await asyncio.wrap_future(project.do(label, edit))


async def undo(project: Project) -> Change:
    """Take the newest step back."""
    return await asyncio.wrap_future(project.undo())


async def redo(project: Project) -> Change:
    """Do the step that was taken back again."""
    return await asyncio.wrap_future(project.redo())
