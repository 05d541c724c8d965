"""Four curves of a million points: a frame beside the pyramid alone, and what opening them does to the window."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Benchmark, Figure, middle, quantile

ROOT = Path(__file__).resolve().parents[2]


def measure(folder: Path) -> list[Figure]:
    """Draw, open and hear of events, each in a process of its own, without a screen."""
    drawn, heard = _told("drawing", folder), _told("long_story", folder)
    return [*_frames(drawn["frames"]), *_opening(drawn["opening"]), *_hearing(heard)]


def _told(what: str, folder: Path) -> dict[str, Any]:
    surroundings = {**os.environ, "TUNEDESK_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{what}", str(folder)],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    if done.returncode:
        raise RuntimeError(f"{what} ended with {done.returncode}: {(done.stdout + done.stderr)[-3000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _frames(told: dict[str, dict[str, list[float]]]) -> list[Figure]:
    alone = {count: middle(values) for count, values in told["pyramid alone"].items()}
    found = []
    for what, by_count in told.items():
        for count, values in by_count.items():
            said = f"{what}, {int(count):,} points a curve"
            found.append(Figure(f"frame: {said}", 1000 * middle(values), "ms CPU"))
            if what != "pyramid alone":
                found.append(Figure(f"  beside the pyramid alone: {said}", middle(values) / alone[count], "x"))
    return found


def _hearing(told: dict[str, Any]) -> list[Figure]:
    return [Figure("hearing of a training with 100,000 events, all of it", told["all"], "s"), *_lateness(told)]


def _opening(told: dict[str, Any]) -> list[Figure]:
    return [
        Figure("opening a run of 1,000,000 points, first curve", told["first"], "s"),
        Figure("opening a run of 1,000,000 points, all of it", told["all"], "s"),
        *_lateness(told),
    ]


def _lateness(told: dict[str, Any]) -> list[Figure]:
    found = []
    for phase, late in told["late"].items():
        found += [
            Figure(f"lateness of the window's timer {phase}, p99", quantile(late, 0.99), "ms"),
            Figure(f"lateness of the window's timer {phase}, worst", max(late), "ms"),
        ]
    return found


BENCHMARK = Benchmark("curves", "four curves that grow by 100 points a frame, 900 x 500 pixels", measure)
