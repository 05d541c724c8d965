"""A conversation with several models over several turns.

Each model keeps a thread of its own. What is changed later makes a branch, so that the turns are a tree: nothing that
was said is ever lost. It is kept as a batch: a turn puts a prompt to each thread, and an answer is a cell of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_app.core.answer import Answer, Question
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, title_of
from desktop_app.core.example import Message

MOST_THREADS = 3
"""More models at once nobody can follow."""
_LETTERS = 3
"""A token is at least so many letters long in most languages; a guess that errs towards more tokens."""


@dataclass(frozen=True, slots=True)
class Way:
    """How turns become one text for a model that knows no conversations: as pairs of prompt and completion.

    `ending` is what every prompt of the data ends with, `stop` what every answer ends with. With neither the model
    cannot tell one from the other, and gets each message alone.
    """

    ending: str = ""
    stop: str = ""

    @property
    def remembers(self) -> bool:
        """Tell whether what was said before can be written down for the model."""
        return bool(self.ending or self.stop)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A model with its settings; `way` is None for one that knows conversations."""

    column: Column
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """What one thread is asked in a turn.

    `place` is its prompt in the batch, `speaker` who was to answer it first, `after` the answer it follows (None where
    the thread begins).
    """

    place: int
    thread: int
    speaker: int
    after: Cell | None

    @property
    def first(self) -> Cell:
        """Return the cell of its first try."""
        return Cell(self.place, self.speaker)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person said, to which threads, and the turn it follows (None for the first)."""

    said: str
    before: int | None
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation. `mark` names it for ever, `made` is in seconds since 1970; cells count speakers as columns."""

    mark: str
    title: str
    made: float
    speakers: tuple[Speaker, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Return all legs, by their places."""
        return tuple(leg for turn in self.turns for leg in turn.legs)


Answers = Mapping[Cell, Answer]
"""What was answered so far, in the order in which it came."""
Follow = Callable[[Leg], Cell]
"""Says which answer to a leg a thread goes on from."""


def tries(leg: Leg, answers: Answers) -> list[Cell]:
    """Return the answers to a leg, the newest last."""
    return [cell for cell in answers if cell.prompt == leg.place]


def newest(answers: Answers) -> Follow:
    """Return what goes on from the newest answer, or from the one that is still to come."""

    def follow(leg: Leg) -> Cell:
        found = tries(leg, answers)
        return found[-1] if found else leg.first

    return follow


def path(talk: Talk, last: int | None) -> list[int]:
    """Return the turns that lead to `last`, the first one first."""
    found: list[int] = []
    while last is not None:
        found.append(last)
        last = talk.turns[last].before
    return found[::-1]


def versions(talk: Talk, turn: int) -> list[int]:
    """Return the turns that were said in the same place as this one, itself included, the oldest first."""
    before = talk.turns[turn].before
    return [number for number, other in enumerate(talk.turns) if other.before == before]


def end_of(talk: Talk, turn: int) -> int:
    """Return the newest end of what was said after a turn; itself where nothing was."""
    while True:
        after = [number for number, other in enumerate(talk.turns) if other.before == turn]
        if not after:
            return turn
        turn = after[-1]


def last_leg(talk: Talk, last: int | None, thread: int) -> Leg | None:
    """Return what a thread was asked last on the way to a turn; None for one that was asked nothing."""
    for number in reversed(path(talk, last)):
        for leg in talk.turns[number].legs:
            if leg.thread == thread:
                return leg
    return None


def say(talk: Talk, said: str, before: int | None, speakers: Mapping[int, Speaker], follow: Follow) -> Talk:
    """Return the conversation with another turn after `before`, put to these threads with their speakers."""
    known = list(talk.speakers)
    legs: list[Leg] = []
    place = len(talk.legs)
    for thread, speaker in sorted(speakers.items()):
        if speaker not in known:
            known.append(speaker)
        earlier = last_leg(talk, before, thread)
        after = follow(earlier) if earlier is not None else None
        legs.append(Leg(place + len(legs), thread, known.index(speaker), after))
    title = talk.title or title_of(said)
    return replace(talk, title=title, speakers=tuple(known), turns=(*talk.turns, Turn(said, before, tuple(legs))))


def say_anew(
    talk: Talk, turn: int, said: str, last: int | None, speakers: Mapping[int, Speaker], follow: Follow
) -> Talk:
    """Return the conversation with a turn said otherwise, and all that followed it up to `last` said again after it.

    `last` None leaves out what followed. A turn goes to the threads it went to before, if they still have a speaker.
    """
    later = path(talk, last)
    later = later[later.index(turn) + 1 :] if turn in later else []
    before = talk.turns[turn].before
    changed = talk
    for number, words in ((turn, said), *((each, talk.turns[each].said) for each in later)):
        threads = {leg.thread for leg in talk.turns[number].legs} & set(speakers) or set(speakers)
        changed = say(changed, words, before, {thread: speakers[thread] for thread in threads}, follow)
        before = len(changed.turns) - 1
    return changed


def again(talk: Talk, leg: Leg, speaker: Speaker, answers: Answers) -> tuple[Talk, Cell]:
    """Return the cell that asks a leg once more, of this speaker, and the conversation that knows the speaker."""
    speakers = talk.speakers if speaker in talk.speakers else (*talk.speakers, speaker)
    number = speakers.index(speaker)
    known = [cell.repeat for cell in tries(leg, answers) if cell.column == number]
    return replace(talk, speakers=speakers), Cell(leg.place, number, max(known, default=-1) + 1)


def question(talk: Talk, cell: Cell, answers: Answers, way: Way | None) -> Question:
    """Return what a cell asks, with what was said in its thread before; what was not answered is left out.

    It is written in this `way`; None is for messages.
    """
    texts = {leg.place: turn.said for turn in talk.turns for leg in turn.legs}
    exchanges = behind(talk, cell.prompt, answers)
    if way is None:
        said = [message for place, reply in exchanges for message in _exchange(texts[place], reply.text)]
        return (*said, Message("user", texts[cell.prompt]))
    written = "".join(_pair(texts[place], reply.text, way) for place, reply in exchanges) if way.remembers else ""
    return written + _ended(texts[cell.prompt], way.ending)


def asked(talk: Talk, cell: Cell, answers: Answers) -> Question:
    """Return what a cell asks, in the way its speaker understands."""
    return question(talk, cell, answers, talk.speakers[cell.column].way)


def behind(talk: Talk, place: int, answers: Answers) -> list[tuple[int, Answer]]:
    """Return the places and answers that a thread has behind it at a place, the oldest first."""
    legs, found = talk.legs, []
    after = legs[place].after
    while after is not None:
        told = answers.get(after) or next(
            (answers[cell] for cell in reversed(tries(legs[after.prompt], answers))), None
        )
        if told is not None:
            found.append((after.prompt, told))
        after = legs[after.prompt].after
    return found[::-1]


def batch(talk: Talk, wanted: Iterable[Cell], answers: Answers) -> Batch:
    """Return the conversation as a batch in which the wanted cells ask all they have to; others say their turn only."""
    prompts = [Prompt((Message("user", turn.said),)) for turn in talk.turns for _ in turn.legs]
    for cell in wanted:
        prompts[cell.prompt] = Prompt(asked(talk, cell, answers))
    columns = tuple(speaker.column for speaker in talk.speakers)
    return Batch(talk.mark, Kind.TALK, talk.title, talk.made, tuple(prompts), columns)


def open_cells(talk: Talk, last: int | None, answers: Answers) -> list[list[Cell]]:
    """Return what has no answer yet on the way to a turn, turn by turn: so it is asked, each after the one before."""
    turns = [talk.turns[number] for number in path(talk, last)]
    found = [[leg.first for leg in turn.legs if not tries(leg, answers)] for turn in turns]
    return [cells for cells in found if cells]


def tokens(talk: Talk, last: int | None, thread: int, answers: Answers, said: str = "") -> int:
    """Return about how many tokens a thread reads when it is asked next; `said` is what it is asked.

    The provider's own count of the last request is taken where there is one.
    """
    leg = last_leg(talk, last, thread)
    found = tries(leg, answers) if leg is not None else []
    if leg is None or not found:
        return len(said) // _LETTERS
    answer = answers[found[-1]]
    read = answer.prompt_tokens or _letters(asked(talk, found[-1], answers)) // _LETTERS
    return read + (answer.tokens or len(answer.text) // _LETTERS) + len(said) // _LETTERS


def _exchange(said: str, answer: str) -> Sequence[Message]:
    return Message("user", said), Message("assistant", answer)


def _pair(said: str, answer: str, way: Way) -> str:
    written = _ended(said, way.ending) + _ended(answer, way.stop)
    return written if written.endswith("\n") else written + "\n"


def _ended(words: str, mark: str) -> str:
    return words if words.endswith(mark) else words + mark


def _letters(asked: Question) -> int:
    return len(asked) if isinstance(asked, str) else sum(len(message.content) for message in asked)
