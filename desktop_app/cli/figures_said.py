"""The figures of a test as lines for a terminal, and as JSON for another program."""

from typing import Any

from desktop_app.core.examining import Compared, Figures
from desktop_app.core.intervals import Interval
from desktop_app.core.marking import OTHER
from desktop_app.core.paired import Difference
from desktop_app.work.test_figures import Report, compare

_NAMES = {
    "right": "right",
    "exact": "exactly the same",
    "normalised": "the same but for case and stops",
    "rouge": "words in common (ROUGE-L)",
    "chrf": "letters in common (chrF)",
    "meaning": "meaning in common (cosine)",
}


async def as_lines(told: Report) -> list[str]:
    """Return what a person reads: a block for each model, and each compared with the first."""
    lines = []
    for at, column in enumerate(told.batch.columns):
        lines += ["", column.voice.model, *_block(told.figures[at])]
        if at and (found := await compare(told, 0, at)) is not None:
            lines += _against(found, told.batch.columns[0].voice.model)
    return lines[1:]


async def as_json(told: Report) -> dict[str, Any]:
    """Return all figures; an interval is an object of value, low and high, and a row is named by its id."""
    models = []
    for at, column in enumerate(told.batch.columns):
        one: dict[str, Any] = {"model": column.voice.model, "at": column.voice.site, **_of(told.figures[at])}
        found = await compare(told, 0, at) if at else None
        if found is not None:
            one["against_first"] = _compared(told, found)
        models.append(one)
    read_by = None if told.nearness is None else told.nearness.embedder.model
    return {"test": told.number, "rows": len(told.batch.prompts), "meaning_read_by": read_by, "models": models}


def _block(one: Figures) -> list[str]:
    lines = [f"  {len(one.marks)} of {one.rows} rows answered"]
    for name, words in _NAMES.items():
        value: Interval | None = getattr(one, name)
        if value is not None and (one.classes is None or name in ("right", "meaning")):
            lines.append(f"  {words:<34}{_percent(value)}")
    if one.classes is not None:
        lines.append(f"  {f'weighted F{one.classes.beta:g}':<34}{_percent(one.classes.weighted_f)}")
        for area, words in ((one.classes.auroc, "AUROC"), (one.classes.auprc, "AUPRC")):
            if area is not None:
                lines.append(f"  {f'{words} of “{one.classes.positive}”':<34}{_percent(area)}")
        for each in one.classes.labels:
            precision, recall = (_percent(value) if value else "–" for value in (each.precision, each.recall))
            f_beta = f"F{one.classes.beta:g} {_percent(each.f_beta)}"
            lines.append(f"    {_named(each.of.label):<20} precision {precision}, recall {recall}, {f_beta}")
    if one.cut:
        lines.append(f"  {one.cut} answers were cut off at the longest length")
    return lines


def _against(found: Compared, name: str) -> list[str]:
    verdict = {1: "better", -1: "worse", 0: "no difference that could be told from chance"}[found.better]
    rows = f"{len(found.improvements)} rows newly right, {len(found.regressions)} newly wrong"
    return [f"  against {name}: {verdict} (p = {found.p:.3g}); {rows}"]


def _of(one: Figures) -> dict[str, Any]:
    told: dict[str, Any] = {"answered": len(one.marks), "cut": one.cut, "seconds": one.seconds}
    told |= {"tokens_in": one.tokens_in, "tokens_out": one.tokens_out}
    told |= {name: _json(getattr(one, name)) for name in _NAMES}
    if one.classes is None:
        return told
    found = one.classes
    told["labels"] = {
        _named(each.of.label): {
            "rows": each.of.support,
            "answers": each.of.given,
            "precision": _json(each.precision),
            "recall": _json(each.recall),
            "f": _json(each.f_beta),
        }
        for each in found.labels
    }
    told["confusion"] = [
        {"expected": _named(expected), "answer": _named(answer), "rows": count}
        for (expected, answer), count in sorted(found.table.counts.items())
    ]
    told |= {"beta": found.beta, "weighted_f": _json(found.weighted_f)}
    told |= {"positive": found.positive, "scored": found.scored}
    return told | {"auroc": _json(found.auroc), "auprc": _json(found.auprc)}


def _compared(told: Report, found: Compared) -> dict[str, Any]:
    rows = {
        name: [told.batch.prompts[at].row for at in getattr(found, name)] for name in ("regressions", "improvements")
    }
    return {
        "better": found.better,
        "mcnemar_p": found.p,
        "right": _apart(found.rate),
        "chrf": _apart(found.likeness),
        "meaning": None if found.meaning is None else _apart(found.meaning),
        **rows,
    }


def _apart(one: Difference) -> dict[str, float]:
    return {**_json(one.interval), "p": one.p}


def _json(value: Interval | None) -> Any:  # noqa: ANN401 - JSON
    return None if value is None else {"value": value.value, "low": value.low, "high": value.high}


def _percent(value: Interval) -> str:
    return f"{value.value:.1%} ({value.low:.1%} to {value.high:.1%})"


def _named(label: str) -> str:
    return "(another answer)" if label == OTHER else label
