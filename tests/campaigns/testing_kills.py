"""`tunedesk test` is killed while it asks, and while a judge reads; nothing that was answered is asked again."""

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.text import text
from desktop_app.providers.pace import AT_ONCE
from desktop_app.store.project import Project
from tests.campaigns.campaign import Campaign, Round, must
from tests.cloud.judge import judging
from tests.cloud.pupils import Pupil, teach
from tests.cloud.server import Cloud

ROWS = 1000
KILLS = 2
GOOD, POOR, JUDGE = "gpt-4o-mini-2024-07-18", "gpt-3.5-turbo-0125", "gpt-4.1-2025-04-14"
ROOT = Path(__file__).resolve().parents[2]
COLOURS = ("red", "blue", "green")


def colour(question: str) -> str:
    """Return the right answer to a question."""
    return COLOURS[int(question.rsplit(maxsplit=1)[-1]) % len(COLOURS)]


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round."""
    numbers = iter(range(10**6))
    yield lambda chance: killed(chance, folder / str(next(numbers)), ROWS)


def killed(chance: Random, folder: Path, rows: int) -> Counter[str]:
    """Test two models on so many rows, let a third judge; kill the program once in each, compare with a whole one."""
    folder.mkdir()
    project = folder / "colours.tunedesk"
    _filled(project, rows)
    with Cloud() as cloud:
        for model in (GOOD, POOR, JUDGE):
            cloud.account.models[model] = {"id": model, "object": "model", "created": 1, "owned_by": "system"}
        pupils = {GOOD: Pupil(0.9, COLOURS), POOR: Pupil(0.6, COLOURS), JUDGE: Pupil(1.0, ())}
        teach(cloud, judging(colour, _unseen), pupils)
        judge = ["--judge", JUDGE]
        command = ["test", str(project), "--model", POOR, "--model", GOOD, *judge]
        # Once while the models answer, and once while the judge reads what they said.
        for moment in (chance.randrange(AT_ONCE, 2 * rows), chance.randrange(2 * rows + 2 * AT_ONCE, 4 * rows)):
            _until(cloud, moment, _started(folder, cloud, command))
            command = ["test", str(project), "--go-on", *judge]
        told = _told(folder, cloud, command)
        again = len(cloud.account.asked) - 4 * rows
        must(0 <= again <= KILLS * AT_ONCE, f"{again} answers more than needed were asked for")
        whole = _told(folder, cloud, ["test", str(project), "--model", POOR, "--model", GOOD, *judge])
    for one in (told, whole):
        one.pop("test")
        for model in one["models"]:
            model.pop("seconds")
    must(told == whole, f"the figures are {told} instead of {whole}")
    must(told["models"][1]["answered"] == rows, f"{told['models'][1]['answered']} rows were answered")
    unread = [each["unread"] for each in told["judges"][0]["marks"]]
    must(unread == [sum(map(_unseen, map(_question, range(rows))))] * 2, f"{unread} verdicts could not be read")
    return Counter({"rows": rows, "kills": KILLS, "asked once more": again})


def _filled(path: Path, rows: int) -> None:
    project = Project.create(path)
    asked = [_question(number) for number in range(rows)]
    examples = [Conversation((Message("user", one), Message("assistant", colour(one)))) for one in asked]
    kept = [*((each, Part.TRAINING) for each in examples[:30]), *((each, Part.TEST) for each in examples)]
    project.do(text("step.insert_row"), lambda edit: edit.append(kept)).result()
    project.close()


def _question(number: int) -> str:
    return f"colour {number}"


def _unseen(question: str) -> bool:
    """Tell whether the judge has no readable opinion."""
    return int(question.rsplit(maxsplit=1)[-1]) % 10 == 3


def _started(folder: Path, cloud: Cloud, command: list[str]) -> "subprocess.Popen[str]":
    kept = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment = {**kept, "HOME": str(folder), "TUNEDESK_HOME": str(folder / "home"), "A_KEY": cloud.account.key}
    words = [sys.executable, "-m", "desktop_app", *command, "--yes", "--json", "--at", cloud.address]
    return subprocess.Popen(
        [*words, "--key-variable", "A_KEY"],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _until(cloud: Cloud, moment: int, running: "subprocess.Popen[str]") -> None:
    """Kill the program as soon as the cloud was asked so often in all; one that is done before is left alone."""
    come = threading.Event()

    def look(_route: str, _when: str) -> None:
        if len(cloud.account.asked) >= moment:
            come.set()

    cloud.witnesses.append(look)
    while running.poll() is None and not come.wait(0.05):
        pass
    running.kill()
    running.communicate()
    cloud.witnesses.remove(look)


def _told(folder: Path, cloud: Cloud, command: list[str]) -> dict[str, Any]:
    running = _started(folder, cloud, command)
    said, complaints = running.communicate(timeout=600)
    must(running.returncode == 0, f"the program ended with {running.returncode}: {complaints[-2000:]}")
    found: dict[str, Any] = json.loads(said)
    return found


CAMPAIGN = Campaign(
    name="testing_kills",
    proves=(
        "A test of two models on 1,000 rows, with a third model as judge, goes on where it was after it was killed "
        "while the models answered and once more while the judge read: nothing that was answered is asked again, "
        "and its figures, intervals included, are those of a test that nobody killed."
    ),
    rounds=1,
    playing=playing,
    made_of=("openai",),
)
