"""The rows of a test from a file: what is asked there is asked in the form of the project's own rows."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from desktop_app.core.batch import Prompt
from desktop_app.core.example import Shape
from desktop_app.core.fields import read_field
from desktop_app.core.problem import Problem
from desktop_app.core.prompt_file import Given, asked, guess
from desktop_app.core.reading import Reading
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work import read_prompts
from desktop_app.work.apart import Apart
from desktop_app.work.habits import Habits, habits
from desktop_app.work.take_in import look


def rows(project: Project, path: Path, known: Habits | None) -> list[Prompt]:
    """Return the rows of a file that expect an answer, its columns chosen as a person most likely would.

    Raise Problem("test_file_no_answers"), and what formats.reader raises for a file that cannot be read.
    """
    seen = next(look(path, Reading(), 1))
    columns = guess(seen.found.columns, seen.found.shape)
    given = [one for part in read_prompts.portions(path, seen.found, columns) for one in part.prompts]
    return _asked(project, path, given, known)


async def read(apart: Apart, project: Project, path: Path) -> list[Prompt]:
    """Return what `rows` does; the file is read in the worker process."""
    file = await read_prompts.look(apart, path)
    columns = guess(file.found.columns, file.found.shape)
    given = [one async for part in read_prompts.read(apart, file, columns) for one in part.prompts]
    return await asyncio.to_thread(_asked, project, path, given, await habits(project))


def _asked(project: Project, path: Path, given: Iterable[Given], known: Habits | None) -> list[Prompt]:
    shape, system = _form(project)
    ending = known.ending if known is not None else ""
    found = [asked(one, shape, system, ending) for one in given if one.expected.strip()]
    if not found:
        raise Problem("test_file_no_answers", name=path.name)
    return found


def _form(project: Project) -> tuple[Shape, str]:
    """Return the shape of the project's rows and the system message of its first one; chat without rows."""
    with project.reading() as connection:
        first = next(examples.rows(connection), None)
    if first is None:
        return Shape.CHAT, ""
    shape = first.example.shape
    return shape, "" if shape is Shape.COMPLETION else read_field(first.example, "system")
