"""From lines of JSON to token ids with labels, and the report of what was cut or left out. Heavy: a tokenizer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from desktop_app.core.as_read import as_read
from desktop_app.core.masking import (
    Encoded,
    UnstableTemplate,
    chat_segments,
    encode_completion,
    encode_segments,
)
from desktop_app.engine.disk import write_text
from desktop_app.engine.prompting import prompt_ids
from desktop_app.engine.toolcalls import untold, uses_tools
from desktop_app.engine.training_data import TrainingFileError, answers_of, rows
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

    def count(self, parts: Sequence[Encoded]) -> bool:
        """Add one example, both answers of which count where it is a pair, and tell whether it can be learnt from."""
        self.truncated += any(part.cut > 0 for part in parts)
        self.longest = max(self.longest, *(len(part.input_ids) + part.cut for part in parts))
        if any(part.learnt == 0 for part in parts):
            self.dropped += 1
            return False
        self.examples += 1
        self.tokens += sum(len(part.input_ids) for part in parts)
        self.learnt_tokens += sum(part.learnt for part in parts)
        return True

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)


class UntoldToolError(ValueError):
    """What of a conversation's tools a chat template does not put into its text."""


class Preparer:
    """Encodes examples with one model's tokenizer and chat template."""

    def __init__(self, tokenizer: Tokenizer, limit: int) -> None:
        self._tokenizer = tokenizer
        self._limit = limit

    def encode(self, row: dict[str, Any]) -> Encoded:
        """Return the ids and labels of a chat or a prompt with its completion; raises ValueError or TemplateError."""
        if "messages" in row:
            return self._chat(row, row["messages"])
        prompt = prompt_ids(self._tokenizer, row["prompt"])
        completion = self._ids(row["completion"])
        return encode_completion(prompt, completion, self._tokenizer.eos_token_id, self._limit)

    def encode_pair(self, row: dict[str, Any]) -> tuple[Encoded, Encoded]:
        """Return the preferred answer of a pair and the other, each after what was asked; raises as `encode` does."""
        asked = [{**message, "weight": 0} for message in row["input"]["messages"]]
        preferred, other = answers_of(row)
        return self._chat(row["input"], [*asked, *preferred]), self._chat(row["input"], [*asked, *other])

    def _chat(self, row: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]) -> Encoded:
        tools = row.get("tools") or []
        if uses_tools({"messages": messages, "tools": tools}):
            missing = untold(messages, tools, self._render(messages, opening=False, tools=tools))
            if missing is not None:
                raise UntoldToolError(missing)
        segments = chat_segments(messages, lambda some, opening: self._render(some, opening, tools))
        return encode_segments(segments, self._ids, self._limit)

    def _render(self, messages: Sequence[Mapping[str, Any]], opening: bool, tools: Sequence[object] = ()) -> str:
        given: dict[str, object] = {"tools": list(tools)} if tools else {}
        return str(
            self._tokenizer.apply_chat_template(
                [as_read(message) for message in messages], tokenize=False, add_generation_prompt=opening, **given
            )
        )

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])


def prepare(source: Path, target: Path, preparer: Preparer) -> Report:
    """Encode the examples of `source` into `target`, one a line; raises TrainingFileError with the line's number."""
    report = Report()
    lines = []
    for number, row in rows(source):
        try:
            if "input" in row:
                pair = preparer.encode_pair(row)
                learnt, line = report.count(pair), _of_pair(*pair)
            else:
                encoded = preparer.encode(row)
                learnt, line = report.count((encoded,)), {"input_ids": encoded.input_ids, "labels": encoded.labels}
        except (ValueError, TemplateError) as error:  # ValueError: also of an answer that comes first
            raise _unusable(number, error) from error
        if learnt:
            lines.append(json.dumps(line))
    write_text(target, "".join(line + "\n" for line in lines))
    return report


def _of_pair(preferred: Encoded, other: Encoded) -> dict[str, Sequence[int]]:
    return {
        "preferred_ids": preferred.input_ids,
        "preferred_labels": preferred.labels,
        "other_ids": other.input_ids,
        "other_labels": other.labels,
    }


def _unusable(number: int, error: Exception) -> TrainingFileError:
    if isinstance(error, UnstableTemplate):
        why = f"its chat template rewrites earlier turns ({error}). Use conversations with one answer, or another model"
    elif isinstance(error, UntoldToolError):
        why = (
            f"its chat template leaves out {error}, so the model would never read it. Use a base model that was made "
            "for tools, or examples without them"
        )
    else:
        why = f"its chat template refuses the messages ({error}). Correct the line and start again"
    said = f"Line {number} of the file cannot be used with this model: {why}."
    return TrainingFileError("invalid_training_file", said)
