"""Writing the vectors of rows: as CSV, as Parquet, or as arrays of NumPy."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.problem import Problem
from desktop_app.core.storable import storable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CSV, PARQUET, NUMPY = ".csv", ".parquet", ".npz"
ENDINGS = (CSV, PARQUET, NUMPY)
_TOGETHER = 1000


def write(
    path: Path, numbers: Sequence[int], parts: Sequence[str], said: Sequence[str], vectors: "NDArray[np.float32]"
) -> Iterator[int]:
    """Write rows (their numbers in the table, parts, texts) with their vectors; yield how many are written.

    The ending of the path says the form. A file that is there already is replaced by a whole one only. Raise
    Problem("vectors_no_form") for another ending, Problem("vectors_not_written").
    """
    form = path.suffix.lower()
    if form not in ENDINGS:
        raise Problem("vectors_no_form", name=path.name)
    part = path.with_name(f"{path.name}.part")
    writers = {CSV: _csv, PARQUET: _parquet, NUMPY: _numpy}
    with _told(path, part):
        yield from writers[form](part, numbers, parts, said, vectors)
        part.replace(path)


@contextmanager
def _told(path: Path, part: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Problem("vectors_not_written", details=str(error), name=path.name) from error
    finally:
        part.unlink(missing_ok=True)


def _csv(
    path: Path, numbers: Sequence[int], parts: Sequence[str], said: Sequence[str], vectors: "NDArray[np.float32]"
) -> Iterator[int]:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["row", "part", "text", *(f"v{number}" for number in range(vectors.shape[1]))])
        for start in range(0, len(numbers), _TOGETHER):
            block = vectors[start : start + _TOGETHER]
            for at, vector in enumerate(block, start):
                # The shortest digits that give the same float32 back.
                writer.writerow([numbers[at], parts[at], storable(said[at]), *(str(value) for value in vector)])
            yield min(start + _TOGETHER, len(numbers))


def _parquet(
    path: Path, numbers: Sequence[int], parts: Sequence[str], said: Sequence[str], vectors: "NDArray[np.float32]"
) -> Iterator[int]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - loaded when first needed
        from pyarrow import parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise Problem("export_parquet_missing", details=str(error)) from error
    width = vectors.shape[1]
    names = [
        ("row", pa.int64()),
        ("part", pa.string()),
        ("text", pa.string()),
        ("vector", pa.list_(pa.float32(), width)),
    ]
    schema = pa.schema(names)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, len(numbers), _TOGETHER):
            end = min(start + _TOGETHER, len(numbers))
            block = pa.FixedSizeListArray.from_arrays(pa.array(vectors[start:end].ravel()), width)
            texts = pa.array([storable(text) for text in said[start:end]], pa.string())
            columns = [pa.array(numbers[start:end]), pa.array(parts[start:end]), texts, block]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            yield end


def _numpy(
    path: Path, numbers: Sequence[int], parts: Sequence[str], said: Sequence[str], vectors: "NDArray[np.float32]"
) -> Iterator[int]:
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    with path.open("wb") as file:
        # Texts as fixed-width letters, not as objects: those could only be read by running what is in the file.
        np.savez_compressed(
            file,
            row=np.asarray(numbers, dtype=np.int64),
            part=np.asarray(parts, dtype=np.str_),
            vectors=vectors,
        )
    yield len(numbers)
