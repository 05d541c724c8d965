"""How a foreign file is read: what was found out about it, and what the user said otherwise."""

from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.core.example import Shape


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

    def with_answers(self, answers: "Reading") -> "Reading":
        """Return this Reading with everything the other one says put in its place."""
        said = {name: getattr(answers, name) for name in self.__slots__ if getattr(answers, name) is not None}
        return replace(self, **said)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about a file: how it is read, its columns and sheets, and if it is training data already.

    `shape` is that of the file's examples when its lines are training data in a form we know (chat, prompt-completion,
    preference), else None. `size` is in bytes.
    """

    name: str
    reading: Reading
    columns: tuple[str, ...]
    sheets: tuple[str, ...] = ()
    shape: Shape | None = None
    size: int = 0
