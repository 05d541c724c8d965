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
WINDOW = 256
"""Tokens of one window: all-MiniLM-L6-v2 and its like were made with no more."""
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

    def windows(self, text: str) -> list[list[int]]:
        """Return the tokens of a text in windows as long as such models were made to read."""
        cut = self.tokenizer(
            text, truncation=True, max_length=min(self.context, WINDOW), return_overflowing_tokens=True
        )
        return [[int(token) for token in ids] for ids in cut["input_ids"]]

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
    """One request, done some texts at a time, so that answers go on meanwhile; the shortest come first.

    A model made for embeddings reads a long text in windows, and its vector is the mean over all tokens of them.
    """

    def __init__(self, request: dict[str, Any], model: Loaded | Encoder, adapter: str | None) -> None:
        self.id = str(request["id"])
        self._model: Embedder = model
        self._adapter = adapter or ""
        self._inputs: list[str | list[int]] = request["inputs"]
        self._windows: list[tuple[int, list[int]]] | None = None
        self._sums: dict[int, Tensor] = {}
        self._counts: dict[int, int] = {}
        self._place = 0

    def step(self, tell: Tell) -> bool:
        """Read the next texts and return whether there are more; tell the vectors at the end. Raises RefusalError."""
        if self._windows is None:
            self._windows = self._cut()
        some = self._windows[self._place : self._place + TEXTS_AT_ONCE]
        self._read(some)
        self._place += len(some)
        if self._place < len(self._windows):
            return True
        self._tell_all(tell)
        return False

    def _cut(self) -> list[tuple[int, list[int]]]:
        """Return every window to be read with the place of its text, in the order of their lengths."""
        found = [(place, ids) for place, text in enumerate(self._inputs) for ids in self._ids(text, place)]
        return sorted(found, key=lambda each: len(each[1]))

    def _ids(self, text: str | list[int], place: int) -> list[list[int]]:
        model = self._model
        if isinstance(text, list):
            ids = text
            for token in ids:
                if token >= model.vocabulary:
                    said = _UNKNOWN.format(last=model.vocabulary - 1, token=token)
                    raise RefusalError(400, said, "invalid_value", "input")
        elif isinstance(model, Encoder):
            return model.windows(text)
        else:
            ids = prompt_ids(model.tokenizer, text)
        if len(ids) > model.context:
            said = _TOO_LONG.format(context=model.context, place=place + 1, length=len(ids))
            raise RefusalError(400, said, "context_length_exceeded", "input")
        return [ids]

    def _read(self, some: list[tuple[int, list[int]]]) -> None:
        """Add the states of the tokens of some windows to the sums of their texts."""
        rows = [ids for _, ids in some]
        width = max(map(len, rows))
        padding = self._model.tokenizer.pad_token_id or 0
        ids = torch.tensor([row + [padding] * (width - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        states = self._model.states(self._adapter, input_ids=ids, attention_mask=mask).float().cpu()
        sums = (states * mask.unsqueeze(-1).to(states.dtype)).sum(1)
        for (place, row), summed in zip(some, sums, strict=True):
            self._sums[place] = self._sums[place] + summed if place in self._sums else summed
            self._counts[place] = self._counts.get(place, 0) + len(row)

    def _tell_all(self, tell: Tell) -> None:
        """Tell one vector of length 1 for each text: the mean of its tokens' states."""
        for start in range(0, len(self._inputs), TEXTS_AT_ONCE):
            places = range(start, min(start + TEXTS_AT_ONCE, len(self._inputs)))
            means = torch.stack([self._sums[place] / self._counts[place] for place in places])
            vectors = torch.nn.functional.normalize(means, dim=-1)
            told = [base64.b64encode(vector.numpy().astype("<f4").tobytes()).decode() for vector in vectors]
            tell({"id": self.id, "event": "vectors", "index": start, "vectors": told})
        read = sum(self._counts.values())
        tell({"id": self.id, "event": "done", "prompt_tokens": read, "completion_tokens": 0})
