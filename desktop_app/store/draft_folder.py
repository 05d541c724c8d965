"""Where drafts lie: each in a folder of its own, which is gone when nobody holds it any more."""

import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.problem import Problem
from desktop_app.store import unmade
from desktop_app.store.project import SUFFIX

if TYPE_CHECKING:
    from filelock import FileLock

_NAME = f"draft{SUFFIX}"
_LOCK = ".lock"


class DraftFolder:
    """The folder of one draft, held by a lock until it is removed, or until this process ends however it ends."""

    def __init__(self, drafts: Path) -> None:
        """Make a folder within `drafts`; raise Problem("folder_not_writable") where that cannot be."""
        from filelock import FileLock  # noqa: PLC0415 - heavy, and who fills a draft holds none

        name = secrets.token_hex(8)
        self.folder = drafts / name
        # The lock comes first, so that nobody who sweeps sees a folder that is not held yet.
        self._lock = FileLock(drafts / f"{name}{_LOCK}", thread_local=False)
        try:
            self._lock.acquire(timeout=0)
            self.folder.mkdir()
        except OSError as error:
            self._lock.release()
            raise Problem("folder_not_writable", details=str(error), folder=str(drafts)) from error

    @property
    def draft(self) -> Path:
        """Return the path of the draft's project file, which is there once something was taken in."""
        return self.folder / _NAME

    def empty(self) -> None:
        """Remove what lies in the folder; the folder stays."""
        with suppress(OSError):
            for each in self.folder.iterdir():
                each.unlink()

    def note(self, project: Path) -> None:
        """Note which project is about to be made for the draft's rows."""
        with suppress(OSError):  # then an empty one may be left behind when the program is killed
            unmade.note(self.folder, project)

    def remove(self) -> None:
        """Remove the folder and let go of it; doing it twice is fine."""
        _remove(self.folder, self._lock)


def sweep(drafts: Path) -> None:
    """Remove the drafts that nobody holds, those of windows that were killed, and the projects that stayed empty so."""
    with suppress(OSError):
        for lock_file in drafts.glob(f"*{_LOCK}"):
            _sweep(lock_file)


def _sweep(lock_file: Path) -> None:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - see DraftFolder; at most starts nothing is left

    lock = FileLock(lock_file, thread_local=False)
    with suppress(Timeout, OSError):
        lock.acquire(timeout=0)
        unmade.take_away(lock_file.with_suffix(""))
        _remove(lock_file.with_suffix(""), lock)


def _remove(folder: Path, lock: "FileLock") -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # Windows lets nobody remove an open file; there the lock removes its file by itself
        Path(lock.lock_file).unlink()
    lock.release()
