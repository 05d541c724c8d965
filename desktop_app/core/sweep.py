"""Which settings of one model are tried out: a grid over how its answers are drawn."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from types import MappingProxyType
from typing import Any, TypeVar

from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.core.text import Text, text

T = TypeVar("T")


class Knob(StrEnum):
    """A setting that is varied, by its name in `Sampling`."""

    TEMPERATURE = "temperature"
    TOP_P = "top_p"
    PRESENCE = "presence_penalty"
    FREQUENCY = "frequency_penalty"


BOUNDS: Mapping[Knob, tuple[float, float]] = MappingProxyType(
    {
        Knob.TEMPERATURE: (0.0, 2.0),
        Knob.TOP_P: (0.01, 1.0),
        Knob.PRESENCE: (-2.0, 2.0),
        Knob.FREQUENCY: (-2.0, 2.0),
    }
)
"""The least and the greatest value that OpenAI's wire allows."""
USUAL: Mapping[Knob, tuple[float, ...]] = MappingProxyType(
    {
        Knob.TEMPERATURE: (0.0, 0.3, 0.7, 1.0),
        Knob.TOP_P: (0.5, 0.8, 1.0),
        Knob.PRESENCE: (0.0, 0.5, 1.0),
        Knob.FREQUENCY: (0.0, 0.5, 1.0),
    }
)
"""Values to begin with: from always the same answer to as lively as models still make sense."""
MOST_VALUES = 12
"""So many values of one setting can be looked through."""
MOST_SETTINGS = 240
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_BETWEEN = re.compile(r"[\s;]+|[,.](?=[\s;]|$)")


@dataclass(frozen=True, slots=True)
class Axis:
    """A setting and the values it takes, in rising order."""

    knob: Knob
    values: tuple[float, ...]


def grid(voice: Voice, base: Setting, axes: Sequence[Axis]) -> tuple[Column, ...]:
    """Return the model asked with every combination of values; what no axis varies is as in `base`."""
    return tuple(Column(voice, _with(base, axes, values)) for values in product(*(axis.values for axis in axes)))


def value_of(column: Column, knob: Knob) -> float:
    """Return the value that a setting has in a column."""
    return float(getattr(column.setting.sampling, knob.value))


def axes_of(columns: Sequence[Column]) -> tuple[Axis, ...]:
    """Return the settings in which the columns differ; temperature alone where they do not."""
    found = tuple(Axis(knob, tuple(sorted({value_of(column, knob) for column in columns}))) for knob in Knob)
    return tuple(axis for axis in found if len(axis.values) > 1) or found[:1]


def place_of(columns: Sequence[Column], values: Mapping[Knob, float]) -> int | None:
    """Return the number of the first column that has these values; None where no column has them."""
    fits = (all(value_of(column, knob) == value for knob, value in values.items()) for column in columns)
    return next((place for place, fit in enumerate(fits) if fit), None)


def read_values(said: str, knob: Knob) -> tuple[float, ...] | Text:
    """Return the values that somebody typed, in rising order, or what is to be changed about them.

    Spaces and semicolons part values, and so does a comma before a space. Where any of those stand, or there is but
    one comma ("0,1"), a comma within digits is a decimal comma; else ("0,0.5,1") commas part values as well.
    """
    pieces = [piece for piece in _BETWEEN.split(said.strip()) if piece]
    if len(pieces) == 1 and pieces[0].count(",") + pieces[0].count(".") > 1:
        pieces = [piece for piece in pieces[0].split(",") if piece]
    if not pieces:
        return text("sweep.no_value")
    strange = next((piece for piece in pieces if not _NUMBER.fullmatch(piece)), None)
    if strange is not None:
        return text("sweep.no_number", said=strange[:20])
    low, high = BOUNDS[knob]
    values = sorted({round(float(piece.replace(",", ".")), 2) + 0.0 for piece in pieces})
    if values[0] < low or values[-1] > high:
        return text("sweep.beyond", low=low, high=high)
    return tuple(values) if len(values) <= MOST_VALUES else text("sweep.many_values", most=MOST_VALUES)


def spread_over(every: Sequence[T], count: int) -> list[T]:
    """Return so many of a list, taken evenly from its beginning to its end."""
    wanted = min(count, len(every))
    return [every[place * len(every) // wanted] for place in range(wanted)]


def remarks(columns: Iterable[Column], repeats: int, prompts: int) -> tuple[Text, ...]:
    """Return what is to be known about a search before it is begun."""
    drawn = [column.setting.sampling for column in columns]
    found = []
    if repeats > 1 and any(sampling.temperature == 0 for sampling in drawn):
        found.append(text("sweep.repeats_alike"))
    if len({sampling.top_p for sampling in drawn if sampling.temperature == 0}) > 1:
        found.append(text("sweep.top_p_idle"))
    if repeats == 1:
        found.append(text("sweep.no_spread"))
    if prompts == 1:
        found.append(text("sweep.one_prompt"))
    elif prompts < _FEW_PROMPTS:
        found.append(text("sweep.few_prompts", prompts=prompts))
    return tuple(found)


def _with(base: Setting, axes: Sequence[Axis], values: Sequence[float]) -> Setting:
    changes: dict[str, Any] = {axis.knob.value: value for axis, value in zip(axes, values, strict=True)}
    return replace(base, sampling=replace(base.sampling, **changes))


_FEW_PROMPTS = 10
"""With fewer prompts not even a setting that is better on each of them stands out from many others."""
