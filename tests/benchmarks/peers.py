"""What taking a file of chats in costs beside what people do who have no program for it: a notebook, datasets, pandas.

The file has no spoilt line: the notebook and pandas would end at the first one.
"""

import shutil
from pathlib import Path
from typing import Any

from tests.benchmarks import chats
from tests.benchmarks.figures import Benchmark, Figure
from tests.benchmarks.intake import told_by

ROWS = 100_000
ROUNDS = 2
OURS = {"fast": "as installed (with the accelerator)", "plain": "counted with tiktoken alone"}
THEIRS = {"notebook": "the loop of OpenAI's notebook", "datasets": "Hugging Face datasets", "pandas": "pandas"}


def measure(folder: Path) -> list[Figure]:
    """Go each way in turn, several times, and take its least work; nothing of an earlier time may help."""
    path = folder / "chats.jsonl"
    chats.write(path, ROWS, clean=True)
    best: dict[str, dict[str, Any]] = {}
    for _ in range(ROUNDS):
        for way in (*OURS, *THEIRS):
            told = told_by(f"tests.benchmarks.{'intake' if way in OURS else 'peers'}_run", way, path, folder)
            if told["rows"] != ROWS:
                raise RuntimeError(f"{way} found {told['rows']} of {ROWS} rows")
            best[way] = min(best.get(way, told), told, key=lambda each: each["cpu"])
            (folder / f"{way}.tunedesk").unlink(missing_ok=True)
            shutil.rmtree(folder / "datasets", ignore_errors=True)
    if len({best[way]["tokens"] for way in THEIRS}) != 1:
        raise RuntimeError(f"the others do not agree: {best}")
    return [Figure("size of the file", path.stat().st_size / 1e6, "MB"), *_figures(best)]


def _figures(best: dict[str, dict[str, Any]]) -> list[Figure]:
    figures = []
    for way, words in (OURS | THEIRS).items():
        figures.append(Figure(f"{words}, processor time", best[way]["cpu"], "s"))
        if way in THEIRS:
            figures.append(Figure("  so many times our work as installed", best[way]["cpu"] / best["fast"]["cpu"], "x"))
            figures.append(Figure("  and with tiktoken alone", best[way]["cpu"] / best["plain"]["cpu"], "x"))
        figures.append(Figure("  peak memory", best[way]["rss"] / 2**20, "MiB"))
    return figures


BENCHMARK = Benchmark(
    "peers", f"{ROWS:,} chats read, checked and counted, beside a notebook, datasets and pandas", measure
)
