"""`python -m tests.engine.workshop`: trains in folders named on standard input, one JSON line each, until it is closed.

One process imports torch once and works in many folders one after the other, as one worker each would; so a test file
pays for one start. It answers each line with the outcome.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from desktop_app.engine import workers
from desktop_app.engine.heavy import loading
from tests.engine.running import ROOT


class Workshop:
    """The tests' side of it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, verb: str, **values: object) -> dict[str, object]:
        """Have something done and return what was answered."""
        self._process.stdin.write(json.dumps({"verb": verb, **values}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the workshop has ended"
        return json.loads(line)

    def train(self, folder: Path) -> dict[str, object]:
        """Train in a job's folder and return the outcome."""
        return self.ask("train", folder=str(folder))


@contextmanager
def opened():
    """Lend a workshop; it computes with one thread: over a tiny model several would mostly wait for each other."""
    command = [sys.executable, "-m", "tests.engine.workshop"]
    pipe, around = subprocess.PIPE, {**workers.surroundings(), "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=around, stdin=pipe, stdout=pipe, text=True) as process:
        yield Workshop(process)
        process.stdin.close()
        process.wait(30)


def make_job(folder: Path, base: Path, training: bytes, validation: bytes | None = None, **more: object) -> Path:
    """Write a job's folder as the supervisor does; `settings` are its hyperparameters, `engine` the engine's."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "training.jsonl").write_bytes(training)
    if validation is not None:
        (folder / "data" / "validation.jsonl").write_bytes(validation)
    settings = {"n_epochs": 1, "batch_size": 4, **more.pop("settings", {})}
    request = {
        "id": folder.name,
        "base_folder": str(base),
        "seed": 5,
        "hyperparameters": settings,
        "settings": {"threads": 1, "recovery_steps": 200, "recovery_seconds": 300.0, **more.pop("engine", {})},
        **more,
    }
    (folder / "job.json").write_text(json.dumps(request))
    return folder


def metrics(folder: Path) -> list[dict[str, float]]:
    """Return what was measured, in order."""
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [data for line in lines if (data := json.loads(line)["data"])]


def main() -> None:
    """Do what is asked, line by line."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever a library prints is no answer
    with loading():
        from tests.engine import workbench  # noqa: PLC0415 - heavy, and only in this process

    for line in sys.stdin:
        asked = json.loads(line)
        done = getattr(workbench, asked.pop("verb"))(**asked)
        answers.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
