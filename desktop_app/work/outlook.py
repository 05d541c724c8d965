"""What a training will take and what it will send away, before anybody starts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop_app.core import effort
from desktop_app.core.checks.finding import Finding
from desktop_app.core.cost import cost
from desktop_app.core.epochs import auto_epochs
from desktop_app.core.example import Part, Shape
from desktop_app.core.job import Plan
from desktop_app.core.line_rules import LineRules
from desktop_app.core.problem import Problem
from desktop_app.core.target import Price, Target
from desktop_app.core.text import Text, text
from desktop_app.providers.estimating import Estimate
from desktop_app.providers.local import BaseModel, Hardware
from desktop_app.settings.today import today
from desktop_app.store.measures import Lengths
from desktop_app.store.project import Project
from desktop_app.work import trainable
from desktop_app.work.apart import Apart
from desktop_app.work.notices import before_spending
from desktop_app.work.receivers import rules_of
from desktop_app.work.sites import Site, Sites
from desktop_app.work.weigh import Load, Weight, weighed

_FEW_ROWS = 50
"""From so many good rows on a model gets clearly better (OpenAI, Supervised fine-tuning: 50 to 100)."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves this computer: rows and about how many bytes, to which host, and what is said about its privacy.

    `private` is what was found in these rows that is personal or secret, by kind, with the number of rows.
    """

    host: str
    rows: int
    bytes: int
    said: Text | None
    private: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a training will take. Tokens are those of the training rows read in one pass, after cutting.

    `settled` tells whether the passes are decided (by the user, or by the engine's own rule) rather than guessed;
    `exact` whether tokens were counted as the model counts them. `dollars` and `seconds` are None where nobody knows,
    `disk` and `memory` (in bytes) where nobody knows or it does not matter. `measured` tells that time and room come
    from a few real steps rather than from a rule of thumb. `cut` rows are longer than `limit` tokens. `problems` keep
    the training from being started, `warnings` are the provider's notice and the model's dates, `advice` is all else
    worth knowing.
    """

    counts: Mapping[Part, int]
    tokens: int
    exact: bool
    epochs: int
    settled: bool
    dollars: float | None = None
    price: Price | None = None
    seconds: float | None = None
    disk: int | None = None
    cut: int = 0
    longest: int = 0
    limit: int | None = None
    memory: int | None = None
    measured: bool = False
    leaving: Leaving | None = None
    warnings: tuple[Text, ...] = ()
    problems: tuple[Text, ...] = ()
    advice: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides: this computer's hardware and the base model that lies on it, where it trains here.

    `estimate` is what our engine measured for this plan, `listed` the day of the model's end in the provider's own
    list; `today` the computer's own day unless told.
    """

    hardware: Hardware | None = None
    model: BaseModel | None = None
    listed: str | None = None
    estimate: Estimate | None = None
    today: date | None = None


async def outlook(project: Project, sites: Sites, plan: Plan, apart: Apart | None = None) -> Outlook:
    """Return what a plan will take; raise Problem("connection_gone"), and what keeps the engine here from starting."""
    site = sites.site(plan.connection)
    if site is None:
        raise Problem("connection_gone")
    known = Known()
    if site.here:
        models = await sites.engine.base_models()
        known = Known(
            await sites.engine.hardware(), next((model for model in models if model.id == plan.base_model), None)
        )
    load, weight = Load({}, {}), Weight({}, exact=False)
    async for item in weighed(project, target(site, plan), rules(site), apart):
        if isinstance(item, Load):
            load = item
        elif isinstance(item, Weight):
            weight = item
    return foresee(site, plan, load, weight, known)


def target(site: Site, plan: Plan) -> Target:
    """Return what the plan's model takes, with the longest example that was asked for."""
    context = next((plan.more[name] for name in _context_names(site) if name in plan.more), None)
    return trainable.target_of(site, plan.base_model, int(context) if context else None)


def rules(site: Site) -> LineRules | None:
    """Return what a place takes of the rows that are sent to it; None where nothing is sent anywhere."""
    if site.here:
        return None
    return rules_of(site.profile) if site.profile is not None and site.profile.models else LineRules()


def foresee(site: Site, plan: Plan, load: Load, weight: Weight, known: Known) -> Outlook:
    """Return what a plan will take, from what its rows weigh."""
    meant = target(site, plan)
    if known.model is not None:
        meant = replace(meant, title=known.model.title)
    training = weight.lengths.get(Part.TRAINING, Lengths())
    rows = load.counts.get(Part.TRAINING, 0)
    automatic, follows = auto_epochs(rows), trainable.ours(site.profile)
    epochs = plan.epochs or automatic
    sent = _parts(plan)
    found = Outlook(
        counts=load.counts,
        tokens=training.kept,
        exact=weight.exact,
        epochs=epochs,
        settled=bool(plan.epochs) or follows,
        price=meant.price if not site.here else None,
        cut=sum(weight.lengths.get(part, Lengths()).over for part in sent),
        longest=max((weight.lengths.get(part, Lengths()).longest for part in sent), default=0),
        limit=meant.limit,
        warnings=_warnings(site, plan, known),
        problems=_problems(site, plan, meant, load, weight),
        advice=_advice(plan, load),
    )
    if site.here:
        return _here(found, known)
    dollars = cost(training.kept, epochs, meant.price)
    found = replace(found, dollars=dollars, leaving=_leaving(site, sent, load, weight))
    return found if known.estimate is None else replace(found, seconds=known.estimate.seconds, measured=True)


