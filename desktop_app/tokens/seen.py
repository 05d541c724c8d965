"""What a model will see of an example: the text it reads, what of it is learnt, and what a limit would cut off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.core.example import Completion, Conversation, Example, Message
from desktop_app.core.target import Target
from desktop_app.tokens import open_models, vocabularies
from desktop_app.tokens.bill import bill_of
from desktop_app.tokens.counting import PER_FUNCTION, Places
from desktop_app.tokens.vocabularies import Vocabulary, whole_characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what a model sees; `learnt` is what it learns to write, `cut` what lies beyond the limit."""

    text: str
    learnt: bool
    cut: bool


def segments(example: Example, target: Target, places: Places) -> tuple[Piece, ...]:
    """Return what the model sees, in order: of open models on this computer exactly that, else a readable layout.

    The layout names the role of each message on a line of its own, where a provider puts its own marks. A preference
    pair shows both answers, one after the other. Raises the Problems of `counting.counter`.
    """
    model = open_models.find(target.vocabulary, places.models)
    if model is not None:
        return tuple(_of_model(example, model, target.limit))
    name = target.vocabulary if target.vocabulary in vocabularies.NAMES else vocabularies.O200K
    return tuple(_by_rule(example, vocabularies.load(name, places.vocabularies), target.limit))


def _of_model(example: Example, model: open_models.OpenModel, limit: int | None) -> Iterator[Piece]:
    room = limit
    for stretch in model.stretches(example):
        text = whole_characters(stretch.text)
        if room is None:
            yield from _divided(text, len(text), learnt=stretch.learnt)
            continue
        length, fitting = model.fitting(stretch, max(0, room))
        yield from _divided(text, fitting, learnt=stretch.learnt)
        room -= length


def _by_rule(example: Example, vocabulary: Vocabulary, limit: int | None) -> Iterator[Piece]:
    room = None if limit is None else limit - _form(example, vocabulary)
    for raw, learnt in _layout(example):
        text = whole_characters(raw)
        if room is None:
            yield from _divided(text, len(text), learnt=learnt)
            continue
        ids = vocabulary.ids(text)
        fitting = len(text) if len(ids) <= room else len(vocabulary.text(ids[: max(0, room)]))
        yield from _divided(text, fitting, learnt=learnt)
        room -= len(ids)


def _form(example: Example, vocabulary: Vocabulary) -> int:
    """Return the tokens of the example that its layout does not show: marks of the form, tools, pictures."""
    bill = bill_of(example, PER_FUNCTION[vocabulary.name])
    whole = bill.fixed + sum(vocabulary.lengths([*bill.read, *bill.learnt]))
    return whole - sum(vocabulary.lengths([text for text, _ in _layout(example)]))


def _layout(example: Example) -> list[tuple[str, bool]]:
    """Return the example's texts in order, with a line for each role, and whether each is learnt."""
    if isinstance(example, Completion):
        return [(example.prompt, False), (example.completion, True)]
    if isinstance(example, Conversation):
        return _turns(example.messages, learnt=False)
    return [
        *_turns(example.messages, learnt=False),
        ("preferred_output\n", False),
        *_turns(example.preferred, learnt=True),
        ("non_preferred_output\n", False),
        *_turns(example.non_preferred, learnt=True),
    ]


def _turns(messages: Sequence[Message], *, learnt: bool) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for message in messages:
        answers = message.role == "assistant" and message.extra.get("weight") != 0
        found += [(f"{message.role}\n", False), (_said(message), learnt or answers), ("\n\n", False)]
    return found


def _said(message: Message) -> str:
    """Return a message's text, and below it the tools it calls as they would be written."""
    calls = message.extra.get("tool_calls")
    functions = [call.get("function") for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    functions.append(message.extra.get("function_call"))
    lines = [f"{each.get('name', '')}({each.get('arguments', '')})" for each in functions if isinstance(each, dict)]
    return "\n".join([message.content, *lines] if message.content or not lines else lines)


def _divided(text: str, fitting: int, *, learnt: bool) -> Iterator[Piece]:
    if text[:fitting]:
        yield Piece(text[:fitting], learnt, cut=False)
    if text[fitting:]:
        yield Piece(text[fitting:], learnt, cut=True)
