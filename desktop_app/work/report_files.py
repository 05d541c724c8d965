"""Keeping the report of an intake: as JSON for programs, as a page for people."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desktop_app.formats import export as files
from desktop_app.store import examples
from desktop_app.store.drafts import opened
from desktop_app.store.sources import left_out
from desktop_app.store.taken_out import taken_out
from desktop_app.work.intake_report import Intake, report
from desktop_app.work.report_page import page


def made(draft: Path, intake: Intake) -> dict[str, Any]:
    """Return the report of a draft."""
    with opened(draft, writable=False) as connection:
        first = next(examples.rows(connection), None)
        shape = first.example.shape if first else None
        return report(intake, shape, left_out(connection), taken_out(connection))


def save(draft: Path, intake: Intake, target: Path) -> Iterator[Path]:
    """Write the report of a draft to a file, a page where its name ends in .html, else JSON; yield its path once."""
    found = made(draft, intake)
    folder = files.workplace(target)
    try:
        with files.in_words(target):
            written = folder / "report"
            written.write_text(page(found) if target.suffix.lower() in (".html", ".htm") else as_json(found), "utf-8")
            written.replace(target)
    finally:
        files.leave(folder)
    yield target


def as_json(found: Mapping[str, Any]) -> str:
    """Return a report as the text of a file."""
    return json.dumps(found, indent=2) + "\n"
