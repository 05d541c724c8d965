"""How late the window's own clock ticks: at rest, while a curve is drawn, and while answers stream."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Benchmark, Figure, quantile
from tests.campaigns import engine_kills
from tests.engine.tiny_model import make_tiny_model

ROOT = Path(__file__).resolve().parents[2]
PHASES = {
    "idle": "at rest",
    "training": "while a curve is drawn",
    "answers": "while answers stream",
}


def measure(folder: Path) -> list[Figure]:
    """Let a real window train a tiny model and ask it, in a process of its own."""
    make_tiny_model(folder / "engine" / "models" / "tiny")
    surroundings = {**os.environ, "TUNEDESK_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.beating", str(folder)],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )
    finally:
        engine_kills.stop(folder / "engine")
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}: {(done.stdout + done.stderr)[-3000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return [figure for phase, words in PHASES.items() for figure in _figures(words, told[phase])]


def _figures(words: str, late: list[float]) -> list[Figure]:
    return [
        Figure(f"lateness {words}, p50", quantile(late, 0.5), "ms"),
        Figure(f"lateness {words}, p99", quantile(late, 0.99), "ms"),
        Figure(f"lateness {words}, worst", max(late), "ms"),
        Figure(f"stalls of more than 50 ms {words}", sum(1 for value in late if value > 50), f"of {len(late)} ticks"),
    ]


BENCHMARK = Benchmark("pulse", "by how much a timer of 10 ms in the real window is late", measure)
