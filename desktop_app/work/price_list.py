"""What is known of prices, one line a model, and the user's own price in the place of one or beside them.

It is written where it is read: into the list of the user's own (`work.targets`), whole or not at all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.problem import Problem
from desktop_app.core.target import Price
from desktop_app.providers import own_list, profile_file
from desktop_app.providers.endings import base_id
from desktop_app.providers.own_list import Kind, Way
from desktop_app.providers.profiles import Profile
from desktop_app.settings import paths, small_file
from desktop_app.work import trainable
from desktop_app.work.targets import OVERRIDE, all_profiles, own_path


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A model and what it costs; `ours` is what TuneDesk came with. None where that is not known."""

    profile: str
    provider: str
    kind: Kind
    model: str
    title: str
    price: Price | None
    ours: Price | None = None

    @property
    def way(self) -> Way:
        """The way to this price in the list of providers."""
        return self.profile, self.kind, self.model

    @property
    def changed(self) -> bool:
        """Tell whether the user's own list says something else than TuneDesk came with."""
        return self.price != self.ours


def lines(known: Iterable[Profile], missed: Iterable[tuple[str, str]] = ()) -> tuple[PriceLine, ...]:
    """Return what models cost at each provider; of this computer nothing, which is free.

    Models whose price nobody knows are among them where a provider has a name for them, and those that were `missed`:
    (profile, model), asked for money already.
    """
    ours = {line.way: line.price for profile in all_profiles(ours_alone=True) for line in _of(profile)}
    asked = tuple((profile, base_id(model)) for profile, model in missed)
    found = []
    for profile in known:
        if profile.local:
            continue
        here = {(line.kind, line.model): line for line in _of(profile)}
        taken = {model for _, model in here}
        for model in dict.fromkeys(model for name, model in asked if name == profile.id and model not in taken):
            here[Kind.NAMED, model] = PriceLine(profile.id, profile.title, Kind.NAMED, model, model, None)
        own = (_with(line, ours.get(line.way)) for line in here.values())
        found += [line for line in own if _listed(line, profile)]
    return tuple(found)


def line_for(known: Iterable[PriceLine], profile: Profile, model: str) -> PriceLine:
    """Return the line of a model that somebody names; a tuned one costs what is said of its base model."""
    base = base_id(model.strip())
    found = next((line for line in known if (line.profile, line.model) == (profile.id, base)), None)
    return found or PriceLine(profile.id, profile.title, Kind.NAMED, base, base, None)


def keep(line: PriceLine, price: Price) -> None:
    """Write a price into the user's own list.

    Raise the Problem of a list that cannot be understood, which is left as it is, or Problem("prices_not_written").
    """
    _write(own_list.with_price(_theirs(), line.way, price))


def take_back(line: PriceLine) -> None:
    """Take a price out of the user's own list, so that ours holds if there is one; raise a Problem as `keep` does."""
    _write(own_list.without_price(_theirs(), line.way))


def _of(profile: Profile) -> Iterator[PriceLine]:
    """Yield a line for each model of which a profile says something."""
    told = [(Kind.TRAINED, each.id, each.title, each.price) for each in profile.models]
    told += [(Kind.EMBEDDING, each.id, each.title, each.price) for each in profile.embedders]
    told += [(Kind.NAMED, each.id, each.id, each.price) for each in profile.prices]
    for kind, model, title, price in told:
        yield PriceLine(profile.id, profile.title, kind, model, title, price)


def _with(line: PriceLine, ours: Price | None) -> PriceLine:
    return PriceLine(line.profile, line.provider, line.kind, line.model, line.title, line.price, ours)


def _listed(line: PriceLine, profile: Profile) -> bool:
    """Tell whether a line is of use: what our own engine does is free, and "any" is the name of no model."""
    return (
        line.price is not None or line.ours is not None or not (trainable.ours(profile) or line.model == trainable.ANY)
    )


def _theirs() -> Mapping[str, Any]:
    """Return the user's own list as it is by now; raise a Problem where it cannot be read as one."""
    path = own_path()
    if not path.is_file():
        return {}
    theirs = profile_file.raw(path)
    profile_file.laid_over(paths.resource(OVERRIDE), path, theirs)
    return theirs


def _write(new: dict[str, Any]) -> None:
    path = own_path()
    profile_file.laid_over(paths.resource(OVERRIDE), path, new)  # what could not be read again is not written
    try:
        small_file.write(path, json.dumps(new, indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise Problem("prices_not_written", details=str(error), folder=str(path.parent)) from error
