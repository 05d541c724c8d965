"""An open model's own tokenizer and chat template, without the model: counts as the local engine encodes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.as_read import text_of
from desktop_app.core.example import Completion, Conversation, Example, Message, message_line
from desktop_app.core.masking import MaskingError, NoLearntPart, Segment, chat_segments
from desktop_app.core.problem import Problem
from desktop_app.tokens.byte_pairs import QuickLengths
from desktop_app.tokens.chat_template import ChatTemplate, TemplateRefusal
from desktop_app.tokens.texts import PROOF, WORTH_IT
from desktop_app.tokens.vocabularies import whole_characters

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Line = Mapping[str, Any]
"""A message as it stands in a training line."""

_SPECIALS = ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of what the model reads: a `prompt` gets the model's opening token, a `closed` one its end."""

    text: str
    learnt: bool
    prompt: bool = False
    closed: bool = False


class OpenModel:
    """The tokenizer of a model's folder. `find` brings it."""

    def __init__(self, tokenizer: "Tokenizer", template: ChatTemplate | None, specials: Mapping[str, str]) -> None:
        self._tokenizer = tokenizer
        self._template = template
        self._bos = specials.get("bos_token", "")
        self._beginning = tokenizer.token_to_id(self._bos)
        self._end = tokenizer.token_to_id(specials.get("eos_token", ""))
        self._opens_itself = tokenizer.num_special_tokens_to_add(is_pair=False) > 0
        self._until_quick = WORTH_IT
        self._quick: QuickLengths | None = None

    def stretches(self, example: Example) -> tuple[Stretch, ...]:
        """Return what the model reads of an example, in order; of a preference pair both answers."""
        if isinstance(example, Completion):
            return (Stretch(example.prompt, learnt=False, prompt=True), Stretch(example.completion, True, closed=True))
        if isinstance(example, Conversation):
            return _stretches(self._segments(_lines(example.messages), _tools(example.extra)))
        asked = [{**line, "weight": 0} for line in _lines(example.messages)]
        tools = _tools(example.input_extra)
        preferred = self._segments([*asked, *_lines(example.preferred)], tools)
        other = self._segments([*asked, *_lines(example.non_preferred)], tools)
        return _stretches([*preferred, *(segment for segment in other if segment.learnt)])

    def lengths(self, examples: Sequence[Example]) -> list[tuple[int, int]]:
        """Return for each example its number of tokens and how many of them are learnt, before anything is cut."""
        rows = [self.stretches(example) for example in examples]
        lengths = self._lengths(dict.fromkeys(stretch for row in rows for stretch in row))
        return [(sum(lengths[each] for each in row), sum(lengths[each] for each in row if each.learnt)) for row in rows]

    def fitting(self, stretch: Stretch, room: int) -> tuple[int, int]:
        """Return how many tokens a stretch has, and how many characters of it fit into `room` tokens."""
        encoded = self._encode([stretch])[0]
        own = len(encoded.ids)
        before = self._opening(stretch, encoded)
        total = before + own + self._closing(stretch)
        if total <= room:
            return total, len(stretch.text)
        kept = min(max(0, room - before), own)
        if kept == own:
            return total, len(stretch.text)
        return total, max((stop for _, stop in encoded.offsets[:kept]), default=0)

    def _lengths(self, stretches: Mapping[Stretch, None]) -> dict[Stretch, int]:
        found: dict[Stretch, int] = {}
        if self._is_quick(sum(len(stretch.text) for stretch in stretches)):
            found = {stretch: length for stretch in stretches if (length := self._quick_length(stretch)) is not None}
        for prompt in (False, True):
            chosen = [stretch for stretch in stretches if stretch.prompt is prompt and stretch not in found]
            for stretch, encoded in zip(chosen, self._encode(chosen), strict=True):
                found[stretch] = self._opening(stretch, encoded) + len(encoded) + self._closing(stretch)
        return found

    def _is_quick(self, characters: int) -> bool:
        """Tell whether there is a quicker way, which is looked for once there was much to count."""
        if 0 < self._until_quick <= characters:
            quick = QuickLengths.of(self._tokenizer)
            proof = [len(each) for each in self._tokenizer.encode_batch(list(PROOF), add_special_tokens=False)]
            agrees = quick is not None and all(quick.length(t) in (None, n) for t, n in zip(PROOF, proof, strict=True))
            self._quick = quick if agrees else None
        self._until_quick -= characters
        return self._quick is not None

    def _quick_length(self, stretch: Stretch) -> int | None:
        if self._quick is None or (stretch.prompt and self._opens_itself):
            return None
        length = self._quick.length(stretch.text)
        if length is None:
            return None
        return length + self._opened(stretch, length, stretch.text.startswith(self._bos)) + self._closing(stretch)

    def _encode(self, stretches: Sequence[Stretch]) -> "list[Encoding]":
        """Encode stretches that are all prompts, or all not."""
        opened = bool(stretches) and stretches[0].prompt
        texts = [whole_characters(stretch.text) for stretch in stretches]
        return self._tokenizer.encode_batch(texts, add_special_tokens=opened)

    def _opening(self, stretch: Stretch, encoded: "Encoding") -> int:
        return self._opened(stretch, len(encoded.ids), encoded.ids[:1] == [self._beginning])

    def _opened(self, stretch: Stretch, length: int, begins: bool) -> int:
        """Return 1 where the engine puts a token before the ids: that of the beginning, or the end before nothing."""
        if self._beginning is None:
            return int(stretch.prompt and not length and self._end is not None)
        return int(stretch.prompt and not begins)

    def _closing(self, stretch: Stretch) -> int:
        return int(stretch.closed and self._end is not None)

    def _segments(self, messages: Sequence[Line], tools: Sequence[object]) -> Sequence[Segment]:
        template = self._template
        if template is None:
            return _without_template(messages, tools)
        try:
            return chat_segments(messages, lambda some, opening: template.render(some, opening, tools))
        except NoLearntPart:
            try:
                return [Segment(template.render(messages, False, tools), learnt=False)]
            except TemplateRefusal:
                return _without_template(messages, tools)
        except (MaskingError, TemplateRefusal):
            return _without_template(messages, tools)


