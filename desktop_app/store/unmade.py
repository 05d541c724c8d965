"""Projects that were made for rows which never came, because the program was killed meanwhile."""

from contextlib import closing, suppress
from pathlib import Path

from desktop_app.core.change import History
from desktop_app.core.problem import Problem
from desktop_app.store import examples
from desktop_app.store.project import Project

_NOTE = "project.txt"


def note(draft: Path, project: Path) -> None:
    """Note in a draft's folder which project is about to be made for its rows."""
    (draft / _NOTE).write_text(str(project), encoding="utf-8")


def take_away(draft: Path) -> None:
    """Remove the project that is noted in a draft's folder, if nothing ever came into it and nobody has it open."""
    with suppress(OSError, ValueError, Problem):
        path = Path((draft / _NOTE).read_text("utf-8"))
        if path.stat().st_size == 0 or _is_empty(path):
            path.unlink()


def _is_empty(path: Path) -> bool:
    with closing(Project.open(path)) as project, project.reading() as connection:
        return examples.count(connection) == 0 and project.history() == History()
