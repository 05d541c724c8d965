"""What was left on its way into a table, kept where it is to be gone on with: in the project, else on this computer."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.left import Left, from_json, to_json, with_newest, without
from desktop_app.settings import paths
from desktop_app.settings.left_files import LeftFiles
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work.project import written
from desktop_app.work.threads import at_once

if TYPE_CHECKING:
    from sqlite3 import Connection

LEFT = "wizard"
"""The project's setting that holds what was left."""

Kept = tuple[Left, ...]


def keep(project: Project | None, left: Left) -> Coroutine[Any, Any, None]:
    """Keep what was left, as the newest. It is queued at once, so that closing right away loses nothing.

    Without a project it is written at once; raises Problem("preferences_not_saved") where that cannot be.
    """
    return _change(project, lambda kept: with_newest(kept, left))


def forget(project: Project | None, path: Path) -> Coroutine[Any, Any, None]:
    """Forget what was left of a file; queued or written at once, as in `keep`."""
    return _change(project, lambda kept: without(kept, path))


async def left(project: Project | None) -> Kept:
    """Return what was left here, the newest last, as far as the files are still there."""
    return await asyncio.to_thread(_there, project)


def remembered_without(edit: Edit, path: Path) -> str:
    """Return what the project's setting LEFT is to hold when the rows of a file are in the table: those behind it."""
    kept = _of(edit.remembered(LEFT))
    for left in kept:
        if left.path == path and left.rest is not None:
            kept = with_newest(kept, left.rest)
    return _told(without(kept, path))


def _change(project: Project | None, change: Callable[[Kept], Kept]) -> Coroutine[Any, Any, None]:
    if project is None:
        return at_once(lambda: _write(change))

    def remember(connection: "Connection") -> None:
        edit = Edit(connection)
        before = _of(edit.remembered(LEFT))
        after = change(before)
        if after != before:
            edit.remember(LEFT, _told(after))

    return written(project.write(remember))


def _write(change: Callable[[Kept], Kept]) -> None:
    place = _place()
    before = place.all()
    after = change(before)
    if after != before:
        place.keep(after)


def _there(project: Project | None) -> Kept:
    kept = _place().all() if project is None else _of(project.settings().get(LEFT, ""))
    return tuple(each for each in kept if each.path.is_file())


def _of(setting: str) -> Kept:
    try:
        return from_json(json.loads(setting)) if setting else ()
    except (ValueError, RecursionError):
        return ()


def _told(kept: Kept) -> str:
    return json.dumps(to_json(kept)) if kept else ""


def _place() -> LeftFiles:
    return LeftFiles(paths.data_dir() / "left.json")
