"""`python -m tests.tokens.engine_counts ROWS FOLDER …`: how the engine encodes rows with models' tokenizers.

Prints for each model one JSON list a row: the tokens in all, those that are learnt, and the texts of a chat as the
engine renders it; the name of the exception where it refuses the row. A child process, so that the tests never import
transformers.
"""

import json
import sys
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer

from desktop_app.core.masking import Segment, chat_segments
from desktop_app.engine.preparing import Preparer

WITHOUT_END = 10**9


def main(rows: Path, folders: list[Path]) -> None:
    """Encode each row with each tokenizer."""
    lines = rows.read_text(encoding="utf-8").splitlines()
    for folder in folders:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        preparer = Preparer(tokenizer, WITHOUT_END)
        sys.stdout.write("".join(json.dumps(encoded(preparer, json.loads(line))) + "\n" for line in lines))


def encoded(preparer: Preparer, row: dict[str, Any]) -> list[object]:
    """Return what the engine makes of one row."""
    from jinja2 import TemplateError  # noqa: PLC0415 - heavy

    try:
        found = preparer.encode(row)
        texts = [s.text for s in _segments(preparer, row)] if "messages" in row else []
    except (ValueError, TemplateError) as error:
        return [type(error).__name__]
    return [len(found.input_ids), sum(label >= 0 for label in found.labels), texts]


def _segments(preparer: Preparer, row: dict[str, Any]) -> tuple[Segment, ...]:
    tools = row.get("tools") or []
    return chat_segments(row["messages"], lambda some, opening: preparer._render(some, opening, tools))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
