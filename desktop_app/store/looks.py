"""The rows a look shows, found by the database as far as it can and by reading examples where it cannot."""

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

from desktop_app.core.example import Example, Part, RowStatus
from desktop_app.core.fields import FIELDS, expected, read_field
from desktop_app.core.look import By, Look, Sort, by_field
from desktop_app.core.run_record import RunRecord
from desktop_app.core.search import Finder, Search
from desktop_app.store import examples, remarks, runs
from desktop_app.store.bodies import unpacked
from desktop_app.store.sought import Sought, holding, pattern

FIRST, MOST = 64, 131_072
"""The first rows found come alone, so that they can be seen at once; later ones come many at a time."""
_READ = 512
"""So many examples are read at a time where the database cannot decide."""
_ID = itemgetter(0)
_LABELS = 40
"""More different answers than these are no labels."""
_LONGEST_LABEL = 60

_BEGINS = f"CASE json_extract({examples.LINE}, '$.messages[0].role') WHEN 'system'"
_FIELD = {
    "prompt": f"json_extract({examples.LINE}, '$.prompt')",
    "completion": f"json_extract({examples.LINE}, '$.completion')",
    "system": f"{_BEGINS} THEN json_extract({examples.LINE}, '$.messages[0].content') ELSE '' END",
    "user": f"{_BEGINS} THEN json_extract({examples.LINE}, '$.messages[1].content')"
    f" ELSE json_extract({examples.LINE}, '$.messages[0].content') END",
    "assistant": f"json_extract({examples.LINE}, '$.messages[#-1].content')",
    "preferred": f"json_extract({examples.LINE}, '$.preferred_output[#-1].content')",
    "non_preferred": f"json_extract({examples.LINE}, '$.non_preferred_output[#-1].content')",
}
"""Where the database finds a field; of a longer conversation its first question and its last message."""
_IN_PAIRS = {name: _FIELD[name].replace("$.messages", "$.input.messages") for name in ("system", "user")}
_ORDER = {
    By.PART: "CASE part WHEN 'training' THEN 0 WHEN 'validation' THEN 1 ELSE 2 END",
    By.STATUS: "status",
    By.TOKENS: "(SELECT total FROM token_count WHERE row = head.id AND vocabulary = :vocabulary)",
    By.LENGTH: "length(body.line)",
    By.NOTE: "note IS NULL, note COLLATE NOCASE",
    By.TAGS: "tags IS NULL, tags COLLATE NOCASE",
}
"""Rows about which nothing is said stand behind the others in both directions."""
_BESIDE = (By.PART, By.STATUS, By.TOKENS, By.NOTE, By.TAGS)
"""What of rows is sorted by without their examples."""
_MANY = 5
"""So many values of one field are sought by the database; of more, each row is read."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What rows can be chosen by, each with how many rows of the project there are of it.

    `labels` are the answers and their counts where there are so few that they are classes, else empty; `vocabulary` is
    one that all rows, or most of them, are counted with ("" for none); `trainings` are the runs by their marks.
    """

    parts: Mapping[Part, int]
    statuses: Mapping[RowStatus, int]
    tags: Mapping[str, int]
    findings: Mapping[str, int]
    labels: Mapping[str, int]
    vocabulary: str = ""
    trainings: Mapping[str, RunRecord] = field(default_factory=dict)


def ids(connection: sqlite3.Connection, look: Look) -> "Generator[array[int]]":
    """Yield the ids of the rows that fit a look, in its order, a few at first and then many at a time.

    Raise the Problems of core.search.Finder.
    """
    fits = _Fits(look)
    found: array[int] = array("q")
    most = FIRST
    rows = connection.execute(*_query(connection, look, fits))
    if not fits.reads:
        while some := array("q", map(_ID, islice(rows, most))):
            yield some
            most = min(most * 4, MOST)
        yield some
        return
    while read := list(islice(rows, min(_READ, most - len(found)))):
        row_ids, lines = zip(*read, strict=True)
        unsure = lines.count(None) < len(lines)
        found.extend([row_id for row_id, line in read if line is None or fits.line(line)] if unsure else row_ids)
        if len(found) >= most:
            yield found
            found, most = array("q"), min(most * 4, MOST)
    yield found


