"""Settings for asking models that the user gave a name, for all projects."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_app.core.batch import Setting, setting_of
from desktop_app.core.problem import Problem


class Presets:
    """A JSON file with one setting a name; what nobody can read in it is left out."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> dict[str, Setting]:
        """Return the settings by their names, in the order in which they were first kept."""
        found = {}
        for name, line in self._read().items():
            with suppress(TypeError, KeyError, ValueError):
                found[name] = setting_of(line)
        return found

    def keep(self, name: str, setting: Setting) -> None:
        """Keep a setting; one of the same name is replaced. Raise Problem("preferences_not_saved")."""
        self._write({**self._read(), name: asdict(setting)})

    def remove(self, name: str) -> None:
        """Forget a setting; raise Problem("preferences_not_saved")."""
        self._write({kept: line for kept, line in self._read().items() if kept != name})

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, RecursionError):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return found
        return {}

    def _write(self, kept: Mapping[str, Any]) -> None:
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(kept, indent=1), encoding="utf-8")
            part.replace(self._path)
        except OSError as error:
            raise Problem("preferences_not_saved", str(error), folder=str(self._path.parent)) from error
