"""Small files written so that a crash never leaves half of one."""

import contextlib
import errno
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

CHUNK = 1 << 20
FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says where there is no room on a disk, or none for this user."""
GONE = ".deleted-"
"""How the name of a folder begins that is being removed."""
_TRIES, _MOMENT = 20, 0.05


def write_text(path: Path, text: str, mode: int = 0o644) -> None:
    """Write `text` to `path` in one step: readers see the old file or the new one."""
    spare = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _replace(spare, path)
    except BaseException:
        spare.unlink(missing_ok=True)  # a full disk must not fill up with halves
        raise


def _replace(spare: Path, path: Path) -> None:
    for _ in range(_TRIES):
        try:
            spare.replace(path)
        except PermissionError:
            time.sleep(_MOMENT)  # Windows lets nobody replace a file while another process reads it
        else:
            return
    spare.replace(path)


def discard(folder: Path) -> None:
    """Remove a folder: it loses its name in one step, so that half of it is never taken for the whole.

    Raises PermissionError on Windows where somebody still reads it.
    """
    with contextlib.suppress(FileNotFoundError):  # it is gone already, or somebody else removes it at this moment
        gone = folder.with_name(f"{GONE}{secrets.token_hex(4)}")
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def size_of(folder: Path) -> int:
    """Return the bytes in a folder and everything below it; what vanishes meanwhile counts nothing."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(root) / name).lstat().st_size
    return total


def settle(paths: Iterable[Path]) -> None:
    """Bring files that others have written onto the disk itself, so that what is written next never outlives them."""
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def write_json(path: Path, value: object, mode: int = 0o644) -> None:
    """Write `value` as JSON to `path` in one step."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1), mode)


def unwritten(error: OSError) -> dict[str, str]:
    """Return what is said of a base model that could not be kept: the sentence and its code."""
    said = f"The model could not be written to the disk: {error.strerror or error}. Try again."
    return {"message": said, "code": "no_room" if error.errno in FULL else "not_written"}


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in `path`, or None where there is none that can be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            total.update(block)
    return total.hexdigest()
