"""Making a row into what the checks see: everything that several of them need of it, worked out once."""

from desktop_app.core.checks.finding import Seen
from desktop_app.core.checks.texts import encoded, texts_of
from desktop_app.core.example import Completion, Example, Part
from desktop_app.core.fields import question_and_answer


def seen(row: int, line: int, example: Example, tokens: int | None = None, part: Part = Part.TRAINING) -> Seen:
    """Return a row (its id, and the line where the user finds it) as the checks see it."""
    if isinstance(example, Completion):  # the shortest way for what the largest tables hold
        prompt, answer = example.prompt, example.completion
        said = encoded([prompt, answer])
        # Numbers are made of UTF-8: a text with one picture sign takes four times as long as it stands in memory.
        return Seen(row, line, part, example, prompt, answer, tokens, said, hash(said[1]))
    prompt, answer = question_and_answer(example)
    (answered,) = encoded([answer])
    return Seen(row, line, part, example, prompt, answer, tokens, encoded(texts_of(example)), hash(answered))
