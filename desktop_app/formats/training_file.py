"""Writing examples as the JSON Lines file that providers train on."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from desktop_app.core.example import Example, to_line
from desktop_app.core.problem import Problem
from desktop_app.core.training_line import as_bytes


def write(examples: Iterable[Example], path: Path) -> int:
    """Write one JSON object a line, UTF-8 without a byte order mark; return how many examples were written."""
    count = 0
    try:
        with path.open("wb") as file:
            for example in examples:
                put(file, to_line(example))
                count += 1
    except OSError as error:
        raise Problem("training_file_not_written", details=str(error), name=path.name) from error
    return count


def put(file: IO[bytes], line: Mapping[str, Any]) -> None:
    """Write one line of training: a JSON object and a line feed."""
    file.write(as_bytes(line) + b"\n")
