"""A small file of the program's own, written in one step."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """Return the JSON object that a file holds; an empty one where there is none, or nobody can read it."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


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
