"""Python's own import, which PySide6 puts another one in the place of."""

import builtins

import PySide6.QtCore  # noqa: F401 - so that it has done so


def import_plainly() -> None:
    """Have Python's own import back: whatever is loaded before costs more time and memory.

    PySide6's import serves its switches (`from __feature__ import snake_case`), of which this program has none. To find
    out who could have one, it reads the source of every module that is imported from then on, and `linecache` keeps
    what was read.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
