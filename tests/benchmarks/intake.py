"""What taking a large file in costs, beside the least that reading and counting can cost, and what the window feels."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import chats
from tests.benchmarks.figures import Benchmark, Figure, quantile
from tests.oracle.process import VALIDATORS, is_there

ROOT = Path(__file__).resolve().parents[2]
ROWS = 100_000
ROUNDS = 2
WAYS = ("limit", "plain", "fast", "quick")


def measure(folder: Path) -> list[Figure]:
    """Go each way in turn, several times; then once more beside a window."""
    path = folder / "chats.jsonl"
    chats.write(path, ROWS)
    best: dict[str, dict[str, Any]] = {}
    for _ in range(ROUNDS):
        for way in WAYS:
            told = told_by("tests.benchmarks.intake_run", way, path, folder)
            best[way] = min(best.get(way, told), told, key=lambda each: each["cpu"])
            (folder / f"{way}.tunedesk").unlink(missing_ok=True)
    least = best["limit"]["cpu"]
    figures = [
        Figure("size of the file", path.stat().st_size / 1e6, "MB"),
        Figure("orjson + tiktoken, processor time", least, "s"),
        Figure("taken in, checked, counted as installed (with the accelerator)", best["fast"]["cpu"], "s"),
        Figure("  / orjson + tiktoken (goal 1.25)", best["fast"]["cpu"] / least, "x"),
        Figure("the same with tiktoken alone, where there is no accelerator", best["plain"]["cpu"], "s"),
        Figure("  / orjson + tiktoken", best["plain"]["cpu"] / least, "x"),
        Figure("taken in and checked, not counted", best["quick"]["cpu"], "s"),
        Figure("peak memory, as installed (goal 300)", best["fast"]["rss"] / 2**20, "MiB"),
        Figure("peak memory, counted with tiktoken", best["plain"]["rss"] / 2**20, "MiB"),
    ]
    return figures + _lateness(path, folder)


def measure_million(folder: Path) -> list[Figure]:
    """Take in ten times as many rows."""
    path = folder / "chats.jsonl"
    chats.write(path, 10 * ROWS)
    told = told_by("tests.benchmarks.intake_run", "fast", path, folder)
    return [
        Figure("size of the file", path.stat().st_size / 1e6, "MB"),
        Figure("taken in, checked, counted with the accelerator, processor time", told["cpu"], "s"),
        Figure("the same by the clock", told["seconds"], "s"),
        Figure("rows a second", told["rows"] / told["seconds"], "rows/s"),
        Figure("peak memory", told["rss"] / 2**20, "MiB"),
    ]


def measure_old(folder: Path) -> list[Figure]:
    """Let the old tool prepare a table of prompts and completions, and take the same table in, in turn."""
    if not is_there():
        raise RuntimeError("the old tool is not there; packaging/test.py fetches it")
    path = folder / "table.csv"
    chats.write_table(path, ROWS)
    old, ours = [], []
    for _ in range(ROUNDS):
        ours.append(_timed("tests.benchmarks.intake_run", "table", path, folder))
        (folder / "table.tunedesk").unlink()
        old.append(_timed("tests.benchmarks.old_tool_run", VALIDATORS, path, folder))
    clock, work = ([min(each[of] for each in both) for both in (old, ours)] for of in ("clock", "cpu"))
    return [
        Figure("size of the table", path.stat().st_size / 1e6, "MB"),
        Figure("the old tool, by the clock", clock[0], "s"),
        Figure("taken in and checked, not counted, by the clock", clock[1], "s"),
        Figure("so many times as fast (goal 5)", clock[0] / clock[1], "x"),
        Figure("the old tool, processor time", work[0], "s"),
        Figure("taken in and checked, not counted, processor time", work[1], "s"),
        Figure("so many times less work", work[0] / work[1], "x"),
        Figure("peak memory of the old tool", max(each["rss"] for each in old) / 2**20, "MiB"),
        Figure("peak memory", max(each["rss"] for each in ours) / 2**20, "MiB"),
    ]


def _lateness(path: Path, folder: Path) -> list[Figure]:
    late: dict[str, list[float]] = told_by("tests.benchmarks.intake_pulse", path, folder / "home")
    words = {"idle": "at rest", "intake": "while the file is taken in", "adopt": "while the rows come into the project"}
    return [
        Figure(f"lateness of a 10 ms timer {said}, {name}", value, "ms")
        for phase, said in words.items()
        for name, value in (("p99", quantile(late[phase], 0.99)), ("worst", max(late[phase])))
    ]


def _timed(module: str, *words: object) -> dict[str, float]:
    """Return what a benchmark tells, with how long its process took by the clock, its start included."""
    began = time.perf_counter()
    told: dict[str, float] = told_by(module, *words)
    return told | {"clock": time.perf_counter() - began}


def told_by(module: str, *words: object) -> Any:
    """Return what a benchmark in a process of its own tells; the last word is a folder it may write into."""
    surroundings = {**os.environ, "TUNEDESK_HOME": str(words[-1]), "QT_QPA_PLATFORM": "offscreen"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {words} ended with {done.returncode}: {(done.stdout + done.stderr)[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


BENCHMARK = Benchmark("import", f"{ROWS:,} chats read, checked and counted, beside orjson + tiktoken alone", measure)
OLD_TOOL = Benchmark("old_tool", f"{ROWS:,} prompts and completions read and checked, beside prepare_data", measure_old)
MILLION = Benchmark("import_million", f"{10 * ROWS:,} chats read, checked and counted", measure_million)
