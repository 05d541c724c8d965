"""`python -m desktop_app.engine.probe FOLDER`: a few real steps in a folder made for it; prints what they took."""

import json
import sys
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from desktop_app.engine import events
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.lifeline import follow_parent, step_back
from desktop_app.engine.train import attempt

if sys.platform != "win32":
    import resource

STEPS = 3
_PLACES, _LOWEST, _SPAN = ("preferred", "other"), 5, 200


def rows(pairs: bool, batch: int, usual: int, longest: int) -> list[dict[str, list[int]]]:
    """Return prepared examples for the steps: a batch of the longest, then usual ones; any model knows the ids."""
    found = []
    for number in range(STEPS * batch):
        ids = [_LOWEST + place % _SPAN for place in range(longest if number < batch else usual)]
        answer = {"ids": ids, "labels": [-100, *ids[1:]]}
        if pairs:
            found.append({f"{side}_{name}": value for side in _PLACES for name, value in answer.items()})
        else:
            found.append({"input_ids": ids, "labels": answer["labels"]})
    return found


def main(arguments: list[str]) -> int:
    """Train in the folder and say what it took; 1 with the reason where it could not be done."""
    follow_parent()
    step_back(10)
    sys.stdout.write(json.dumps(look(JobFolder(Path(arguments[0])))) + "\n")
    return 0


def look(folder: JobFolder) -> dict[str, Any]:
    """Return the seconds of a step and of all before the first, the most memory and the sizes on disk in bytes."""
    began = time.time()
    outcome = attempt(folder)
    if outcome["status"] != "succeeded":
        return {"error": outcome["error"]}
    at = [event["time"] for event in events.read(folder.events) if event["data"]]
    kept = next(folder.checkpoints.glob("checkpoint-*"))
    return {
        "seconds_a_step": median(after - before for before, after in pairwise(at)),
        "seconds_before": at[0] - began,
        "memory": _peak(),
        "checkpoint_bytes": sum(path.stat().st_size for path in kept.iterdir()),
        "adapter_bytes": sum(path.stat().st_size for path in folder.adapter.iterdir()),
    }


def _peak() -> int:
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
