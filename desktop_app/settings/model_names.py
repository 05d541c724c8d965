"""The user's own names of models and what they noted about them; they outlive every project."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.problem import Problem
from desktop_app.settings import paths, small_file

LONGEST_NAME, LONGEST_NOTE = 80, 2000


@dataclass(frozen=True, slots=True)
class Called:
    """What the user calls a model ("" for nothing of their own) and has noted about it."""

    name: str = ""
    note: str = ""


class ModelNames:
    """A small file; each change is on disk when the call returns. A broken file is put aside."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _called(small_file.readable(path))

    def get(self, site: str, model: str) -> Called:
        """Return what the user calls a model of a place."""
        return self._known.get(_key(site, model), Called())

    def set(self, site: str, model: str, called: Called) -> None:
        """Keep a name and a note, shortened to what lists can hold; raise Problem("model_names_not_kept")."""
        tidy = Called(" ".join(called.name.split())[:LONGEST_NAME], called.note.strip()[:LONGEST_NOTE])
        try:
            wanted = {**_called(small_file.read(self._path, dict) or {}), _key(site, model): tidy}
            if tidy == Called():
                del wanted[_key(site, model)]
            lines = {key: asdict(value) for key, value in sorted(wanted.items())}
            small_file.write(self._path, json.dumps(lines, ensure_ascii=True, indent=1))
        except OSError as error:
            raise Problem("model_names_not_kept", details=str(error), folder=str(self._path.parent)) from error
        self._known = wanted


def own_names() -> ModelNames:
    """Return the names that the user of this computer has given."""
    return ModelNames(paths.data_dir() / "model-names.json")


def _key(site: str, model: str) -> str:
    return f"{site} {model}"


def _called(entries: Mapping[str, Any]) -> dict[str, Called]:
    """Return what the file's entries say; what cannot be understood is left out."""
    return {
        key: Called(str(one.get("name") or ""), str(one.get("note") or ""))
        for key, one in entries.items()
        if isinstance(one, dict)
    }
