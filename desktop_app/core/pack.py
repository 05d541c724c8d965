"""A pack: a project with its models in one file, and the list in it that says what there is and how it has to be."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.core.problem import Problem

SUFFIX = ".tunedeskpack"
MANIFEST, PROJECT = "manifest.json", "project.tunedesk"
VERSION = 1
LONGEST_MANIFEST = 32 << 20
UNPACKING, ARRIVING = "unpacking-", "arriving-"
"""How the name of a folder in the engine's begins in which a pack is being unpacked, and of one that it is to take in.

An engine that starts sweeps the second kind away, of the first only what has been forsaken.
"""
_FORMAT = "tunedeskpack"
_PART = r"[A-Za-z0-9_][A-Za-z0-9_.+ -]{0,180}"
_NAMES = re.compile(rf"project\.tunedesk\Z|(jobs|models)/{_PART}(/{_PART}){{1,4}}\Z", re.ASCII)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_SWELLING, _ALLOWANCE = 60, 1 << 30
"""A pack may hold so many times its own size, and so many bytes more: nothing honest shrinks further."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One file in a pack: its name there, its bytes, and their SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack holds: whose project, made when (seconds since 1970) by which program, and every file of it.

    `models` are those that can be asked afterwards, `bases` the base models they need, `with_bases` tells whether these
    are in the pack.
    """

    project: str
    made: float
    program: str
    files: tuple[Packed, ...]
    models: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    with_bases: bool = False

    @property
    def bytes(self) -> int:
        """Return how much room everything takes when it is unpacked."""
        return sum(file.bytes for file in self.files)

    def as_text(self) -> str:
        """Return the list as it stands in the pack."""
        return json.dumps({"format": _FORMAT, "version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1)


def manifest_of(text: bytes, size: int) -> Manifest:
    """Return the list that a pack of `size` bytes holds; nothing in it is believed that could do harm.

    Raise Problem("pack.not_a_pack"), "pack.too_new", "pack.unsafe" (a name that leads elsewhere) or "pack.bomb" (far
    more than a pack of this size can honestly hold).
    """
    try:
        told = json.loads(text)
        if told["format"] != _FORMAT:
            raise Problem("pack.not_a_pack")
        if told["version"] > VERSION:
            raise Problem("pack.too_new")
        found = _read(told)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Problem("pack.not_a_pack", details=str(error)) from error
    names = [file.name for file in found.files]
    unsafe = next(_unsafe(names), None)
    if unsafe is not None or PROJECT not in names:
        raise Problem("pack.unsafe", details=unsafe or PROJECT)
    if found.bytes > size * _SWELLING + _ALLOWANCE:
        raise Problem("pack.bomb", details=f"{found.bytes} > {size}")
    return found


def _read(told: Mapping[str, Any]) -> Manifest:
    files = tuple(Packed(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in told["files"])
    if any(file.bytes < 0 or not _HASH.match(file.sha256) for file in files):
        raise ValueError("a file without a hash or a length")
    models, bases = (tuple(map(str, told[name])) for name in ("models", "bases"))
    about = (str(told["project"]), float(told["made"]), str(told["program"]))
    return Manifest(*about, files, models, bases, bool(told["with_bases"]))


def _unsafe(names: Sequence[str]) -> Iterator[str]:
    """Yield names that some system would take for another place or another file."""
    seen: set[str] = set()
    for name in names:
        parts = name.split("/")
        odd = not _NAMES.match(name) or any(_RESERVED.match(part) or part.endswith((".", " ")) for part in parts)
        if odd or name.casefold() in seen:
            yield name
        seen.add(name.casefold())
