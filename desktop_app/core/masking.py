"""Which parts of an example a model learns from: the assistant's turns and the completions, nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

IGNORED = -100
"""The label of a token that does not count in the loss."""

Message = Mapping[str, object]
Render = Callable[[Sequence[Message], bool], str]
"""Renders messages as text; True adds the opening of the assistant's next turn."""
Encode = Callable[[str], Sequence[int]]


class MaskingError(ValueError):
    """An example whose learnt parts cannot be told apart."""


class NoLearntPart(MaskingError):  # noqa: N818 - it names the state of the example
    """The example has no assistant message with weight, so there is nothing to learn from it."""


class UnstableTemplate(MaskingError):  # noqa: N818 - it names the state of the template
    """The chat template rewrites earlier turns when later ones are added."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of rendered text that is learnt as a whole, or not at all."""

    text: str
    learnt: bool


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids with one label each, and how many tokens were cut from the end."""

    input_ids: tuple[int, ...]
    labels: tuple[int, ...]
    cut: int

    @property
    def learnt(self) -> int:
        """The number of tokens that count in the loss; the first token has nothing before it."""
        return sum(label != IGNORED for label in self.labels[1:])


def chat_segments(messages: Sequence[Message], render: Render) -> tuple[Segment, ...]:
    """Split a rendered conversation into learnt and unlearnt segments.

    Each assistant turn's text is the difference of two renderings: up to and with the turn, and before it with the
    opening of the turn. Raises NoLearntPart or UnstableTemplate.
    """
    segments: list[Segment] = []
    done = ""
    for index, message in enumerate(messages):
        if message.get("role") != "assistant" or not _weight(message):
            continue
        opening = render(messages[:index], True)
        whole = render(messages[: index + 1], False)
        if not (opening.startswith(done) and whole.startswith(opening)):
            raise UnstableTemplate(f"message {index + 1}")
        segments += [Segment(opening[len(done) :], learnt=False), Segment(whole[len(opening) :], learnt=True)]
        done = whole
    if not segments:
        raise NoLearntPart
    return tuple(segment for segment in segments if segment.text)


def encode_segments(segments: Sequence[Segment], encode: Encode, limit: int) -> Encoded:
    """Encode each segment apart, as it is when the model answers, and cut at `limit` tokens."""
    ids: list[int] = []
    labels: list[int] = []
    for segment in segments:
        piece = list(encode(segment.text))
        ids += piece
        labels += piece if segment.learnt else [IGNORED] * len(piece)
    return _cut(ids, labels, limit)


def encode_completion(prompt: Sequence[int], completion: Sequence[int], end: int | None, limit: int) -> Encoded:
    """Join the ids of a prompt and its completion, close it with `end`, and cut at `limit` tokens."""
    closing = [] if end is None else [end]
    ids = [*prompt, *completion, *closing]
    labels = [IGNORED] * len(prompt) + [*completion, *closing]
    return _cut(ids, labels, limit)


def _weight(message: Message) -> bool:
    weight = message.get("weight")
    return weight is None or weight == 1


def _cut(ids: list[int], labels: list[int], limit: int) -> Encoded:
    return Encoded(tuple(ids[:limit]), tuple(labels[:limit]), max(0, len(ids) - limit))
