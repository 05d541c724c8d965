"""Small files written so that a crash never leaves half of one."""

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

CHUNK = 1 << 20


def write_text(path: Path, text: str, mode: int = 0o644) -> None:
    """Write `text` to `path` in one step: readers see the old file or the new one."""
    spare = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    spare.replace(path)


def write_json(path: Path, value: object, mode: int = 0o644) -> None:
    """Write `value` as JSON to `path` in one step."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1), mode)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in `path`, or None where there is none that can be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            total.update(block)
    return total.hexdigest()
