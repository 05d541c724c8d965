"""The user's own list of prices as JSON: one price put in or taken out; all else in it stays as it stands there."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from desktop_app.core.target import Price
from desktop_app.providers.entry import name_of


class Kind(StrEnum):
    """In which list of a provider a price stands: of models it trains, of those that make vectors, of all others."""

    TRAINED = "models"
    EMBEDDING = "embedders"
    NAMED = "prices"


Way = tuple[str, Kind, str]
"""The way to a price: the provider's id, the list, the model's id."""


def as_json(price: Price) -> dict[str, float | str]:
    """Return a price as the list of providers holds it; what is not known is left out."""
    known = {name: value for name, value in asdict(price).items() if value is not None}
    return {**known, "as_of": price.as_of.isoformat()}


def with_price(theirs: Mapping[str, Any], way: Way, price: Price) -> dict[str, Any]:
    """Return a list that can be read, with this price in it."""
    provider, kind, model = way
    new = deepcopy(dict(theirs))
    entry = _named(_list(_named(_list(new, "providers"), provider), kind), model)
    if kind is Kind.EMBEDDING:  # all it has is what reading costs, which stands beside its name
        told = as_json(price)
        entry.update({name: told[name] for name in ("input", "as_of", "source")})
    else:
        entry["price"] = as_json(price)
    return new


def without_price(theirs: Mapping[str, Any], way: Way) -> dict[str, Any]:
    """Return a list that can be read without what it says of this price, so that ours holds if there is one.

    What holds nothing else then is taken out as well: a model of which only the name is left would be no model.
    """
    provider, kind, model = way
    new = deepcopy(dict(theirs))
    providers = new.get("providers") or []
    for each in [each for each in providers if name_of(each) == provider]:
        models = each.get(kind) or []
        for entry in [entry for entry in models if name_of(entry) == model]:
            for name in ("input", "as_of", "source") if kind is Kind.EMBEDDING else ("price",):
                entry.pop(name, None)
            _drop_empty(models, entry)
        if each.get(kind) == []:
            del each[kind]
        _drop_empty(providers, each)
    return new


def _drop_empty(among: list[dict[str, Any]], entry: dict[str, Any]) -> None:
    """Take out what is nothing but a name."""
    if set(entry) <= {"id", "name"}:
        among.remove(entry)


def _list(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a list of the holder; made where there is none yet, or where null took ours away."""
    found: list[dict[str, Any]] = holder.get(name) or []
    holder[name] = found
    return found


def _named(among: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the entry of this name; made at the end where there is none yet."""
    found = next((each for each in among if name_of(each) == name), None)
    if found is None:
        found = {"id": name}
        among.append(found)
    return found
