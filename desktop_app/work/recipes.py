"""The wizard's memory: the answers of last time for the same columns."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard, to_recipe
from desktop_app.settings import paths
from desktop_app.settings.recipes import Recipes


async def recipe(columns: Sequence[str]) -> dict[str, Any] | None:
    """Return the answers of last time for a file with these columns, for `core.wizard.with_recipe`."""
    return await asyncio.to_thread(_recipes().get, columns)


async def keep(wizard: Wizard) -> None:
    """Keep the answers for the next file with the same columns; where that cannot be, nothing is lost but that."""
    with suppress(Problem):
        await asyncio.to_thread(_recipes().keep, wizard.found.early, to_recipe(wizard))


def _recipes() -> Recipes:
    return Recipes(paths.data_dir() / "recipes.json")
