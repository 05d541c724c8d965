"""Reading prompts from a file, in the worker process: what the file is, and its prompts portion by portion."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, closing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.prompt_file import MOST, Given, PromptColumns, given
from desktop_app.core.reading import Found, Reading
from desktop_app.formats import reader
from desktop_app.formats.records import Record, Unread
from desktop_app.work import take_in
from desktop_app.work.apart import Apart

_SHOWN = 5
_PORTION = 500


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A file that was looked at: how it is read, and its first records."""

    path: Path
    found: Found
    first: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    """Prompts in the order of the file, how many records asked nothing or could not be read, and whether it ends here.

    `more` tells that the file goes on beyond what is taken.
    """

    prompts: tuple[Given, ...]
    left_out: int
    more: bool = False


async def look(apart: Apart, path: Path) -> PromptFile:
    """Return what a file is; raise a Problem for one that holds nothing to read."""
    seen = await apart.one(take_in.look, path, Reading(), _SHOWN)
    return PromptFile(path, seen.found, seen.records)


async def read(apart: Apart, file: PromptFile, columns: PromptColumns) -> AsyncGenerator[Portion, None]:
    """Yield the prompts of a file as they are read; leaving early ends the reading."""
    async with aclosing(apart.run(portions, file.path, file.found, columns)) as found:
        async for portion in found:
            yield portion


def portions(path: Path, found: Found, columns: PromptColumns) -> Iterator[Portion]:
    """Yield the prompts of a file, at most MOST of them."""
    taken, left_out = 0, 0
    prompts: list[Given] = []
    with closing(reader.records(path, found)) as records:
        for record in records:
            one = None if isinstance(record, Unread) else given(columns, record.cells, record.source)
            if one is None:
                left_out += 1
                continue
            if taken == MOST:
                yield Portion(tuple(prompts), left_out, more=True)
                return
            taken += 1
            prompts.append(one)
            if len(prompts) == _PORTION:
                yield Portion(tuple(prompts), left_out)
                prompts, left_out = [], 0
    yield Portion(tuple(prompts), left_out)
