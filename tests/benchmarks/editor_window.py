"""The window with many rows open: its memory, and how late its clock ticks while it works."""

from pathlib import Path

from tests.benchmarks.figures import Figure


def measure(folder: Path, path: Path) -> list[Figure]:
    return []
