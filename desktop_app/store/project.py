"""An open project file: one writer thread, many readers, a lock against a second window."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.change import Change, History, Step
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text
from desktop_app.store import history, schema, strangers
from desktop_app.store.connection import attached, connect, endable, fold, in_words, settle, transaction, unsettled
from desktop_app.store.course import Course
from desktop_app.store.edit import Edit
from desktop_app.store.same_file import SameFile
from desktop_app.store.side_files import without_sides

if TYPE_CHECKING:
    from filelock import FileLock

SUFFIX = ".tunedesk"
T = TypeVar("T")


class Project:
    """A project file. Every write is one committed transaction on the writer thread; nothing needs saving."""

    def __init__(self, path: Path, file: SameFile, lock: "FileLock", writer: sqlite3.Connection) -> None:
        """Use `create` or `open`."""
        self.path = path
        self._file = file
        self._lock = lock
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="project-writer")
        self._writer = writer
        self._idle: list[sqlite3.Connection] = []
        self._gate = threading.Lock()
        """Held for a moment by whoever comes in, so that nobody comes in while the project is being closed."""
        self._open = True

    @classmethod
    def create(cls, path: Path) -> "Project":
        """Make a new, empty project; raise Problem("project_exists") rather than overwrite anything."""
        try:
            path.touch(exist_ok=False)
        except FileExistsError as error:
            raise Problem("project_exists", name=path.name, folder=str(path.parent)) from error
        except OSError as error:
            raise Problem("project_cannot_open", details=str(error), name=path.name, folder=str(path.parent)) from error
        try:
            with in_words(path):
                writer = unsettled(path)
            return cls._start(path, writer)
        except BaseException:
            path.unlink(missing_ok=True)  # nothing was ever in it, and it would be in the way of the next try
            raise

    @classmethod
    def open(cls, path: Path) -> "Project":
        """Open a project made earlier; older ones are brought up to date after a copy was put aside."""
        if not path.is_file():
            raise Problem("project_missing", name=path.name, folder=str(path.parent))
        with in_words(path):
            writer = unsettled(path)
            try:
                strangers.refuse(writer, path)
            except BaseException:
                writer.close()
                raise
        return cls._start(path, writer)

    @classmethod
    def _start(cls, path: Path, writer: sqlite3.Connection) -> "Project":
        with ExitStack() as left:
            left.callback(writer.close)
            file = SameFile(path)
            lock = _locked(path)
            left.callback(_unlock, lock)
            left.callback(writer.close)  # before anybody else may have the file; closing twice is fine
            with in_words(path):
                _prepare(writer, path)
            left.pop_all()
        return cls(path, file, lock, writer)

    @property
    def name(self) -> str:
        """Return the project's name: the file's name without its ending."""
        return self.path.stem

    def file(self) -> Path:
        """Return where the project is read by its name; raise a Problem where its file does not lie there any more.

        SQLite would play what this project has not put into its file yet (its side file) into the one that lies there.
        """
        return self._file.must_lie_there()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a reading connection; it sees every write that was acknowledged before."""
        with in_words(self.path):
            connection = self._borrow()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def write(
        self, work: Callable[[sqlite3.Connection], T], beside: Path | None = None, course: Course | None = None
    ) -> "Future[T]":
        """Run `work` as one transaction on the writer thread; the future ends when it is on disk, or with a Problem.

        `beside` names another project file that the transaction may read. Through `course` it can be ended at any
        moment: the future ends with Ended then, and the file is as it was.
        """

        def job() -> T:
            self._file.must_lie_there()
            writer = self._writer
            with in_words(self.path), attached(writer, beside), endable(writer, course), transaction(writer):
                return work(writer)

        with self._gate:
            self._must_be_open()
            return self._executor.submit(job)

    def do(self, label: Text, work: Callable[[Edit], object], course: Course | None = None) -> "Future[Change]":
        """Run an edit as one step that can be undone; the future holds what it touched."""

        def step(connection: sqlite3.Connection) -> Change:
            number = history.begin(connection, label)
            work(Edit(connection, course))
            return history.end(connection, number)

        return self.write(step, course=course)

    def undo(self, course: Course | None = None) -> "Future[Change]":
        """Take the newest step back."""
        return self.write(lambda connection: history.undo(connection, course), course=course)

    def redo(self, course: Course | None = None) -> "Future[Change]":
        """Do the step that was last taken back again."""
        return self.write(lambda connection: history.redo(connection, course), course=course)

    def steps(self) -> list[Step]:
        """Return every step of the history, the oldest first."""
        with self.reading() as connection:
            return history.steps(connection)

    def history(self) -> History:
        """Return what undo and redo would do now."""
        with self.reading() as connection:
            return history.history(connection)

    def settings(self) -> dict[str, str]:
        """Return what the project remembers about itself (shape, system prompt, …)."""
        with self.reading() as connection:
            return dict(connection.execute("SELECT key, value FROM setting"))

    def set_setting(self, key: str, value: str) -> "Future[None]":
        """Remember something about the project; this is not a step of the history."""
        return self.write(lambda connection: Edit(connection).remember(key, value))

    def save_copy(self, target: Path) -> None:
        """Write a whole copy of the project as it is now; an existing file is replaced by a complete copy only.

        A project that is open, this one or another, is never replaced: its window would go on with a file without name.
        """
        lock = _locked(target, taken="copy_over_open", refused="copy_not_written")
        part = target.with_name(target.name + ".part")
        try:
            # On the writer's own connection: it holds the project even where the file was deleted meanwhile.
            with self._gate:
                self._must_be_open()
                copied = self._executor.submit(_write_copy, self._writer, part, target)
            copied.result()
        finally:
            with suppress(OSError):
                part.unlink()
            _unlock(lock)

    def close(self) -> None:
        """Finish all writes and leave one single file; closing twice is fine."""
        with self._gate:
            if not self._open:
                return
            self._open = False
        self._executor.shutdown(wait=True)
        self._close_connections()
        _unlock(self._lock)

    def _must_be_open(self) -> None:
        """Raise Problem("project_closed") for whoever comes too late, such as news of a training."""
        if not self._open:
            raise Problem("project_closed", name=self.path.name)

    def _borrow(self) -> sqlite3.Connection:
        with self._gate:
            self._must_be_open()
            if self._idle:
                return self._idle.pop()
        return connect(self.file(), writable=False)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._gate:
            if self._open:
                self._idle.append(connection)
                return
        connection.close()

    def _close_connections(self) -> None:
        """Close the writer last: the last connection to go folds SQLite's side files into the project."""
        while self._idle:
            self._idle.pop().close()
        try:
            self._file.must_lie_there()
        except Problem:
            fold(self._writer)
        self._writer.close()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Let the connection write, and bring the file up to date; nothing is written into one that is."""
    settle(connection)
    old = schema.version(connection)
    if 0 < old < len(schema.MIGRATIONS):
        _put_aside(connection, path, old)
    if old < len(schema.MIGRATIONS):
        schema.migrate(connection)


def _put_aside(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Keep the file as it was before its migration."""
    with closing(sqlite3.connect(path.with_name(f"{path.stem}-before-update-{version}{SUFFIX}"))) as copy:
        connection.backup(copy)


