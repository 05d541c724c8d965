"""Ending the engine that a test, or the program under test, has started."""

import json
from contextlib import suppress
from pathlib import Path

import psutil


def end_engine(folder: Path) -> None:
    """End the engine whose data lies in `folder`, with its workers: one that runs, and one that is about to."""
    for process in [*_told(folder), *_started(folder)]:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
            process.wait(30)


def _told(folder: Path) -> list[psutil.Process]:
    try:
        return [psutil.Process(json.loads((folder / "engine.json").read_text())["pid"])]
    except (OSError, ValueError, psutil.NoSuchProcess):
        return []


def _started(folder: Path) -> list[psutil.Process]:
    """Return the children of this process that are to work in the folder; a young one has written no card yet."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # also one that has ended a moment ago
            if str(folder) in child.cmdline():
                found.append(child)
    return found
