"""Writing examples as the JSON Lines file that providers train on."""

from collections.abc import Mapping
from typing import IO, Any

from desktop_app.core.training_line import as_bytes


def put(file: IO[bytes], line: Mapping[str, Any]) -> None:
    """Write one line of training: a JSON object and a line feed."""
    file.write(as_bytes(line) + b"\n")
