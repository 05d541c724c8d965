"""What was answered so far, by prompt and model."""

from dataclasses import dataclass

from desktop_app.core.answer import Answer
from desktop_app.core.problem import Problem
from desktop_app.gui.playground.prompts import Prompt


@dataclass(frozen=True, slots=True)
class Broken:
    """An answer that a Problem ended, with what had come of it before."""

    problem: Problem
    text: str = ""


Outcome = Answer | Broken


@dataclass(slots=True)
class Asked:
    """A prompt that was asked, and what each model answered to it."""

    prompt: Prompt
    outcomes: dict[str, Outcome]


class Results:
    """Remembers the newest answer of each model to each prompt, in the order of asking."""

    def __init__(self) -> None:
        self._asked: dict[int, Asked] = {}

    def expect(self, prompt: Prompt) -> None:
        """Keep the prompt's place in the order of asking; one that now asks something else begins anew."""
        known = self._asked.get(prompt.key)
        if known is None or known.prompt.question != prompt.question:
            self._asked[prompt.key] = Asked(prompt, {})
        else:
            known.prompt = prompt

    def put(self, prompt: Prompt, model: str, outcome: Outcome) -> None:
        """Remember an answer."""
        self.expect(prompt)
        self._asked[prompt.key].outcomes[model] = outcome

    def get(self, prompt: Prompt, model: str) -> Outcome | None:
        """Return what a model answered to exactly this question."""
        known = self._asked.get(prompt.key)
        if known is None or known.prompt.question != prompt.question:
            return None
        return known.outcomes.get(model)

    def clear(self) -> None:
        """Forget everything."""
        self._asked.clear()

    def rows(self, base: str, tuned: str) -> list[tuple[str, str, str, str]]:
        """Return prompt, expected answer and the two models' answers for all that both have answered."""
        found = []
        for asked in self._asked.values():
            left, right = asked.outcomes.get(base), asked.outcomes.get(tuned)
            if isinstance(left, Answer) and isinstance(right, Answer):
                found.append((asked.prompt.text, asked.prompt.expected, left.text, right.text))
        return found
