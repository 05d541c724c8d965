"""From lines of JSON to token ids with labels, and the report of what was cut or left out. Heavy: a tokenizer."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from desktop_app.core.masking import (
    Encoded,
    UnstableTemplate,
    chat_segments,
    encode_completion,
    encode_segments,
)
from desktop_app.engine.disk import write_text
from desktop_app.engine.prompting import prompt_ids
from desktop_app.engine.training_data import TrainingFileError
from desktop_app.engine.untyped import Tokenizer


@dataclass(slots=True)
class Report:
    """What became of the examples of one file."""

    examples: int = 0
    dropped: int = 0
    truncated: int = 0
    tokens: int = 0
    learnt_tokens: int = 0
    longest: int = 0

    def count(self, encoded: Encoded) -> None:
        """Add one example."""
        self.truncated += encoded.cut > 0
        self.longest = max(self.longest, len(encoded.input_ids) + encoded.cut)
        if encoded.learnt == 0:
            self.dropped += 1
            return
        self.examples += 1
        self.tokens += len(encoded.input_ids)
        self.learnt_tokens += encoded.learnt

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)


class Preparer:
    """Encodes examples with one model's tokenizer and chat template."""

    def __init__(self, tokenizer: Tokenizer, limit: int) -> None:
        self._tokenizer = tokenizer
        self._limit = limit

    def encode(self, row: dict[str, Any]) -> Encoded:
        """Return the ids and labels of one example; raises ValueError or TemplateError."""
        if "messages" in row:
            segments = chat_segments(row["messages"], self._render)
            return encode_segments(segments, self._ids, self._limit)
        prompt = prompt_ids(self._tokenizer, row["prompt"])
        completion = self._ids(row["completion"])
        return encode_completion(prompt, completion, self._tokenizer.eos_token_id, self._limit)

    def _render(self, messages: Sequence[Mapping[str, object]], opening: bool) -> str:
        plain = [{"role": m["role"], "content": m["content"]} for m in messages]
        return str(self._tokenizer.apply_chat_template(plain, tokenize=False, add_generation_prompt=opening))

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])


def prepare(source: Path, target: Path, preparer: Preparer) -> Report:
    """Encode the examples of `source` into `target`, one a line; raises TrainingFileError with the line's number."""
    report = Report()
    lines = []
    for number, row in rows(source):
        try:
            encoded = preparer.encode(row)
        except UnstableTemplate as error:
            raise TrainingFileError(
                "invalid_training_file",
                f"Line {number} of the file cannot be used with this model: its chat template rewrites earlier turns "
                f"({error}). Use conversations with one answer, or another model.",
            ) from error
        except (ValueError, TemplateError) as error:  # ValueError: also of an answer that comes first
            raise TrainingFileError(
                "invalid_training_file",
                f"Line {number} of the file cannot be used with this model: its chat template refuses the messages "
                f"({error}). Correct the line and start again.",
            ) from error
        report.count(encoded)
        if encoded.learnt:
            lines.append(json.dumps({"input_ids": encoded.input_ids, "labels": encoded.labels}))
    write_text(target, "".join(line + "\n" for line in lines))
    return report


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the examples of a file with their line numbers."""
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, json.loads(line)
