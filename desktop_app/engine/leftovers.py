"""What a kill or a power cut left half done in the data folder: nobody was told of it, so it goes at the next start."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from desktop_app.core.pack import ARRIVING, UNPACKING
from desktop_app.engine.disk import GONE
from desktop_app.engine.settings import Settings

_SPARE = re.compile(r"\..+\.[0-9a-f]{8}\Z")
"""The names under which small files are written before they take their own."""
_FORSAKEN = 86_400.0
"""Where nothing has come for so many seconds, nobody unpacks a pack any more; before, an engine's start is no sign."""


def sweep(settings: Settings, *, jobs: bool) -> None:
    """Remove the leftovers; without `jobs` trainings are left alone, because their workers may be at work."""
    for path in _left(settings, jobs=jobs):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _left(settings: Settings, *, jobs: bool) -> list[Path]:
    """Return what is there to remove: halves of files and jobs, spare files, and folders that lost their name."""
    found = [folder for folder in settings.files.glob("file-*") if not (folder / "meta.json").exists()]
    found += settings.data.glob(f"{ARRIVING}*")
    found += [folder for folder in settings.data.glob(f"{UNPACKING}*") if _is_forsaken(folder)]
    places = [settings.data, settings.models, *settings.files.glob("file-*")]
    if jobs:
        found += [folder for folder in settings.jobs.glob("ftjob-*") if not (folder / "job.json").exists()]
        for job in settings.jobs.glob("ftjob-*"):
            places += [job, *(job / name for name in ("checkpoints", "result", "tokens"))]
    return [*found, *(path for place in places for path in _inside(place))]


def _is_forsaken(folder: Path) -> bool:
    newest = 0.0
    for path in (folder, *folder.rglob("*")):
        with suppress(OSError):  # whoever unpacks has given up at this moment, and takes it away himself
            newest = max(newest, path.lstat().st_mtime)
    return newest < time.time() - _FORSAKEN


def _inside(place: Path) -> Iterator[Path]:
    if place.is_dir():
        for path in place.iterdir():
            if path.name.startswith(GONE) or (_SPARE.match(path.name) and path.is_file()):
                yield path
