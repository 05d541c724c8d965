"""Reading the file of provider profiles, and the user's file over it: every word of it is checked.

The two are joined key by key; entries of a list are joined by their "id" or "name", new ones are added, and null takes
something away. A price, a date or a limit is replaced as a whole, because the day and the source belong to the number.
"""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.example import Shape
from desktop_app.core.job import JobStatus
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import ENGLISH
from desktop_app.core.target import Method, Price
from desktop_app.core.text import Text
from desktop_app.providers.entry import Entry, name_of
from desktop_app.providers.profiles import (
    MEANINGS,
    Deploy,
    EmbeddingModel,
    Extra,
    Fact,
    Hyperparameter,
    Model,
    ModelPrice,
    Profile,
    Step,
    Supports,
)

T = TypeVar("T", int, date)

_AUTH = frozenset({"bearer", "api-key", "none"})
_CLIENTS = frozenset({"openai"})
_UPLOADS = frozenset({"files", "uploads"})
_STYLES = frozenset({"method", "hyperparameters", "both"})
_DIALECTS = frozenset({"openai", "foundry", "both", "none"})
_METRICS = frozenset({"events", "checkpoints", "result_file"})
_ROUTES = frozenset({"chat", "completions"})
_DEPLOYMENTS = frozenset({"deployment", "named_model"})
_ABOUT = frozenset({"key", "limit", "usage"})
_SENTENCES = frozenset(key for key in ENGLISH if key.startswith("provider."))
_OWN_WAY = ("suffix", "classes")
_WHOLE = ("price", "limit", "last_start", "shutdown", "least_rows", "largest_file")


def load(path: Path, override: Path | None = None) -> tuple[Profile, ...]:
    """Return the profiles of `path` with those of the user's file laid over them, if there is one.

    Raises a Problem that names the file and the place in which something is wrong.
    """
    if override is None or not override.is_file():
        return _profiles(raw(path), path)
    return laid_over(path, override, raw(override))


def laid_over(path: Path, override: Path, theirs: dict[str, Any]) -> tuple[Profile, ...]:
    """Return the profiles of `path` with `theirs` over them, which stands in the user's file or is to stand there.

    Raises a Problem that names the file and the place in which something is wrong.
    """
    ours = raw(path)
    _profiles(ours, path)  # what is wrong in our own file is not to be looked for in the user's
    return _profiles(joined(ours, theirs), override)


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


