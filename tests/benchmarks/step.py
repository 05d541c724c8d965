"""A training step of the engine beside one of a plain script with TRL, in processor time."""

import json
import subprocess
import sys
from pathlib import Path

from desktop_app.engine.workers import surroundings
from tests.benchmarks.figures import Benchmark, Figure, middle

ROOT = Path(__file__).resolve().parents[2]


def measure(folder: Path) -> list[Figure]:
    """Train in one process, by turns with the engine's code and with TRL alone, and compare their steps."""
    command = [sys.executable, "-m", "tests.benchmarks.step_run", str(folder)]
    said = subprocess.run(
        command, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=True, timeout=900
    ).stdout
    found = json.loads(said.splitlines()[-1])
    ours, theirs = middle(found["ours"]), middle(found["theirs"])
    return [
        Figure("step of the engine", 1000 * ours, "ms"),
        Figure("step of a plain TRL script", 1000 * theirs, "ms"),
        Figure("engine / plain TRL (to hold: 1.05)", ours / theirs, "x"),
        Figure("a step's event on the disk after it", 1000 * middle(found["told"]), "ms"),
    ]


BENCHMARK = Benchmark(
    "engine_step",
    "processor time of a training step: the engine against TRL alone, one thread, a random model as wide as "
    "SmolLM2-135M with 3 of its 30 layers, so that what is ours weighs more than there",
    measure,
)
