"""SQLite's side files, which it finds by a name alone: what is put in the place of a project must not inherit any."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SIDES = ("-wal", "-shm", "-journal")
_ASIDE = ".gone"


@contextmanager
def without_sides(target: Path) -> Iterator[None]:
    """Let the block put another file in the place of `target`, and let go of what lies beside that for SQLite.

    After a crash there is a side file with what was not put into the project yet. SQLite does not know which file it
    belonged to: it plays it into whatever lies there when the name is opened next, and destroys a copy brought back.
    Nothing goes with it that could be used: it holds single pages, which say nothing without the others, and the file
    they belong to is gone, is replaced now, or was moved away without them and does not find them by its new name.
    Where the block fails they lie there again, since `target` may be that file still. An OSError of its own says that
    one of them cannot be taken away.
    """
    moved: list[tuple[Path, Path]] = []
    try:
        for side in _SIDES:
            old = target.with_name(target.name + side)
            new = old.with_name(old.name + _ASIDE)
            with suppress(FileNotFoundError):
                old.replace(new)
                moved.append((old, new))
        yield
    except BaseException:
        for old, new in moved:
            with suppress(OSError):
                new.replace(old)
        raise
    for _, new in moved:
        with suppress(OSError):
            new.unlink()
