"""Orders for the worker process of tests: it imports them from here."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.export import Exported, Order, Written
from desktop_app.core.problem import Problem
from desktop_app.work import export


def count(upto: int) -> Iterator[int]:
    """Yield some numbers."""
    yield from range(upto)


def tell() -> Iterator[dict[str, object]]:
    """Yield what this process is."""
    print("a library says hello")
    os.write(1, b"and another one writes to the descriptor\n")
    yield {
        "pid": os.getpid(),
        "nice": os.nice(0) if hasattr(os, "nice") else 0,
        "environment": dict(os.environ),
        "arguments": sys.orig_argv,
        "qt": any(name.startswith("PySide6") for name in sys.modules),
        "path": sys.path,
    }


def break_off() -> Iterator[int]:
    """Meet a foreseen fault after one item."""
    yield 1
    raise Problem("file_missing", details="no such file", name="a.csv", folder="here")


def stumble() -> Iterator[int]:
    """Meet a fault nobody foresaw."""
    yield 1
    raise ZeroDivisionError("over there")


def die() -> Iterator[int]:
    """Be killed as the system kills a process that wants too much memory."""
    yield 1
    sys.stderr.write("last words\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGKILL)
    yield 2


def come_and_go(blocks: int, times: int) -> Iterator[int]:
    """Fill some blocks of a MiB and let go of them, again and again; yield how many pages of memory came in anew."""
    import resource  # noqa: PLC0415 - not on Windows

    before = 0
    for turn in range(times + 1):
        if turn == 1:  # what comes in the first time is kept
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        held = [b"x" * (1 << 20) for _ in range(blocks)]
        del held
    yield resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def busy(mark: Path) -> Iterator[int]:
    """Work for ever, and touch a file all the while."""
    yield os.getpid()
    while True:
        mark.write_text(str(time.monotonic()))


def large(size: int) -> Iterator[bytes]:
    """Yield one large item."""
    yield bytes(size)


def not_to_be_sent() -> Iterator[object]:
    """Yield what cannot be packed."""
    yield lambda: None


def in_the_middle(item: object) -> bool:
    """Tell whether an export says that more than half is done, so that it is being written by now, and not all."""
    return isinstance(item, Written) and item.of / 2 < item.done < item.of


def export_and_stay(project: Path, order: Order, folder: Path) -> Iterator[Written | Exported]:
    """Export, and stay in the middle of the writing until somebody ends this process."""
    for item in export.export(project, order, folder):
        yield item
        if in_the_middle(item):
            threading.Event().wait()
