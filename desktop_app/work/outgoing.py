"""Writing the files of a training by the rules of whoever gets them, with the hash of each line."""

import hashlib
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from desktop_app.core.example import Part, RowStatus, Shape, to_line
from desktop_app.core.export import Format, Numbers, Order, Survey
from desktop_app.core.line_rules import LineRules, extra_keys, without
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import Phase, Sending, SentFile, SentRow
from desktop_app.core.target import Method
from desktop_app.core.training_line import HASH_BYTES, NUL, as_bytes, row_hash
from desktop_app.formats import export as files
from desktop_app.formats.export_survey import holds_nul
from desktop_app.formats.export_table import ExportRow
from desktop_app.store import examples
from desktop_app.store.connection import connect, in_words

if TYPE_CHECKING:
    from sqlite3 import Connection

_PAGE = 512
EVERY = 2000
"""After so many rows it is said how far the writing is."""
_PARTS = (Part.TRAINING, Part.VALIDATION)
_ROW = struct.Struct(f"<qB{HASH_BYTES}s")
_NAMED_BY = 16
"""So many digits of a file's SHA-256 stand in its name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: the parts, by whose rules, for which method; `stem` begins the files' names.

    `largest` is the most bytes a file may have there, None without a limit; `title` names the receiver.
    """

    stem: str
    rules: LineRules
    method: Method
    parts: frozenset[Part]
    largest: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What was written: the files with where they lie, the keys left out, the hash of all row hashes in order.

    `rows` is the file of the row hashes (see `sent_rows`).
    """

    files: tuple[SentFile, ...]
    paths: tuple[Path, ...]
    left_out: tuple[str, ...]
    rows_sha256: str
    rows: Path

    def path(self, file: SentFile) -> Path | None:
        """Return where a file of the same content lies; None if none was written."""
        both = zip(self.files, self.paths, strict=True)
        return next((path for made, path in both if made.sha256 == file.sha256), None)


def write(project: Path, wanted: Wanted, folder: Path) -> Iterator[Sending | Outgoing]:
    """Write the files into an empty folder; yield Sending now and then, Outgoing at the end.

    The project may be open in another process. Raise a Problem for rows that cannot be sent.
    """
    with in_words(project):
        connection = connect(project, writable=False)
        try:
            connection.execute("BEGIN")  # one state of the rows, whatever is edited meanwhile
            counts = examples.counts(connection)
            parts = [part for part in _PARTS if part in wanted.parts and counts[part]]
            if Part.TRAINING not in parts:
                raise Problem("too_few_examples")
            total = sum(counts[part] for part in parts)
            with _on_disk(folder):
                writer = _Writer(folder, wanted.rules)
                with writer.opened(parts):
                    for done, (row_id, row) in enumerate(_rows(connection, frozenset(parts)), start=1):
                        writer.add(row_id, row)
                        if done % EVERY == 0:
                            yield Sending(Phase.WRITING, done, total)
                _refuse(wanted, writer.survey)
                made = writer.outgoing(wanted)
        finally:
            connection.close()
    yield made


def sent_rows(path: Path) -> Iterator[SentRow]:
    """Yield the rows of a file of row hashes, in the order of the table."""
    with path.open("rb") as file:
        while piece := file.read(_ROW.size * _PAGE):
            for row, part, sent in _ROW.iter_unpack(piece):
                yield SentRow(row, _PARTS[part], sent)


class _Writer:
    """Puts rows into the files of their parts, and takes notice of what not every receiver can use."""

    def __init__(self, folder: Path, rules: LineRules) -> None:
        self._folder = folder
        self._rules = rules
        self._left_out: set[str] = set()
        self._files: dict[Part, IO[bytes]] = {}
        self._digests = {part: hashlib.sha256() for part in _PARTS}
        self._all = hashlib.sha256()
        self._parts: Counter[Part] = Counter()
        self._shapes: Counter[Shape] = Counter()
        self._nul = Numbers()

    @property
    def survey(self) -> Survey:
        """Return what was noticed about the rows."""
        return Survey(self._parts.total(), dict(self._shapes), dict(self._parts), nul=self._nul)

    def opened(self, parts: Iterable[Part]) -> ExitStack:
        """Open the files of these parts until the block is left."""
        stack = ExitStack()
        self._files = {part: stack.enter_context((self._folder / part.value).open("wb")) for part in parts}
        self._rows = stack.enter_context((self._folder / "rows").open("wb"))
        return stack

    def add(self, row_id: int, row: ExportRow) -> None:
        """Write a row."""
        line = to_line(row.example)
        strange = [key for key in extra_keys(line) if not self._rules.takes(key)]
        if strange:
            self._left_out.update(strange)
            line = without(line, frozenset(strange))
        said = as_bytes(line)
        if NUL in said and holds_nul(line):
            self._nul = self._nul.and_row(row.number)
        for write in (self._files[row.part].write, self._digests[row.part].update):
            write(said + b"\n")
        self._parts[row.part] += 1
        self._shapes[row.example.shape] += 1
        sent = row_hash(said)
        self._all.update(sent)
        self._rows.write(_ROW.pack(row_id, _PARTS.index(row.part), sent))

    def outgoing(self, wanted: Wanted) -> Outgoing:
        """Return what was written; raise Problem("train.file_too_large")."""
        made, paths = [], []
        for part in self._files:
            path, sha256 = self._folder / part.value, self._digests[part].hexdigest()
            size = path.stat().st_size
            if wanted.largest is not None and size > wanted.largest:
                raise Problem("train.file_too_large", provider=wanted.title, size=_mb(size), most=_mb(wanted.largest))
            name = f"{wanted.stem}-{part.value}-{sha256[:_NAMED_BY]}.jsonl"
            made.append(SentFile(part, name, sha256, size, self._parts[part]))
            paths.append(path)
        left_out = tuple(sorted(self._left_out))
        return Outgoing(tuple(made), tuple(paths), left_out, self._all.hexdigest(), self._folder / "rows")


def _rows(connection: "Connection", parts: frozenset[Part]) -> Iterator[tuple[int, ExportRow]]:
    """Yield the rows used as these parts in the order of the table: the id, and the row with its number there."""
    ids = examples.ids(connection)
    for start in range(0, len(ids), _PAGE):
        numbers = {row_id: number for number, row_id in enumerate(ids[start : start + _PAGE], start + 1)}
        for row in examples.page(connection, ids[start : start + _PAGE]):
            if row.part in parts and row.status != RowStatus.EXCLUDED:
                yield row.id, ExportRow(numbers[row.id], row.part, row.status, row.example)


def _refuse(wanted: Wanted, survey: Survey) -> None:
    """Raise the Problem that says why these rows cannot be sent."""
    files.refuse(Order(Format.JSONL, Path(wanted.stem), wanted.parts, wanted.rules), survey)
    pairs = Shape.PREFERENCE in survey.shapes
    if pairs and wanted.method is not Method.PREFERENCE:
        raise Problem("train.pairs_need_preference")
    if not pairs and wanted.method is Method.PREFERENCE:
        raise Problem("train.preference_needs_pairs")


@contextmanager
def _on_disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Problem("training_file_not_written", details=str(error), name=folder.name) from error


def _mb(size: int) -> int:
    return round(size / 1_000_000)
