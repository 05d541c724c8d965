"""The preferences: one table of rows, and a file that holds only what differs from it."""

import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from desktop_app.core.problem import Problem
from desktop_app.core.text import Text, text
from desktop_app.settings import small_file

T = TypeVar("T", str, int, list[str])


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One value the user can choose, and its word."""

    value: T
    label: Text


@dataclass(frozen=True, slots=True)
class Preference(Generic[T]):
    """One row: dialog, file and documentation come from it. Without a label it has no place in the dialog.

    `section` is the page of the dialog; with neither choices nor `span` (least, most) a row holds a line of text.
    """

    key: str
    default: T
    accepts: Callable[[object], bool]
    label: Text | None = None
    note: Text | None = None
    choices: tuple[Choice[T], ...] = ()
    section: str = "general"
    span: tuple[int, int] | None = None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _is_percent(value: object) -> bool:
    return isinstance(value, int) and 100 <= value <= 200


def _is_patience(value: object) -> bool:
    return isinstance(value, int) and 10 <= value <= 3600


APPEARANCE: Preference[str] = Preference(
    "appearance",
    "system",
    lambda value: value in ("system", "light", "dark"),
    text("preference.appearance"),
    text("preference.appearance.note"),
    (
        Choice("system", text("preference.appearance.system")),
        Choice("light", text("preference.appearance.light")),
        Choice("dark", text("preference.appearance.dark")),
    ),
)
CONTRAST: Preference[str] = Preference(
    "contrast",
    "system",
    lambda value: value in ("system", "strong"),
    text("preference.contrast"),
    text("preference.contrast.note"),
    (Choice("system", text("preference.appearance.system")), Choice("strong", text("preference.contrast.strong"))),
)
TEXT_SIZE: Preference[int] = Preference(
    "text_size",
    100,
    _is_percent,
    text("preference.text_size"),
    text("preference.text_size.note"),
    tuple(Choice(size, text("preference.percent", value=size)) for size in (100, 115, 130, 150, 175, 200)),
)
LANGUAGE: Preference[str] = Preference(
    "language",
    "system",
    _is_text,
    text("preference.language"),
    text("preference.language.note"),
    (
        Choice("system", text("preference.language.system")),
        Choice("en", text("preference.language.en")),
        Choice("de", text("preference.language.de")),
        Choice("es", text("preference.language.es")),
    ),
)
NOTIFY: Preference[int] = Preference(
    "notify",
    1,
    lambda value: value in (0, 1),
    text("preference.notify"),
    text("preference.notify.note"),
    (Choice(1, text("preference.notify.yes")), Choice(0, text("preference.notify.no"))),
)
OFFLINE: Preference[int] = Preference(
    "offline",
    0,
    lambda value: value in (0, 1),
    text("preference.offline"),
    text("preference.offline.note"),
    (Choice(0, text("preference.offline.no")), Choice(1, text("preference.offline.yes"))),
    section="network",
)
PROXY: Preference[str] = Preference(
    "proxy", "", _is_text, text("preference.proxy"), text("preference.proxy.note"), section="network"
)
CERTIFICATE: Preference[str] = Preference(
    "certificate", "", _is_text, text("preference.certificate"), text("preference.certificate.note"), section="network"
)
REPLY_SECONDS: Preference[int] = Preference(
    "reply_seconds",
    600,
    _is_patience,
    text("preference.reply_seconds"),
    text("preference.reply_seconds.note"),
    section="network",
    span=(10, 3600),
)
UPDATES: Preference[int] = Preference(
    "updates",
    0,
    lambda value: value in (0, 1),
    text("preference.updates"),
    text("preference.updates.note"),
    (Choice(0, text("preference.updates.when_asked")), Choice(1, text("preference.updates.daily"))),
    section="network",
)
UPDATE_PLACE: Preference[str] = Preference(
    "update_place",
    "",
    _is_text,
    text("preference.updates.place"),
    text("preference.updates.place.note"),
    section="network",
)
UPDATE_DAY: Preference[str] = Preference("update_day", "", _is_text)
RECENT_PROJECTS: Preference[list[str]] = Preference("recent_projects", [], _is_texts)
WINDOW: Preference[str] = Preference("window", "", _is_text)
FIRST_STEPS: Preference[int] = Preference("first_steps", 0, lambda value: value in (0, 1))
HINTS_SEEN: Preference[list[str]] = Preference("hints_seen", [], _is_texts)

TABLE: tuple[Preference[str] | Preference[int] | Preference[list[str]], ...] = (
    APPEARANCE,
    CONTRAST,
    TEXT_SIZE,
    LANGUAGE,
    NOTIFY,
    OFFLINE,
    PROXY,
    CERTIFICATE,
    REPLY_SECONDS,
    UPDATES,
    UPDATE_PLACE,
    UPDATE_DAY,
    RECENT_PROJECTS,
    WINDOW,
    FIRST_STEPS,
    HINTS_SEEN,
)
"""Every preference there is, in the order of the dialog."""

_MOST_RECENT = 10


class Preferences:
    """The user's choices in a JSON file. Keys of a newer version survive; a broken file is put aside."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        self._unread = self._read()
        """What keeps the file from being read, if anything does: nothing may be written over it then."""

    def get(self, row: Preference[T]) -> T:
        """Return the user's choice, or the default where there is none that makes sense."""
        value: T = self._values.get(row.key, row.default)
        return copy(value if row.accepts(value) else row.default)

    def set(self, row: Preference[T], value: T) -> None:
        """Keep a choice on disk; Problem "preferences_not_saved": it holds only until the program ends."""
        if self._unread is not None:
            self._unread = self._read()
        if value == row.default:
            self._values.pop(row.key, None)
        else:
            self._values[row.key] = value
        try:
            if self._unread is not None:
                raise self._unread
            small_file.write(self._path, _as_text(self._values))
        except OSError as fault:
            raise Problem("preferences_not_saved", str(fault), folder=str(self._path.parent)) from fault

    def remember_project(self, path: str) -> None:
        """Put a project first in the list of recent ones."""
        others = [other for other in self.get(RECENT_PROJECTS) if other != path]
        self.set(RECENT_PROJECTS, [path, *others][:_MOST_RECENT])

    def forget_project(self, path: str) -> None:
        """Take a project off the list of recent ones; its file is not touched."""
        self.set(RECENT_PROJECTS, [other for other in self.get(RECENT_PROJECTS) if other != path])

    def _read(self) -> OSError | None:
        """Take in what the file holds, behind what was chosen meanwhile; return what keeps it from being read."""
        try:
            kept = small_file.read(self._path, dict) or {}
        except OSError as fault:
            return fault
        for key, since in self._values.items():
            before = kept.get(key)
            older = before if isinstance(before, list) and isinstance(since, list) else []
            kept[key] = [*since, *(one for one in older if one not in since)] if isinstance(since, list) else since
        self._values = kept
        return None


def _as_text(values: Mapping[str, Any]) -> str:
    # As ASCII: on Linux the path of a project may be no text, and half a character cannot be written as UTF-8.
    return json.dumps(values, indent=2, ensure_ascii=True, sort_keys=True)
