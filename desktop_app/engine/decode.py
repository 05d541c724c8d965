"""The decode loop: many answers of one base model and its adapters, one token each per step. Heavy: imports torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from transformers import DynamicCache

from desktop_app.engine.loaded import Loaded
from desktop_app.engine.sampling import Chooser
from desktop_app.engine.stop import StopWatch, TextStream
from desktop_app.engine.untyped import Tensor


@dataclass(slots=True)
class Row:
    """One answer in the making."""

    request: str
    index: int
    prompt: list[int]
    adapter: str
    chooser: Chooser
    text: TextStream
    stop: StopWatch
    room: int
    is_first_choice: bool = True
    made: int = 0
    finished: str | None = field(default=None)

    def push(self, token: int, ends: frozenset[int]) -> str:
        """Take one token and return the text that may be shown; sets `finished` at the end."""
        if token in ends:
            self.finished = "stop"
            return self._rest()
        self.made += 1
        shown = self.stop.push(self.text.push(token))
        if self.stop.stopped:
            self.finished = "stop"
        elif self.made >= self.room:
            self.finished = "length"
            shown += self._rest()
        return shown

    def _rest(self) -> str:
        shown = self.stop.push(self.text.flush())
        if self.stop.stopped:
            self.finished = "stop"
        return shown + self.stop.flush()


Show = Callable[[Row, str], None]
Gone = Callable[[Row], bool]


def decode(model: Loaded, rows: Sequence[Row], show: Show, gone: Gone) -> None:
    """Answer all `rows` together; `show` is told every piece of text and every end, `gone` says whom to drop."""
    with torch.inference_mode():
        batch = _Batch(model, list(rows))
        while batch.rows:
            scores = batch.step()
            for row, line in zip(batch.rows, scores, strict=True):
                token = row.chooser.choose(line)
                batch.last[id(row)] = token
                text = row.push(token, model.ends)
                if text or row.finished:
                    show(row, text)
            batch.keep([place for place, row in enumerate(batch.rows) if not row.finished and not gone(row)])


class _Batch:
    def __init__(self, model: Loaded, rows: list[Row]) -> None:
        self.rows = rows
        self.last: dict[int, int] = {}
        self._model = model
        self._cache = DynamicCache()
        width = max(len(row.prompt) for row in rows)
        padding = model.tokenizer.pad_token_id or 0
        ids = [[padding] * (width - len(row.prompt)) + row.prompt for row in rows]
        mask = [[0] * (width - len(row.prompt)) + [1] * len(row.prompt) for row in rows]
        self._ids = torch.tensor(ids, device=model.device.kind)
        self._mask = torch.tensor(mask, device=model.device.kind)

    def step(self) -> Tensor:
        if self.last:
            self._ids = torch.tensor([[self.last[id(row)]] for row in self.rows], device=self._mask.device)
            self._mask = torch.nn.functional.pad(self._mask, (0, 1), value=1)
        positions = (self._mask.cumsum(-1) - 1).clamp(min=0)[:, -self._ids.shape[1] :]
        outputs = self._model.forward(
            [row.adapter for row in self.rows],
            input_ids=self._ids,
            attention_mask=self._mask,
            position_ids=positions,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return outputs.logits[:, -1]

    def keep(self, places: list[int]) -> None:
        if len(places) == len(self.rows):
            return
        self.rows = [self.rows[place] for place in places]
        if places:
            chosen = torch.tensor(places, device=self._mask.device)
            self._cache.batch_select_indices(chosen)
            self._mask = self._mask[chosen]