def _warnings(site: Site, plan: Plan, known: Known) -> tuple[Text, ...]:
    """Return the provider's notice and the model's dates."""
    if site.here or not plan.base_model:
        return ()
    return before_spending(site.profile, plan.base_model, known.today or today(), known.listed)


def _here(found: Outlook, known: Known) -> Outlook:
    """Add time and room on the disk, as far as they can be known beforehand."""
    if known.hardware is None:
        return found
    size = known.model.bytes if known.model is not None else effort.STARTER_BYTES
    disk = round(effort.disk_bytes(found.tokens, found.epochs, size))
    seconds = None
    if known.hardware.accelerator == "cpu":
        seconds = effort.seconds(found.tokens, found.epochs, known.hardware.cores, size)
    found = replace(found, seconds=seconds, disk=disk)
    told = known.estimate
    if told is not None:
        found = replace(found, seconds=told.seconds, disk=told.disk, memory=told.memory, measured=True)
    return replace(found, advice=(*found.advice, *_short(found, known.hardware, told)))


def _short(found: Outlook, hardware: Hardware, told: Estimate | None) -> tuple[Text, ...]:
    """Return what of this computer's room is too little for a training."""
    if found.disk is not None and found.disk > hardware.disk_free:
        return (text("outlook.disk_short", needed=_megabytes(found.disk), free=_megabytes(hardware.disk_free)),)
    if told is not None and not told.fits:
        return (text("outlook.memory_short", needed=_megabytes(told.memory)),)
    return ()


def _leaving(site: Site, sent: Sequence[Part], load: Load, weight: Weight) -> Leaving:
    rows = sum(load.counts.get(part, 0) for part in sent)
    size = sum(weight.bytes.get(part, 0) for part in sent)
    said = site.profile.privacy_at(site.host) if site.profile is not None else None
    return Leaving(site.host, rows, size, said, _together([weight.private.get(part, ()) for part in sent]))


def _together(parts: Sequence[tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Return the findings of several parts as one of each kind."""
    found: dict[str, Finding] = {}
    for finding in (finding for part in parts for finding in part):
        before = found.get(finding.check)
        if before is not None:
            rows = before.rows + finding.rows
            finding = replace(before, count=before.count + finding.count, rows=rows)  # noqa: PLW2901 - the sum of both
        found[finding.check] = finding
    return tuple(found.values())


def _problems(site: Site, plan: Plan, meant: Target, load: Load, weight: Weight) -> tuple[Text, ...]:
    """Return what keeps a training from being started, each with what can be done about it."""
    found = []
    rows, least = load.counts.get(Part.TRAINING, 0), trainable.least_rows(site)
    checked = load.counts.get(Part.VALIDATION, 0)
    if rows < least:
        found.append(text("outlook.too_few", least=least, rows=rows))
    if len(load.shapes) > 1:
        found.append(text("outlook.mixed"))
    elif load.shapes and plan.base_model:
        shape = next(iter(load.shapes))
        if plan.method not in meant.shapes.get(shape, ()):
            found.append(_not_for(shape, meant.title))
    if site.profile is not None and site.profile.supports.validation_required and not (checked and plan.validation):
        found.append(text("outlook.no_validation", provider=site.title))
    for part in _parts(plan):
        size = weight.bytes.get(part, 0)
        if meant.largest_file is not None and size > meant.largest_file:
            values = {"size": _megabytes(size), "largest": _megabytes(meant.largest_file)}
            found.append(text("outlook.too_large", provider=site.title, **values))
    return tuple(found)


def _not_for(shape: Shape, title: str) -> Text:
    """Return why a model cannot learn from rows of this shape."""
    if shape is Shape.PREFERENCE:
        return text("outlook.no_preferences", title=title)
    if shape is Shape.COMPLETION:
        return text("outlook.no_completions", title=title)
    return text("outlook.no_chats", title=title)


def _advice(plan: Plan, load: Load) -> tuple[Text, ...]:
    rows = load.counts.get(Part.TRAINING, 0)
    found = []
    if 0 < rows < _FEW_ROWS:
        found.append(text("outlook.few", rows=rows))
    if plan.validation and not load.counts.get(Part.VALIDATION, 0):
        found.append(text("outlook.unchecked"))
    return tuple(found)


def _parts(plan: Plan) -> tuple[Part, ...]:
    return (Part.TRAINING, Part.VALIDATION) if plan.validation else (Part.TRAINING,)


def _context_names(site: Site) -> list[str]:
    known = site.profile.hyperparameters if site.profile is not None else ()
    return [parameter.name for parameter in known if parameter.meaning == "tokens"]


def _megabytes(size: int) -> int:
    return max(1, round(size / 1_000_000))
