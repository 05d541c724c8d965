"""How long the start page takes to be painted, beside the least window that PySide6 can show."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Benchmark, Figure, middle

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5


def shown(which: str, home: Path) -> dict[str, Any]:
    """Show the window `real` or `empty` in a process of its own; return what it told, with `seconds` to its painting.

    Seconds count from the start of the process, on the clock that all processes of a computer share.
    """
    surroundings = {**os.environ, "TUNEDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.benchmarks.first_paint", which]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"the {which} window ended with {done.returncode}: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**told, "seconds": told["painted"] - began}


def measure(folder: Path) -> list[Figure]:
    """Show both windows in turn; the first of each only warms the disk's memory."""
    found: dict[str, list[dict[str, Any]]] = {"real": [], "empty": []}
    for number in range(ROUNDS + 1):
        for which, kept in found.items():
            told = shown(which, folder)
            if number:
                kept.append(told)
    real, empty = (middle([told["seconds"] for told in found[which]]) for which in ("real", "empty"))
    work, least_work = (middle([told["cpu"] for told in found[which]]) for which in ("real", "empty"))
    memory, least = (middle([told["rss"] for told in found[which]]) / 2**20 for which in ("real", "empty"))
    return [
        Figure("start page painted", 1000 * real, "ms"),
        Figure("empty window painted", 1000 * empty, "ms"),
        Figure("start page / empty window", real / empty, "x"),
        Figure("processor time up to the start page", 1000 * work, "ms"),
        Figure("processor time up to the empty window", 1000 * least_work, "ms"),
        Figure("processor time, start page / empty window", work / least_work, "x"),
        Figure("memory with the start page", memory, "MiB"),
        Figure("memory with the empty window", least, "MiB"),
    ]


BENCHMARK = Benchmark(
    "startup", "process start to first painting of the start page and of an empty PySide6 window, in turn", measure
)
