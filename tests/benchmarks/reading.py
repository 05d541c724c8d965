"""What reading foreign files costs, beside the plainest way to read the same file, and how much memory it takes."""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import openpyxl
import orjson
import pyarrow
import pyarrow.parquet

from desktop_app.formats import reader
from tests.benchmarks.figures import Benchmark, Figure

ROWS = 20_000
TIMES = (1, 4)
"""The files of text are written once and four times as long, to see that memory does not grow with them."""
COLUMNS = ("prompt", "completion", "label")
_PEAK = """
import sys
from pathlib import Path
from desktop_app.formats import reader
path = Path(sys.argv[1])
count = sum(1 for _ in reader.records(path, reader.find_out(path)))
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(count, peak / 1024)
"""


def rows(count: int) -> Iterator[tuple[str, str, str]]:
    """Yield rows of some 800 letters, several scripts, commas, quotes and line breaks."""
    chance = random.Random(1)
    words = [
        "the",
        "model",
        "learns",
        "“quickly”,",
        "größer",
        "день",
        "日本語",
        "rows;\nand",
        "'answers'",
        'you "write"',
        "😀",
    ]
    for number in range(count):
        yield " ".join(chance.choices(words, k=60)), " ".join(chance.choices(words, k=60)), f"class {number % 7}"


def write_csv(path: Path, count: int) -> None:
    """Write a table of text."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *rows(count)])


def write_lines(path: Path, count: int) -> None:
    """Write a file of chats, JSON Lines."""
    with path.open("wb") as file:
        for asked, answered, _ in rows(count):
            turns = [{"role": "user", "content": asked}, {"role": "assistant", "content": answered}]
            file.write(orjson.dumps({"messages": turns}) + b"\n")


def write_array(path: Path, count: int) -> None:
    """Write a JSON array, indented."""
    with path.open("w", encoding="utf-8") as file:
        for number, row in enumerate(rows(count)):
            file.write((",\n" if number else "[\n") + json.dumps(dict(zip(COLUMNS, row, strict=True)), indent=2))
        file.write("\n]\n")


def write_parquet(path: Path, count: int) -> None:
    """Write a Parquet file."""
    columns = zip(*rows(count), strict=True)
    pyarrow.parquet.write_table(pyarrow.table(dict(zip(COLUMNS, map(list, columns), strict=True))), path)


def write_workbook(path: Path, count: int) -> None:
    """Write a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    for row in (COLUMNS, *rows(count)):
        sheet.append(row)
    book.save(path)


def plain_csv(path: Path) -> int:
    """Count the rows with csv.reader."""
    with path.open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def plain_lines(path: Path) -> int:
    """Count the objects with orjson."""
    with path.open("rb") as file:
        return sum(orjson.loads(line) is not None for line in file)


def plain_array(path: Path) -> int:
    """Count the objects with json.load, which holds them all."""
    return len(json.loads(path.read_text("utf-8")))


KINDS: tuple[tuple[str, Callable[[Path, int], None], Callable[[Path], int] | None, str], ...] = (
    ("table.csv", write_csv, plain_csv, "csv.reader"),
    ("chats.jsonl", write_lines, plain_lines, "orjson"),
    ("array.json", write_array, plain_array, "json.load"),
    ("table.parquet", write_parquet, None, ""),
    ("book.xlsx", write_workbook, None, ""),
)


def measure(folder: Path) -> list[Figure]:
    """Write each kind of file, read it in both ways, and read it once more in a process of its own for its peak."""
    figures = []
    for name, write, plain, way in KINDS:
        path = folder / name
        write(path, ROWS)
        seconds, count = timed(lambda path=path: sum(1 for _ in reader.records(path, reader.find_out(path))))
        if count != ROWS:
            raise RuntimeError(f"{count} rows of {name} were read of {ROWS}")
        figures.append(Figure(f"{name} ({path.stat().st_size / 1e6:.0f} MB) found out and read", seconds, "s"))
        if plain is not None:
            least, _ = timed(lambda plain=plain, path=path: plain(path))
            figures.append(Figure(f"{name} / {way} alone", seconds / least, "x"))
        figures += peaks(path, write) if plain is not None else peaks(path, write, times=(1,))
    return figures


def peaks(path: Path, write: Callable[[Path, int], None], times: tuple[int, ...] = TIMES) -> list[Figure]:
    """Return the peak memory of a process that reads the file, once and several times as long."""
    figures = []
    for factor in times:
        write(path, ROWS * factor)
        done = subprocess.run([sys.executable, "-c", _PEAK, str(path)], capture_output=True, text=True, check=True)
        count, peak = done.stdout.split()
        if int(count) != ROWS * factor:
            raise RuntimeError(f"{count} rows of {path.name} were read of {ROWS * factor}")
        figures.append(Figure(f"{path.name} of {ROWS * factor:,} rows: peak of the process", float(peak), "MB"))
    return figures


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return the processor time of the better of two runs, in seconds, and what it returned."""
    best, found = float("inf"), 0
    for _ in range(2):
        began = process_time()
        found = work()
        best = min(best, process_time() - began)
    return best, found


BENCHMARK = Benchmark("reading", f"{ROWS:,} rows of each kind of file, beside the plainest way to read them", measure)
