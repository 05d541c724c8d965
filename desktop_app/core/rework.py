"""Rows that a model is to work over: what it is asked about each, and what becomes of the row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop_app.core import template
from desktop_app.core.batch import Prompt
from desktop_app.core.example import Completion, Conversation, Example, Message, Shape
from desktop_app.core.fields import FIELDS, expected, field_is_editable, question_text, read_field, write_field
from desktop_app.core.text import Text, text

PROMPT, COMPLETION = "prompt", "completion"
"""The placeholders that every shape has: what is asked, and what is answered."""
_GRADE = re.compile(r"-?\d+(?:[.,]\d+)?|\w+")
_LONGEST_GRADE = 24


class Act(StrEnum):
    """What is to be done with the rows."""

    FILL = "fill"
    REWRITE = "rewrite"
    VARY = "vary"
    TRANSLATE = "translate"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Rework:
    """What is wanted: `instruction` is a template with {prompt}, {completion} and the names of the row's columns.

    `field` is the column (core.fields.FIELDS) that the answers are for; each row is asked about `repeats` times, more
    than once only to vary. Graded rows whose grade is one of `marks` are marked as a problem. `ending` is what all
    texts of the column end with.
    """

    act: Act
    instruction: str
    field: str
    repeats: int = 1
    marks: tuple[str, ...] = ()
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Old:
    """A row as it is asked about: its example, note and tags, and its id."""

    id: int
    example: Example
    note: str = ""
    tags: tuple[str, ...] = ()


def placeholders(shape: Shape) -> tuple[str, ...]:
    """Return the names that may stand in the instruction for rows of this shape."""
    return tuple(dict.fromkeys((PROMPT, COMPLETION, *FIELDS[shape], "note", "tags")))


def values(old: Old) -> dict[str, str]:
    """Return what stands in the placeholders for one row."""
    fields = {name: read_field(old.example, name) for name in FIELDS[old.example.shape]}
    told = {PROMPT: question_text(old.example), COMPLETION: expected(old.example)}
    return {**fields, **told, "note": old.note, "tags": ", ".join(old.tags)}


def answer_field(shape: Shape) -> str:
    """Return the column that holds the answer."""
    return {Shape.COMPLETION: "completion", Shape.CHAT: "assistant", Shape.PREFERENCE: "preferred"}[shape]


def question_field(shape: Shape) -> str:
    """Return the column that holds the question."""
    return "prompt" if shape is Shape.COMPLETION else "user"


def wants(rework: Rework, old: Old) -> bool:
    """Tell whether a row is asked about: to be filled only one whose column is empty, and none that cannot be written.

    A conversation without an answer gets one.
    """
    was = read_field(old.example, rework.field) if rework.field in FIELDS[old.example.shape] else None
    if was is None or (rework.act is Act.FILL and was.strip()):
        return False
    if rework.act in (Act.REWRITE, Act.TRANSLATE, Act.VARY) and not was.strip():
        return False
    return rework.act is Act.GRADE or _writable(old.example, rework.field)


def prompt(rework: Rework, old: Old) -> Prompt:
    """Return what is asked about a row; the text before is the length that is hoped for."""
    was = "" if rework.act is Act.GRADE else read_field(old.example, rework.field)
    asked = template.fill(rework.instruction, values(old))
    return Prompt((Message("user", asked),), was, old.id)


def hindrances(rework: Rework, shape: Shape, rows: int) -> tuple[Text, ...]:
    """Return what has to be changed before anything can be asked."""
    if not rework.instruction.strip():
        return (text("rework.no_instruction"),)
    known = placeholders(shape)
    strange = [name for name in template.names(rework.instruction) if name not in known]
    if strange:
        told = ", ".join(f"{{{name}}}" for name in strange)
        return (text("rework.unknown_names", names=told, known=", ".join(f"{{{name}}}" for name in known)),)
    if not template.names(rework.instruction):
        return (text("rework.no_placeholder"),)
    if not rows:
        return (text("rework.no_rows_to_fill") if rework.act is Act.FILL else text("rework.no_rows"),)
    return ()


def rewritten(example: Example, field: str, said: str) -> Example:
    """Return the row with another text in the column; a conversation without an answer gets one."""
    if isinstance(example, Conversation) and field == "assistant" and not field_is_editable(example, field):
        return Conversation((*example.messages, Message("assistant", said)), example.extra)
    return write_field(example, field, said)


def frame(rework: Rework, before: str) -> tuple[str, str]:
    """Return what the new text has to begin and end with, as the one before did; of an empty one only the ending."""
    first = before[: len(before) - len(before.lstrip())] if before.strip() else ""
    return first, rework.ending if before.endswith(rework.ending) or not before.strip() else ""


def grade_of(said: str) -> str:
    """Return the grade that an answer begins with: its first number, else its first word; "" for none."""
    first = said.strip().splitlines()[0] if said.strip() else ""
    number = re.search(r"-?\d+(?:[.,]\d+)?", first)
    found = number or _GRADE.search(first)
    return found.group()[:_LONGEST_GRADE] if found else ""


def is_marked(rework: Rework, grade: str) -> bool:
    """Tell whether a row with this grade is marked as a problem."""
    return grade.casefold() in {mark.strip().casefold() for mark in rework.marks}


def to_line(rework: Rework) -> dict[str, Any]:
    """Return it as the JSON object in which it is kept."""
    return {
        "act": rework.act.value,
        "instruction": rework.instruction,
        "field": rework.field,
        "repeats": rework.repeats,
        "marks": list(rework.marks),
        "ending": rework.ending,
    }


def from_line(line: Mapping[str, Any]) -> Rework:
    """Return it from a JSON object; KeyError, ValueError for anything else."""
    marks: Sequence[Any] = line.get("marks", ())
    ending = str(line.get("ending", ""))
    return Rework(
        Act(line["act"]),
        str(line["instruction"]),
        str(line["field"]),
        int(line["repeats"]),
        tuple(map(str, marks)),
        ending,
    )


def _writable(example: Example, field: str) -> bool:
    if isinstance(example, Completion):
        return True
    if field == "assistant":
        return True
    return field_is_editable(example, field)
