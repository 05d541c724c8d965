"""Files of every kind are damaged by chance and read: each row must come out or be explained, and nothing may hang."""

import io
import json
import re
import signal
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import openpyxl
import pyarrow
import pyarrow.parquet

from desktop_app.core.problem import Problem
from desktop_app.core.reading import ENCODINGS, Found, Kind, Reading
from desktop_app.formats import reader
from desktop_app.formats.records import Record, Unread
from tests.campaigns.campaign import BrokenError, Campaign, Round, must
from tests.formats.foreign import opendocument

FILES_A_ROUND = 100
CPU_SECONDS = 20
MARK = re.compile(r"mk\d{5}x")
WORDS = (
    "yes",
    "no",
    "",
    "007",
    "None",
    "grüße",
    "день",
    "日本",
    "😀",
    'say "hi"',
    "a,b;c\td|e",
    "two\nlines",
    "{x}",
    "[1]",
)
NARROW = {"cp1252": "grüße é", "cp1251": "день", "cp932": "日本", "gb18030": "日本 день", "koi8-r": "день"}
SPLINTERS = (
    *(b'"', b'""', b"'", b"\n", b"\r", b"\r\n", b",", b";", b"\t", b"{", b"}", b"[", b"]", b":", b"\\", b"\0", b"\xff"),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xc3",
        b"\\u0000",
        b"\\ud83d",
        b"NaN",
        b"1" * 30,
        b"[" * 300,
        b"sep=;\n",
        b"null",
    ),
)


class HangError(BrokenError):
    """Reading used more processor time than any of these small files can need."""


def rows(chance: Random) -> list[dict[str, str]]:
    """Return rows of which each cell has a mark of its own."""
    columns = chance.sample(("prompt", "completion", "label", "id", "a b", "x.y"), chance.randint(1, 4))
    count = chance.choice((1, 2, 5, 20, 60))
    numbers = iter(range(count * len(columns)))
    return [{name: f"mk{next(numbers):05}x{chance.choice(WORDS)}" for name in columns} for _ in range(count)]


def delimited(chance: Random) -> tuple[str, bytes]:
    """Return a table of text, parted and encoded in any way."""
    delimiter = chance.choice(",;\t|~")
    made = rows(chance)
    lines = [list(each.values()) for each in made]
    if chance.random() < 0.8:
        lines.insert(0, list(made[0]))
    end = chance.choice(("\n", "\r\n", "\r"))
    text = "".join(delimiter.join(quoted(cell, delimiter) for cell in line) + end for line in lines)
    return chance.choice((".csv", ".tsv", ".txt")), encoded(text, chance)


def quoted(cell: str, delimiter: str) -> str:
    """Return a cell as a table of text has it."""
    return '"' + cell.replace('"', '""') + '"' if any(each in cell for each in ('"', "\n", "\r", delimiter)) else cell


def encoded(text: str, chance: Random) -> bytes:
    """Return a text in one of many encodings; letters that it has not are left out."""
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", *NARROW))
    return text.encode(encoding, "ignore")


def objects(chance: Random) -> tuple[str, bytes]:
    """Return JSON in any layout."""
    made = [nested(each, chance) for each in rows(chance)]
    layout = chance.choice(("lines", "array", "indented", "indented array", "wrapped", "one after the other"))
    indent = chance.choice((0, 1, 2, 4)) if "indented" in layout else None
    whole = made if "array" in layout else {"version": 1, "data": made} if layout == "wrapped" else None
    if whole is not None:
        text = json.dumps(whole, indent=indent, ensure_ascii=chance.random() < 0.2)
    else:
        glue = "" if layout == "one after the other" else "\n"
        text = "".join(json.dumps(each, indent=indent, ensure_ascii=False) + glue for each in made)
    return chance.choice((".json", ".jsonl", ".txt")), encoded(text, chance)


def nested(row: dict[str, str], chance: Random) -> dict[str, object]:
    """Return a row as an object of some depth, or as a line of training data."""
    values = list(row.values())
    form = chance.random()
    if form < 0.3 and len(values) > 1:
        turns = [{"role": chance.choice(("user", "assistant")), "content": value} for value in values]
        return {"messages": turns}
    if form < 0.5:
        return {"outer": dict(row), "list": [1.5, None, 2.0]}
    return dict(row)


def lines(chance: Random) -> tuple[str, bytes]:
    """Return plain text."""
    return ".txt", encoded("\n".join(" ".join(each.values()).replace("\n", " ") for each in rows(chance)), chance)


def workbook(chance: Random) -> tuple[str, bytes]:
    """Return a workbook whose parts may be damaged before they are packed."""
    made = rows(chance)
    if chance.random() < 0.4:
        return ".ods", repacked(opendocument([list(made[0]), *(list(each.values()) for each in made)]), chance)
    book = openpyxl.Workbook()
    for line in (list(made[0]), *(list(each.values()) for each in made)):
        book.active.append([chance.choice((cell, cell, 7, 0.5, True)) for cell in line])
    book.active.cell(2, 1).number_format = chance.choice(("00000", "0.00%", "General", "yyyy-mm-dd", "#,##0.0"))
    packed = io.BytesIO()
    book.save(packed)
    return ".xlsx", repacked(packed.getvalue(), chance)


def repacked(packed: bytes, chance: Random) -> bytes:
    """Return a packed file with one of its parts damaged."""
    if chance.random() < 0.3:
        return packed
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(result, "w") as target:
        names = source.namelist()
        harmed = chance.choice([name for name in names if "theme" not in name])
        for name in names:
            content = source.read(name)
            target.writestr(name, damaged(content, chance) if name == harmed else content)
    return result.getvalue()


