"""Reading prompts: each different one once, in batches, and judged token by token where asked. Heavy: imports torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from transformers import DynamicCache

from desktop_app.engine.loaded import Loaded
from desktop_app.engine.sampling import Likely, likely
from desktop_app.engine.untyped import Tensor

if TYPE_CHECKING:
    from desktop_app.engine.decode import Row

_JUDGED_AT_ONCE = 128
"""Tokens whose scores over the whole vocabulary are in memory at the same time."""


@dataclass(slots=True)
class Read:
    """Prompts that have been read: the model's memory of them, its mask, and the scores for what comes next."""

    cache: Tensor
    mask: Tensor
    scores: Tensor


def read_prompts(model: Loaded, rows: Sequence["Row"]) -> Read:
    """Read the prompts of `rows`, those that are equal only once, and return them in the order of the rows."""
    numbers: dict[tuple[object, ...], int] = {}
    places = [numbers.setdefault(_key(row), len(numbers)) for row in rows]
    different = [rows[places.index(number)] for number in range(len(numbers))]
    plain = [row for row in different if not row.scores_prompt]
    parts = ([_read(model, plain)] if plain else []) + [_judge(model, row) for row in different if row.scores_prompt]
    whole = parts[0]
    for part in parts[1:]:
        join_caches(whole.cache, part.cache)
        width = max(whole.mask.shape[1], part.mask.shape[1])
        whole.mask = torch.cat([pad_left(whole.mask, width), pad_left(part.mask, width)])
        whole.scores = torch.cat([whole.scores, part.scores])
    order = plain + [row for row in different if row.scores_prompt]
    positions = [order.index(different[place]) for place in places]
    for row, place in zip(rows, places, strict=True):
        row.about_prompt = different[place].about_prompt
    if positions != list(range(len(order))):
        chosen = torch.tensor(positions, device=whole.mask.device)
        whole.cache.batch_select_indices(chosen)
        whole = Read(whole.cache, whole.mask[chosen], whole.scores[torch.tensor(positions)])
    return whole


def join_caches(first: Tensor, second: Tensor) -> None:
    """Add the rows of `second` to `first`; the shorter ones get room at their front."""
    for one, other in zip(first.layers, second.layers, strict=True):
        if one.is_initialized:
            width = max(one.keys.shape[-2], other.keys.shape[-2])
            one.keys = torch.cat([_front(one.keys, width), _front(other.keys, width)])
            one.values = torch.cat([_front(one.values, width), _front(other.values, width)])


def pad_left(mask: Tensor, width: int) -> Tensor:
    """Return a mask (rows x tokens) made `width` wide with zeros at its front."""
    return torch.nn.functional.pad(mask, (width - mask.shape[1], 0))


def _front(states: Tensor, width: int) -> Tensor:
    return torch.nn.functional.pad(states, (0, 0, width - states.shape[-2], 0))


def _key(row: "Row") -> tuple[object, ...]:
    return (row.adapter, row.scores_prompt, row.top if row.scores_prompt else None, *row.prompt)


def _read(model: Loaded, rows: Sequence["Row"]) -> Read:
    width = max(len(row.prompt) for row in rows)
    padding = model.tokenizer.pad_token_id or 0
    ids = torch.tensor([[padding] * (width - len(row.prompt)) + row.prompt for row in rows], device=model.device.kind)
    mask = torch.tensor(
        [[0] * (width - len(row.prompt)) + [1] * len(row.prompt) for row in rows], device=model.device.kind
    )
    cache = DynamicCache()
    outputs = model.forward(
        [row.adapter for row in rows],
        input_ids=ids,
        attention_mask=mask,
        position_ids=(mask.cumsum(-1) - 1).clamp(min=0),
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    )
    return Read(cache, mask, outputs.logits[:, -1].float().cpu())


def _judge(model: Loaded, row: "Row") -> Read:
    """Read one prompt in pieces and note in the row how likely each of its tokens was after those before it."""
    ids = torch.tensor([row.prompt], device=model.device.kind)
    cache, logits = DynamicCache(), None
    about = [Likely(row.prompt[0], None)]
    for start in range(0, len(row.prompt), _JUDGED_AT_ONCE):
        piece = ids[:, start : start + _JUDGED_AT_ONCE]
        reached = start + piece.shape[1]
        logits = model.forward(
            [row.adapter],
            input_ids=piece,
            attention_mask=torch.ones_like(ids[:, :reached]),
            position_ids=torch.arange(start, reached, device=ids.device).unsqueeze(0),
            past_key_values=cache,
            use_cache=True,
        ).logits[0]
        following = row.prompt[start + 1 : reached + 1]
        about += likely(logits[: len(following)], following, row.top or 0)
    row.about_prompt = about
    if logits is None:
        raise ValueError("a prompt has at least one token")
    return Read(cache, torch.ones_like(ids), logits[-1:].float().cpu())
