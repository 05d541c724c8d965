"""The rows a look shows, found by the database as far as it can and by reading examples where it cannot."""

import json
import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from desktop_app.core.example import Example, Part, RowStatus
from desktop_app.core.fields import FIELDS, expected, read_field
from desktop_app.core.look import By, Look, Sort
from desktop_app.core.run_record import RunRecord
from desktop_app.core.search import Finder, Search
from desktop_app.store import examples, runs
from desktop_app.store.bodies import PLAIN, unpacked

FIRST, MOST = 64, 16_384
"""The first rows found come alone, so that they can be seen at once; later ones come many at a time."""
_LABELS = 40
"""More different answers than these are no labels."""
_LONGEST_LABEL = 60

_NAMES = ("prompt", "completion", "messages", "role", "content")
_ROLES = re.compile(r'"role":"[^"]*"')
_FIELD = {
    "prompt": "json_extract(body.line, '$.prompt')",
    "completion": "json_extract(body.line, '$.completion')",
    "system": "CASE json_extract(body.line, '$.messages[0].role') WHEN 'system'"
    " THEN json_extract(body.line, '$.messages[0].content') ELSE '' END",
    "user": "CASE json_extract(body.line, '$.messages[0].role') WHEN 'system'"
    " THEN json_extract(body.line, '$.messages[1].content') ELSE json_extract(body.line, '$.messages[0].content') END",
    "assistant": "json_extract(body.line, '$.messages[#-1].content')",
    "preferred": "json_extract(body.line, '$.preferred_output[#-1].content')",
    "non_preferred": "json_extract(body.line, '$.non_preferred_output[#-1].content')",
}
"""Where the database finds a field; of a longer conversation its first question and its last message."""
_IN_PAIRS = {name: _FIELD[name].replace("$.messages", "$.input.messages") for name in ("system", "user")}
_ORDER = {
    By.PART: "CASE part WHEN 'training' THEN 0 WHEN 'validation' THEN 1 ELSE 2 END",
    By.STATUS: "status",
    By.TOKENS: "(SELECT total FROM token_count WHERE row = head.id AND vocabulary = :vocabulary)",
    By.LENGTH: "length(body.line)",
}


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
    for row_id, line in connection.execute(*_query(connection, look, fits)):
        if line is None or fits.line(line):
            found.append(row_id)
            if len(found) >= most:
                yield found
                found, most = array("q"), min(most * 4, MOST)
    yield found


def may_hold(connection: sqlite3.Connection, wanted: "array[int]", search: Search) -> dict[int, Example]:
    """Return those of these rows, by their ids, in which what is sought may be found."""
    query = "SELECT id, line FROM body WHERE id IN (SELECT value FROM json_each(:wanted))"
    values = {"wanted": json.dumps(wanted.tolist())}
    needle = "" if search.regex else _needle(search)
    if needle and not _halves(needle):
        query += " AND line LIKE :needle ESCAPE '!'"
        values["needle"] = f"%{_for_like(needle)}%"
    return {row_id: unpacked(line) for row_id, line in connection.execute(query, values)}


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


def _only_in_texts(search: Search) -> str:
    """Return what a line of nothing but texts holds if, and only if, one of its texts does; "" where that is not so.

    It stands in no name of a line, is no mark between two texts, and cannot reach from one into another.
    """
    sought = search.text if search.case else search.text.lower()
    if search.regex or search.whole or search.fields or not sought.isascii() or '"' in sought or "\\" in sought:
        return ""
    named = any(sought.lower() in name for name in _NAMES)
    return "" if named or not sought.strip("{}[]:,") else sought