def raw(path: Path) -> dict[str, Any]:
    """Return the JSON object of a file as it stands there; raise a Problem where that is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Problem(
            "providers_not_json", details=str(error), name=path.name, line=error.lineno, column=error.colno
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise Problem("providers_unreadable", details=repr(error), name=path.name) from error
    if not isinstance(found, dict):
        raise Problem("providers_unreadable", details="the file holds no JSON object", name=path.name)
    return found


def _profiles(whole: dict[str, Any], path: Path) -> tuple[Profile, ...]:
    entry = Entry(whole, path.name)
    found = entry.each("providers", _profile)
    entry.number("version")
    entry.day("as_of")
    entry.end()
    return found


def _profile(entry: Entry) -> Profile:
    return Profile(
        id=entry.text("id"),
        title=entry.text("title"),
        base_url=entry.text("base_url", ""),
        fields=entry.texts("fields"),
        example=entry.text("example", ""),
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
        deploy=_deploy(entry.entry("deploy")),
        routes=entry.words("routes", _ROUTES),
        supports=_supports(entry.needed("supports")),
        privacy=_sentence(entry, "privacy"),
        notice=_sentence(entry, "notice") if entry.text("notice", "") else None,
        help=entry.each("help", _step) if entry.has("help") else (),
        as_of=entry.day("as_of"),
        source=entry.text("source"),
        embedders=entry.each("embedders", _embedder) if entry.has("embedders") else (),
        prices=entry.each("prices", _named_price) if entry.has("prices") else (),
    )


def _embedder(entry: Entry) -> EmbeddingModel:
    known = entry.has("input")
    price = Price(None, entry.number("input"), 0.0, entry.day("as_of"), entry.text("source")) if known else None
    return EmbeddingModel(entry.text("id"), entry.text("title"), price)


def _named_price(entry: Entry) -> ModelPrice:
    return ModelPrice(entry.text("id"), _price_in(entry.needed("price")))


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
    return None if entry is None else _price_in(entry)


def _price_in(entry: Entry) -> Price:
    asked = entry.has("input") or entry.has("output")
    price = Price(
        training=entry.number_or_none("training") if asked else entry.number("training"),
        input=entry.number_or_none("input"),
        output=entry.number_or_none("output"),
        as_of=entry.day("as_of"),
        source=entry.text("source"),
        cached_input=entry.number_or_none("cached_input"),
    )
    entry.end()
    return price


def _hyperparameter(entry: Entry) -> Hyperparameter:
    made = Hyperparameter(
        name=entry.text("name"),
        meaning=entry.word("meaning", MEANINGS),
        low=entry.number_or_none("low"),
        high=entry.number_or_none("high"),
        whole=entry.yes("whole"),
        default=_default(entry),
        as_of=entry.day("as_of"),
        source=entry.text("source"),
    )
    low, high = made.low or 0.0, float("inf") if made.high is None else made.high
    if low > high:
        raise Problem("providers_no_bounds", details=made.name, **entry.about("low"))
    if not isinstance(made.default, str) and not low <= made.default <= high:
        raise Problem("providers_no_bounds", details=made.name, **entry.about("default"))
    return made


def _default(entry: Entry) -> str | float:
    return "auto" if entry.has("default", "auto") else entry.number("default")


def _deploy(entry: Entry | None) -> Deploy | None:
    if entry is None:
        return None
    deploy = Deploy(entry.word("how", _DEPLOYMENTS), _link(entry))
    entry.end()
    return deploy


def _step(entry: Entry) -> Step:
    return Step(
        about=entry.word("name", _ABOUT),
        said=_sentence(entry, "said"),
        link=_link(entry),
        as_of=entry.day("as_of"),
        source=entry.text("source"),
    )


def _link(entry: Entry) -> str:
    """Return the address of a page; nothing else is ever opened."""
    link = entry.text("link", "")
    if link and not link.startswith("https://"):
        raise Problem("providers_no_link", details=link, **entry.about("link"))
    return link


def _supports(entry: Entry) -> Supports:
    longest = entry.whole("suffix") if entry.number_or_none("suffix") is not None else None
    switches = {field.name: entry.yes(field.name) for field in fields(Supports) if field.name not in _OWN_WAY}
    classes = entry.yes("classes", default=False)  # a file from before this was known says nothing of it
    entry.end()
    return Supports(suffix=longest, classes=classes, **switches)


def _shapes(entry: Entry) -> dict[Shape, tuple[Method, ...]]:
    shapes = entry.needed("shapes")
    known = frozenset(method.value for method in Method)
    found = {name: shapes.words(name, known) for name in shapes.map()}
    if not found or not all(found.values()) or not set(found) <= set(Shape):
        named = ", ".join(Shape)
        raise Problem("providers_no_word", details="shapes", known=named, **entry.about("shapes"))
    return {Shape(name): tuple(Method(method) for method in methods) for name, methods in found.items()}


def _statuses(entry: Entry) -> dict[str, str]:
    words = entry.needed("statuses")
    known = frozenset(status.value for status in JobStatus)
    return {name: words.word(name, known) for name in words.map()}


def _sentence(entry: Entry, name: str) -> Text:
    return Text(entry.word(name, _SENTENCES))


def _number_fact(entry: Entry, name: str) -> Fact[int] | None:
    found = entry.entry(name)
    return None if found is None else _fact(found, found.whole("value"))


def _day_fact(entry: Entry, name: str) -> Fact[date] | None:
    found = entry.entry(name)
    return None if found is None else _fact(found, found.day("value"))


def _fact(entry: Entry, value: T) -> Fact[T]:
    fact = Fact(value, entry.day("as_of"), entry.text("source"))
    entry.end()
    return fact
