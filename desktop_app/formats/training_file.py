"""Writing examples as the JSON Lines file that providers train on."""

import json
from collections.abc import Iterable
from pathlib import Path

from desktop_app.core.example import Example, to_line
from desktop_app.core.problem import Problem


def write(examples: Iterable[Example], path: Path) -> int:
    """Write one JSON object a line, UTF-8 without a byte order mark; return how many examples were written."""
    count = 0
    try:
        # Half of a surrogate pair is no UTF-8; a backslash before its number is how JSON writes it.
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            for example in examples:
                file.write(json.dumps(to_line(example), ensure_ascii=False) + "\n")
                count += 1
    except OSError as error:
        raise Problem("training_file_not_written", details=str(error), name=path.name) from error
    return count
