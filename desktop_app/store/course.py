"""How far a long change of the project is, and the word to end it."""

from threading import Event


class Ended(Exception):  # noqa: N818 - what takes a step back when nobody wants it any more
    """Raised on the writer's thread, where it undoes the transaction: the file is as it was."""


class Course:
    """Told by the writer's thread, read and ended from any other.

    `done` and `total` count rows; a total of 0 means that nobody knows yet.
    """

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self._end = Event()

    @property
    def ended(self) -> bool:
        """Tell whether somebody wants the change no more."""
        return self._end.is_set()

    def end(self) -> None:
        """Ask for the end: nothing of the change is kept, unless it is on disk already."""
        self._end.set()

    def expect(self, rows: int) -> None:
        """Say that so many more rows are to be done."""
        self.total += rows

    def advance(self, rows: int) -> None:
        """Say that so many more rows are done; raise Ended if nobody wants the rest."""
        self.done += rows
        self.look()

    def look(self) -> None:
        """Raise Ended if nobody wants the change any more."""
        if self._end.is_set():
            raise Ended
