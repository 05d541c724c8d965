"""Dividing a draft's rows into training, validation and test."""

import pickle
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from desktop_app.core import distribution
from desktop_app.core.example import Part
from desktop_app.core.fields import expected
from desktop_app.core.labels import Labels
from desktop_app.core.split import key_of, split
from desktop_app.core.target import Target
from desktop_app.core.wizard import Where, Wizard
from desktop_app.store import borrowed, drafts, examples, sources
from desktop_app.store.connection import connect, in_words, transaction
from desktop_app.store.edit import Edit
from desktop_app.work.counting import counter_of
from desktop_app.work.intake import Division, Long, Tokens
from desktop_app.work.lengths import count_missing

if TYPE_CHECKING:
    from sqlite3 import Connection

_LONGEST = 20
T = TypeVar("T")


def divide(draft: Path, wizard: Wizard, target: Target, beside: Path | None = None) -> Iterator[Division]:
    """Set the parts of the draft's rows as the wizard says, and yield once how the rows lie.

    Rows that a remedy took out get the part of those that ask the same, so that an undo brings them to the right place.
    Rows that come to others (`beside` is the project these are in) go to the part of those that ask the same, whatever
    the wizard says: no question may be learned in one part and tested in another.
    """
    counter = counter_of(target)
    with drafts.opened(draft, writable=True) as connection:
        for _ in count_missing(connection, counter):
            pass
        asked = _asked(connection, draft)
        there = _there(draft, beside) if beside is not None and wizard.where is not Where.REPLACE else {}
        were = borrowed.parts(connection)
        divided = [were[row] for row in asked.ids] if wizard.where is Where.KEEP else _parts(asked, wizard)
        parts = [there.get(key, part) for key, part in zip(asked.keys, divided, strict=True)]
        with transaction(connection):
            stay = were if wizard.where is Where.KEEP else {}
            _set_parts(connection, asked, parts, wizard.where.part or Part.TRAINING, stay)
            drafts.note_division(connection, wizard.where.value)
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
            sum(key in there for key in asked.keys),
            sum(were.get(row, part) is not part for row, part in zip(asked.ids, parts, strict=True)),
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


def _set_parts(
    connection: "Connection", asked: _Asked, parts: Sequence[Part], usual: Part, stay: Mapping[int, Part]
) -> None:
    """Write the parts; this is no step of its own. Rows that were taken out and ask like no other get the usual one.

    Those of them that `stay` have their part whatever others ask.
    """
    edit = Edit(connection)
    for part in Part:
        edit.set_part((row for row, its in zip(asked.ids, parts, strict=True) if its is part), part)
    if asked.gone:
        part_of = dict(zip(asked.keys, parts, strict=True))
        rows = {row: stay.get(row, part_of.get(key, usual)) for row, key in asked.gone.items()}
        drafts.set_parts_of_gone(connection, rows)


def _asked(connection: "Connection", draft: Path) -> _Asked:
    """Return the keys of all rows; they are kept beside the draft, because dividing is tried again and again."""
    return _kept(draft.with_suffix(".keys"), drafts.stamp(connection), lambda: _looked_up(connection))


def _there(draft: Path, project: Path) -> Mapping[int, Part]:
    """Return the part of each question in a project's rows: training where it is in several, for it was learned."""
    with in_words(project), closing(connect(project, writable=False)) as connection:
        stamp = (str(project), *connection.execute("SELECT max(id), sum(undone) FROM step").fetchone())
        return _kept(draft.with_suffix(".there"), stamp, lambda: _parts_of_questions(connection))


def _parts_of_questions(connection: "Connection") -> dict[int, Part]:
    parts: dict[int, Part] = {}
    for row in examples.rows(connection):
        key = key_of(row.example)
        if parts.get(key) is not Part.TRAINING:
            parts[key] = row.part
    return parts


def _kept(place: Path, stamp: object, look_up: Callable[[], T]) -> T:
    """Return what was looked up, from beside the draft where the stamp is still that of the last time."""
    with suppress(OSError, EOFError, pickle.UnpicklingError), place.open("rb") as file:
        kept_stamp, found = pickle.load(file)  # noqa: S301 - our own file in the draft's own folder
        if kept_stamp == stamp:
            return cast("T", found)
    found = look_up()
    try:
        with place.open("wb") as file:
            pickle.dump((stamp, found), file, protocol=pickle.HIGHEST_PROTOCOL)
    except OSError:  # it is looked up once more next time
        with suppress(OSError):
            place.unlink()
    return found


def _looked_up(connection: "Connection") -> _Asked:
    ids, keys, labels = array("q"), array("Q"), Labels()
    for row in examples.rows(connection, used=True):
        ids.append(row.id)
        keys.append(key_of(row.example))
        labels.see([expected(row.example)])
    found = labels.finish() or {}
    places = {label: place for place, label in enumerate(found)}
    answers = array("i")
    if found:
        used = examples.rows(connection, used=True)
        answers.extend(places[expected(row.example).strip()] for row in used)
    gone = {row: key_of(example) for row, example in drafts.gone(connection)}
    return _Asked(ids, keys, answers, found, gone)
