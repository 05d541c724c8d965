"""The answers the user gave to the wizard, by the columns of the file they were given for."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_app.core.problem import Problem
from desktop_app.settings import small_file

KEPT = 100


class Recipes:
    """A JSON file with the newest recipe of each set of columns; a broken one is put aside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, columns: Sequence[str]) -> dict[str, Any] | None:
        """Return the answers that were last given for a file with exactly these columns, in this order."""
        found = small_file.readable(self._path).get(_key(columns))
        return found if isinstance(found, dict) else None

    def keep(self, columns: Sequence[str], recipe: Mapping[str, Any]) -> None:
        """Keep the answers for the next file with these columns; raise Problem("preferences_not_saved")."""
        try:
            kept = small_file.read(self._path, dict) or {}
            kept.pop(_key(columns), None)  # the newest stands last
            kept[_key(columns)] = dict(recipe)
            newest = dict(list(kept.items())[-KEPT:])
            small_file.write(self._path, json.dumps(newest, ensure_ascii=True, indent=1))
        except OSError as error:
            raise Problem("preferences_not_saved", str(error), folder=str(self._path.parent)) from error


def _key(columns: Sequence[str]) -> str:
    return json.dumps(list(columns))
