"""The files of a folder of Python packages: which packages there are, how much they take, and which are damaged."""

import hashlib
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_NOTES = "RECORD"
"""Each package brings a list of its files with their checksums under this name."""


def weight(folder: Path) -> int:
    """Return how many bytes the files below a folder take; what vanishes meanwhile counts nothing."""
    total, left = 0, [str(folder)]
    while left:
        try:
            with os.scandir(left.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        left.append(entry.path)
                        continue
                    with suppress(FileNotFoundError):
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total


def versions_in(folder: Path) -> dict[str, str]:
    """Return the version of each package in a folder, by its name in small letters."""
    found = {}
    for info in sorted(folder.glob("*.dist-info")):
        name, _, version = info.name.removesuffix(".dist-info").partition("-")
        found[name.replace("_", "-").lower()] = version
    return found


def damaged(folder: Path, packages: Iterable[str] = ()) -> list[str]:
    """Return the files that are missing or not what their package's own list says; reads every file.

    `packages` are the names that have to be there: of a package that is gone altogether there is no list.
    """
    good: set[str] = set()
    bad = set(packages) - versions_in(folder).keys()
    for info in sorted(folder.glob("*.dist-info")):
        if not (info / _NOTES).is_file():
            bad.add(f"{info.name}/{_NOTES}")
            continue
        for name, checksum in _listed(info / _NOTES):
            # A name that two packages bring has the checksum of one of them.
            (good if _is_whole(folder / name, checksum) else bad).add(name)
    return sorted(bad - good)


def _listed(notes: Path) -> Iterator[tuple[str, str]]:
    """Yield each file that a list has a checksum for; programs lie elsewhere, and are of no use here."""
    for line in notes.read_text(encoding="utf-8", errors="replace").splitlines():
        name, checksum, _ = [*line.rsplit(",", 2), "", ""][:3]
        name = name.strip('"').replace('""', '"')
        if checksum.startswith("sha256=") and not name.startswith(("../", "/")):
            yield name, checksum.removeprefix("sha256=")


def _is_whole(path: Path, checksum: str) -> bool:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return False
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=") == checksum
