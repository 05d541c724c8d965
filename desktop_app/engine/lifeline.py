"""What keeps a worker tied to its supervisor: its standard input, and its place in the queue for the processor."""

import os
import sys
import threading

import psutil


def follow_parent() -> None:
    """End this process at once when the supervisor that holds our standard input is gone."""
    threading.Thread(target=_watch, name="lifeline", daemon=True).start()


def _watch() -> None:
    # The plain descriptor: a buffered reader would hold a lock that the interpreter needs when it ends.
    while os.read(0, 1 << 12):
        pass
    # Not sys.exit: this is a side thread, and the checkpoints on disk are all that has to survive.
    os._exit(3)


def step_back(steps: int) -> None:
    """Lower this process's priority by `steps` (0 to 19), so that the window stays smooth."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        process.nice(min(19, process.nice() + steps))