class _Fits:
    """Tells whether an example fits what the database cannot decide."""

    def __init__(self, look: Look) -> None:
        self._finder = Finder(look.has) if look.has is not None and look.has.text else None
        self._values = look.values
        self._empty = look.empty
        alone = self._finder is not None and not (look.values or look.empty)
        self._plain = _only_in_texts(look.has) if look.has is not None and alone else ""
        self._case = look.has is not None and look.has.case

    @property
    def reads(self) -> bool:
        """Tell whether examples have to be read at all."""
        return self._finder is not None or bool(self._values) or bool(self._empty)

    def line(self, line: str) -> bool:
        """Tell whether the example fits that is kept as this line, without making it where the line alone can tell."""
        if self._plain and line.startswith(PLAIN) and line.isascii() and "\\" not in line:
            bare = _ROLES.sub("", line)
            return self._plain in (bare if self._case else bare.lower())
        return self(unpacked(line))

    def __call__(self, example: Example) -> bool:
        """Tell whether the example fits."""
        names = FIELDS[example.shape]
        if any(name not in names or read_field(example, name) != value for name, value in self._values):
            return False
        if any(name not in names or read_field(example, name).strip() for name in self._empty):
            return False
        return self._finder is None or self._finder.matches(example)


def _query(connection: sqlite3.Connection, look: Look, fits: _Fits) -> tuple[str, dict[str, str | int]]:
    """Return the statement, with its values, for the rows that may fit: their ids and, if it counts, texts."""
    values: dict[str, str | int] = {"vocabulary": look.vocabulary}
    where = [*_marks(look, values), *_derived(connection, look, values)]
    sought = "" if look.has is None or look.has.regex else _needle(look.has)
    for number, needle in enumerate(filter(None, [sought, *(_escaped(value) for _, value in look.values)])):
        if _halves(needle):
            continue  # half of a sign is kept in another way, and the database could not be asked for it
        where.append(f"body.line LIKE :needle{number} ESCAPE '!'")
        values[f"needle{number}"] = f"%{_for_like(needle)}%"
    body = fits.reads or (look.sort is not None and look.sort.by not in (By.PART, By.STATUS, By.TOKENS))
    tables = "head JOIN body USING (id)" if body else "head"
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    line = "body.line" if fits.reads else "NULL"
    return f"SELECT head.id, {line} FROM {tables}{condition} ORDER BY {_order(connection, look.sort)}rank", values


def _marks(look: Look, values: dict[str, str | int]) -> Iterator[str]:
    """Yield the conditions on what stands beside the examples."""
    for column, chosen in (("part", look.parts), ("status", look.statuses)):
        if chosen:
            yield f"{column} IN ({', '.join(repr(str(each)) for each in sorted(chosen))})"
    for number, tag in enumerate(sorted(look.tags)):
        yield f"tags LIKE :tag{number} ESCAPE '!'"
        values[f"tag{number}"] = f"%\n{_for_like(tag)}\n%"


def _derived(connection: sqlite3.Connection, look: Look, values: dict[str, str | int]) -> Iterator[str]:
    """Yield the conditions on what was counted and found, and on what a training learned."""
    if look.longer is not None:
        yield "head.id IN (SELECT row FROM token_count WHERE vocabulary = :vocabulary AND total > :longer)"
        values["longer"] = look.longer
    for number, name in enumerate(sorted(look.findings)):
        yield f"head.id IN (SELECT row FROM row_finding WHERE name = :finding{number})"
        values[f"finding{number}"] = name
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


def _needle(search: Search) -> str:
    """Return what every row that fits holds as it is kept: the text, or its part that is the same in either case."""
    return _escaped(search.text if search.case else max(_plain_runs(search.text), key=len, default=""))


def _plain_runs(sought: str) -> Iterator[str]:
    """Yield the runs of letters whose only other case the database knows too.

    Some letters have others beyond ASCII, alone or together (the Kelvin sign, the long s, ligatures), and any may form
    one sign with what follows it: they end a run.
    """
    for run in re.findall(r"[\x00-\x7f]+", sought):
        alone = run if run == sought else run[1:-1]
        yield from re.split(r"[fijklnst]", alone, flags=re.IGNORECASE)


def _halves(needle: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in needle)


def _escaped(value: str) -> str:
    """Return a text as it stands inside the JSON of a row."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _for_like(value: str) -> str:
    return value.replace("!", "!!").replace("%", "!%").replace("_", "!_")


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
