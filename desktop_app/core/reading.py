"""How a foreign file is read: what was found out about it, and what the user said otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.core.example import Shape

DELIMITERS = (",", ";", "\t", "|")
"""What parts the cells of most files, in the order it is offered; any other character may be said."""

ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be",
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "iso8859-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9",
    "iso8859-10", "iso8859-11", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16",
    "koi8-r", "koi8-u", "cp437", "cp850", "cp852", "cp855", "cp857", "cp862", "cp866", "cp874",
    "mac-roman", "mac-cyrillic", "mac-greek", "mac-latin2", "mac-turkish",
    "cp932", "shift_jis", "shift_jis_2004", "euc_jp", "iso2022_jp",
    "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "hz", "cp949", "euc_kr", "iso2022_kr", "johab",
    "ascii",
)  # fmt: skip
"""The encodings a file may be read with, by the names Python knows; the likely ones first."""

MOST_COLUMNS = 500
"""So many columns of a file of objects are offered."""


class Kind(StrEnum):
    """What a file is."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    JSON = "json"
    PARQUET = "parquet"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers of the wizard's first page; None is "find out". A resolved Reading holds what was found out.

    encoding: a name Python knows; delimiter: one character; header: whether the first row names the columns; sheet:
    the name of a workbook's sheet. What a kind of file has no use for stays None.
    """

    kind: Kind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about a file: how it is read, its columns and sheets, and if it is training data already.

    `shape` is that of the file's examples when its lines are training data in a form we know (chat, prompt-completion,
    preference), else None. `size` is in bytes. `late` are the last of the columns, which stand so far down in the file
    that only reading all of it has shown them.
    """

    name: str
    reading: Reading
    columns: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    shape: Shape | None = None
    size: int = 0
    late: tuple[str, ...] = ()
    own: bool = False
    """Whether these are the rows of the open project itself: how they are read is no question."""

    def with_late(self, names: Iterable[str]) -> "Found":
        """Return this with the columns that were met later, as many as a menu can hold."""
        room = max(0, MOST_COLUMNS - len(self.columns))
        new = [name for name in dict.fromkeys(names) if name not in self.columns][:room]
        return replace(self, columns=(*self.columns, *new), late=(*self.late, *new))

    @property
    def early(self) -> tuple[str, ...]:
        """Return the columns that are known as soon as the file is looked at."""
        return self.columns[: len(self.columns) - len(self.late)]

    @property
    def by_rows(self) -> bool:
        """Tell whether places in it are rows of a sheet or a table; else they are lines of a text."""
        return self.own or self.reading.kind in (Kind.WORKBOOK, Kind.PARQUET)
