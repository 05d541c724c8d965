"""Random tables go out of a project in every format and come back: what comes back is what went out, exactly."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random

from desktop_app.core.example import Completion, Conversation, Example, Message, Part, Preference, from_line
from desktop_app.core.export import Format, Order
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.formats import export as files
from desktop_app.formats import reader
from desktop_app.formats.records import Record
from desktop_app.store.project import Project
from desktop_app.work.export import export
from tests.campaigns.campaign import Campaign, Round, must
from tests.formats.rows import HARD, storable

FORESEEN = {
    (Format.EXCEL, "export_controls"),
    (Format.EXCEL, "export_cells_too_long"),
    (Format.TRL, "export_halves"),
    (Format.TRL, "export_mixed_shapes"),
}
"""What a format may refuse in words, and nothing else."""
_ALPHABETS = (
    "abcdefghij ,;\t\"'\n\r|=+-@<>&{}[]\\/",
    "äöüßéñçøåžőÄÖ–—“”„…€",
    "漢字かなカナ한글中文，。",
    "שלוםעולםمرحبابالعالم\u200f\u202e",
    "😀👩\u200d👧🏳️\u0301\u0308",
    "\x01\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\U0001fffe",
    "\ud83d\ude00\udc80",
    "0123456789.,eE+-",
)
_TOOL = {"type": "function", "function": {"name": "find", "parameters": {"type": "object", "properties": {"ä": {}}}}}
_CALL = {"id": "c1", "type": "function", "function": {"name": "find", "arguments": '{"ä": 1}'}}


def said(chance: Random) -> str:
    """Return a text of one of many kinds, at times a very long one."""
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(HARD)
    letters = "".join(chance.sample(_ALPHABETS, chance.choice((1, 1, 2, 3))))
    length = chance.choice((0, 1, 2, 5, 20, 100)) if kind < 0.99 else 40_000
    return storable("".join(chance.choices(letters, k=length)))


def example(chance: Random, kind: str) -> Example:
    """Return a random example of a kind: plain, turns, tools, completion or pair."""
    system = (Message("system", said(chance)),) if chance.random() < 0.4 else ()
    asked = (*system, Message("user", said(chance)))
    if kind == "completion":
        return Completion(said(chance), said(chance))
    if kind == "pair":
        beside = {"tools": [_TOOL]} if chance.random() < 0.2 else {}
        good, bad = (Message("assistant", said(chance)) for _ in range(2))
        return Preference(asked, (good,), (bad,), {}, beside)
    if kind == "tools":
        called = Message("assistant", "", {"content": None, "tool_calls": [_CALL]})
        told = Message("tool", said(chance), {"tool_call_id": "c1"})
        return Conversation((*asked, called, told, Message("assistant", said(chance))), {"tools": [_TOOL]})
    turns = chance.randint(2, 4) if kind == "turns" else 1
    more = [
        message
        for _ in range(turns - 1)
        for message in (
            Message("assistant", said(chance), {"weight": chance.randint(0, 1)}),
            Message("user", said(chance)),
        )
    ]
    return Conversation((*asked, *more, Message("assistant", said(chance))))


def table(chance: Random) -> list[Example]:
    """Return some rows, of one kind or of several."""
    kinds = ("plain", "turns", "tools", "completion", "pair")
    chosen = [chance.choice(kinds)] if chance.random() < 0.7 else list(kinds)
    return [example(chance, chance.choice(chosen)) for _ in range(chance.choice((1, 2, 5, 30)))]


def read_back(path: Path) -> list[Example]:
    """Return the examples a file is found to hold; every record of it must be one."""
    found = reader.find_out(path)
    back = []
    for record in reader.records(path, found):
        must(isinstance(record, Record), f"a record of {path.name} was not read: {record!r}"[:2000])
        must(record.source is not None, f"{path.name} was not known for what it is: {found!r}")
        back.append(from_line(record.source))
    return back


def trip(folder: Path, rows: list[Example], format_: Format) -> str:
    """Send rows out and read them back; return "exact", or why they were refused."""
    project = Project.create(folder / "trip.tunedesk")
    project.do(text("step.insert_row"), lambda edit: edit.append((row, Part.TRAINING) for row in rows)).result()
    order = Order(format_, folder / f"rows{format_.suffix}")
    place = files.workplace(order.target)
    try:
        for _ in export(project.path, order, place):
            pass
    except Problem as problem:
        must((format_, problem.key) in FORESEEN, f"{format_} refused with {problem.key}")
        must(not order.target.exists(), f"{format_} was refused, and left a file")
        return problem.key
    finally:
        files.leave(place)
        project.close()
    back = read_back(order.target / "train.jsonl" if format_ is Format.TRL else order.target)
    must(len(back) == len(rows), f"{format_}: {len(rows)} rows went out, {len(back)} came back")
    for went, came in zip(rows, back, strict=True):
        must(went == came, f"{format_}: {went!r} came back as {came!r}"[:4000])
    return "exact"


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend a round: one random table in every format."""
    numbers = count()

    def one_round(chance: Random) -> Counter[str]:
        rows = table(chance)
        counted = Counter(tables=1, rows=len(rows))
        for format_ in Format:
            own = folder / f"{next(numbers)}"
            own.mkdir()
            counted[f"{format_.value} {trip(own, rows, format_)}"] += 1
        return counted

    yield one_round


CAMPAIGN = Campaign(
    "round_trips",
    "Rows of every shape, in every script and with every kind of hostile text, come back exactly from each format a "
    "project is exported to, or are refused in words.",
    300,
    playing,
    ("openpyxl", "python-calamine", "pyarrow", "orjson"),
)