def may_hold(connection: sqlite3.Connection, wanted: "array[int]", search: Search) -> dict[int, Example]:
    """Return those of these rows, by their ids, in which what is sought may be found."""
    return {row_id: unpacked(line) for row_id, line in texts_that_may_hold(connection, wanted, search).items()}


def texts_that_may_hold(connection: sqlite3.Connection, wanted: "array[int]", search: Search) -> dict[int, str]:
    """Return the kept texts (store.bodies) of those of these rows in which what is sought may be found."""
    query = "SELECT id, line FROM body WHERE id IN (SELECT value FROM json_each(:wanted))"
    values = {"wanted": json.dumps(wanted.tolist())}
    held = pattern(search)
    if held:
        query += " AND line LIKE :held ESCAPE '!'"
        values["held"] = held
    return dict(connection.execute(query, values))


def facets(connection: sqlite3.Connection) -> Facets:
    """Return what the project's rows can be chosen by."""
    parts = dict(connection.execute("SELECT part, count(*) FROM head GROUP BY part"))
    statuses = dict(connection.execute("SELECT status, count(*) FROM head GROUP BY status"))
    tags: Counter[str] = Counter()
    for kept, count in connection.execute("SELECT tags, count(*) FROM head WHERE tags IS NOT NULL GROUP BY tags"):
        for tag in examples.as_tags(kept):
            tags[tag] += count
    findings = dict(connection.execute("SELECT name, count(*) FROM row_finding GROUP BY name"))
    return Facets(
        {part: parts.get(part.value, 0) for part in Part},
        {status: statuses[status.value] for status in RowStatus if status.value in statuses},
        dict(sorted(tags.items(), key=lambda each: each[0].casefold())),
        findings,
        _labels(connection),
        vocabulary(connection),
        {record.mark: record for record in runs.records(connection).values()},
    )


