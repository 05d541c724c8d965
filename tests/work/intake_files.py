"""Files and targets for the tests of the intake."""

import csv
import json
from pathlib import Path

from desktop_app.core.example import Shape
from desktop_app.core.reading import Reading
from desktop_app.core.target import Method, Target
from desktop_app.core.wizard import Wizard
from desktop_app.work import take_in

CHAT = Target("test/chat", "Chat", "test", {Shape.CHAT: (Method.SUPERVISED,)}, "o200k_base", limit=60)
COMPLETION = Target("test/completion", "Completion", "test", {Shape.COMPLETION: (Method.SUPERVISED,)}, "cl100k_base")


def table(path: Path, rows: int = 30, columns: tuple[str, ...] = ("question", "answer")) -> Path:
    """Write a table of questions and answers; returns its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *((f"What is {n}?", f"It is {n}.") for n in range(rows))])
    return path


def chats(path: Path, rows: int = 30, answers: int = 1) -> Path:
    """Write chats as JSON Lines, each with so many answers; returns their path."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(rows):
            turns = [
                {"role": role, "content": f"{role} {n}.{turn}"}
                for turn in range(answers)
                for role in ("user", "assistant")
            ]
            file.write(json.dumps({"messages": turns}) + "\n")
    return path


def wizard_for(path: Path, **answers: object) -> Wizard:
    """Return the wizard for a file as it is found, with some answers."""
    return Wizard.start(look(path).found).answer(**answers)


def look(path: Path):
    """Return the look at a file."""
    (found,) = take_in.look(path, Reading(), 200)
    return found


def last(items):
    """Return the last thing a verb yields."""
    *_, found = items
    return found
