"""A training step of the engine beside one of a plain script with TRL, in processor time, on the starter model."""

import json
import subprocess
import sys
from pathlib import Path

from desktop_app.core.job import STARTER
from desktop_app.engine.settings import default_data
from desktop_app.engine.workers import surroundings
from tests.benchmarks.figures import Benchmark, Figure, middle

ROOT = Path(__file__).resolve().parents[2]


def measure(folder: Path) -> list[Figure]:
    """Train in one process, by turns with the engine's code and with TRL alone, and compare their steps."""
    base = default_data() / "models" / STARTER
    if not base.is_dir():
        raise FileNotFoundError(f"The starter model does not lie in {base}; TUNEDESK_HOME names another place.")
    command = [sys.executable, "-m", "tests.benchmarks.step_run", str(base), str(folder)]
    said = subprocess.run(command, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=True).stdout
    found = json.loads(said.splitlines()[-1])
    ours, theirs = middle(found["ours"]), middle(found["theirs"])
    return [
        Figure("step of the engine", 1000 * ours, "ms"),
        Figure("step of a plain TRL script", 1000 * theirs, "ms"),
        Figure("engine / plain TRL (to hold: 1.05)", ours / theirs, "x"),
        Figure("a step's event on the disk after it", 1000 * middle(found["told"]), "ms"),
    ]


BENCHMARK = Benchmark(
    "engine_step", "processor time of a training step: the engine against TRL alone, one thread, SmolLM2-135M", measure
)
