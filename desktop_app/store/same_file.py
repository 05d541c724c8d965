"""Whether a name still means the file that was opened: others delete it, move it, or put another one in its place."""

from pathlib import Path

from desktop_app.core.problem import Problem


class SameFile:
    """The file that lay at a path when this was made; whoever goes on with it by its name asks here first."""

    def __init__(self, path: Path) -> None:
        """Take notice of the file; raise Problem("project_gone") where there is none."""
        self._path = path
        self._mark = self._found()

    def must_lie_there(self) -> Path:
        """Return its path; raise Problem("project_gone"), or Problem("project_replaced") where another file lies there.

        SQLite itself does not notice: on Linux and macOS it goes on with a file that has no name any more, and what it
        acknowledges is gone when that is closed.
        """
        now = self._found()
        # Some drives give their files no number, or none that can be relied on: there a file that is there is the one.
        if now != self._mark and now[1] and self._mark[1]:
            raise Problem("project_replaced", name=self._path.name, folder=str(self._path.parent))
        return self._path

    def _found(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError as error:  # or its drive does not answer, which comes to the same
            folder = str(self._path.parent)
            raise Problem("project_gone", details=str(error), name=self._path.name, folder=folder) from error
        return found.st_dev, found.st_ino
