"""What can be asked: the held-out rows of the project, a prompt of one's own, and those of a file."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.answer import Question
from desktop_app.core.batch import Prompt as Asked
from desktop_app.core.example import Completion, Conversation, Example, Message, Part, Shape
from desktop_app.core.fields import expected, question, read_field
from desktop_app.core.prompt_file import Given
from desktop_app.core.prompt_file import asked as asked_of
from desktop_app.store import examples
from desktop_app.store.project import Project

OWN = 0
"""The key of the user's own prompt; rows of the project have keys from 1 on, prompts of a file keys below 0."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question for the models: its row's id, what a person reads, what is sent, and the answer hoped for."""

    key: int
    text: str
    question: Question
    expected: str
    system: str = ""

    @property
    def asked(self) -> Asked:
        """Return the prompt as a batch asks it."""
        return Asked(self.question, self.expected, self.key if self.key > OWN else None)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The rows a model has not learned from, by id, and how a prompt of one's own is put into their shape."""

    ids: Sequence[int]
    shape: Shape
    system: str


NOTHING = HeldOut(array("q"), Shape.CHAT, "")


def held_out(project: Project) -> HeldOut:
    """Return the test rows, or the validation rows where there are none."""
    with project.reading() as connection:
        shape = examples.shape_of_table(connection)
        ids = examples.ids(connection, Part.TEST) or examples.ids(connection, Part.VALIDATION)
        some = examples.page(connection, ids[:1])
        first = some[0] if some else examples.first(connection)
    if first is None:
        return HeldOut(ids, shape, "")
    example = first.example
    return HeldOut(ids, example.shape, _system(example))


def of_rows(project: Project, ids: Sequence[int]) -> list[Prompt]:
    """Return the prompts of these rows; rows that are gone are left out."""
    with project.reading() as connection:
        rows = examples.page(connection, ids)
    return [_of_row(row.id, row.example) for row in rows]


def own(text: str, around: HeldOut, ending: str = "") -> Prompt:
    """Return a typed prompt in the project's shape, with the system message or the `ending` its rows have."""
    if around.shape is Shape.COMPLETION:
        return Prompt(OWN, text, text if text.endswith(ending) else text + ending, "")
    asked = Message("user", text)
    messages = (Message("system", around.system), asked) if around.system else (asked,)
    return Prompt(OWN, text, messages, "", around.system)


def of_file(listed: Sequence[Given], keys: Sequence[int], around: HeldOut, ending: str = "") -> list[Prompt]:
    """Return prompts of a file by their keys (-1 for the first), in the project's shape unless they have their own."""
    found = []
    for key in keys:
        one = listed[-1 - key]
        wanted = asked_of(one, around.shape, around.system, ending)
        system = "" if isinstance(wanted.question, str) else one.system or around.system
        found.append(Prompt(key, one.text, wanted.question, one.expected, "" if one.question is not None else system))
    return found


def typed(asked: Asked, ending: str = "") -> str:
    """Return what somebody types to ask this: without the system message, or the ending, that is added."""
    if isinstance(asked.question, str):
        return asked.question.removesuffix(ending) if ending else asked.question
    return "\n\n".join(message.content for message in asked.question if message.role != "system")


def _of_row(row_id: int, example: Example) -> Prompt:
    shown = example.prompt if isinstance(example, Completion) else read_field(example, "user")
    return Prompt(row_id, shown, question(example), expected(example), _system(example))


def _system(example: Example) -> str:
    return read_field(example, "system") if isinstance(example, Conversation) else ""
