"""A model's card: what it is, what it has learned from, how good it is and where its limits are, as Markdown.

Its head is what the Hugging Face hub reads. The card is in English wherever it is written: it goes with the model.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from desktop_app.core.answer import Question, Sampling
from desktop_app.core.card_code import calling
from desktop_app.core.examining import FEW, Figures
from desktop_app.core.example import Part
from desktop_app.core.intervals import Interval
from desktop_app.core.markdown import code_span, plain, table
from desktop_app.core.model_export import Form, Outlook, Wish
from desktop_app.core.run_record import SentFile
from desktop_app.core.sentences import english
from desktop_app.core.text import Text, text
from desktop_app.core.votes import Votes, interval, winner

_LIBRARY = {Form.ADAPTER: "peft", Form.MERGED: "transformers"}
_ROWS = {
    Part.TRAINING: text("card.rows_training"),
    Part.VALIDATION: text("card.rows_validation"),
    Part.TEST: text("card.rows_test"),
}
_FILES = {Part.TRAINING: text("card.file_training"), Part.VALIDATION: text("card.file_validation")}
_HUB_LICENCES = ("apache-2.0", "mit", "gemma", "llama3.2")


@dataclass(frozen=True, slots=True)
class Trained:
    """How a model came to be; `made` is in seconds since 1970, `settings` are words or numbers by their names."""

    made: float
    rows: Mapping[Part, int]
    rows_sha256: str
    files: Sequence[SentFile] = ()
    settings: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What a project knows of a model: its training (None for another project's), its tests and its blind votes.

    `tests` are days (seconds since 1970) with figures, `votes` the other model's name with the votes.
    """

    trained: Trained | None = None
    tests: Sequence[tuple[float, Figures]] = ()
    votes: Sequence[tuple[str, Votes]] = ()
    question: Question = ""
    sampling: Sampling = field(default_factory=Sampling)


def card(wish: Wish, outlook: Outlook, known: Known) -> str:
    """Return what the README beside an exported model says, as Markdown."""
    parts = [
        _head(wish, outlook),
        f"# {plain(wish.target.name)}",
        _said(text("card.what", base=outlook.base, model=wish.model)),
        *_section(text("card.files"), calling(wish, outlook, known.question)),
        *_section(text("card.learned"), _learned(known.trained)),
        *_section(text("card.made"), _made(outlook, known.trained)),
        *_section(text("card.good"), _good(known)),
        *_section(text("card.limits"), _limits(known)),
        *_section(text("card.licence"), [_said(_licence(outlook))]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def day(moment: float) -> str:
    """Return a moment's day as YYYY-MM-DD (UTC)."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")


def _head(wish: Wish, outlook: Outlook) -> str:
    """Return the head in YAML, of which JSON's texts are a part."""
    licence = outlook.licence.lower()
    told: dict[str, object] = {
        "base_model": outlook.base,
        "license": licence if licence in _HUB_LICENCES else "other",
        "library_name": _LIBRARY.get(wish.form, "gguf"),
        "pipeline_tag": "text-generation",
        "tags": ["fine-tuned", "tunedesk", wish.form.value],
    }
    if told["license"] == "other" and outlook.licence:
        told["license_name"] = outlook.licence
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items())
    return "\n".join(("---", *lines, "---"))


def _section(title: Text, parts: Sequence[str] | Iterator[str]) -> list[str]:
    found = [part for part in parts if part]
    return [f"## {english(title)}", *found] if found else []


def _learned(trained: Trained | None) -> Iterator[str]:
    if trained is None or not trained.rows:
        yield _said(text("card.no_record"))
        return
    facts = [(_said(_ROWS[part]), f"{count:,}") for part, count in trained.rows.items() if count]
    if trained.rows_sha256:
        facts.append((_said(text("card.rows_hash")), code_span(trained.rows_sha256)))
    facts += [(_said(_FILES[file.part]), code_span(file.sha256)) for file in trained.files]
    yield table(facts)


def _made(outlook: Outlook, trained: Trained | None) -> Iterator[str]:
    facts = [(_said(text("card.parameters")), f"{outlook.parameters:,}")]
    if trained is not None:
        facts.insert(0, (_said(text("card.day")), day(trained.made)))
        facts += [(plain(name), plain(str(value))) for name, value in trained.settings.items()]
    yield table(facts)


def _good(known: Known) -> Iterator[str]:
    if not known.tests and not known.votes:
        yield _said(text("card.untested"))
    lines = [_tested(made, figures) for made, figures in known.tests if figures.right is not None]
    lines += [_voted(other, votes) for other, votes in known.votes]
    yield "\n".join(f"- {line}" for line in lines)
    if lines:
        yield _said(text("card.intervals"))


def _tested(made: float, figures: Figures) -> str:
    right = sum(mark.right for mark in figures.marks.values())
    values = _share(figures.right or Interval(0, 0, 0))
    return _said(text("card.test", day=day(made), right=right, rows=len(figures.marks), **values))


def _voted(other: str, votes: Votes) -> str:
    lead = {1: text("card.vote_ahead"), -1: text("card.vote_behind"), 0: text("card.vote_open")}[winner(votes)]
    said = _said(text("card.vote", other=other, votes=votes.total, **_share(interval(votes))))
    return f"{said} {_said(lead)}"


def _share(found: Interval) -> dict[str, str]:
    return {name: f"{100 * getattr(found, name):.0f}" for name in ("value", "low", "high")}


def _limits(known: Known) -> Iterator[str]:
    lines = []
    if known.trained is not None:
        lines.append(_said(text("card.limit_rows", rows=f"{known.trained.rows.get(Part.TRAINING, 0):,}")))
    if max((figures.rows for _, figures in known.tests), default=0) < FEW:
        lines.append(_said(text("card.limit_tests")))
    lines.append(_said(text("card.limit_true")))
    yield "\n".join(f"- {line}" for line in lines)


def _licence(outlook: Outlook) -> Text:
    if outlook.licence:
        return text("card.licence_known", base=outlook.base, licence=outlook.licence)
    return text("card.licence_unknown", base=outlook.base)


def _said(sentence: Text) -> str:
    return plain(english(sentence))
