"""What was deleted lies in a bin for a while: it can be put back until the window that deleted it is closed.

Each thing has a folder of its own in the bin, with `item.json` and what was moved there. What a window has deleted goes
for good when that window is gone, and stays as long as it lives, however often the engine ends and starts meanwhile.
What belongs to nobody goes when the engine ends.
"""

import secrets
import shutil
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from desktop_app.engine.disk import read_json, size_of, write_json
from desktop_app.engine.wire import WireError, not_found, now

_ITEM = "item.json"
_CLOCK = 3600.0
"""When a process began is told by a clock that may be set meanwhile: it counts as the same within so many seconds.

Another one that got its number so soon after would only keep things for longer than need be.
"""
_IN_USE = "This is being used at the moment. Try again in a few minutes."
_TAKEN = "There is something else in its place by now, so it was not put back. It still lies in the bin."


@dataclass(frozen=True, slots=True)
class Item:
    """One deleted thing: its kind, the id it had, and the paths (in the data folder) it was moved from.

    `bytes` is the room it takes, `folder` a folder of the user's own that was only taken out of the list, `owner` the
    process that can put it back.
    """

    mark: str
    kind: str
    id: str
    when: int
    bytes: int
    places: tuple[str, ...] = ()
    folder: str = ""
    owner: str = ""

    def as_object(self) -> dict[str, Any]:
        """Return the item as it stands on the wire."""
        shown = {name: value for name, value in asdict(self).items() if name not in ("places", "folder", "owner")}
        return {**shown, "object": "local.bin_item"}


class Bin:
    """The bin of one data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.folder = data / "bin"
        self.turn = threading.RLock()
        """Whoever looks for a thing and moves it has this meanwhile: of two, the second one finds it gone."""

    def all(self) -> list[Item]:
        """Return what lies in the bin, the newest first."""
        found = [read_json(path) for path in self.folder.glob(f"*/{_ITEM}")]
        items = [Item(**{**one, "places": tuple(one["places"])}) for one in found if one is not None]
        return sorted(items, key=lambda item: (item.when, item.mark), reverse=True)

    def get(self, mark: str) -> Item:
        """Return one item; raises the 404."""
        for item in self.all():
            if item.mark == mark:
                return item
        raise not_found("thing in the bin", mark, "bin_item_not_found")

    def put(self, kind: str, name: str, paths: Sequence[Path], owner: str = "", own: Path | None = None) -> Item:
        """Move files and folders into the bin; raises the 409 where one of them is in use, and moves none then.

        `own` is a folder of the user's own that nothing happens to.
        """
        self.tidy()
        places = tuple(path.relative_to(self._data).as_posix() for path in paths)
        size = sum(size_of(path) if path.is_dir() else path.lstat().st_size for path in paths)
        folder = str(own) if own is not None else ""
        item = Item(secrets.token_hex(8), kind, name, now(), size, places, folder, owner)
        home = self.folder / item.mark
        home.mkdir(parents=True)
        write_json(home / _ITEM, asdict(item))
        moved: list[tuple[Path, Path]] = []
        try:
            for number, path in enumerate(paths):
                path.rename(home / str(number))
                moved.append((path, home / str(number)))
        except OSError as error:
            for path, there in moved:
                there.rename(path)
            shutil.rmtree(home, ignore_errors=True)
            if isinstance(error, PermissionError):
                raise WireError(409, _IN_USE, "model_in_use", "id") from error
            raise
        return item

    def put_back(self, mark: str) -> Item:
        """Move a thing back to where it was; raises the 404, and the 409 where something else lies there by now."""
        item = self.get(mark)
        targets = [self._data / place for place in item.places]
        if any(target.exists() for target in targets):
            raise WireError(409, _TAKEN, "place_taken", "id")
        for number, target in enumerate(targets):
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / item.mark / str(number)).rename(target)
        shutil.rmtree(self.folder / item.mark, ignore_errors=True)
        return item

    def tidy(self) -> None:
        """Delete for good what nobody can put back any more: the windows that deleted it are gone."""
        self.empty(item.mark for item in self.all() if item.owner and not _lives(item.owner))

    def sweep(self) -> None:
        """Delete for good all that nobody can put back, also what belongs to nobody, and halves of things.

        For the start and the end of an engine: whatever was deleted by a process that still lives stays.
        """
        with self.turn:
            kept = {item.mark for item in self.all() if _lives(item.owner)}
            for home in list(self.folder.glob("*")):
                if home.name not in kept:
                    shutil.rmtree(home, ignore_errors=True)
            with suppress(OSError):  # there is none, or something still lies in it
                self.folder.rmdir()

    def empty(self, marks: Iterable[str] | None = None) -> None:
        """Delete these things for good, all of them without `marks`; one that is gone already is no fault."""
        with self.turn:
            known = {item.mark for item in self.all()}
            if marks is None:
                shutil.rmtree(self.folder, ignore_errors=True)
                return
            for mark in known & set(marks):
                shutil.rmtree(self.folder / mark, ignore_errors=True)


def _lives(owner: str) -> bool:
    """Tell whether the process of a handle still runs; "" is nobody's, and another one of the same number is not it."""
    pid, _, began = owner.partition(":")
    try:
        process = psutil.Process(int(pid))
        same = abs(process.create_time() - float(began)) < _CLOCK
        return same and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError):
        return False
