"""How fast our decode loop is beside transformers' own, and what several models in one batch save."""

import json
import subprocess
import sys
from pathlib import Path

from desktop_app.engine import workers
from tests.benchmarks.figures import Benchmark, Figure

ROOT = Path(__file__).resolve().parents[2]
TOKENS = 24


def measure(folder: Path) -> list[Figure]:
    """Decode in a process of its own, one thread, and compare CPU seconds within that one run."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.decoding", str(folder / "model")],
        cwd=ROOT,
        env=workers.surroundings(),
        capture_output=True,
        text=True,
        check=True,
        timeout=1800,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return [
        Figure("generate, CPU for a token", 1000 * told["generate"] / TOKENS, "ms"),
        Figure("our loop, CPU for a token", 1000 * told["ours"] / TOKENS, "ms"),
        Figure("speed of our loop beside generate (at least 0.90)", told["generate"] / told["ours"], "x"),
        Figure("three models in one batch beside three runs (at most 0.75)", told["mixed"] / told["single"], "x"),
    ]


BENCHMARK = Benchmark(
    "engine_decode", "our decode loop beside transformers' own, and a batch of three models beside three runs", measure
)
