"""The window with many rows open: its memory, and how late its clock ticks while it works on all of them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, quantile

ROOT = Path(__file__).resolve().parents[2]
PHASES = {
    "idle": "at rest",
    "scroll": "while it jumps about",
    "sort": "while it is sorted",
    "filter": "while it is filtered",
    "preview": "while matches are counted",
    "replace": "while all rows are replaced in",
    "undo": "while that is undone",
    "status": "while all rows are marked",
    "export": "while all is exported",
}


def measure(folder: Path, path: Path) -> list[Figure]:
    """Let a real window work on the project, in a process of its own, after an empty one told its memory."""
    empty = _told(folder, "")
    told = _told(folder, str(path))
    figures = [Figure("memory over an empty window, after scrolling", (told["memory"] - empty["memory"]) / 1e6, "MB")]
    figures.append(Figure("most memory over an empty window, at any time", (told["peak"] - empty["peak"]) / 1e6, "MB"))
    for phase, words in PHASES.items():
        late = told["late"][phase]
        figures.append(Figure(f"lateness {words}, p99", quantile(late, 0.99), "ms"))
        figures.append(Figure(f"lateness {words}, worst", max(late), "ms"))
    return figures


def _told(folder: Path, path: str) -> dict[str, Any]:
    surroundings = {**os.environ, "TUNEDESK_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.editor_beating", path],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}: {(done.stdout + done.stderr)[-3000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
