"""Lets one start of this folder wait while another one sets it up."""

import errno
import os
from contextlib import contextmanager
from io import BufferedReader
from typing import TYPE_CHECKING

from place import ROOT, say

if TYPE_CHECKING:
    from collections.abc import Iterator

WAITING = "Waiting for another start of TuneDesk that is setting up this folder ..."


@contextmanager
def only_one() -> "Iterator[None]":
    """Hold this folder for one process; where its disk knows no locks, go on without."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        if os.name == "nt":
            _hold_on_windows(file)
        else:
            _hold(file)
        yield


def _hold(file: BufferedReader) -> None:
    import fcntl  # noqa: PLC0415 - does not exist on Windows

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(WAITING)
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        return


def _hold_on_windows(file: BufferedReader) -> None:
    import msvcrt  # noqa: PLC0415 - exists on Windows alone

    file.seek(1 << 30)  # nobody else may read what is locked there, so it is a byte far behind the end
    while True:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        except OSError as error:
            if error.errno not in (errno.EDEADLK, errno.EACCES):
                return
            say(WAITING)  # it has already waited ten seconds
        else:
            return
