"""How the columns of a table, or the objects of a file, become examples."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from desktop_app.core import known_columns, template
from desktop_app.core.example import Completion, Conversation, Example, Message, Preference, Shape
from desktop_app.core.text import Text, text


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The wizard's answer to "which column is what": templates over the columns, and the shape they make.

    `system` is the same text for every row, or names columns in braces; `rejected` is the answer that is not preferred.
    `kept` takes the file's own examples as they came (in the shape `shape` if they can be turned into it). `unasked`
    tells that no question is wanted, only the texts to learn: an empty prompt then is an answer. Of the shapes, prompt
    and completion alone has room for that.
    """

    shape: Shape
    prompt: str
    answer: str
    system: str = ""
    rejected: str = ""
    kept: bool = False
    unasked: bool = False


def guess(columns: Sequence[str], shape: Shape | None = None) -> ColumnMapping:
    """Return the mapping a person would most likely choose for these columns: known names, else the last answers."""
    rejected = known_columns.called(columns, known_columns.REJECTED)
    preferred = known_columns.called(columns, known_columns.PREFERRED) if rejected else None
    system = known_columns.called(columns, known_columns.SYSTEM)
    shape = shape or (Shape.PREFERENCE if preferred and rejected else Shape.CHAT)
    telling = [name for name in columns if not known_columns.only_counts(name)] or list(columns)
    answer = preferred or known_columns.speaking_of(columns, known_columns.ANSWER, (rejected, system))
    answer = answer or (telling[-1] if telling else "")
    asked = known_columns.speaking_of(columns, known_columns.QUESTION, (answer, rejected, system))
    instruction = known_columns.called(columns, known_columns.INSTRUCTION)
    if instruction and asked and asked == known_columns.called(columns, known_columns.INPUT):
        prompt = f"{template.column(instruction)} {template.column(asked)}"
    elif asked is not None:
        prompt = template.column(asked)
    else:
        rest = [name for name in telling if name not in (answer, rejected, system)]
        prompt = ", ".join(template.column(name) for name in rest)
        prompt += " ->" if len(rest) > 1 else ""
    return ColumnMapping(
        shape,
        prompt,
        template.column(answer) if answer else "",
        template.column(system) if system and shape is not Shape.COMPLETION else "",
        template.column(rejected) if rejected else "",
    )


def problems(mapping: ColumnMapping, columns: Sequence[str]) -> list[Text]:
    """Return what stands in the way of this mapping, in the order a person would mend it."""
    if mapping.kept:
        return []
    needed = [("answer", mapping.answer)]
    unasked = mapping.unasked and mapping.shape is Shape.COMPLETION
    if mapping.prompt or not (unasked or len(columns) == 1):  # a file of one column holds answers alone
        needed.insert(0, ("prompt", mapping.prompt))
    if mapping.shape is Shape.PREFERENCE:
        needed.append(("rejected", mapping.rejected))
    found = []
    for where, value in needed:
        if not template.names(value):
            found.append(text(f"mapping.{where}_names_no_column"))
    for value in (*(v for _, v in needed), mapping.system):
        unknown = [name for name in template.names(value) if name not in columns]
        if unknown:
            found.append(text("mapping.unknown_column", column=unknown[0], columns=", ".join(columns)))
    if not found and mapping.prompt.strip() == mapping.answer.strip():
        found.append(text("mapping.prompt_is_answer"))
    if not found and mapping.shape is Shape.PREFERENCE and mapping.rejected.strip() == mapping.answer.strip():
        found.append(text("mapping.answers_are_equal"))
    return found


def used(mapping: ColumnMapping) -> tuple[str, ...]:
    """Return the columns the mapping speaks of, each once."""
    parts = (mapping.prompt, mapping.answer, mapping.system, mapping.rejected)
    return tuple(dict.fromkeys(name for part in parts for name in template.names(part)))


def unused(mapping: ColumnMapping, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of which nothing is made; a kept chat or pair takes its other keys along."""
    if not mapping.kept:
        taken = used(mapping)
    else:
        taken = ("prompt", "completion") if {"prompt", "completion"} <= set(columns) else tuple(columns)
    return tuple(name for name in columns if name not in taken)


def apply(mapping: ColumnMapping, row: Mapping[str, str]) -> Example | Text:
    """Return the row's example, or why it cannot be one: an empty question or an empty answer."""
    prompt = template.fill(mapping.prompt, row)
    answer = template.fill(mapping.answer, row)
    asked_columns = template.names(mapping.prompt)
    if len(asked_columns) > 1 and mapping.prompt.endswith("}") and not _says(row[asked_columns[-1]]):
        prompt = prompt.rstrip()  # what parts a column from the next one parts nothing where that one is empty
    asks = any(_says(row[name]) for name in asked_columns)
    unasked = mapping.shape is Shape.COMPLETION and not _says(prompt)  # a text to be written without being asked
    if asked_columns and not asks and not unasked:
        return text("row.empty_prompt")
    if not _says(answer):
        return text("row.empty_answer")
    if mapping.shape is Shape.COMPLETION:
        return Completion(prompt, answer)
    system = template.fill(mapping.system, row)
    asked = (*((Message("system", system),) if _says(system) else ()), Message("user", prompt))
    if mapping.shape is Shape.CHAT:
        return Conversation((*asked, Message("assistant", answer)))
    rejected = template.fill(mapping.rejected, row)
    if not _says(rejected):
        return text("row.empty_rejected")
    return Preference(asked, (Message("assistant", answer),), (Message("assistant", rejected),))


def maker(mapping: ColumnMapping) -> Callable[[Mapping[str, str]], Example | Text]:
    """Return `apply` for the many rows of one table; where question and answer are a column each it takes less time."""
    asked, answered = template.names(mapping.prompt), template.names(mapping.answer)
    usual = mapping.shape is not Shape.PREFERENCE and not mapping.system and len(asked) == len(answered) == 1
    usual = usual and (mapping.prompt, mapping.answer) == (template.column(*asked), template.column(*answered))
    if not usual:
        return partial(apply, mapping)
    (question,), (reply,) = asked, answered
    completes = mapping.shape is Shape.COMPLETION

    def make(row: Mapping[str, str]) -> Example | Text:
        prompt, answer = row[question], row[reply]
        if not prompt or not answer or prompt.isspace() or answer.isspace():
            return apply(mapping, row)
        if completes:
            return Completion(prompt, answer)
        return Conversation((Message("user", prompt), Message("assistant", answer)))

    return make


def _says(words: str) -> bool:
    """Tell whether there is more than blanks; unlike strip it looks no further than the first letter."""
    return bool(words) and not words.isspace()
