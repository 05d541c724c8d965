"""One small change at a time is made to core; the unit tests that go through its line must notice.

A mutant that survives is either a gap in the tests or says the same in other words; the result names each by its line.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.mutator import UNCHANGED, Mutant, mutants
from tests.campaigns.nursery import SURVIVED, Nursery, opened
from tests.campaigns.touched import CORE, ROOT, Touched, touched

TABLES = CORE / "sentences"
"""Tables of sentences hold nothing that could be calculated in another way."""


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Learn which tests touch which lines, and lend the round."""
    lines = touched()
    modules = [path for path in sorted(CORE.rglob("*.py")) if TABLES not in path.parents]
    known = [(path, each) for path in modules for each in mutants(path.read_text(encoding="utf-8"))]
    with opened(folder) as nursery:
        some = tests_of(lines["split.py"], 0)
        must(nursery.judge(CORE / "split.py", UNCHANGED, some) == SURVIVED, "tests do not pass as core stands")
        yield partial(one_round, nursery, lines, known)


def one_round(nursery: Nursery, lines: Touched, known: list[tuple[Path, Mutant]], chance: Random) -> Counter[str]:
    """Judge one mutant."""
    path, mutant = chance.choice(known)
    tests = tests_of(lines.get(path.relative_to(CORE).as_posix(), {}), mutant.line)
    place = f"{path.relative_to(ROOT).as_posix()}:{mutant.line}: {mutant.before} -> {mutant.after}"
    counted = Counter({"mutants": 1})
    if not tests:
        return counted + Counter({f"not touched: {place}": 1, "not touched by a unit test": 1})
    ended = nursery.judge(path, mutant.number, tests)
    return counted + Counter({ended: 1}) + Counter({f"survived: {place}": 1} if ended == SURVIVED else {})


def tests_of(lines: dict[int, list[str]], line: int) -> list[str]:
    """Return the tests that go through a line; for what runs when a module is loaded, all that go to the module."""
    return lines.get(line) or list(dict.fromkeys(test for tests in lines.values() for test in tests))


CAMPAIGN = Campaign(
    "mutants",
    "Small changes of core (comparisons, and/or, not, arithmetic, figures, results left out) are noticed by the unit "
    "tests that go through the line; those that are not are named.",
    150,
    playing,
    ("pytest", "hypothesis", "coverage"),
)
