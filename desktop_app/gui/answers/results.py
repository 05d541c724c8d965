"""What was answered so far, by prompt and column."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Column
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.prompts import Prompt


@dataclass(frozen=True, slots=True)
class Broken:
    """An answer that a Problem ended, with what had come of it before."""

    problem: Problem
    text: str = ""


Outcome = Answer | Broken


@dataclass(slots=True)
class Asked:
    """A prompt that was asked, and what each column answered to it, the newest last."""

    prompt: Prompt
    outcomes: dict[Column, list[Outcome]] = field(default_factory=dict)


class Results:
    """Remembers the answers of each column to each prompt, in the order of asking."""

    def __init__(self) -> None:
        self._asked: dict[int, Asked] = {}

    def expect(self, prompt: Prompt) -> None:
        """Keep the prompt's place in the order of asking; one that now asks something else begins anew."""
        known = self._asked.get(prompt.key)
        if known is None or known.prompt.question != prompt.question:
            self._asked[prompt.key] = Asked(prompt)
        else:
            known.prompt = prompt

    def put(self, prompt: Prompt, column: Column, outcome: Outcome) -> None:
        """Remember an answer; a problem is forgotten when another try is over."""
        self.expect(prompt)
        known = self._asked[prompt.key].outcomes.setdefault(column, [])
        if outcome in known:
            return  # an earlier comparison is shown again
        if known and isinstance(known[-1], Broken):
            known.pop()
        known.append(outcome)

    def get(self, prompt: Prompt, column: Column) -> Outcome | None:
        """Return what a column answered last to exactly this question."""
        known = self.all(prompt, column)
        return known[-1] if known else None

    def all(self, prompt: Prompt, column: Column) -> Sequence[Outcome]:
        """Return everything a column answered to exactly this question, the newest last."""
        known = self._asked.get(prompt.key)
        if known is None or known.prompt.question != prompt.question:
            return ()
        return known.outcomes.get(column, ())

    def newest(self, column: Column) -> list[tuple[Prompt, Answer]]:
        """Return every prompt that a column has answered, with its newest answer."""
        found = (
            (asked.prompt, asked.outcomes[column][-1]) for asked in self._asked.values() if column in asked.outcomes
        )
        return [(prompt, newest) for prompt, newest in found if isinstance(newest, Answer)]

    def clear(self) -> None:
        """Forget everything."""
        self._asked.clear()

    def rows(self, columns: Sequence[Column]) -> list[tuple[Prompt, tuple[Answer, ...]]]:
        """Return each prompt with the columns' newest answers, for all that every column has answered."""
        found = []
        for asked in self._asked.values():
            newest = [asked.outcomes[column][-1] for column in columns if asked.outcomes.get(column)]
            answers = tuple(one for one in newest if isinstance(one, Answer))
            if columns and len(answers) == len(columns):
                found.append((asked.prompt, answers))
        return found
