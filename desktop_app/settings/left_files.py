"""What was left on its way to a new project: there is no project yet that could hold it."""

import json
from collections.abc import Iterable
from pathlib import Path

from desktop_app.core.left import Left, from_json, to_json
from desktop_app.core.problem import Problem
from desktop_app.settings import small_file


class LeftFiles:
    """A JSON file with what was left, the newest last; one nobody can read counts as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> tuple[Left, ...]:
        """Return what was left."""
        return from_json(small_file.readable(self._path).get("left", []))

    def keep(self, left: Iterable[Left]) -> None:
        """Keep this and nothing else; raise Problem("preferences_not_saved")."""
        try:
            small_file.write(self._path, json.dumps({"left": to_json(left)}, ensure_ascii=True, indent=1))
        except OSError as error:
            raise Problem("preferences_not_saved", str(error), folder=str(self._path.parent)) from error
