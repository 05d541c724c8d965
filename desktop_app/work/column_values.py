"""The values of a column of the table, each once, as a list for a template grid."""

import asyncio
from itertools import islice

from desktop_app.core.fields import FIELDS, read_field
from desktop_app.store import examples
from desktop_app.store.project import Project

MOST = 10_000
"""So many different values are taken at most, those that come first."""


async def columns(project: Project) -> tuple[str, ...]:
    """Return the columns whose values can be taken; none without rows."""
    return await asyncio.to_thread(_columns, project)


async def column_values(project: Project, name: str) -> tuple[str, ...]:
    """Return the different values of a column in the order of the table, without the empty ones."""
    return await asyncio.to_thread(_values, project, name)


def _columns(project: Project) -> tuple[str, ...]:
    with project.reading() as connection:
        shape = examples.shape(connection)
    return FIELDS[shape] if shape is not None else ()


def _values(project: Project, name: str) -> tuple[str, ...]:
    with project.reading() as connection:
        fitting = (row.example for row in examples.rows(connection) if name in FIELDS[row.example.shape])
        said = (" ".join(read_field(example, name).split()) for example in fitting)
        different = (value for value in dict.fromkeys(said) if value)
        return tuple(islice(different, MOST))
