"""Reading Parquet files, the tables of data scientists, through pyarrow (the extra "parquet")."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Reading
from desktop_app.core.share_gpt import shape_of
from desktop_app.core.text import text
from desktop_app.formats.flat import Cells, flat, holds_nul
from desktop_app.formats.headers import SAMPLE_ROWS
from desktop_app.formats.lines import shown
from desktop_app.formats.opening import in_words
from desktop_app.formats.records import Items, Record, Records, Unread
from desktop_app.formats.trl_lines import source_of as training_line

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch, Scalar
    from pyarrow.parquet import ParquetFile

_BATCH, _SMALL_BATCH = 500, 8
_SWELLING, _ALLOWANCE = 60, 256 << 20
"""A file may hold so many times its own size, and so many bytes more: nothing honest shrinks further."""
_DENSE = 20
"""What is packed so many times is read a few rows at a time: a row may be very large."""
_NEARLY_ALL = 0.9


def find_out(path: Path, reading: Reading) -> Found:
    """Find out the columns and whether the rows are training data."""
    with _opened(path) as file:
        columns: dict[str, None] = dict.fromkeys(flat(dict.fromkeys(file.schema_arrow.names)))
        rows = list(islice(_rows(path, file), SAMPLE_ROWS))
    if not columns:
        raise Problem("file_empty", name=path.name)
    shapes = [shape_of(training_line(row)) for row in rows]
    first = shapes[0] if shapes else None
    known = first if first and shapes.count(first) >= _NEARLY_ALL * len(shapes) else None
    nested: dict[str, None] = {}
    for row in rows:
        nested |= dict.fromkeys(flat(row))
    return Found(path.name, replace(reading, header=None), tuple(nested or columns), shape=known)


def records(path: Path, found: Found) -> Records:
    """Return every row, in order, counted from 1."""
    done = [0]
    late: dict[str, int] = {}
    return Records(_records(path, found, done, late), lambda: done[0], late)


def _records(path: Path, found: Found, done: list[int], late: dict[str, int]) -> Items:
    known = frozenset(found.columns)
    with _opened(path) as file:
        size, total = path.stat().st_size, max(1, file.metadata.num_rows)
        for number, row in enumerate(_rows(path, file), start=1):
            done[0] = size * number // total
            cells = Cells(row, found.columns)
            if holds_nul(row):
                yield Unread(number, text("row.nul"), shown(json.dumps(dict(cells), ensure_ascii=False)))
                continue
            for name in cells.keys() - known:
                late.setdefault(name, number)
            yield Record(number, cells, training_line(row))


def _rows(path: Path, file: "ParquetFile") -> Iterator[dict[str, Any]]:
    """Yield each row as the JSON object it would be; raise a Problem where the file breaks off."""
    from pyarrow.lib import ArrowException  # noqa: PLC0415 - an extra, and heavy

    number = 0
    try:
        held, packed = _sizes(file)
        for batch in file.iter_batches(batch_size=_SMALL_BATCH if held > _DENSE * packed else _BATCH):
            for row in _as_rows(batch):
                number += 1
                yield {name: _plain(value) for name, value in row.items()}
    except (ArrowException, OSError, ValueError, OverflowError) as error:
        raise Problem("file_breaks_off", details=str(error), name=path.name, line=number + 1) from error


def _as_rows(batch: "RecordBatch") -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except OverflowError:  # Python's calendar ends with the year 9999, and that of a file may go on for ages
        columns = [_far_values(batch.column(place)) for place in range(batch.num_columns)]
        rows = [dict(zip(batch.schema.names, values, strict=True)) for values in zip(*columns, strict=True)]
    return rows


def _far_values(column: "Array[Any]") -> list[Any]:
    """Return the values of a column; those that lie beyond what Python has a type for are text, years and all."""
    from pyarrow.types import is_temporal  # noqa: PLC0415 - an extra, and heavy

    try:
        values: list[Any] = column.to_pylist()
    except OverflowError:
        if not is_temporal(column.type):  # it stands within a list or the like, and the file is refused in words
            raise
        values = [_far_value(*each) for each in zip(column, column.to_numpy(zero_copy_only=False), strict=True)]
    return values


def _far_value(value: "Scalar[Any]", counted: object) -> Any:  # noqa: ANN401 - any value a table can hold
    """Return a date, a moment or a span; as the text of what was counted where Python's own type does not reach."""
    try:
        return value.as_py()
    except OverflowError:
        zone = "+00:00" if getattr(value.type, "tz", None) else ""  # it is counted in UTC, whatever the zone
        return str(counted).replace("T", " ") + zone


def _opened(path: Path) -> "ParquetFile":
    try:
        from pyarrow.lib import ArrowException  # noqa: PLC0415 - an extra, and heavy
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError as error:
        raise Problem("parquet_extra_missing", details=str(error), name=path.name) from error
    with in_words(path):
        path.open("rb").close()
    try:
        file = ParquetFile(path, memory_map=False, buffer_size=1 << 20, pre_buffer=False)
        held, _ = _sizes(file)
    except (ArrowException, OSError, ValueError) as error:
        raise Problem("file_damaged", details=str(error), name=path.name) from error
    if held > _SWELLING * path.stat().st_size + _ALLOWANCE:
        file.close()
        raise Problem("file_swells", name=path.name)
    return file


def _sizes(file: "ParquetFile") -> tuple[int, int]:
    """Return how many bytes a file says to hold when it is unpacked, and packed."""
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    parts = [group.column(place) for group in groups for place in range(group.num_columns)]
    return sum(part.total_uncompressed_size for part in parts), sum(part.total_compressed_size for part in parts)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value a table can hold
    """Return a value as JSON holds it; within structures a key that is null is one the row does not have."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return _as_text(value)


def _as_text(value: object) -> str:
    """Return a moment as ISO 8601 has it, bytes as the text they are, or in base64 where they are none."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if not isinstance(value, bytes):
        return value.isoformat() if isinstance(value, date | time) else str(value)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")
