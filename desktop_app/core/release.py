"""News of the newest version: what a feed says, read with suspicion, and whether it is newer than what runs."""

import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

MOST_BYTES = 64 * 1024
"""A feed that is longer is none."""
_LONGEST_NOTES = 2000
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?")


@dataclass(frozen=True, slots=True)
class Release:
    """A version one can have: its number, the day it came out, the address of its page, and what is new."""

    version: str
    day: date
    page: str
    notes: str


def read(feed: bytes) -> Release:
    """Return what a feed says; raise ValueError with the reason for one that is not to be believed."""
    if len(feed) > MOST_BYTES:
        raise ValueError("The feed is too long.")
    try:
        told = json.loads(feed)
    except RecursionError as error:
        raise ValueError("The feed is nested too deeply.") from error
    if not isinstance(told, dict) or not all(isinstance(told.get(name), str) for name in ("version", "date", "page")):
        raise ValueError("The feed needs the texts version, date and page.")
    if _number(told["version"]) is None:
        raise ValueError(f"{told['version'][:40]!r} is no version.")
    page = urlsplit(told["page"])
    if page.scheme != "https" or not page.hostname or page.username or not _is_plain(told["page"]):
        raise ValueError("The page has to be an address that begins with https://.")
    notes = told.get("notes", "")
    if not isinstance(notes, str):
        raise ValueError("The notes are no text.")  # noqa: TRY004 - whoever reads a feed catches one kind of fault
    plain = "".join(sign for sign in notes if sign.isprintable() or sign == "\n")
    return Release(told["version"], date.fromisoformat(told["date"]), told["page"], plain[:_LONGEST_NOTES].strip())


def is_newer(found: str, running: str) -> bool:
    """Tell whether a version comes after the one that runs; what comes before it is never offered."""
    numbers = _number(found), _number(running)
    return numbers[0] is not None and numbers[1] is not None and numbers[0] > numbers[1]


def _is_plain(address: str) -> bool:
    """Tell whether an address holds nothing that some display would take for more than letters."""
    return address.isprintable() and not set(address) & set('<>" ')


def _number(version: str) -> tuple[int, int, int] | None:
    found = _VERSION.fullmatch(version)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
