"""Which heavy libraries are loaded once the start page shows: there must be none."""

from pathlib import Path

from tests.benchmarks.figures import Benchmark, Figure
from tests.benchmarks.startup import shown


def measure(folder: Path) -> list[Figure]:
    """Show both windows and count."""
    real, empty = shown("real", folder), shown("empty", folder)
    heavy = [Figure(f"heavy library {name}", 1, "loaded") for name in real["heavy"]]
    return [
        Figure("heavy libraries behind the start page", len(real["heavy"]), "loaded"),
        *heavy,
        Figure("modules behind the start page", real["modules"], "modules"),
        Figure("modules behind the empty window", empty["modules"], "modules"),
    ]


BENCHMARK = Benchmark("imports", "what is loaded when the start page shows (heavy libraries: none)", measure)
