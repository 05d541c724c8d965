"""A small file of the program's own: read, put aside where nobody can read it, and written in one step."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.unique import unique_name

T = TypeVar("T", dict[str, Any], list[Any])


def read(path: Path, kind: type[T]) -> T | None:
    """Return the JSON object (dict) or list that a file holds; None where there is none.

    A broken file is put aside as NAME-broken: what is written next would take it away for good, and a person may be
    able to mend it. Raise OSError where a file is there and cannot be read now, or not be put aside: whoever writes has
    to leave it alone.
    """
    with suppress(FileNotFoundError):
        try:
            found = json.loads(path.read_text(encoding="utf-8-sig"))  # a person's editor may put a mark before it
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, kind):
            return found
        _put_aside(path)  # another one may have done so meanwhile
    return None


def readable(path: Path) -> dict[str, Any]:
    """Return the JSON object that a file holds, for whoever only looks: an empty one where nobody can read it now."""
    with suppress(OSError):
        return read(path, dict) or {}
    return {}


def _put_aside(path: Path) -> None:
    """Give a broken file a name that no earlier one has."""
    name = unique_name(f"{path.stem}-broken", lambda name: path.with_name(name + path.suffix).exists())
    path.rename(path.with_name(name + path.suffix))


def write(path: Path, content: str) -> None:
    """Let a file hold this text: whoever reads it finds the old one or the new one, also after a crash.

    Several may write at a time; the last one stays. Its folder is made where there is none. Raise OSError, and leave
    what was there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
