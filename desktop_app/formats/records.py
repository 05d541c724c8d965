"""What reading a foreign file yields, whatever its format: records, and what could not be taken with the reason."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from desktop_app.core.text import Text


class Record(NamedTuple):
    """One record of a file: its cells by column, all of them text.

    `line` is where the user finds it: the file's line it begins on, or the row of the sheet, from 1 with the header.
    `source` is the JSON object as it came, for files of such objects; else None.
    """

    line: int
    cells: Mapping[str, str]
    source: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that could not be taken, with its line, the reason, and its text (at most a few thousand letters)."""

    line: int
    reason: Text
    raw: str


Items = Generator[Record | Unread, None, None]


class Records(Iterator[Record | Unread]):
    """The records of a file, in its order and one by one; nothing of it is missing.

    `late` names the columns of a JSON file that Found does not know because no object near its start had them, with the
    line where each was seen first; the records that have them hold their cells. Close it to let go of the file early.
    """

    def __init__(self, items: Items, done: Callable[[], int], late: Mapping[str, int] | None = None) -> None:
        self._items = items
        self._done = done
        self.late: Mapping[str, int] = {} if late is None else late

    def __iter__(self) -> Iterator[Record | Unread]:
        return self._items

    def __next__(self) -> Record | Unread:
        return next(self._items)

    @property
    def done(self) -> int:
        """How many bytes of the file were taken in so far, of Found.size."""
        return self._done()

    def close(self) -> None:
        """Let go of the file."""
        self._items.close()