def find(name: str, models: Path) -> OpenModel | None:
    """Return the model `name` of the folder `models`; None where it is not there.

    Raises Problem("model_tokenizer_unreadable") for one whose tokenizer is damaged.
    """
    file = models / name / "tokenizer.json"
    if not name or not file.is_file():
        return None
    facts = file.stat()
    return _load(models / name, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=2)  # reading a tokenizer takes up to a second; another file of that name is read anew
def _load(folder: Path, _changed: int, _size: int) -> OpenModel:
    import tokenizers  # noqa: PLC0415 - heavy

    try:
        content = (folder / "tokenizer.json").read_text(encoding="utf-8")
        if "model" not in json.loads(content):
            raise ValueError("there is no model in tokenizer.json")  # noqa: TRY301 - the library itself would raise a bare Exception
        config = _config(folder)
    except (OSError, ValueError, TypeError) as error:
        raise Problem("model_tokenizer_unreadable", details=repr(error), name=folder.name) from error
    tokenizer = tokenizers.Tokenizer.from_str(content)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    specials = {name: _token(config[name]) for name in _SPECIALS if config.get(name)}
    return OpenModel(tokenizer, ChatTemplate.of(_template(folder, config), specials), specials)


def _config(folder: Path) -> dict[str, Any]:
    """Return the tokenizer's settings; older models keep their special tokens in a file beside it."""
    found: dict[str, Any] = {}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        if (folder / name).is_file():
            found |= json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def _template(folder: Path, config: Mapping[str, Any]) -> str:
    """Return the source of the chat template; "" for a model without one."""
    file = folder / "chat_template.jinja"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    found = config.get("chat_template") or ""
    if isinstance(found, list):
        named = {each.get("name"): each.get("template") for each in found if isinstance(each, dict)}
        found = named.get("default") or ""
    return str(found)


def _token(value: object) -> str:
    return str(value.get("content", "")) if isinstance(value, dict) else str(value)


def _lines(messages: Sequence[Message]) -> list[Line]:
    """Return the messages as the engine is sent them; of a content with pictures, which it refuses, the texts alone."""
    return [
        line
        if isinstance(line.get("content"), str) or text_of(line.get("content")) is not None
        else {**line, "content": message.content}
        for message, line in ((each, message_line(each)) for each in messages)
    ]


def _tools(extra: Mapping[str, Any]) -> Sequence[object]:
    tools = extra.get("tools")
    return tools if isinstance(tools, list) else ()


def _stretches(segments: Sequence[Segment]) -> tuple[Stretch, ...]:
    return tuple(Stretch(segment.text, segment.learnt) for segment in segments)


def _without_template(messages: Sequence[Line], tools: Sequence[object]) -> list[Segment]:
    """Return the messages in a plain form where the chat template cannot take them: an idea of the length, no more."""
    found = [Segment(f"{json.dumps(tools, ensure_ascii=False)}\n\n", learnt=False)] if tools else []
    for message in messages:
        calls = message.get("tool_calls")
        words = [text_of(message.get("content")) or "", json.dumps(calls, ensure_ascii=False) if calls else ""]
        learnt = message["role"] == "assistant" and message.get("weight") != 0
        found.append(Segment(f"{message['role']}: {' '.join(filter(None, words))}\n\n", learnt))
    return found
