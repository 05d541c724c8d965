"""Counting the tokens of 20,000 chats: ours beside the plain loop over tiktoken, with both vocabularies."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from desktop_app.core.example import Example, from_line
from desktop_app.core.target import Target
from desktop_app.settings import paths
from desktop_app.tokens.counting import Places, counter
from desktop_app.tokens.vocabularies import NAMES
from tests.benchmarks import chats
from tests.benchmarks.figures import Benchmark, Figure
from tests.tokens.reference import reference

ROWS = 20_000
ROUNDS = 2
BATCH = 1000


def measure(folder: Path) -> list[Figure]:
    """Count the same chats in turn, and take the better of two rounds each."""
    file = folder / "chats.jsonl"
    chats.write(file, ROWS, clean=True)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    examples = [from_line(line) for line in lines]
    texts = [m["content"] for line in lines for m in line["messages"] if isinstance(m.get("content"), str)]
    places = Places(paths.resource("tiktoken"), paths.engine_dir() / "models")
    figures = [Figure("text in the chats", sum(map(len, texts)) / 1e6, "million characters")]
    for name in NAMES:
        target = Target("openai/x", "X", "openai", vocabulary=name)
        plain, faster = counter(target, places, accelerate=False), counter(target, places)
        encode = reference(name).encode_ordinary
        ways: dict[str, Callable[[], object]] = {
            "loop": lambda encode=encode: [len(encode(text)) for text in texts],
            "plain": lambda counting=plain: _counted(counting.count, examples),
            "faster": lambda counting=faster: _counted(counting.count, examples),
        }
        figures += _figures(name, {way: min(taken) for way, taken in _interleaved(ways).items()})
    return figures


def _counted(count: Callable[[Sequence[Example]], object], examples: Sequence[Example]) -> None:
    for start in range(0, len(examples), BATCH):
        count(examples[start : start + BATCH])


def _interleaved(ways: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, act in ways.items():
            began = process_time()
            act()
            taken[way].append(process_time() - began)
    return taken


def _figures(name: str, seconds: dict[str, float]) -> list[Figure]:
    return [
        Figure(f"{name}: plain loop over tiktoken", seconds["loop"], "CPU s"),
        Figure(f"{name}: ours without the faster library, against it", seconds["plain"] / seconds["loop"], "x"),
        Figure(f"{name}: ours with it where installed, against it", seconds["faster"] / seconds["loop"], "x"),
    ]


BENCHMARK = Benchmark("tokens", "counting tokens against the plain loop over tiktoken", measure)
