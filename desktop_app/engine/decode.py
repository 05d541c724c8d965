"""The decode loop: many answers of one base model and its adapters, one token each per step. Heavy: imports torch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import torch

from desktop_app.engine.loaded import Loaded
from desktop_app.engine.prefill import join_caches, pad_left, read_prompts
from desktop_app.engine.sampling import Chooser, Likely, likely
from desktop_app.engine.speech import Said, Speech
from desktop_app.engine.untyped import Tensor


@dataclass(slots=True)
class Row:
    """One answer in the making.

    `room` is how many tokens it may have, `top` how many likely ones are told with each (None: nothing about them),
    `echo` the prompt's text, a piece for each of its tokens, where it is to be told before the answer, and `unsent` how
    many of these tokens, at their beginning, were not in what was sent.
    """

    request: str
    index: int
    prompt: list[int]
    adapter: str
    chooser: Chooser
    speech: Speech
    room: int
    top: int | None = None
    echo: list[str] | None = None
    unsent: int = 0
    is_first_choice: bool = True
    about_prompt: list[Likely] = field(default_factory=list)
    about: list[Likely] = field(default_factory=list)
    held: int = 0
    """How many tokens the model has read for this row."""

    @property
    def scores_prompt(self) -> bool:
        """Whether the prompt's own tokens are to be judged."""
        return self.echo is not None and self.top is not None

    @property
    def echoed(self) -> int:
        """How many characters of the prompt are told before the answer."""
        return sum(map(len, self.echo or ()))

    def take(self, scores: Tensor, ends: frozenset[int]) -> Said:
        """Choose a token from `scores` (a vector) and return what may be shown."""
        if self.room < 1:
            self.speech.finished = "length"
            return Said()
        token = self.chooser.choose(scores)
        if token in ends:
            return self.speech.end()
        if self.top is not None:
            self.about += likely(scores.unsqueeze(0), [token], self.top)
        return self.speech.push(token, self.room)


class Batch:
    """Rows that are answered together; others may join between any two steps, and leave."""

    def __init__(self, model: Loaded) -> None:
        self.rows: list[Row] = []
        self._model = model
        self._cache: Tensor = None
        self._mask: Tensor = None
        self._scores: Tensor = None

    def join(self, rows: Sequence[Row]) -> None:
        """Read the prompts of `rows`, which take part from the next step on."""
        read = read_prompts(self._model, rows)
        if self.rows:
            join_caches(self._cache, read.cache)
            width = max(self._mask.shape[1], read.mask.shape[1])
            self._mask = torch.cat([pad_left(self._mask, width), pad_left(read.mask, width)])
            self._scores = torch.cat([self._scores, read.scores])
        else:
            self._cache, self._mask, self._scores = read.cache, read.mask, read.scores
        for row in rows:
            row.held = len(row.prompt)
        self.rows += rows

    def step(self) -> list[tuple[Row, Said]]:
        """Give every row one token, and return what each has said; those that have ended are gone afterwards."""
        if not self.rows:
            return []
        said = [(row, row.take(scores, self._model.ends)) for row, scores in zip(self.rows, self._scores, strict=True)]
        self._keep([place for place, row in enumerate(self.rows) if row.speech.finished is None])
        return said

    def read_on(self) -> None:
        """Let the model read the tokens that were chosen last."""
        if not self.rows:
            return
        last = torch.tensor([[row.chooser.last] for row in self.rows], device=self._mask.device)
        self._mask = torch.nn.functional.pad(self._mask, (0, 1), value=1)
        outputs = self._model.forward(
            [row.adapter for row in self.rows],
            input_ids=last,
            attention_mask=self._mask,
            position_ids=self._mask.sum(-1, keepdim=True) - 1,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        )
        self._scores = outputs.logits[:, -1].float().cpu()
        for row in self.rows:
            row.held += 1

    def drop(self, requests: Collection[str]) -> None:
        """Leave out the rows of requests that nobody waits for any more."""
        self._keep([place for place, row in enumerate(self.rows) if row.request not in requests])

    def _keep(self, places: list[int]) -> None:
        if len(places) == len(self.rows):
            return
        self.rows = [self.rows[place] for place in places]
        if not places:
            self._cache = self._mask = self._scores = None
            return
        self._scores = self._scores[torch.tensor(places)]
        chosen = torch.tensor(places, device=self._mask.device)
        # What only the rows that left had needed at the front is cut off.
        needed = max(row.held for row in self.rows)
        for layer in self._cache.layers:
            if layer.is_initialized:
                layer.keys = layer.keys[chosen][..., -needed:, :]
                layer.values = layer.values[chosen][..., -needed:, :]
        self._mask = self._mask[chosen][:, -needed:]
