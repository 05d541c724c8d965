"""Texts turned into vectors that lie close together where the texts mean the same. Heavy: imports torch."""

import base64
from pathlib import Path
from typing import Any, Protocol

import torch
from transformers import AutoModel, AutoTokenizer

from desktop_app.engine.device import choose
from desktop_app.engine.loaded import Loaded
from desktop_app.engine.prompting import prompt_ids
from desktop_app.engine.telling import RefusalError, Tell
from desktop_app.engine.untyped import Tensor, Tokenizer

TEXTS_AT_ONCE = 16
_TOO_LONG = "This model reads at most {context} tokens at once, and text {place} has {length}. Shorten it."
_UNKNOWN = "This model has the tokens 0 to {last}, and none with the number {token}."


class Embedder(Protocol):
    """What turns tokens into states: a model made for it, or any language model."""

    tokenizer: Tokenizer

    @property
    def context(self) -> int:
        """The most tokens of a text."""

    @property
    def vocabulary(self) -> int:
        """How many tokens there are."""

    def states(self, name: str, **inputs: Tensor) -> Tensor:
        """Return the states of the last layer (rows x tokens x width)."""


class Encoder:
    """A model that was made for embeddings, such as all-MiniLM-L6-v2."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tokenizer: Tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self._device = choose()
        network: Any = AutoModel.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True, use_safetensors=True
        )
        self._model = network.to(self._device.kind).eval()

    @property
    def context(self) -> int:
        """The most tokens of a text."""
        return int(self._model.config.max_position_embeddings)

    @property
    def vocabulary(self) -> int:
        """How many tokens there are."""
        return int(self._model.config.vocab_size)

    def states(self, name: str, **inputs: Tensor) -> Tensor:
        """Return the states of the last layer (rows x tokens x width)."""
        moved = {key: value.to(self._device.kind) for key, value in inputs.items()}
        return self._model(**moved).last_hidden_state


class Embeddings:
    """The one model for embeddings that is in memory beside the language model; it is small."""

    def __init__(self) -> None:
        self._encoder: Encoder | None = None

    def open(self, folder: Path) -> Encoder:
        """Return the model in a folder; raises OSError or ValueError where it cannot be read."""
        if self._encoder is None or self._encoder.folder != folder:
            self._encoder = Encoder(folder)
        return self._encoder

    def forget(self, folder: Path) -> None:
        """Let go of a model that was deleted."""
        if self._encoder is not None and self._encoder.folder == folder:
            self._encoder = None


class Embedding:
    """One request, done a few texts at a time, so that answers go on meanwhile."""

    def __init__(self, request: dict[str, Any], model: Loaded | Encoder, adapter: str | None) -> None:
        self.id = str(request["id"])
        self._model: Embedder = model
        self._adapter = adapter or ""
        self._inputs: list[str | list[int]] = request["inputs"]
        self._place = 0
        self._read = 0

    def step(self, tell: Tell) -> bool:
        """Tell the vectors of the next texts and return whether there are more; raises RefusalError."""
        some = self._inputs[self._place : self._place + TEXTS_AT_ONCE]
        rows = [self._ids(text, self._place + place) for place, text in enumerate(some)]
        vectors = self._vectors(rows)
        self._read += sum(map(len, rows))
        told = [base64.b64encode(vector.numpy().astype("<f4").tobytes()).decode() for vector in vectors]
        tell({"id": self.id, "event": "vectors", "index": self._place, "vectors": told})
        self._place += len(some)
        if self._place >= len(self._inputs):
            tell({"id": self.id, "event": "done", "prompt_tokens": self._read, "completion_tokens": 0})
        return self._place < len(self._inputs)

    def _ids(self, text: str | list[int], place: int) -> list[int]:
        model = self._model
        if isinstance(text, list):
            ids = text
            for token in ids:
                if token >= model.vocabulary:
                    said = _UNKNOWN.format(last=model.vocabulary - 1, token=token)
                    raise RefusalError(400, said, "invalid_value", "input")
        elif isinstance(model, Encoder):
            ids = [int(token) for token in model.tokenizer(text)["input_ids"]]
        else:
            ids = prompt_ids(model.tokenizer, text)
        if len(ids) > model.context:
            said = _TOO_LONG.format(context=model.context, place=place + 1, length=len(ids))
            raise RefusalError(400, said, "context_length_exceeded", "input")
        return ids

    def _vectors(self, rows: list[list[int]]) -> Tensor:
        """Return one vector of length 1 for each row: the mean of its tokens' states."""
        width = max(map(len, rows))
        padding = self._model.tokenizer.pad_token_id or 0
        ids = torch.tensor([row + [padding] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        states = self._model.states(self._adapter, input_ids=ids, attention_mask=mask).float().cpu()
        weights = mask.unsqueeze(-1).to(states.dtype)
        return torch.nn.functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)
