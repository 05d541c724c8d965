"""The packages that were fetched for the engine: which folder holds a whole set, and whether this Python can use it.

Each set lies in a folder of its own, and one small file names the one that counts. So a set is made beside the old one
and takes its place in one step: whenever somebody pulls the plug, the old one or the new one is whole.
"""

import importlib.util
import json
import os
import secrets
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop_app.core.problem import Problem

FOLDER = "environment"
"""The folder in the engine's folder in which everything of this lies."""
_POINTER = "current.json"
_LOCK = "setup.lock"
_PACKAGES = "site-packages"
"""Under no other name: libraries (dill) tell by it what was installed from what somebody is writing just now."""
_MADE = "set-"


@dataclass(frozen=True, slots=True)
class PackageSet:
    """A whole set: the folder's name, what it was made for and from, `versions` by package, `bytes` on the disk."""

    name: str
    python: str
    platform: str
    modules: tuple[str, ...]
    requirements: tuple[str, ...]
    versions: Mapping[str, str]
    bytes: int


def packages(root: Path, name: str) -> Path:
    """Return the folder that Python looks into, of the set with this name."""
    return root / name / _PACKAGES


def this_python() -> tuple[str, str]:
    """Return what the packages of a set are made for: Python's version and kind, and the kind of computer."""
    return f"{sys.implementation.name}-{sys.version_info.major}.{sys.version_info.minor}", sysconfig.get_platform()


def current(root: Path) -> PackageSet | None:
    """Return the set that counts; None where there is none, or its folder is gone."""
    try:
        told = json.loads((root / _POINTER).read_text(encoding="utf-8"))
        found = PackageSet(
            str(told["name"]),
            str(told["python"]),
            str(told["platform"]),
            tuple(map(str, told["modules"])),
            tuple(map(str, told["requirements"])),
            {str(name): str(version) for name, version in told["versions"].items()},
            int(told["bytes"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    plain = found.name.startswith(_MADE) and not set(found.name) & set("/\\")
    return found if plain and packages(root, found.name).is_dir() else None


def fits(found: PackageSet) -> bool:
    """Tell whether a set was made for the Python that runs this program."""
    return (found.python, found.platform) == this_python()


def in_python(modules: Sequence[str]) -> bool:
    """Tell whether the Python that runs this program has all these modules itself; nothing is imported."""
    return all(importlib.util.find_spec(name) is not None for name in modules)


def added(root: Path) -> Path | None:
    """Return the folder of packages that the engine needs beside this Python's own; None where it needs none."""
    found = current(root)
    if found is None or not fits(found) or in_python(found.modules):
        return None
    return packages(root, found.name)


def new_folder(root: Path) -> Path:
    """Make and return an empty folder for a set; whoever makes it holds `alone`."""
    folder = root / f"{_MADE}{secrets.token_hex(4)}"
    (folder / _PACKAGES).mkdir(parents=True)
    return folder


def settle() -> None:
    """Wait until what was written is on the disk, where the system can be asked for that; may take seconds."""
    if sys.platform != "win32":
        os.sync()


def adopt(root: Path, found: PackageSet) -> None:
    """Let this set, which is settled, count from now on: one step, after which it is there even if the power goes."""
    spare = root / f"{_POINTER}.{secrets.token_hex(4)}"
    try:
        with spare.open("w", encoding="utf-8") as file:
            json.dump(asdict(found), file)
            file.flush()
            os.fsync(file.fileno())
        spare.replace(root / _POINTER)
    except BaseException:
        spare.unlink(missing_ok=True)
        raise


def forget(root: Path) -> None:
    """Let no set count any more."""
    (root / _POINTER).unlink(missing_ok=True)


def sweep(root: Path) -> None:
    """Remove every folder that is not the set that counts; whoever calls holds `alone`."""
    kept = current(root)
    for path in root.iterdir() if root.is_dir() else ():
        if path.name.startswith(_MADE) and (kept is None or path.name != kept.name):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f"{_POINTER}."):
            path.unlink(missing_ok=True)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the right to change what lies there; raise Problem("setup_under_way") where somebody else holds it."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - heavy, and who only looks at what is there holds nothing

    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / _LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as held:
        raise Problem("setup_under_way") from held
    try:
        yield
    finally:
        lock.release()
