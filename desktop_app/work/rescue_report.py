"""What a rescue came to: as JSON for machines, as a page for people."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Line, Stock
from desktop_app.core.sentences import english
from desktop_app.core.text import Text, Value, text
from desktop_app.work.web_page import safe, web_page

JSON, PAGE = "rescue-report.json", "rescue-report.html"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222;"
    "background:#fff}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #ddd;padding:.3rem .6rem .3rem 0;text-align:start;vertical-align:top;"
    "overflow-wrap:anywhere}code{font-size:.8rem}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#222}}"
    "@media print{body{margin:0;color:#000;background:#fff}}"
)


def report(title: str, stock: Stock, lines: Sequence[Line]) -> dict[str, Any]:
    """Return what came home from the provider called `title`, what did not and why, and what there was in all."""
    return {
        "provider": title,
        "trainings": len(stock.jobs),
        "home": {kind.value: sum(line.kind is kind and line.fate is Fate.HOME for line in lines) for kind in Kind},
        "bytes": sum(line.count for line in lines if line.kind is Kind.FILE and line.fate is Fate.HOME),
        "models": {name: day or "" for name, day in stock.models.items()},
        "things": [_thing(line, title, stock) for line in lines],
    }


def write(folder: Path, told: dict[str, Any]) -> Path:
    """Put both forms of the report into the folder; return the page's path."""
    try:
        for name, content in ((JSON, json.dumps(told, indent=1, ensure_ascii=False)), (PAGE, page(told))):
            part = folder / f"{name}.part"
            part.write_text(content, encoding="utf-8", errors="backslashreplace")
            part.replace(folder / name)
    except OSError as error:
        raise Problem("rescue_not_written", details=str(error), folder=str(folder)) from error
    return folder / PAGE


def page(told: dict[str, Any]) -> str:
    """Return the report as a page that stands by itself; whatever came from outside is escaped."""
    title = english(text("rescue.title", provider=told["provider"]))
    missing = [thing for thing in told["things"] if thing["fate"] != Fate.HOME.value]
    home = [thing for thing in told["things"] if thing["fate"] == Fate.HOME.value]
    counts = {kind: told["home"][kind] for kind in ("file", "project", "answers")}
    parts = [
        f"<p>{safe(english(text('rescue.sum', trainings=told['trainings'], **counts)))}</p>",
        f"<h2>{english(text('rescue.missing'))}</h2>",
        _table(missing) if missing else f"<p>{english(text('rescue.nothing_missing'))}</p>",
        f"<h2>{english(text('rescue.home'))}</h2>",
        _table(home),
    ]
    return web_page(title, _STYLE, parts)


def _thing(line: Line, provider: str, stock: Stock) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "id": line.id,
        "fate": line.fate.value,
        "name": line.name,
        "trainings": list(stock.users(line.id)) if line.kind is Kind.FILE else [],
        "count": line.count,
        "sha256": line.sha256,
        "why": english(why(line, provider)) if line.reason else "",
        "details": line.details,
    }


def why(line: Line, provider: str) -> Text:
    """Return why something could not be had from the provider of this name."""
    if line.fate is Fate.GONE and line.kind is Kind.FILE:
        return text("rescue.gone", provider=provider)
    return Text(f"{line.reason}.happened", _gaps(line, provider))


def _gaps(line: Line, provider: str) -> dict[str, Value]:
    """Return what may stand in the gaps of a Problem's first sentence, as far as the log remembers it."""
    known: dict[str, Value] = dict.fromkeys(("name", "model", "done", "length", "folder"), line.id)
    return known | {"provider": provider, "message": line.details or line.id}


def _table(things: Sequence[dict[str, Any]]) -> str:
    rows = []
    for thing in things:
        name = thing["name"] or thing["id"]
        if thing["why"] and thing["trainings"]:
            name = english(text("rescue.used_by", name=name, trainings=", ".join(thing["trainings"])))
        cells = (thing["kind"], name, f"{thing['count']:,}", thing["why"] or thing["sha256"])
        rows.append("<tr>" + "".join(f"<td dir=auto>{safe(str(cell))}</td>" for cell in cells) + "</tr>")
    heads = [english(text(f"rescue.column_{name}")) for name in ("kind", "name", "count", "note")]
    return "<table><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>" + "".join(rows) + "</table>"
