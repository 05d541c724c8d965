"""The tests again and again, in another order each time: none of them hangs on luck or on another test."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

from tests.campaigns.campaign import Campaign, Round, must

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
UNITS = ("core", "store", "formats", "providers", "settings", "tokens", "work")
WINDOW = ("gui", "screens")
SIDE_BY_SIDE = min(4, (os.cpu_count() or 1) + 1)

Rings = Mapping[str, tuple[str, ...]]
"""What is counted under which name, and the folders of tests it is made of."""


@contextmanager
def playing(rings: Rings, folder: Path) -> Iterator[Round]:
    """Lend a round in which each ring runs once; it leaves its files in `folder`."""
    yield partial(one_round, rings, folder)


def one_round(rings: Rings, folder: Path, chance: Random, processes: int = SIDE_BY_SIDE) -> Counter[str]:
    """Run each ring once; a test that fails or is skipped breaks the round, and is named."""
    counted = Counter[str]()
    for name, parts in rings.items():
        folders = [str(TESTS / part) for part in parts]
        counted[f"tests of {name}"] = _passed(folders, chance.randrange(2**32), folder, processes)
    return counted


def _passed(folders: list[str], seed: int, place: Path, processes: int) -> int:
    """Return how many tests of these folders passed in the order of this seed, which must be all."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(processes), "--dist", "worksteal", *folders]
    command += ["-p", "no:cacheprovider", f"--randomly-seed={seed}", f"--basetemp={place / 'tests'}"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"CI": "true"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    last = done.stdout.strip().rpartition("\n")[2]
    named = re.findall(r"^(?:FAILED|ERROR) .*|Exception ignored in: .*", done.stdout, re.MULTILINE)
    must(done.returncode == 0, "; ".join([f"seed {seed}", *named, last, done.stderr[-500:]]))
    passed = re.search(r"(\d+) passed", last)
    must(passed is not None and "skipped" not in last, last)
    return int(passed[1]) if passed else 0


RINGS = Campaign(
    "rings",
    "The tests of units and those of the window pass in another order each time.",
    20,
    partial(playing, {"units": UNITS, "the window": WINDOW}),
    ("pytest", "PySide6-Essentials"),
)
EVERYTHING = Campaign(
    "everything",
    "All tests pass in another order each time, and none is skipped.",
    3,
    partial(playing, {"everything": (".",)}),
    ("pytest", "PySide6-Essentials", "torch"),
)
