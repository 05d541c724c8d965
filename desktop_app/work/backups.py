"""Backups of projects: made by the day while one works on them, listed, and brought back as projects of their own."""

import asyncio
import time
from pathlib import Path

from desktop_app.core.change import History
from desktop_app.core.file_name import file_name
from desktop_app.settings import paths
from desktop_app.settings.today import today
from desktop_app.store import backup, examples
from desktop_app.store.backup import Backup
from desktop_app.store.course import Course, Ended
from desktop_app.store.project import SUFFIX, Project
from desktop_app.work.threads import in_thread

APART = 600.0
"""Seconds between two backups of one day, the later of which takes the place of the earlier."""
SHARE = 100
"""A backup is not made again before so many times as long as it took."""


async def back_up(project: Project) -> float:
    """Copy a project if there is something new in it; return how many seconds nothing more needs to be done.

    Whoever stops waiting ends it, and the backups are as they were. Raise a Problem that says why there is none.
    """
    course = Course()
    return await in_thread(_back_up, project, course, leaving=course.end)


async def all_backups() -> list[Backup]:
    """Return the backups of all projects, the newest first."""
    return await asyncio.to_thread(lambda: backup.backups(paths.backups_dir()))


async def bring_back(chosen: Backup, name: str) -> Path:
    """Make a project of a backup, and return its file: the project's own where that is gone, else one of this name.

    It lies where the project lies, or where projects are proposed. Nothing is overwritten. Raise a Problem.
    """
    return await asyncio.to_thread(_bring_back, chosen, name)


async def forget(project: Path) -> None:
    """Delete all backups of a project for good."""
    await asyncio.to_thread(backup.forget, paths.backups_dir(), project)


def _back_up(project: Project, course: Course) -> float:
    root = paths.backups_dir()
    if _is_empty(project) or not backup.has_news(root, project.path):
        return 0.0
    begun = time.monotonic()
    try:
        backup.make(project, root, today(), course)
    except Ended:
        return 0.0
    return max(APART, SHARE * (time.monotonic() - begun))


def _is_empty(project: Project) -> bool:
    """Tell whether nothing was ever in a project, as in one that is made for a table on its way."""
    with project.reading() as connection:
        return not examples.count(connection) and project.history() == History()


def _bring_back(chosen: Backup, name: str) -> Path:
    folder = chosen.project.parent
    target = chosen.project
    if not folder.is_dir():
        folder = paths.projects_dir()
        target = folder / target.name
    wanted, number = file_name(name) or chosen.project.stem, 1
    while target.exists():
        target = folder / f"{wanted}{f' {number}' if number > 1 else ''}{SUFFIX}"
        number += 1
    backup.bring_back(chosen, target)
    return target