def parquet(chance: Random) -> tuple[str, bytes]:
    """Return a Parquet file."""
    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([nested(each, chance) for each in rows(chance)]), written)
    return ".parquet", written.getvalue()


KINDS: tuple[Callable[[Random], tuple[str, bytes]], ...] = (
    delimited,
    delimited,
    objects,
    objects,
    lines,
    workbook,
    parquet,
)


def damaged(content: bytes, chance: Random) -> bytes:
    """Return the bytes with some of them changed, gone, doubled or added."""
    whole = bytearray(content)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(whole) + 1)
        span = chance.choice((1, 1, 2, 5, 30, 300))
        match chance.randrange(6):
            case 0 if at < len(whole):
                whole[at] ^= 1 << chance.randrange(8)
            case 1:
                del whole[at : at + span]
            case 2:
                whole[at:at] = whole[at : at + span]
            case 3:
                whole[at:at] = chance.randbytes(min(span, 30))
            case 4 if chance.random() < 0.3:
                del whole[at:]
            case _:
                whole[at:at] = chance.choice(SPLINTERS)
    return bytes(whole)


def answers(chance: Random) -> Reading:
    """Return what the user may have said, mostly nothing, sometimes nonsense."""
    if chance.random() < 0.75:
        return Reading()
    return Reading(
        kind=chance.choice((None, None, *Kind)),
        encoding=chance.choice((None, "latin1", "utf-16", "no-such", *ENCODINGS)),
        delimiter=chance.choice((None, None, ",", ";", "\t", "~", '"', "", ", ")),
        header=chance.choice((None, True, False)),
        sheet=chance.choice((None, None, "Sheet", "none")),
    )


def judge(path: Path, said: Reading) -> str:
    """Read a file and return what became of it; raise BrokenError if something of it is missing."""
    try:
        found = reader.find_out(path, said)
        items = list(reader.records(path, found))
    except Problem:
        return "refused in words"
    balance(path, found, items)
    return f"read as {found.reading.kind}"


def balance(path: Path, found: Found, items: list[Record | Unread]) -> None:
    """Raise BrokenError unless all that stood in a file of text is in its records, its columns or its explanations."""
    must(
        all(set(found.columns) <= set(item.cells) for item in items if isinstance(item, Record)), "a column is missing"
    )
    numbers = [item.line for item in items]
    in_order = found.reading.kind is Kind.JSON or numbers == sorted(numbers)
    must(in_order, f"the lines are out of order: {numbers}")
    if found.reading.encoding is None:
        return
    text = path.read_bytes().decode(found.reading.encoding, "replace")
    shown = " ".join(found.columns) + "".join(map(words_of, items))
    if any(isinstance(item, Unread) and len(item.raw) > 3900 for item in items):
        return  # a long text is explained without being shown to its end
    missing = sorted(set(MARK.findall(text)) - set(MARK.findall(shown)))
    missing = [mark for mark in missing if not (found.reading.kind is Kind.JSON and is_named_twice(text, mark))]
    must(not missing, f"{missing[:5]} of {len(missing)} are gone; {found.reading}; {text[:3000]!r}")


def words_of(item: Record | Unread) -> str:
    """Return all that is shown of a record."""
    if isinstance(item, Unread):
        return item.raw
    return json.dumps([dict(item.cells), item.source], ensure_ascii=False, default=str)


def is_named_twice(text: str, mark: str) -> bool:
    """Tell whether a mark stands in an object that has two values of one name, of which JSON keeps the last."""
    twice = []

    def look(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len({name for name, _ in pairs}) < len(pairs) and mark in json.dumps(pairs, ensure_ascii=False):
            twice.append(pairs)
        return dict(pairs)

    decoder = json.JSONDecoder(strict=False, object_pairs_hook=look)
    at = text.find(mark)
    for begin in [found.start() for found in re.finditer(r"\{", text[:at])][-20:]:
        try:
            decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            continue
    return bool(twice)


@contextmanager
def limited() -> Iterator[None]:
    """Raise HangError after CPU_SECONDS of this process's time."""

    def end(*_: object) -> None:
        raise HangError(f"more than {CPU_SECONDS} s of processor time")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def one_round(folder: Path, chance: Random, files: int = FILES_A_ROUND) -> Counter[str]:
    """Damage and read so many files."""
    counted: Counter[str] = Counter()
    for number in range(files):
        suffix, content = chance.choice(KINDS)(chance)
        path = folder / f"file{suffix}"
        path.write_bytes(damaged(content, chance))
        try:
            with limited():
                counted[judge(path, answers(chance))] += 1
        except BrokenError as broken:
            raise BrokenError(f"file {number} ({suffix}): {broken}") from broken
        except Exception as fault:
            path.rename(folder / f"broken{suffix}")
            raise BrokenError(f"file {number} ({suffix}): {type(fault).__name__}: {fault}") from fault
    return counted


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round."""
    yield lambda chance: one_round(folder, chance)


CAMPAIGN = Campaign(
    "reading_fuzz",
    "Files of every kind, damaged by chance and read in any way, never give an unforeseen fault and never hang; and "
    "every row of a file of text comes out, is explained, or names the columns.",
    200,
    playing,
    ("orjson", "python-calamine", "charset-normalizer", "pyarrow"),
)
