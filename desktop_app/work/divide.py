"""Dividing a draft's rows into training, validation and test."""

import pickle
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core import distribution
from desktop_app.core.example import Part
from desktop_app.core.fields import expected
from desktop_app.core.labels import Labels
from desktop_app.core.split import key_of, split
from desktop_app.core.target import Target
from desktop_app.core.wizard import Wizard
from desktop_app.store import drafts, examples, sources
from desktop_app.store.connection import transaction
from desktop_app.store.edit import Edit
from desktop_app.work.counting import counter_of
from desktop_app.work.intake import Division, Long, Tokens
from desktop_app.work.lengths import count_missing

if TYPE_CHECKING:
    from sqlite3 import Connection

_LONGEST = 20


def divide(draft: Path, wizard: Wizard, target: Target) -> Iterator[Division]:
    """Set the parts of the draft's rows as the wizard says, and yield once how the rows lie.

    Rows that a remedy took out get the part of those that ask the same, so that an undo brings them to the right place.
    """
    counter = counter_of(target)
    with drafts.opened(draft, writable=True) as connection:
        for _ in count_missing(connection, counter):
            pass
        asked = _asked(connection, draft)
        parts = _parts(asked, wizard)
        with transaction(connection):
            _set_parts(connection, asked, parts)
        measured = list(sources.lengths(connection, counter.name))
        lengths = array("q", (length for _, _, length in measured))
        longest = [measured[place] for place in distribution.longest(lengths, _LONGEST)]
        tokens = sources.tokens_by_part(connection, counter.name)
        yield Division(
            examples.counts(connection),
            {part: Tokens(total, learnt, counter.exact) for part, (total, learnt) in tokens.items()},
            distribution.bars(lengths),
            tuple(Long(row, line or row, length) for row, line, length in longest),
            sum(length > target.limit for length in lengths) if target.limit else 0,
            tuple(asked.labels.items()),
            distribution.spread(lengths),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What dividing has to know of all rows: ids and question keys, of the rows that were taken out as well.

    `answers` are the label of each row as its place in `labels`; both are empty where the answers are no labels.
    """

    ids: "array[int]"
    keys: "array[int]"
    answers: "array[int]"
    labels: Mapping[str, int]
    gone: Mapping[int, int]


def _parts(asked: _Asked, wizard: Wizard) -> Sequence[Part]:
    if wizard.where.part is not None:
        return [wizard.where.part] * len(asked.ids)
    names = list(asked.labels)
    labels = [names[place] for place in asked.answers] if wizard.stratified and names else None
    return split(asked.keys, labels, wizard.shares, wizard.seed)


def _set_parts(connection: "Connection", asked: _Asked, parts: Sequence[Part]) -> None:
    """Write the parts; this is no step of its own."""
    edit = Edit(connection)
    for part in Part:
        edit.set_part((row for row, its in zip(asked.ids, parts, strict=True) if its is part), part)
    if asked.gone:
        part_of = dict(zip(asked.keys, parts, strict=True))
        rows = {row: part_of.get(key, Part.TRAINING) for row, key in asked.gone.items()}
        drafts.set_parts_of_gone(connection, rows)


def _asked(connection: "Connection", draft: Path) -> _Asked:
    """Return the keys of all rows; they are kept beside the draft, because dividing is tried again and again."""
    kept, stamp = draft.with_suffix(".keys"), drafts.stamp(connection)
    with suppress(OSError, EOFError, pickle.UnpicklingError), kept.open("rb") as file:
        kept_stamp, asked = pickle.load(file)  # noqa: S301 - our own file in the draft's own folder
        if kept_stamp == stamp and isinstance(asked, _Asked):
            return asked
    asked = _looked_up(connection)
    with kept.open("wb") as file:
        pickle.dump((stamp, asked), file, protocol=pickle.HIGHEST_PROTOCOL)
    return asked


def _looked_up(connection: "Connection") -> _Asked:
    ids, keys, labels = array("q"), array("Q"), Labels()
    for row in examples.rows(connection):
        ids.append(row.id)
        keys.append(key_of(row.example))
        labels.see([expected(row.example)])
    found = labels.finish() or {}
    places = {label: place for place, label in enumerate(found)}
    answers = array("i")
    if found:
        answers.extend(places[expected(row.example).strip()] for row in examples.rows(connection))
    gone = {row: key_of(example) for row, example in drafts.gone(connection)}
    return _Asked(ids, keys, answers, found, gone)
