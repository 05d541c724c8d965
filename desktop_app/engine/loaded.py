"""A base model in memory with its tuned adapters beside it. Heavy: imports torch and transformers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from desktop_app.engine.device import choose
from desktop_app.engine.token_text import TokenBytes
from desktop_app.engine.turn_end import turn_end
from desktop_app.engine.untyped import Outputs, Tensor

MOST_ADAPTERS = 8
BASE = "__base__"


class Loaded:
    """One base model, ready to answer as itself or as any of its tuned models, in one batch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.device = choose()
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self._base: Any = AutoModelForCausalLM.from_pretrained(
            folder, dtype=self.device.dtype, local_files_only=True, use_safetensors=True, attn_implementation="sdpa"
        )
        self._model: Any = self._base.to(self.device.kind).eval()
        self.words = TokenBytes(self.tokenizer)
        self._names: dict[Path, str] = {}
        self._count = 0

    @property
    def context(self) -> int:
        """The most tokens that a prompt and its answer may have together."""
        return int(self._base.config.get_text_config().max_position_embeddings)

    @property
    def vocabulary(self) -> int:
        """How many tokens the model knows."""
        return int(self._base.get_output_embeddings().weight.shape[0])

    @cached_property
    def ends(self) -> frozenset[int]:
        """The tokens that end an answer."""
        configured = self._base.generation_config.eos_token_id
        listed = configured if isinstance(configured, list) else [configured]
        further = (self.tokenizer.eos_token_id, turn_end(self.tokenizer))
        return frozenset(token for token in (*listed, *further) if token is not None)

    def text(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens, without those that only give it its form."""
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True))

    def name_of(self, adapter: Path | None, kept: Sequence[str] = ()) -> str:
        """Return the name of an adapter in this model, loading it first where needed and letting an old one go."""
        if adapter is None:
            return BASE
        if adapter not in self._names:
            self._make_room(kept)
            self._count += 1
            self._load(adapter, f"tuned{self._count}")
            self._names[adapter] = f"tuned{self._count}"
        return self._names[adapter]

    def forget(self, adapter: Path, kept: Sequence[str]) -> None:
        """Let go of the adapter that lay in a folder, unless a row still needs it."""
        if self._names.get(adapter, BASE) not in (BASE, *kept):
            # As it was loaded: what came into the model in inference mode can only be changed there.
            with torch.inference_mode():
                self._model.delete_adapter(self._names.pop(adapter))

    def forward(self, names: Sequence[str], **inputs: Tensor) -> Outputs:
        """Run the model, each row with the adapter named for it."""
        # PEFT's wrapper cannot be asked any more once its last adapter has been let go; the model inside it can.
        model = self._model if self._names else self._base
        with self._as(names) as extra:
            return model(**inputs, **extra)

    def states(self, name: str, **inputs: Tensor) -> Tensor:
        """Return the states of the last layer (rows x tokens x width) with one adapter for all rows."""
        moved = {key: value.to(self.device.kind) for key, value in inputs.items()}
        with self._as([name]):
            return self._base.base_model(**moved, use_cache=False).last_hidden_state

    def _load(self, adapter: Path, name: str) -> None:
        if self._model is not self._base:
            self._model.load_adapter(str(adapter), adapter_name=name, torch_device=self.device.kind)
        else:
            # Slow to import, and whoever asks base models or wants embeddings alone never needs it.
            from peft import PeftModel  # noqa: PLC0415 - heavy

            self._model = PeftModel.from_pretrained(
                self._base, str(adapter), adapter_name=name, torch_device=self.device.kind
            )
        self._model.eval()

    def _make_room(self, kept: Sequence[str]) -> None:
        idle = [path for path, name in self._names.items() if name not in kept]
        if len(self._names) >= MOST_ADAPTERS and idle:
            self._model.delete_adapter(self._names.pop(idle[0]))

    @contextmanager
    def _as(self, names: Sequence[str]) -> Iterator[dict[str, Any]]:
        different = set(names)
        if not self._names:
            yield {}
        elif different == {BASE}:
            with self._model.disable_adapter():
                yield {}
        elif len(different) == 1:
            self._model.set_adapter(names[0], inference_mode=True)
            yield {}
        else:
            # A named adapter has to be active for PEFT to look at the names at all.
            self._model.set_adapter(next(name for name in names if name != BASE), inference_mode=True)
            yield {"adapter_names": list(names)}


def set_threads(count: int) -> None:
    """Use `count` threads from now on."""
    if torch.get_num_threads() != count:
        torch.set_num_threads(count)
