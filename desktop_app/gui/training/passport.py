"""A model's passport: one page with its data, settings, curve, tests, votes, cost and limits, and how to call it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication

from desktop_app.core.advice import Advice
from desktop_app.core.answer import Question, Request, Sampling
from desktop_app.core.code_view import Language, code
from desktop_app.core.cost import cost
from desktop_app.core.examining import FEW
from desktop_app.core.job import ELSEWHERE
from desktop_app.core.sketch import sketch
from desktop_app.gui.answers.places import address
from desktop_app.gui.theme.say import day, say
from desktop_app.gui.training import made_of
from desktop_app.gui.training.passport_words import tested, voted
from desktop_app.gui.training.plan_words import place_name
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.model_name import base_of, model_name
from desktop_app.work.proofs import Proofs
from desktop_app.work.sites import Site, Sites
from desktop_app.work.web_page import safe, web_page

_STYLE = (
    "body{font:13px/1.45 sans-serif;margin:24px auto;max-width:736px;padding:0 16px;color:#222;background:#fff}"
    "h1{font-size:21px;margin:0 0 6px}h2{font-size:15px;margin:14px 0 3px}p{margin:2px 0}"
    "td{vertical-align:top;padding:1px 14px 1px 0;overflow-wrap:anywhere}td.name{color:#555}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:11px;background:#f4f4f4;padding:8px;margin:3px 0}"
    "svg{max-width:100%;height:auto}@page{size:A4;margin:14mm}@media print{body{margin:0;max-width:none}}"
)
"""In pixels throughout: the documents that paper is made from know no other unit that grows with the letters."""


_LONG = 200
"""Letters of a question that shows how one asks."""


@dataclass(frozen=True, slots=True)
class Call:
    """How the model is called: its name, a question of its own data, the address, and the variable with the key."""

    model: str
    question: Question
    address: str
    variable: str
    sampling: Sampling = field(default_factory=Sampling)


@dataclass(frozen=True, slots=True)
class Passport:
    """What stands on the page; `ends` is the day on which the model is switched off, "" where none is known."""

    run: Run
    where: str
    advice: Advice | None
    proofs: Proofs
    call: Call | None = None
    cost: str = ""
    ends: str = ""

    @property
    def title(self) -> str:
        """Return what the page is called."""
        return model_name(self.run.job.tuned_model or self.run.job.title or self.run.job.base_model)

    @property
    def drawing(self) -> str:
        """Return the curves of the losses as a drawing; "" where nothing was measured."""
        curves = self.run.curves
        lines = ((_tr("Training loss"), curves.line("train_loss")), (_tr("Validation loss"), curves.validation))
        known = [(name, line.steps.tolist(), line.values.tolist()) for name, line in lines if line is not None]
        return sketch(known, _tr("Step"))

    def page(self, drawing: str | None = None) -> str:
        """Return the page; `drawing` is put in the place of the drawing where a reader cannot draw it."""
        run = made_of.settings(self.run, self.where) | made_of.outcome(self.run)
        parts = [
            _table({_tr("Made"): moment(self.run.job.created), **run, _tr("Cost"): self.cost}),
            _heading(_tr("How it learned")),
            self.drawing if drawing is None else drawing,
            _paragraph(say(self.advice.sentence)) if self.advice is not None else "",
            _heading(_tr("How good it is")),
            *(_paragraph(said) for said in self._proven()),
            _heading(_tr("What it is not")),
            *(_paragraph(said) for said in self._limits()),
            *self._calling(),
        ]
        return web_page(self.title, _STYLE, filter(None, parts))

    def _proven(self) -> Iterable[str]:
        if not self.proofs.tests and not self.proofs.votes:
            yield _tr("It was not tested yet, and nobody has voted on its answers.")
        for test in self.proofs.tests:
            yield from tested(test)
        for voted_on in self.proofs.votes:
            yield voted(voted_on)

    def _limits(self) -> Iterable[str]:
        record = self.run.record
        if record is not None:
            rows = number(sum(record.rows.values()))
            yield _tr("It has learned from {0} rows alone; what is unlike them it may get wrong.").format(rows)
        tested = max((test.figures.rows for test in self.proofs.tests), default=0)
        if tested < FEW:
            yield _tr("How good it is on rows it has not seen is not known from enough rows.")
        yield _tr("It may say things that are not true. Look at its answers before others rely on them.")
        if self.ends:
            yield _tr("It is switched off on {0}.").format(self.ends)

    def _calling(self) -> Iterable[str]:
        if self.call is None:
            return
        asked = Request(0, self.call.model, _short(self.call.question), self.call.sampling)
        yield _heading(_tr("How to call it"))
        yield f"<pre>{safe(code(Language.PYTHON, asked, self.call.address, self.call.variable))}</pre>"


def _short(asked: Question) -> Question:
    """Return a question as an example of one: what is long is cut, but for what the system message says."""
    if isinstance(asked, str):
        return asked if len(asked) <= _LONG else f"{asked[:_LONG]}…"
    cut = (replace(m, content=f"{m.content[:_LONG]}…") if len(m.content) > _LONG else m for m in asked)
    return tuple(short if old.role != "system" else old for old, short in zip(asked, cut, strict=True))


def passport_of(run: Run, now: float, project: Proofs, sites: Sites) -> Passport:
    """Return the passport of the model that a run has made."""
    job = run.job
    site = sites.site(job.provider) if job.provider != ELSEWHERE else None
    where = place_name(site) if site is not None else ""
    call = None
    if job.tuned_model and site is not None:
        sampling = Sampling(stop=(project.stop,) if project.stop else ())
        call = Call(job.tuned_model, project.question, *address(sites, job.provider), sampling)
    return Passport(run, where, run.advice(now), project, call, _cost(run), _ends(site, job.base_model))


def _cost(run: Run) -> str:
    record, tokens = run.record, run.job.trained_tokens
    if run.job.here:
        return _tr("nothing: it was trained on this computer")
    dollars = cost(tokens, 1, record.price) if record is not None and tokens else None
    return _tr("about ${0}").format(number(dollars, 2)) if dollars is not None else ""


def _ends(site: Site | None, base_model: str) -> str:
    if site is None or site.profile is None:
        return ""
    days = [m.shutdown.value for m in site.profile.models if m.id == base_of(base_model) and m.shutdown is not None]
    return day(days[0]) if days else ""


def _heading(words: str) -> str:
    return f"<h2>{safe(words)}</h2>"


def _paragraph(words: str) -> str:
    return f"<p dir=auto>{safe(words)}</p>"


def _table(facts: Mapping[str, str]) -> str:
    rows = (
        f"<tr><td class=name>{safe(name)}</td><td dir=auto>{safe(value)}</td></tr>"
        for name, value in facts.items()
        if value
    )
    return f"<table>{''.join(rows)}</table>"


def _tr(words: str) -> str:
    return QCoreApplication.translate("Passport", words)
