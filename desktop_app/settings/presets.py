"""Settings for asking models that the user gave a name, for all projects."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_app.core.batch import Setting, setting_of
from desktop_app.core.problem import Problem
from desktop_app.settings import small_file


class Presets:
    """A JSON file with one setting a name; what nobody can read in it is left out, a broken file is put aside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> dict[str, Setting]:
        """Return the settings by their names, in the order in which they were first kept."""
        found = {}
        for name, line in small_file.readable(self._path).items():
            with suppress(TypeError, KeyError, ValueError):
                found[name] = setting_of(line)
        return found

    def keep(self, name: str, setting: Setting) -> None:
        """Keep a setting; one of the same name is replaced. Raise Problem("preferences_not_saved")."""
        self._change(lambda kept: {**kept, name: asdict(setting)})

    def remove(self, name: str) -> None:
        """Forget a setting; raise Problem("preferences_not_saved")."""
        self._change(lambda kept: {known: line for known, line in kept.items() if known != name})

    def _change(self, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
        try:
            kept = small_file.read(self._path, dict) or {}
            small_file.write(self._path, json.dumps(change(kept), indent=1))
        except OSError as error:
            raise Problem("preferences_not_saved", str(error), folder=str(self._path.parent)) from error
