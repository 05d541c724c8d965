"""The other end of `work.apart`: takes orders on stdin, sends what they yield on stdout, ends when stdin closes.

Frames are a length of eight bytes and a pickle. Pickles are safe here because both ends are this program and nobody
else has the pipe; nothing that was read from a file or the network is ever unpickled.
"""

import gc
import os
import pickle
import signal
import struct
import threading
import traceback
from collections.abc import Callable, Iterator
from enum import StrEnum
from queue import SimpleQueue
from typing import Any, BinaryIO

from desktop_app.core.problem import Problem
from desktop_app.work.keeper import Keeper

_LENGTH = struct.Struct(">Q")
NICE = 10
"""How far the worker steps back for the window (POSIX; on Windows `work.apart` asks for less priority)."""

_COMES_AND_GOES = 1 << 24
"""Bytes of a block: more than is asked for at once for a portion of rows."""

Order = tuple[Callable[..., Iterator[Any]], tuple[Any, ...]]
"""A generator function that stands in a module, and what it is called with."""
Frame = tuple["Said", Any]


class Said(StrEnum):
    """What a frame from the worker holds."""

    ITEM = "item"
    END = "end"
    PROBLEM = "problem"
    FAULT = "fault"


def send(pipe: BinaryIO, value: object) -> None:
    """Write one frame; raise OSError when nobody listens any more."""
    packed = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def receive(pipe: BinaryIO) -> Any:  # noqa: ANN401 - an Order one way, a Frame the other
    """Return the next frame's value; raise EOFError when the other end is gone, also in the middle of a frame."""
    return _unpacked(_frame(pipe))


def _frame(pipe: BinaryIO) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _unpacked(frame: bytes) -> Any:  # noqa: ANN401 - see receive
    return pickle.loads(frame)  # noqa: S301 - see above: both ends are this program


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    found = pipe.read(count)
    if len(found) < count:
        raise EOFError
    return found


def serve() -> int:
    """Do orders until the window is gone; returns the exit code."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the frames
    if hasattr(os, "nice"):
        os.nice(NICE)
    calm()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is meant for the window
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), name="orders", daemon=True).start()
    keeper = Keeper()
    while True:
        try:
            for frame in perform(orders.get(), keeper):
                send(answers, frame)
        except BrokenPipeError:
            return 0


def calm() -> None:
    """Make this process one that works through many rows.

    Python looks less often for objects that hold each other: rows come by the thousand and none of them does. And the
    memory of one portion of rows is kept for the next one: glibc gives free memory back to the system, to be asked for
    and cleared anew each time, unless it has seen blocks of such a size come and go.
    """
    gc.set_threshold(100_000, 50, 100)
    bytearray(_COMES_AND_GOES)  # never touched, so it takes no memory


def perform(order: bytes, keeper: Keeper) -> Iterator[Frame]:
    """Yield the frames of one packed Order, which works with this keeper; a fault of any kind is the last of them."""
    try:
        function, arguments = _unpacked(order)
        for item in function(*(keeper if isinstance(each, Keeper) else each for each in arguments)):
            yield Said.ITEM, item
    except Problem as problem:
        yield Said.PROBLEM, problem
    except GeneratorExit:
        raise
    except BaseException:
        yield Said.FAULT, traceback.format_exc()
        raise
    else:
        yield Said.END, None


def _listen(orders: "SimpleQueue[bytes]") -> None:
    """Take in orders also while one is being done, so that the end of the window is noticed at once."""
    pipe = os.fdopen(os.dup(0), "rb")  # Python's own must be free when a fault ends the process: it is closed then
    try:
        while True:
            orders.put(_frame(pipe))
    except EOFError:
        os._exit(0)  # whatever is under way is of no use to anybody now
