"""Projects of many rows for the benchmarks."""

from pathlib import Path

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.store.project import Project

WORDS = "the quick brown fox jumps over a lazy dog while seven clever wizards box with frozen gnomes"


def row(number: int) -> tuple[str, str]:
    """Return prompt and completion of about 100 letters each."""
    return f"question {number}: {WORDS}?", f" answer {number}: {WORDS[::-1]}."


def made(path: Path, rows: int) -> Project:
    """Return a new open project with this many rows."""
    project = Project.create(path)
    pairs = ((Completion(*row(number)), Part.TRAINING) for number in range(rows))
    project.do(text("step.create_examples", count=rows, name="many.csv"), lambda edit: edit.append(pairs)).result()
    project.set_setting("shape", "completion").result()
    return project
