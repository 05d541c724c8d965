"""How the window's thread and the others share the interpreter."""

import sys

TURN_S = 0.0005
"""So long another thread may keep the interpreter while the window wants it, in seconds."""


def take_short_turns() -> None:
    """Let the window have the interpreter soon, whatever the background does.

    Python's own 5 ms add up to frames, because Qt lets go of the interpreter and takes it back many times a drawing.
    """
    sys.setswitchinterval(TURN_S)
