"""What a kill or a power cut left half done in the data folder: nobody was told of it, so it goes at the next start."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from desktop_app.engine.disk import ARRIVING, GONE
from desktop_app.engine.settings import Settings

_SPARE = re.compile(r"\..+\.[0-9a-f]{8}\Z")
"""The names under which small files are written before they take their own."""


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
    places = [settings.data, settings.models, *settings.files.glob("file-*")]
    if jobs:
        found += [folder for folder in settings.jobs.glob("ftjob-*") if not (folder / "job.json").exists()]
        for job in settings.jobs.glob("ftjob-*"):
            places += [job, *(job / name for name in ("checkpoints", "result", "tokens"))]
    return [*found, *(path for place in places for path in _inside(place))]


def _inside(place: Path) -> Iterator[Path]:
    if place.is_dir():
        for path in place.iterdir():
            if path.name.startswith(GONE) or (_SPARE.match(path.name) and path.is_file()):
                yield path
