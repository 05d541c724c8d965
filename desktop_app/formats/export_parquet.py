"""Writing rows as a Parquet file, every column a text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.formats.export_table import ExportRow, Layout

_ROWS = 1000
_LETTERS = 1 << 24
"""A group of rows is written when it has so many rows or letters; memory holds one group."""


@contextmanager
def parquet(path: Path, layout: Layout) -> Iterator[Callable[[ExportRow], object]]:
    """Lend the function that puts one more row into the file."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - loaded when first needed
        from pyarrow import parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise Problem("export_parquet_missing", details=str(error)) from error
    schema = pa.schema([(name, pa.string()) for name in layout.columns])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting: list[list[str]] = []
        letters = 0

        def flush() -> None:
            nonlocal letters
            if waiting:
                columns = [pa.array(column, pa.string()) for column in zip(*waiting, strict=True)]
                writer.write_batch(pa.record_batch(columns, schema=schema))
                waiting.clear()
                letters = 0

        def add(row: ExportRow) -> None:
            nonlocal letters
            cells = layout.cells(row)
            waiting.append(cells)
            letters += sum(map(len, cells))
            if len(waiting) >= _ROWS or letters >= _LETTERS:
                flush()

        yield add
        flush()
