"""Ending the engine that a test, or the program under test, has started."""

import json
from pathlib import Path

import psutil


def end_engine(folder: Path) -> None:
    """End the engine whose data lies in `folder`, with its workers, if one runs."""
    try:
        process = psutil.Process(json.loads((folder / "engine.json").read_text())["pid"])
    except (OSError, ValueError, psutil.NoSuchProcess):
        return
    process.terminate()
    process.wait(30)
