"""Reading the file of provider profiles, and the user's file over it: every word of it is checked.

The two are joined key by key; entries of a list are joined by their "id" or "name", new ones are added, and null takes
something away. A price, a date or a limit is replaced as a whole, because the day and the source belong to the number.
"""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app.core.example import Shape
from desktop_app.core.job import JobStatus
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import ENGLISH
from desktop_app.core.target import Method, Price
from desktop_app.core.text import Text
from desktop_app.providers.entry import Entry, Wrong, name_of
from desktop_app.providers.profiles import (
    MEANINGS,
    Deploy,
    Extra,
    Fact,
    Hyperparameter,
    Model,
    Profile,
    Supports,
)

_AUTH = frozenset({"bearer", "api-key", "none"})
_CLIENTS = frozenset({"openai"})
_UPLOADS = frozenset({"files", "uploads"})
_STYLES = frozenset({"method", "hyperparameters", "both"})
_DIALECTS = frozenset({"openai", "foundry", "both", "none"})
_METRICS = frozenset({"events", "checkpoints", "result_file"})
_ROUTES = frozenset({"chat", "completions"})
_DEPLOYMENTS = frozenset({"deployment", "named_model"})
_WHOLE = ("price", "limit", "last_start", "shutdown", "least_rows", "largest_file")


def load(path: Path, override: Path | None = None) -> tuple[Profile, ...]:
    """Return the profiles of `path` with those of the user's file laid over them, if there is one.

    Raises Problem("providers_unreadable") naming the file in which something is wrong; details say what and where.
    """
    ours = _object(path)
    profiles = _profiles(ours, path)
    if override is None or not override.is_file():
        return profiles
    return _profiles(joined(ours, _object(override)), override)


def joined(ours: Any, theirs: Any, key: str = "") -> Any:  # noqa: ANN401 - JSON of any kind
    """Return two JSON values laid over each other, as the first lines of this module say."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and key not in _WHOLE:
        both = {name: joined(ours.get(name), value, name) for name, value in theirs.items() if value is not None}
        return {**{name: value for name, value in ours.items() if name not in theirs}, **both}
    if isinstance(ours, list) and isinstance(theirs, list) and all(name_of(each) for each in (*ours, *theirs)):
        new = {name_of(each): each for each in theirs}
        kept = [joined(each, new.pop(name_of(each), {})) for each in ours]
        return [*kept, *new.values()]
    return theirs


def _object(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Problem("providers_unreadable", details=repr(error), name=path.name) from error
    if not isinstance(found, dict):
        raise Problem("providers_unreadable", details="the file holds no JSON object", name=path.name)
    return found


def _profiles(whole: dict[str, Any], path: Path) -> tuple[Profile, ...]:
    try:
        return Entry(whole, "").each("providers", _profile)
    except Wrong as wrong:
        raise Problem("providers_unreadable", details=str(wrong), name=path.name) from wrong


def _profile(entry: Entry) -> Profile:
    deploy = entry.entry("deploy")
    return Profile(
        id=entry.text("id"),
        title=entry.text("title"),
        base_url=entry.text("base_url", ""),
        fields=entry.texts("fields"),
        auth=entry.word("auth", _AUTH),
        key_variable=entry.text("key_variable", ""),
        client=entry.word("client", _CLIENTS),
        local=entry.yes("local", default=False),
        models=entry.each("models", _model),
        least_rows=_number_fact(entry, "least_rows"),
        largest_file=_number_fact(entry, "largest_file"),
        upload=entry.word("upload", _UPLOADS),
        create_style=entry.word("create_style", _STYLES),
        hyperparameters=entry.each("hyperparameters", _hyperparameter),
        extra_body=entry.each("extra_body", lambda each: Extra(each.text("name"), each.texts("values"))),
        metrics=entry.words("metrics", _METRICS),
        result_dialect=entry.word("result_dialect", _DIALECTS),
        statuses=_statuses(entry),
        deploy=Deploy(deploy.word("how", _DEPLOYMENTS), deploy.text("link")) if deploy else None,
        routes=entry.words("routes", _ROUTES),
        supports=_supports(entry.needed("supports")),
        privacy=_sentence(entry, "privacy"),
        notice=_sentence(entry, "notice") if entry.map().get("notice") is not None else None,
        as_of=entry.day("as_of"),
        source=entry.text("source"),
    )


def _model(entry: Entry) -> Model:
    return Model(
        id=entry.text("id"),
        title=entry.text("title"),
        shapes=_shapes(entry),
        vocabulary=entry.text("vocabulary", ""),
        limit=_number_fact(entry, "limit"),
        price=_price(entry.entry("price")),
        last_start=_day_fact(entry, "last_start"),
        shutdown=_day_fact(entry, "shutdown"),
        images=entry.yes("images", default=False),
        training_type=entry.text("training_type", ""),
    )


def _price(entry: Entry | None) -> Price | None:
    if entry is None:
        return None
    training = entry.number("training", needed=True)
    return Price(
        training=training or 0.0,
        input=entry.number("input"),
        output=entry.number("output"),
        as_of=entry.day("as_of"),
        source=entry.text("source"),
        cached_input=entry.number("cached_input"),
    )


def _hyperparameter(entry: Entry) -> Hyperparameter:
    return Hyperparameter(
        name=entry.text("name"),
        meaning=entry.word("meaning", MEANINGS),
        low=entry.number("low"),
        high=entry.number("high"),
        whole=entry.yes("whole"),
        default=_default(entry),
        as_of=entry.day("as_of"),
        source=entry.text("source"),
    )


def _default(entry: Entry) -> str | float:
    if entry.map().get("default") == "auto":
        return "auto"
    return entry.number("default", needed=True) or 0.0


def _supports(entry: Entry) -> Supports:
    longest = entry.number("suffix")
    switches = {field.name: entry.yes(field.name) for field in fields(Supports) if field.name != "suffix"}
    return Supports(suffix=None if longest is None else int(longest), **switches)


def _shapes(entry: Entry) -> dict[Shape, tuple[Method, ...]]:
    shapes = entry.needed("shapes")
    try:
        found = {Shape(name): tuple(Method(method) for method in shapes.texts(name)) for name in shapes.map()}
    except ValueError as error:
        raise entry.wrong("shapes", "a shape or a method is not known") from error
    if not found or not all(found.values()):
        raise entry.wrong("shapes", "there has to be a shape, and a method for each")
    return found


def _statuses(entry: Entry) -> dict[str, str]:
    words = entry.needed("statuses")
    try:
        return {name: JobStatus(words.text(name)).value for name in words.map()}
    except ValueError as error:
        raise entry.wrong("statuses", "a state is not known") from error


def _sentence(entry: Entry, name: str) -> Text:
    key = entry.text(name)
    if key not in ENGLISH:
        raise entry.wrong(name, "this has to name a sentence of TuneDesk")
    return Text(key)


def _number_fact(entry: Entry, name: str) -> Fact[int] | None:
    found = entry.entry(name)
    if found is None:
        return None
    return Fact(int(found.number("value", needed=True) or 0), found.day("as_of"), found.text("source"))


def _day_fact(entry: Entry, name: str) -> Fact[date] | None:
    found = entry.entry(name)
    return None if found is None else Fact(found.day("value"), found.day("as_of"), found.text("source"))
