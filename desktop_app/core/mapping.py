"""How the columns of a table become examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_app.core import template
from desktop_app.core.example import Completion, Conversation, Example, Message, Shape
from desktop_app.core.text import Text, text

_QUESTION_NAMES = ("prompt", "question", "input", "instruction", "user", "text")
_ANSWER_NAMES = ("completion", "answer", "output", "response", "assistant", "description", "label", "reply")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The wizard's answer to "which column is what": two templates over the columns, a shape, a system prompt."""

    shape: Shape
    prompt: str
    answer: str
    system: str = ""


def guess(columns: Sequence[str], shape: Shape = Shape.CHAT) -> ColumnMapping:
    """Return the mapping a person would most likely choose for these columns: known names, else the last answers."""
    lower = {name.strip().lower(): name for name in columns}
    answer = next((lower[n] for n in _ANSWER_NAMES if n in lower), columns[-1] if columns else "")
    rest = [name for name in columns if name != answer]
    asked = next((lower[n] for n in _QUESTION_NAMES if n in lower and lower[n] != answer), None)
    if asked is not None:
        prompt = template.column(asked)
    else:
        prompt = ", ".join(template.column(name) for name in rest)
        prompt += " ->" if len(rest) > 1 else ""
    return ColumnMapping(shape, prompt, template.column(answer) if answer else "")


def problems(mapping: ColumnMapping, columns: Sequence[str]) -> list[Text]:
    """Return what stands in the way of this mapping, in the order a person would mend it."""
    found = []
    for where, value in (("prompt", mapping.prompt), ("answer", mapping.answer)):
        used = template.names(value)
        unknown = [name for name in used if name not in columns]
        if not used:
            found.append(text(f"mapping.{where}_names_no_column"))
        if unknown:
            found.append(text("mapping.unknown_column", column=unknown[0], columns=", ".join(columns)))
    if not found and mapping.prompt.strip() == mapping.answer.strip():
        found.append(text("mapping.prompt_is_answer"))
    return found


def apply(mapping: ColumnMapping, row: Mapping[str, str]) -> Example | Text:
    """Return the row's example, or why it cannot be one: an empty question or an empty answer."""
    prompt = template.fill(mapping.prompt, row)
    answer = template.fill(mapping.answer, row)
    if not any(row[name].strip() for name in template.names(mapping.prompt)):
        return text("row.empty_prompt")
    if not answer.strip():
        return text("row.empty_answer")
    if mapping.shape is Shape.COMPLETION:
        # Byte-pair vocabularies hold most words with their leading space: the answer starts with one.
        return Completion(prompt, answer if answer[:1].isspace() else f" {answer}")
    asked = (Message("user", prompt), Message("assistant", answer))
    return Conversation((Message("system", mapping.system), *asked) if mapping.system.strip() else asked)
