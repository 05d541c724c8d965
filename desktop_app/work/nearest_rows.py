"""The training rows a model may have learned a wrong answer from: the nearest to a row, by meaning or by words."""

import asyncio
import heapq
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_app.core.example import Part
from desktop_app.core.fields import question_and_answer
from desktop_app.core.likeness import rouge_l
from desktop_app.store import examples
from desktop_app.store.connection import connect, in_words
from desktop_app.store.project import Project
from desktop_app.work import neighbours
from desktop_app.work.apart import Apart
from desktop_app.work.keeper import Keeper
from desktop_app.work.meaning_choice import chosen
from desktop_app.work.project import file_of

MOST = 3
_LOOKED_AT = 60
"""So many rows of any part are looked at for those that are for training."""
_LONGEST = 2000
"""Letters of a question that are compared word by word."""


class By(StrEnum):
    """What two rows were held against one another by."""

    MEANING = "meaning"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class NearRow:
    """A training row near to another one: its id, what it asks and answers, and how near, 1 at most."""

    id: int
    question: str
    answer: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest training rows, the nearest first, and by what they are near."""

    rows: tuple[NearRow, ...]
    by: By


async def nearest(apart: Apart, project: Project, row: int | None, question: str, most: int = MOST) -> Nearest:
    """Return the training rows nearest to a row (None: to a question that is in no row); nothing leaves this computer.

    By meaning where the vectors of the row and of others are there already, else by the words of the questions.
    """
    read = await asyncio.to_thread(chosen, project) if row is not None else None
    if read is not None and row is not None:
        near = await apart.one(neighbours.of_row, Keeper(), await file_of(project), read, row, _LOOKED_AT)
        if near:
            found = {each.row: each.likeness for each in near}
            rows = await asyncio.to_thread(_training_rows, project, found, most)
            if rows:
                return Nearest(rows, By.MEANING)
    named = await apart.one(by_words, await file_of(project), row, question, most)
    return Nearest(await asyncio.to_thread(_training_rows, project, dict(named), most), By.WORDS)


def by_words(path: Path, row: int | None, question: str, most: int) -> Iterator[tuple[tuple[int, float], ...]]:
    """Yield the training rows whose questions share most words with a question, with how near; not the row itself."""
    asked = question[:_LONGEST]
    with in_words(path), closing(connect(path, writable=False)) as connection:
        connection.execute("BEGIN")
        likeness = (
            (rouge_l(question_and_answer(each.example)[0][:_LONGEST], asked), -each.id)
            for each in examples.rows(connection, Part.TRAINING)
            if each.id != row
        )
        found = [(-minus, like) for like, minus in heapq.nlargest(most, likeness) if like > 0]
    yield tuple(found)


def _training_rows(project: Project, found: dict[int, float], most: int) -> tuple[NearRow, ...]:
    with project.reading() as connection:
        kept = {row.id: row for row in examples.page(connection, list(found))}
    rows = [kept[number] for number in found if number in kept and kept[number].part is Part.TRAINING]
    return tuple(NearRow(row.id, *question_and_answer(row.example), found[row.id]) for row in rows[:most])
