"""The tags of a project, and those that some of its rows bear."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.store import examples, standing
from desktop_app.store.project import Project


@dataclass(frozen=True, slots=True)
class Tags:
    """All tags of the project in alphabetical order, and by how many of some rows each is borne."""

    known: tuple[str, ...]
    borne: dict[str, int]
    rows: int


async def tags_of(project: Project, rows: Sequence[int]) -> Tags:
    """Return the tags of the project and how many of these rows, given by their ids, bear each."""

    def read() -> Tags:
        with project.reading() as connection:
            return Tags(tuple(examples.all_tags(connection)), dict(standing.tags(connection, rows)), len(rows))

    return await asyncio.to_thread(read)
