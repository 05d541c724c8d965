"""The rows of a test from a file: what is asked there is asked in the form of the project's own rows."""

from pathlib import Path

from desktop_app.core.batch import Prompt
from desktop_app.core.example import Shape
from desktop_app.core.fields import read_field
from desktop_app.core.problem import Problem
from desktop_app.core.prompt_file import asked, guess
from desktop_app.core.reading import Reading
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.habits import Habits
from desktop_app.work.read_prompts import portions
from desktop_app.work.take_in import look


def rows(project: Project, path: Path, habits: Habits | None) -> list[Prompt]:
    """Return the rows of a file that expect an answer, its columns chosen as a person most likely would.

    Raise Problem("test_file_no_answers"), and what formats.reader raises for a file that cannot be read.
    """
    seen = next(look(path, Reading(), 1))
    columns = guess(seen.found.columns, seen.found.shape)
    shape, system = _form(project)
    ending = habits.ending if habits is not None else ""
    given = (one for portion in portions(path, seen.found, columns) for one in portion.prompts)
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
