"""`python -m tests.benchmarks.intake_run HOW FILE FOLDER`: take a file of chats in, or do the least there is to do.

limit: orjson reads every line and tiktoken counts every text of it, and nothing is kept. plain: the intake as it is,
counting with tiktoken alone. fast: as installed, with the accelerator. quick: without counting. table: without counting
as well, a table of prompts and completions that stay such. Tells its processor time and memory.
"""

import json
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop_app.core.example import Shape
from desktop_app.core.reading import Reading
from desktop_app.core.target import Method, Target
from desktop_app.core.wizard import Wizard
from desktop_app.settings import paths
from desktop_app.tokens import vocabularies
from desktop_app.work import counting, take_in, worker
from desktop_app.work.intake import Tokens
from tests.benchmarks.figures import peak

TARGET = Target("bench/chat", "Chat", "bench", {Shape.CHAT: (Method.SUPERVISED,)}, vocabularies.O200K, limit=65536)

COMPLETES = replace(TARGET, shapes={Shape.COMPLETION: (Method.SUPERVISED,)})
_UNCOUNTED = ("quick", "table")


class _NoLengths:
    """Counts nothing and keeps nothing."""

    tokens = Tokens(exact=False)

    def __init__(self, *_: object) -> None:
        pass

    def of(self, ids: range, _: object) -> list[int]:
        """Return no tokens at all."""
        return [0] * len(ids)


def limit(path: Path) -> tuple[int, int]:
    """Return rows and tokens of a file, with no more work than that takes."""
    import orjson  # noqa: PLC0415 - only this way needs it at once

    encode = vocabularies.load(vocabularies.O200K, paths.resource("tiktoken"))._encoding.encode_ordinary
    rows = tokens = 0
    with path.open("rb") as file:
        for line in file:
            try:
                messages = orjson.loads(line)["messages"]
                tokens += sum(len(encode(message["content"])) for message in messages)
            except (ValueError, TypeError, KeyError):
                continue
            rows += 1
    return rows, tokens


def intake(path: Path, folder: Path, how: str) -> tuple[int, int]:
    """Take the file in as the worker does; return rows and tokens."""
    worker.calm()
    (look,) = take_in.look(path, Reading(), 200)
    wizard = Wizard.start(look.found)
    target = TARGET
    if how == "table":
        wizard, target = wizard.answer(shape=Shape.COMPLETION), COMPLETES
    if how in _UNCOUNTED:
        take_in.Lengths = _NoLengths  # type: ignore[misc,assignment]  # this process does nothing else
    else:
        counting.counter = partial(counting.counter, accelerate=how == "fast")
    *_, taken = take_in.take_in(path, wizard, folder / f"{how}.tunedesk", target)
    if taken.rows_in != taken.used + taken.left_out:
        raise RuntimeError(f"the balance is wrong: {taken}")
    return taken.made, taken.tokens.total


def main(how: str, path: Path, folder: Path) -> None:
    """Do it and tell."""
    began = time.perf_counter()
    rows, tokens = limit(path) if how == "limit" else intake(path, folder, how)
    told = {
        "rows": rows,
        "tokens": tokens,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time(),
        "rss": peak(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
