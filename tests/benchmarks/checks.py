"""What the check-up costs, check by check, beside merely parsing the same rows."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

import orjson

from desktop_app.core.checks.doctor import all_checks
from desktop_app.core.checks.finding import Check, Circumstances, Seen
from desktop_app.core.checks.near import Near, find_near
from desktop_app.core.checks.portion import portions
from desktop_app.core.checks.seeing import seen
from desktop_app.core.example import Shape, from_line
from desktop_app.core.target import Method, Target
from tests.benchmarks import chats
from tests.benchmarks.figures import Benchmark, Figure

ROWS = 20_000
BATCH = 1000
ROUNDS = 3
TARGET = Target("local/x", "X", "local", {Shape.CHAT: (Method.SUPERVISED,)}, local=True)
T = TypeVar("T")


def measure(folder: Path) -> list[Figure]:
    """Parse the rows, look at them with every check, and look for nearly equal ones; the best of some rounds each."""
    file = folder / "chats.jsonl"
    chats.write(file, ROWS, clean=True)
    lines = file.read_bytes().splitlines()
    slow, _ = _best(lambda: [json.loads(line) for line in lines])
    quick, _ = _best(lambda: [orjson.loads(line) for line in lines])
    each = _each_check(lines)
    total = sum(each.values())
    texts = [(row.id, f"{row.prompt}\n{row.answer}") for row in _rows(lines, 0, ROWS)]
    near, pairs = _best(lambda: list(find_near(texts)), rounds=1)
    found = sum(isinstance(step, Near) for step in pairs)
    return [
        Figure("bytes a row", sum(map(len, lines)) / ROWS, "bytes"),
        Figure("json.loads", slow, "CPU s"),
        Figure("orjson.loads", quick, "CPU s"),
        Figure("all checks", total, "CPU s"),
        *(Figure(f"of it {name}", seconds, "CPU s") for name, seconds in sorted(each.items(), key=lambda kv: -kv[1])),
        Figure("all checks / json.loads", total / slow, "x"),
        Figure("all checks / orjson.loads", total / quick, "x"),
        Figure("all checks for 100,000 rows", total * 100_000 / ROWS, "CPU s"),
        Figure("nearly equal rows, on demand", near, "CPU s"),
        Figure("nearly equal rows / orjson.loads", near / quick, "x"),
        Figure("nearly equal rows found", found, "pairs"),
    ]


def _rows(lines: Sequence[bytes], start: int, stop: int) -> list[Seen]:
    """Return some rows as the checks see them."""
    examples = [from_line(orjson.loads(line)) for line in lines[start:stop]]
    return [seen(number, number + 1, example) for number, example in enumerate(examples, start)]


def _each_check(lines: Sequence[bytes]) -> dict[str, float]:
    """Return the CPU seconds of each check, the best of some rounds in which they take turns batch by batch."""
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        spent: defaultdict[str, float] = defaultdict(float)
        checks: Sequence[Check] = all_checks(Circumstances(TARGET))
        for start in range(0, len(lines), BATCH):
            batch = _rows(lines, start, start + BATCH)  # as an import has them: no more of them at a time
            for portion in portions(batch):
                for check in checks:
                    began = process_time()
                    check.see(portion)
                    spent[type(check).__name__] += process_time() - began
        for check in checks:
            began = process_time()
            list(check.finish())
            spent[type(check).__name__] += process_time() - began
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in spent.items()}
    return best


def _best(work: Callable[[], T], rounds: int = ROUNDS) -> tuple[float, T]:
    spent = float("inf")
    for _ in range(rounds):
        began = process_time()
        made = work()
        spent = min(spent, process_time() - began)
    return spent, made


BENCHMARK = Benchmark("checks", f"the whole check-up of {ROWS:,} chats in memory, beside parsing them", measure)
