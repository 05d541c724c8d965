"""Putting what models answered where the user wants it: as CSV, as a workbook, or as a page that stands by itself."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_app.core.answer import Answer, Question
from desktop_app.core.batch import Batch, Cell, Column
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.text import text
from desktop_app.formats.report_table import Value, write_csv, write_workbook
from desktop_app.store.project import Project
from desktop_app.work.past_batches import whole
from desktop_app.work.web_page import safe, web_page

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color:#222;"
    "background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1rem;margin:1.6rem 0 .3rem;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".row{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem}"
    "article{border:1px solid #ccc;border-radius:.5rem;padding:.6rem .8rem}h3{font-size:.9rem;margin:0 0 .3rem}"
    "p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}.muted{color:#666;font-size:.85rem}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#222}article{border-color:#444}.muted{color:#aaa}}"
    "@media print{body{margin:0;max-width:none;color:#000;background:#fff}section{break-inside:avoid}}"
)
Answers = dict[Cell, Answer]


async def save_batch(project: Project, number: int, path: Path, titles: Sequence[str]) -> Path:
    """Write the answers of a batch; the ending of `path` says how (.csv, .xlsx, .html). `titles` name the columns.

    Raise Problem("batch_gone"), or Problem("folder_not_writable"); a file that is there stays whole until then.
    """
    batch, answers = await whole(project, number)
    await asyncio.to_thread(_save, batch, answers, path, titles)
    return path


def _save(batch: Batch, answers: Answers, path: Path, titles: Sequence[str]) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix=".tunedesk-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            if path.suffix.lower() == ".html":
                made.write_text(page(batch, answers, titles), encoding="utf-8")
            elif path.suffix.lower() == ".xlsx":
                write_workbook(made, _heads(), _rows(batch, answers, titles), Path(folder))
            else:
                write_csv(made, _heads(), _rows(batch, answers, titles))
            made.replace(path)
    except OSError as fault:
        raise Problem("folder_not_writable", str(fault), folder=str(path.parent)) from fault


def asked_text(asked: Question) -> str:
    """Return a question as people read it."""
    if isinstance(asked, str):
        return asked
    if len(asked) == 1:
        return asked[0].content
    return "\n\n".join(f"{message.role}: {message.content}" for message in asked)


def page(batch: Batch, answers: Answers, titles: Sequence[str]) -> str:
    """Return the answers side by side as a page."""
    sections = [_section(batch, answers, titles, place) for place in range(len(batch.prompts))]
    return web_page(batch.title or english(text("batch.answers")), _STYLE, sections)


def _section(batch: Batch, answers: Answers, titles: Sequence[str], place: int) -> str:
    prompt = batch.prompts[place]
    parts = [f"<h2 dir=auto>{safe(asked_text(prompt.question))}</h2>", "<div class=row>"]
    if prompt.expected:
        parts.append(_article(english(text("batch.expected")), prompt.expected, ""))
    for cell, answer in sorted(answers.items()):
        if cell.prompt == place:
            counted = text("batch.counted", tokens=answer.tokens, seconds=round(answer.seconds, 1))
            parts.append(_article(titles[cell.column], answer.text, english(counted)))
    return f"<section>{''.join(parts)}</div></section>"


def _article(title: str, said: str, foot: str) -> str:
    below = f"<p class=muted>{safe(foot)}</p>" if foot else ""
    return f"<article><h3 dir=auto>{safe(title)}</h3><p dir=auto>{safe(said)}</p>{below}</article>"


def _heads() -> list[str]:
    said = (
        text("batch.prompt"),
        text("batch.expected"),
        text("batch.model"),
        text("batch.place"),
        text("batch.settings"),
        text("batch.answer"),
        text("batch.tokens"),
        text("batch.asked_tokens"),
        text("batch.seconds"),
        text("batch.end"),
    )
    return [english(one) for one in said]


def _rows(batch: Batch, answers: Answers, titles: Sequence[str]) -> Iterator[list[Value]]:
    for cell, answer in sorted(answers.items()):
        prompt, column = batch.prompts[cell.prompt], batch.columns[cell.column]
        yield [
            asked_text(prompt.question),
            prompt.expected,
            column.voice.model,
            titles[cell.column],
            _setting(column),
            answer.text,
            answer.tokens or None,
            answer.prompt_tokens or None,
            round(answer.seconds, 3),
            answer.finish.value,
        ]


def _setting(column: Column) -> str:
    sampling = column.setting.sampling
    said = f"temperature={sampling.temperature:g}, max_tokens={sampling.max_tokens}, top_p={sampling.top_p:g}"
    stops = ", ".join(repr(stop) for stop in sampling.stop)
    return f"{said}, stop={stops}" if stops else said
