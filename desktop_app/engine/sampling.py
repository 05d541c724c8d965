"""The choice of the next token from the model's scores, and how likely it was. Heavy: imports torch."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import torch

from desktop_app.engine.untyped import Tensor


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely a token was (natural logarithm; None where nothing came before it), and the likeliest ones."""

    token: int
    logprob: float | None
    top: tuple[tuple[int, float], ...] = ()


@dataclass(slots=True)
class Chooser:
    """Chooses tokens for one answer, with its own random numbers."""

    temperature: float
    top_p: float
    presence_penalty: float
    frequency_penalty: float
    generator: Any
    bias: dict[int, float] = field(default_factory=dict)
    last: int = 0
    """The token chosen last."""
    _counts: Counter[int] = field(default_factory=Counter)

    def choose(self, scores: Tensor) -> int:
        """Return the next token for one row of scores (float32, over the vocabulary, on the processor)."""
        scores = self._biased(self._penalised(scores))
        token = int(scores.argmax()) if self.temperature == 0 else self._draw(scores / self.temperature)
        self._counts[token] += 1
        self.last = token
        return token

    def _penalised(self, scores: Tensor) -> Tensor:
        if not self._counts or not (self.presence_penalty or self.frequency_penalty):
            return scores
        # OpenAI's formula: score - count * frequency_penalty - (count > 0) * presence_penalty.
        tokens = torch.tensor(list(self._counts))
        counts = torch.tensor(list(self._counts.values()), dtype=scores.dtype)
        return scores.index_add(0, tokens, -(counts * self.frequency_penalty + self.presence_penalty))

    def _biased(self, scores: Tensor) -> Tensor:
        if not self.bias:
            return scores
        return scores.index_add(
            0, torch.tensor(list(self.bias)), torch.tensor(list(self.bias.values()), dtype=scores.dtype)
        )

    def _draw(self, scores: Tensor) -> int:
        chances = torch.softmax(scores, dim=-1)
        if self.top_p >= 1:
            return int(torch.multinomial(chances, 1, generator=self.generator))
        ordered, places = chances.sort(descending=True)
        # The token that reaches top_p still counts, so one always stays.
        ordered[ordered.cumsum(0) - ordered > self.top_p] = 0
        return int(places[torch.multinomial(ordered, 1, generator=self.generator)])


def chooser(sampling: dict[str, Any], index: int) -> Chooser:
    """Return the chooser of choice `index`; the same seed and index always draw the same numbers."""
    generator = torch.Generator()
    if sampling["seed"] is None:
        generator.seed()
    else:
        generator.manual_seed((int(sampling["seed"]) + index) % 2**63)
    return Chooser(
        temperature=float(sampling["temperature"]),
        top_p=float(sampling["top_p"]),
        presence_penalty=float(sampling["presence_penalty"]),
        frequency_penalty=float(sampling["frequency_penalty"]),
        generator=generator,
        bias={int(token): float(bias) for token, bias in sampling["logit_bias"].items()},
    )


def likely(scores: Tensor, tokens: list[int], top: int) -> list[Likely]:
    """Return how likely each of `tokens` was by the model's own scores (a row each), and the `top` likeliest.

    Temperature, penalties and biases do not count: what is told is what the model thinks, not how it was made to draw.
    """
    logs = torch.log_softmax(scores.float(), dim=-1)
    chosen = logs.gather(1, torch.tensor(tokens, device=logs.device).unsqueeze(1)).squeeze(1).tolist()
    best = logs.topk(min(top, logs.shape[1]), dim=-1)
    return [
        Likely(token, chance, tuple(zip(places, values, strict=True)))
        for token, chance, places, values in zip(
            tokens, chosen, best.indices.tolist(), best.values.tolist(), strict=True
        )
    ]
