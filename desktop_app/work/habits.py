"""What the rows a model has learned from have in common, so that it is asked the way it was taught."""

import asyncio
import math
from dataclasses import dataclass
from itertools import islice

from desktop_app.core.checks.ends import Ends
from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.labels import Labels
from desktop_app.store import examples
from desktop_app.store.project import Project

_LETTERS = 3
"""A token of English is four letters long on average; other languages and names take more tokens."""
_AIR = 4 / 3
_FEWEST, _MOST = 40, 400
_MADE = frozenset("#|<>~=")
"""Letters of marks such as ### and <|end|>, which sentences do not end with."""
_SENTENCES_END = ".!?…\"'”’»)。！？"
_LOOKED_AT = 2000
"""So many rows tell what all have in common."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How the rows ask and answer.

    `tokens` has room for the longest answer; every prompt ends with `ending` and every answer with `stop` ("" for
    nothing in common); `labels` are the answers where there are so few that they are classes.
    """

    tokens: int
    ending: str = ""
    stop: str = ""
    labels: tuple[str, ...] = ()


async def habits(project: Project) -> Habits | None:
    """Return what the project's rows have in common; None without rows."""
    return await asyncio.to_thread(_read, project)


def _read(project: Project) -> Habits | None:
    with project.reading() as connection:
        longest = examples.longest_answer(connection)
        if not longest:
            return None
        part = Part.TRAINING if examples.ids(connection, Part.TRAINING) else None
        some = [row.example for row in islice(examples.rows(connection, part), _LOOKED_AT)]
    prompts, answers, labels = Ends(), Ends(), Labels()
    pairs = [example for example in some if isinstance(example, Completion)]
    prompts.see([pair.prompt for pair in pairs])
    answers.see([pair.completion for pair in pairs])
    labels.see([_without(expected(example), answers.mark) for example in some])
    classes = labels.finish() or {}
    tokens = max(_FEWEST, min(_MOST, math.ceil(longest * _AIR / _LETTERS)))
    stop = "" if answers.all_equal else _made_to_stop(answers.mark)
    return Habits(tokens, prompts.mark, stop, tuple(sorted(classes)))


def _made_to_stop(mark: str) -> str:
    """Return the part of a mark that somebody put there to end answers by; what sentences end with is the answer's."""
    rest = mark.lstrip(_SENTENCES_END)
    return rest if rest[:1].isspace() or any(letter in _MADE for letter in rest) else ""


def _without(answer: str, stop: str) -> str:
    return answer.removesuffix(stop) if stop else answer
