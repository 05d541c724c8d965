"""The report of an intake as a page that stands by itself: it can be read in any browser, printed and passed on."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from desktop_app.core.reading import Kind
from desktop_app.core.sentences import english
from desktop_app.core.text import Text, text
from desktop_app.work.intake_report import OWN
from desktop_app.work.web_page import safe, web_page

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222;"
    "background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem;margin:1.2rem 0 .2rem}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ddd;padding:.4rem .6rem .4rem 0;"
    "text-align:start;vertical-align:top;overflow-wrap:anywhere}td.raw{white-space:pre-wrap;font-size:.9rem}"
    "p{margin:.2rem 0}.muted{color:#666}.act{font-weight:600}section{break-inside:avoid}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#222}th,td{border-color:#444}.muted{color:#aaa}}"
    "@media print{body{margin:0;max-width:none;color:#000;background:#fff}th,td{border-color:#ccc}}"
)
_SEVERITIES: Mapping[str, Text] = MappingProxyType(
    {
        "blocks": text("report.blocks"),
        "problem": text("report.problem"),
        "advice": text("report.advice"),
        "note": text("report.note"),
    }
)
_MOST_RECORDS = 5000
"""So many records are listed; a page with more is too large for a browser, and the JSON has all of them."""


def page(report: Mapping[str, Any]) -> str:
    """Return the page of a report as `work.intake_report` makes it; every text of the user's is escaped."""
    title = english(text("report.title", name=report["file"]["name"]))
    found = [_finding(finding) for finding in report["findings"]]
    by_rows = report["file"]["kind"] in (Kind.WORKBOOK, Kind.PARQUET, OWN)
    parts = [
        _table((), _facts(report)),
        f"<h2>{safe(english(text('report.found')))}</h2>",
        *(found or [_paragraph(english(text("report.found_nothing")))]),
        *_records(text("report.left_out", count=len(report["left_out"])), report["left_out"], by_rows=by_rows),
        *_records(text("report.taken_out", count=len(report["taken_out"])), report["taken_out"], by_rows=by_rows),
    ]
    return web_page(title, _STYLE, parts)


def _facts(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    file, tokens, cost, parts = report["file"], report["tokens"], report["cost"], report["parts"]
    read = [str(file[name]) for name in ("encoding", "sheet") if file[name]]
    if file["kind"] != OWN:
        read.insert(0, english(text("report.bytes", count=f"{file['bytes']:,}")))
    counted = text("report.tokens_counted", total=f"{tokens['total']:,}", learnt=f"{tokens['learnt']:,}")
    guessed = text("report.tokens_guessed", total=f"{tokens['total']:,}", learnt=f"{tokens['learnt']:,}")
    facts = [
        (text("report.file"), ", ".join([file["name"], *read])),
        (text("report.columns"), ", ".join(file["columns"])),
        (text("report.rows_in"), f"{report['rows_in']:,}"),
        (text("report.rows_out"), f"{report['rows_out']:,} ({report['shape']})"),
        (text("report.target"), report["target"]),
        (text("report.tokens"), english(counted if tokens["exact"] else guessed)),
    ]
    if parts:
        facts.insert(4, (text("report.parts"), ", ".join(f"{name} {count:,}" for name, count in parts.items())))
    if cost:
        values = {name: cost[name] for name in ("epochs", "as_of", "source")}
        money = {"usd": f"{cost['usd']:,.2f}", "price": f"{cost['usd_per_million']:g}"}
        facts.append((text("report.cost"), english(text("report.cost_told", **values, **money))))
    return [(english(name), value) for name, value in facts if value]


def _finding(finding: Mapping[str, Any]) -> str:
    """Return one finding as a section; one that a remedy brought to light has no words of its own but its remedy's."""
    remedy = finding["remedy"]
    lines = [f"<h3 dir=auto>{safe(finding.get('title') or remedy or finding['id'])}</h3>"]
    if "severity" in finding:
        lines.append(_paragraph(english(_SEVERITIES[finding["severity"]]), "muted"))
    if finding.get("why"):
        lines.append(_paragraph(finding["why"]))
    if remedy:
        done = text("report.done", act=remedy, count=f"{finding['changed']:,}")
        lines.append(_paragraph(english(done if finding["applied"] else text("report.not_done", act=remedy)), "act"))
    return f"<section>{''.join(lines)}</section>"


def _records(title: Text, records: Sequence[Mapping[str, Any]], *, by_rows: bool) -> Iterable[str]:
    if not records:
        return
    place = text("report.row") if by_rows else text("report.line")
    heads = tuple(english(name) for name in (place, text("report.reason"), text("report.text")))
    shown = [(str(record["line"]), record["reason"], record["text"]) for record in records[:_MOST_RECORDS]]
    yield f"<h2>{safe(english(title))}</h2>"
    yield _table(heads, shown)
    if len(records) > len(shown):
        yield _paragraph(english(text("report.more", count=len(records) - len(shown))), "muted")


def _paragraph(said: str, look: str = "") -> str:
    return f"<p dir=auto class='{look}'>{safe(said)}</p>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th scope=col>{safe(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(_cell(place, cell) for place, cell in enumerate(row))}</tr>" for row in rows)
    return f"<table>{f'<thead><tr>{head}</tr></thead>' if heads else ''}<tbody>{body}</tbody></table>"


def _cell(place: int, cell: str) -> str:
    return f"<td dir=auto class=raw>{safe(cell)}</td>" if place == 2 else f"<td dir=auto>{safe(cell)}</td>"