def _write_copy(source: sqlite3.Connection, part: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        with without_sides(target):
            part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise Problem("copy_not_written", details=str(error), name=target.name) from error


def _locked(path: Path, *, taken: str = "project_in_use", refused: str = "project_cannot_open") -> "FileLock":
    """Return the held lock of a project file; raise the Problem `taken`, or `refused` where no lock can be had.

    It lies beside the file itself, also where the path is a link to it: a project has one lock by whatever name.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - heavy, and who fills or reads a draft opens no project

    file = _behind_links(path)
    # Opened on one thread and closed on another: the lock belongs to the project, not to a thread.
    lock = FileLock(file.with_name(f".{file.name}.lock"), thread_local=False)
    try:
        file.parent.stat()  # the lock would make a folder that is missing
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Problem(taken, name=path.name) from error
    except OSError as error:
        raise Problem(refused, details=str(error), name=path.name, folder=str(path.parent)) from error
    return lock


def _behind_links(path: Path) -> Path:
    """Return the path of the file itself where `path` is a link; any other path stays letter by letter as it is."""
    with suppress(OSError, RuntimeError):  # links that lead in a circle: whoever opens the file says what is wrong
        if path.is_symlink():
            return path.resolve()
    return path


def _unlock(lock: "FileLock") -> None:
    """Let go of a lock and its file: the name goes first, or the next owner's lock would lose its name."""
    with suppress(OSError):  # Windows lets nobody remove an open file; there the lock removes its file by itself
        Path(lock.lock_file).unlink()
    lock.release()
