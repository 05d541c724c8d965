"""What a benchmark tells: figures with their units, and how a row of measurements becomes a few of them."""

import json
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a benchmark in words; a ratio has the unit "x"."""

    words: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark: one sentence of what it compares, and how it is measured in an empty folder."""

    name: str
    compares: str
    measure: Callable[[Path], list[Figure]]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def peak() -> int:
    """Return the most memory this process had, in bytes; on Linux without what the process had that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        told = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) * 1024
    import resource  # noqa: PLC0415 - there is none on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def load() -> float:
    """Return the load average of the last minute; figures taken under load are worth less."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def table(benchmark: Benchmark, figures: Sequence[Figure], loads: tuple[float, float]) -> str:
    """Return the figures as a small table."""
    width = max(len(figure.words) for figure in figures)
    lines = [f"{benchmark.name}: {benchmark.compares}"]
    lines += [f"  {figure.words:<{width}}  {figure.value:>10.2f} {figure.unit}" for figure in figures]
    lines.append(f"  (load average {loads[0]:.2f} before, {loads[1]:.2f} after, {os.cpu_count()} cores)")
    return "\n".join(lines)


def write(path: Path, results: dict[str, tuple[list[Figure], tuple[float, float]]]) -> None:
    """Write all results with the versions that matter as JSON."""
    found = {
        name: {"figures": [asdict(figure) for figure in figures], "load": list(loads)}
        for name, (figures, loads) in results.items()
    }
    whole = {"python": ".".join(map(str, sys.version_info[:3])), "cores": os.cpu_count(), "benchmarks": found}
    path.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
