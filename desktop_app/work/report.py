"""What a tour leaves behind: the answers as a page, the figures as JSON, the curve as the provider wrote it."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop_app.core.problem import Problem

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;"
    "color:#222;background:#fff}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.6rem;text-align:start;"
    "vertical-align:top;white-space:pre-wrap}@media(prefers-color-scheme:dark){body{color:#eee;background:#222}"
    "td,th{border-color:#444}}"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One held-out prompt with the answer it should get and the answers it got."""

    prompt: str
    expected: str
    base: str
    tuned: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A whole walk in figures; `seconds` by step, losses None where nothing was measured."""

    rows: int
    seconds: Mapping[str, float]
    first_validation_loss: float | None
    last_validation_loss: float | None
    answers: Sequence[Compared]


def write(folder: Path, summary: Summary, curve: bytes) -> None:
    """Write summary.json, answers.html and curve.csv into the folder."""
    try:
        (folder / "curve.csv").write_bytes(curve)
        (folder / "answers.html").write_text(_page(summary.answers), encoding="utf-8")
        told = json.dumps(asdict(summary), ensure_ascii=False, indent=2)
        (folder / "summary.json").write_text(told + "\n", encoding="utf-8")
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(folder)) from error


def _page(answers: Sequence[Compared]) -> str:
    heads = ("Prompt", "Expected", "Base model", "Tuned model")
    rows = [[a.prompt, a.expected, a.base, a.tuned] for a in answers]
    body = "".join("<tr>" + "".join(f"<td dir=auto>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    head = "".join(f"<th>{word}</th>" for word in heads)
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Compared answers</title><style>{_STYLE}</style>"
        f"<h1>Compared answers</h1><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></html>\n"
    )
