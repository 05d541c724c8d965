"""The old `prepare_data` tool and ours prepare the same files: the same is found, and the same rows come out."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

from tests.campaigns.campaign import Campaign, Round, must
from tests.oracle import corpus, ours
from tests.oracle.compare import compare
from tests.oracle.process import OldTool, is_there, old_tool


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Start the old tool and lend the round."""
    must(is_there(), "the old tool is not there: `python3 packaging/test.py` fetches it")
    with old_tool() as tool:
        yield partial(one_round, folder, tool)


def one_round(folder: Path, tool: OldTool, chance: Random) -> Counter[str]:
    """Prepare one file with both."""
    made = corpus.sample(chance)
    path = corpus.write(made, folder)
    seen = compare(made, tool.judge(path), ours.prepare(path))
    played = f"{made.kind} {made.format}, {', '.join(sorted(made.plays))}; faults: {sorted(seen.faults)}"
    must(not seen.differences, f"{'; '.join(seen.differences)} ({played})")
    return seen.counted


CAMPAIGN = Campaign(
    "oracle",
    "Every finding of the old prepare_data tool (openai 0.28.1) has its counterpart in the check-up, with the same "
    "numbers and marks, and with every recommendation accepted the same rows come out; but for its named faults.",
    300,
    playing,
    ("pandas", "openpyxl"),
)
