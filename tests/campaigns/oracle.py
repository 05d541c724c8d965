"""The old `prepare_data` tool and ours prepare the same files: the same is found, and the same rows come out."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from desktop_app.core.checks.finding import Severity
from tests.campaigns.campaign import Campaign, Round, must
from tests.oracle import corpus, ours
from tests.oracle.compare import Comparison, compare
from tests.oracle.corpus import Sample
from tests.oracle.process import OldTool, is_there, old_tool


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Start the old tool and lend the round."""
    must(is_there(), "the old tool is not there: `python3 packaging/test.py` fetches it")
    with old_tool() as tool:
        yield partial(one_round, folder, tool)


def one_round(folder: Path, tool: OldTool, chance: Random) -> Counter[str]:
    """Check one file with both; prepare it as a whole unless the old tool has a fault with it."""
    made = corpus.sample(chance)
    with TemporaryDirectory(dir=folder) as place:
        path = corpus.write(made, Path(place))
        seen = judged(made, path, tool)
        blocked = any(each.severity is Severity.BLOCKS for each in ours.prepare(path).findings.values())
        if not (seen.faults or blocked):
            nothing_is_left_to_recommend(path, tool)
            seen.counted["files prepared as a whole"] += 1
    return seen.counted


def judged(made: Sample, path: Path, tool: OldTool) -> Comparison:
    """Return how the two compare over a file; raise BrokenError if they differ without a named fault."""
    seen = compare(made, tool.judge(path), ours.prepare(path))
    played = f"{made.kind} {made.format}, {', '.join(sorted(made.plays))}; faults: {sorted(seen.faults)}"
    must(not seen.differences, f"{'; '.join(seen.differences)} ({played})")
    return seen


def nothing_is_left_to_recommend(path: Path, tool: OldTool) -> None:
    """Prepare a file with draft, remedies, parts and files; the old tool must find nothing to mend in its files."""
    written = ours.written(path, path.with_name("out"))
    must(sorted(written) == sorted(ours.settled(path)), "the preparation made other rows than its checks and remedies")
    again = tool.judge(corpus.write(Sample("", "jsonl", written), path.parent, "again"))
    must(again.rows == written and "[Recommended]" not in again.said, f"the old tool would go on: {again.said[-1000:]}")


CAMPAIGN = Campaign(
    "oracle",
    "Every finding of the old prepare_data tool (openai 0.28.1) has its counterpart in the check-up, with the same "
    "numbers and marks, and with every recommendation accepted the same rows come out, but for its named faults; and "
    "in what the whole preparation writes it finds nothing more to recommend.",
    300,
    playing,
    ("pandas", "openpyxl"),
)
