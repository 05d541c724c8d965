"""A template grid: a text with `{placeholders}`, lists of values for them, every combination asked so many times."""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from desktop_app.core import template
from desktop_app.core.batch import Prompt
from desktop_app.core.example import Completion, Conversation, Example, Message, Shape
from desktop_app.core.text import Text, text

RESPONSE = "response"
"""In the template of the completion, what the writing model answered."""
_ANSWER = template.column(RESPONSE)
MOST = 100_000
"""So many answers are asked for at once at most."""
_MANY = 5
"""So many names are told in a sentence."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one placeholder, in the order in which they are used."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """What is to be made.

    `template` is what the writing model is asked, `prompt` what the trained one will be asked ("" for the same),
    `completion` what the trained one shall say. The first of the `values` changes slowest. With `most` above 0 only so
    many combinations are taken, drawn by `seed`.
    """

    template: str
    values: tuple[Values, ...] = ()
    repeats: int = 1
    prompt: str = ""
    completion: str = _ANSWER
    most: int = 0
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Return the placeholders of all three templates, each once, in order."""
        told = (template.names(self.template), template.names(self.prompt), template.names(self.completion))
        return tuple(name for name in dict.fromkeys(sum(told, ())) if name != RESPONSE)

    @property
    def combinations(self) -> int:
        """Return how many combinations of values there are."""
        return prod(len(each.values) for each in self.lists)

    @property
    def asked(self) -> int:
        """Return how many combinations are taken."""
        return min(self.most, self.combinations) if self.most > 0 else self.combinations

    @property
    def size(self) -> int:
        """Return how many answers are wanted."""
        return self.asked * self.repeats

    @property
    def lists(self) -> tuple[Values, ...]:
        """Return the lists that some template uses, in their order."""
        names = set(self.names)
        return tuple(each for each in self.values if each.name in names)

    def combination(self, number: int) -> Mapping[str, str]:
        """Return the values of one combination, counted from 0 in the order of the lists."""
        found = {}
        for each in reversed(self.lists):
            number, at = divmod(number, len(each.values))
            found[each.name] = each.values[at]
        return {each.name: found[each.name] for each in self.lists}

    def chosen(self) -> Sequence[int]:
        """Return the numbers of the combinations that are taken, in their order."""
        every = range(self.combinations)
        if self.asked == self.combinations:
            return every
        chance = random.Random(self.seed)  # noqa: S311 - no secret
        if self.combinations <= sys.maxsize:
            return sorted(chance.sample(every, self.asked))
        found: set[int] = set()  # of so many none can be counted out, and none is drawn twice
        while len(found) < self.asked:
            found.add(chance.randrange(self.combinations))
        return sorted(found)

    def all(self) -> Iterator[Mapping[str, str]]:
        """Yield the values of each combination that is taken."""
        return map(self.combination, self.chosen())


def typed(said: str) -> tuple[str, ...]:
    """Return the values of a list that was typed or pasted, one a line; blank lines are none."""
    return tuple(line.strip() for line in said.splitlines() if line.strip())


def usual_prompt(writing: str) -> str:
    """Return the short prompt that most likely is wanted: the values alone, with commas between them."""
    return ", ".join(template.column(name) for name in template.names(writing) if name != RESPONSE)


def asked_text(grid: Grid, values: Mapping[str, str]) -> str:
    """Return what the writing model is asked for these values."""
    return template.fill(grid.template, values)


def taught_prompt(grid: Grid, values: Mapping[str, str]) -> str:
    """Return what the trained model will be asked for these values."""
    return template.fill(grid.prompt or grid.template, values)


def example(grid: Grid, values: Mapping[str, str], answer: str, shape: Shape) -> Example:
    """Return the row of an answer; `shape` is chat or prompt and completion."""
    asked = taught_prompt(grid, values)
    said = template.fill(grid.completion, {**values, RESPONSE: answer})
    if shape is Shape.COMPLETION:
        return Completion(asked, said)
    return Conversation((Message("user", asked), Message("assistant", said)))


def prompts(grid: Grid) -> tuple[Prompt, ...]:
    """Return what is asked, one prompt a combination."""
    return tuple(Prompt((Message("user", asked_text(grid, values)),)) for values in grid.all())


def hindrances(grid: Grid) -> tuple[Text, ...]:
    """Return what has to be changed before anything can be asked."""
    found: list[Text] = []
    if not grid.template.strip():
        return (text("grid.no_template"),)
    lists = {each.name: each.values for each in grid.values}
    missing = [name for name in grid.names if not lists.get(name)]
    if missing:
        found.append(text("grid.no_values", names=_told(missing)))
    if RESPONSE in (*template.names(grid.template), *template.names(grid.prompt)):
        found.append(text("grid.response_in_prompt"))
    if RESPONSE not in template.names(grid.completion):
        found.append(text("grid.no_response"))
    if not missing and grid.size > MOST:
        found.append(text("grid.too_many", answers=f"{grid.size:,}", most=f"{MOST:,}"))
    return tuple(found)


def remarks(grid: Grid) -> tuple[Text, ...]:
    """Return what is to be known of a grid that can be asked."""
    found = [text("grid.unused", names=_told([name]), count=len(values)) for name, values in _idle(grid)]
    for each in grid.values:
        twice = [value for value in dict.fromkeys(each.values) if each.values.count(value) > 1]
        if twice:
            found.append(text("grid.twice", name=each.name, values=_told(twice)))
        if any(not value.strip() for value in each.values):
            found.append(text("grid.empty_value", name=each.name))
    silent = [name for name in template.names(grid.template) if grid.prompt and name not in template.names(grid.prompt)]
    if silent:
        found.append(text("grid.not_in_prompt", names=_told(silent)))
    return tuple(found)


def to_line(grid: Grid) -> dict[str, Any]:
    """Return the grid as the JSON object in which it is kept."""
    values = [[each.name, list(each.values)] for each in grid.values]
    return {
        "template": grid.template,
        "values": values,
        "repeats": grid.repeats,
        "prompt": grid.prompt,
        "completion": grid.completion,
        "most": grid.most,
        "seed": grid.seed,
    }


def from_line(line: Mapping[str, Any]) -> Grid:
    """Return the grid of a JSON object; its values may also be an object of lists. KeyError, TypeError, ValueError."""
    given = line.get("values", [])
    pairs = given.items() if isinstance(given, Mapping) else given
    return Grid(
        str(line["template"]),
        tuple(Values(str(name), tuple(map(str, values))) for name, values in pairs),
        max(1, int(line.get("repeats", 1))),
        str(line.get("prompt", "")),
        str(line.get("completion", template.column(RESPONSE))),
        max(0, int(line.get("most", 0))),
        int(line.get("seed", 0)),
    )


def _idle(grid: Grid) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.name, each.values) for each in grid.values if each.values and each.name not in grid.names]


def _told(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_MANY])
    return f"{shown}, …" if len(names) > _MANY else shown
