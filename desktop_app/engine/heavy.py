"""How a worker loads torch, transformers and what they bring along: nearly all that its start takes."""

import gc
import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DONE_WITHOUT = ("scipy",)
"""What transformers loads wherever it finds it, for losses of models that see things in pictures."""
_SCAN = "create_import_structure_from_path"


@contextmanager
def loading() -> Iterator[None]:
    """Make the imports within cheaper; they have to be of what stays for as long as this process lives.

    While a million objects are made that all stay, Python would look through them again and again for what nobody needs
    any more; that is a seventh of the time. They are left out of every later look as well. In a process where this has
    been done before, nothing is done.
    """
    if gc.get_freeze_count():
        yield
        return
    gc.disable()
    try:
        for name in DONE_WITHOUT:
            # The documented way to say that a module cannot be imported; who can do without it asks before.
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]
        _list_models_once()
        yield
    finally:
        gc.freeze()
        gc.enable()


def _list_models_once() -> None:
    """Let transformers read the 1,600 files of its models once instead of twice, which is half a second.

    It does so to learn which names they define, for the package and once more for the package of the models; what it
    remembers of the first time it does not find, because it looks for the name of a file instead of its folder. A
    version that does it in another way is left alone.
    """
    reader: Any = importlib.import_module("transformers.utils.import_utils")
    scan = getattr(reader, _SCAN, None)
    if scan is None or list(inspect.signature(scan).parameters) != ["module_path"]:
        return
    models = Path(str(reader.__file__)).parents[1] / "models"

    def read(module_path: str | Path) -> object:
        return scan(models if Path(module_path) == models / "__init__.py" else module_path)

    setattr(reader, _SCAN, read)