def vocabulary(connection: sqlite3.Connection) -> str:
    """Return the vocabulary with which most rows are counted; "" where none is."""
    found = connection.execute(
        "SELECT vocabulary FROM token_count GROUP BY vocabulary ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    return str(found[0]) if found else ""


class _Fits:
    """Tells whether an example fits what the database cannot decide."""

    def __init__(self, look: Look) -> None:
        sought = look.has is not None and look.has.text and not look.has.in_remarks
        self._finder = Finder(look.has) if look.has is not None and sought else None
        self._values = by_field(look.values)
        self._empty = look.empty
        alone = self._finder is not None and not (look.values or look.empty)
        self._sought = Sought(look.has) if look.has is not None and alone else None

    @property
    def reads(self) -> bool:
        """Tell whether examples have to be read at all."""
        return self._finder is not None or bool(self._values) or bool(self._empty)

    @property
    def unsure(self) -> tuple[str, str]:
        """Return what gives the texts that have to be looked at, null for others, and the value of its :sure."""
        if not self.reads:
            return "NULL", ""
        sure, value = self._sought.sure if self._sought is not None else ("", "")
        return (f"CASE WHEN {sure} THEN NULL ELSE body.line END", value) if sure else ("body.line", "")

    def line(self, line: str) -> bool:
        """Tell whether the example fits that is kept as this line, without making it where the line alone can tell."""
        known = self._sought.stands_in(line) if self._sought is not None else None
        return self(unpacked(line)) if known is None else known

    def __call__(self, example: Example) -> bool:
        """Tell whether the example fits."""
        names = FIELDS[example.shape]
        if any(name not in names or read_field(example, name) not in wanted for name, wanted in self._values.items()):
            return False
        if self._empty and all(name not in names or read_field(example, name).strip() for name in self._empty):
            return False
        return self._finder is None or self._finder.matches(example)


def _query(connection: sqlite3.Connection, look: Look, fits: _Fits) -> tuple[str, dict[str, str | int]]:
    """Return the statement, with its values, for the rows that may fit: their ids and, if it counts, texts."""
    values: dict[str, str | int] = {"vocabulary": look.vocabulary}
    where = [*_marks(look, values), *_derived(connection, look, values), *_held(look, values)]
    if look.has is not None and look.has.text and look.has.in_remarks:
        where.append("head.id IN (SELECT value FROM json_each(:said))")
        values["said"] = json.dumps([row_id for row_id, _, _ in remarks.found(connection, look.has)])
    body = fits.reads or (look.sort is not None and look.sort.by not in _BESIDE)
    tables = "head JOIN body USING (id)" if body else "head"
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    line, values["sure"] = fits.unsure
    return f"SELECT head.id, {line} FROM {tables}{condition} ORDER BY {_order(connection, look.sort)}rank", values


def _marks(look: Look, values: dict[str, str | int]) -> Iterator[str]:
    """Yield the conditions on what stands beside the examples."""
    for column, chosen in (("part", look.parts), ("status", look.statuses)):
        if chosen:
            yield f"{column} IN ({', '.join(repr(str(each)) for each in sorted(chosen))})"
    if look.rows:
        yield "head.id IN (SELECT value FROM json_each(:rows))"
        values["rows"] = json.dumps(look.rows)
    if look.tags:
        tags = {f"tag{number}": f"\n{tag}\n" for number, tag in enumerate(sorted(look.tags))}
        values |= tags
        yield "(" + " OR ".join(f"instr(tags, :{name})" for name in tags) + ")"


def _held(look: Look, values: dict[str, str | int]) -> Iterator[str]:
    """Yield the conditions on the kept texts that every row fits which fits the look, and maybe others."""
    one = look.has is not None and not look.has.in_remarks
    sought = [(pattern(look.has),)] if look.has is not None and one else []
    wanted = [tuple(map(holding, texts)) for texts in by_field(look.values).values()]
    for number, any_of in enumerate(sought + [each for each in wanted if len(each) <= _MANY]):
        if all(any_of):
            held = {f"held{number}_{at}": words for at, words in enumerate(any_of)}
            values |= held
            yield "(" + " OR ".join(f"body.line LIKE :{name} ESCAPE '!'" for name in held) + ")"


def _derived(connection: sqlite3.Connection, look: Look, values: dict[str, str | int]) -> Iterator[str]:
    """Yield the conditions on what was counted and found, and on what a training learned."""
    if look.longer is not None:
        yield "head.id IN (SELECT row FROM token_count WHERE vocabulary = :vocabulary AND total > :longer)"
        values["longer"] = look.longer
    if look.findings:
        names = {f"finding{number}": name for number, name in enumerate(sorted(look.findings))}
        values |= names
        yield f"head.id IN (SELECT row FROM row_finding WHERE name IN ({', '.join(f':{name}' for name in names)}))"
    if look.since:
        # A reading connection may write nothing but its own memory; a list of a million ids is no text to be parsed.
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS changed_since (row INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM temp.changed_since")
        changes = runs.changed_since(connection, look.since)
        rows = [(row,) for row in (*changes.changed, *changes.new)]
        connection.executemany("INSERT INTO temp.changed_since VALUES (?)", rows)
        connection.execute("PRAGMA query_only = ON")
        yield "head.id IN (SELECT row FROM temp.changed_since)"


def _order(connection: sqlite3.Connection, sort: Sort | None) -> str:
    if sort is None:
        return ""
    first = examples.shape(connection)
    fields = {**_FIELD, **(_IN_PAIRS if first is not None and first.value == "preference" else {})}
    key = _ORDER[By(sort.by)] if sort.by in set(By) else f"{fields[sort.by]} COLLATE NOCASE"
    return f"{key} {'DESC' if sort.descending else 'ASC'}, "


def _labels(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the answers with their counts if they are few and short, which tells that they are classes."""
    found: Counter[str] = Counter()
    for (line,) in connection.execute("SELECT line FROM body"):
        answer = expected(unpacked(line))
        if len(answer) > _LONGEST_LABEL:
            return {}
        found[answer] += 1
        if len(found) > _LABELS:
            return {}
    return dict(found.most_common()) if found.total() > 2 * len(found) else {}
