"""The wizard's memory: the answers of last time for the same columns, and a wizard that was left half way."""

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard, to_recipe
from desktop_app.settings import paths
from desktop_app.settings.recipes import Recipes
from desktop_app.store.project import Project
from desktop_app.work.project import written

LEFT = "wizard"
"""The project's setting that holds a wizard that was left."""


@dataclass(frozen=True, slots=True)
class Left:
    """A wizard that was left: its file, its answers (`recipe["step"]` names the page), the rows it was to take."""

    path: Path
    recipe: Mapping[str, Any]
    rows: int | None = None


async def recipe(columns: Sequence[str]) -> dict[str, Any] | None:
    """Return the answers of last time for a file with these columns, for `core.wizard.with_recipe`."""
    return await asyncio.to_thread(_recipes().get, columns)


async def keep(wizard: Wizard) -> None:
    """Keep the answers for the next file with the same columns; where that cannot be, nothing is lost but that."""
    with suppress(Problem):
        await asyncio.to_thread(_recipes().keep, wizard.found.early, to_recipe(wizard))


def leave(project: Project, path: Path, wizard: Wizard, rows: int | None = None) -> Coroutine[Any, Any, None]:
    """Remember in the project where the wizard stands; queued at once, so that closing right away loses nothing."""
    state = {"path": str(path), "recipe": to_recipe(wizard), "rows": rows}
    return written(project.set_setting(LEFT, json.dumps(state)))


async def left(project: Project) -> Left | None:
    """Return the wizard that was left in this project, if its file is still there."""
    settings = await asyncio.to_thread(project.settings)
    try:
        state = json.loads(settings.get(LEFT) or "null")
        found = Left(Path(state["path"]), state["recipe"], state.get("rows")) if state else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    there = found is not None and await asyncio.to_thread(found.path.is_file)
    return found if there else None


def forget(project: Project) -> Coroutine[Any, Any, None]:
    """Forget the wizard that was left; queued at once."""
    return written(project.set_setting(LEFT, ""))


def _recipes() -> Recipes:
    return Recipes(paths.data_dir() / "recipes.json")
