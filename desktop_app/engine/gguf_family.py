"""Which models can be written as GGUF, and what such a file says of their build; read from their settings alone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import read_json
from desktop_app.engine.weights import WIDTHS, ExportRefusedError, Stored

_ARCHITECTURES = {"LlamaForCausalLM": "llama", "Qwen2ForCausalLM": "qwen2", "Qwen3ForCausalLM": "qwen3"}
_TURNS = ("default", "llama3", "linear")
"""The ways of telling a model where a word stands that GGUF files of these families know, of those in use."""
PRECISIONS = ("F32", "F16", "Q8_0")
_BLOCK, _BLOCK_BYTES = 32, 34
"""In Q8_0 so many numbers share one measure and take so many bytes; other rows keep 16 bits a number."""
_NOT_HERE = "TuneDesk writes GGUF files of the families Llama, Qwen2 and Qwen3. {why} Export the whole model instead."


@dataclass(frozen=True, slots=True)
class Family:
    """The build of a model of a known family; `factors` slow its turning of words for long texts, () for none.

    `scale` is by how much all of it is slowed (1 for not at all).
    """

    architecture: str
    layers: int
    heads: int
    key_heads: int
    head: int
    width: int
    inner: int
    context: int
    vocabulary: int
    base: float
    tolerance: float
    factors: tuple[float, ...] = ()
    scale: float = 1.0

    @property
    def swaps_halves(self) -> bool:
        """Whether rows of queries and keys stand in another order in the file: Llama's runtime turns neighbours."""
        return self.architecture == "llama"


def family_of(folder: Path) -> Family:
    """Return the build of a base model; raises ExportRefusedError where no file of its kind can be written."""
    config = read_json(folder / "config.json") or {}
    names = config.get("architectures") or ["unknown"]
    architecture = _ARCHITECTURES.get(str(names[0]))
    if architecture is None:
        raise _refused(f"This model is of another one ({names[0]}).")
    _must_be_plain(config, architecture)
    heads, width = int(config["num_attention_heads"]), int(config["hidden_size"])
    turning = _turning(config)
    head = int(config.get("head_dim") or width // heads)
    base = float(turning.get("rope_theta") or 10_000.0)
    return Family(
        architecture,
        int(config["num_hidden_layers"]),
        heads,
        int(config.get("num_key_value_heads") or heads),
        head,
        width,
        int(config["intermediate_size"]),
        int(config.get("max_position_embeddings") or 2048),
        int(config["vocab_size"]),
        base,
        float(config.get("rms_norm_eps") or 1e-6),
        _factors(turning, base, head) if turning["rope_type"] == "llama3" else (),
        float(turning["factor"]) if turning["rope_type"] == "linear" else 1.0,
    )


def tensor_kind(shape: Sequence[int], precision: str) -> str:
    """Return the format of one tensor in a file of this precision: what is no matrix stays whole."""
    if len(shape) < 2:
        return "F32"
    return "F16" if precision == "Q8_0" and shape[-1] % _BLOCK else precision


def tensor_length(shape: Sequence[int], precision: str) -> int:
    """Return how many bytes one tensor takes in a file of this precision."""
    count = math.prod(shape)
    kind = tensor_kind(shape, precision)
    return count // _BLOCK * _BLOCK_BYTES if kind == "Q8_0" else count * {"F32": 4, "F16": 2}[kind]


def must_be_unpacked(folder: Path, weights: Mapping[str, Stored]) -> None:
    """Raise ExportRefusedError for a model whose numbers are packed in a way of their own."""
    packed = (read_json(folder / "config.json") or {}).get("quantization_config")
    if packed or any(tensor.dtype not in WIDTHS for tensor in weights.values()):
        said = (
            "The base model keeps its numbers in a packed form, into which nothing can be put. Export the adapter "
            "instead."
        )
        raise ExportRefusedError(said, "export_packed")


def _must_be_plain(config: Mapping[str, Any], architecture: str) -> None:
    if config.get("hidden_act", "silu") != "silu":
        raise _refused("This model is built in another way than its family.")
    if architecture.startswith("qwen") and config.get("use_sliding_window"):
        raise _refused("This model reads long texts through a window, which such a file cannot say.")
    if architecture == "qwen3" and config.get("attention_bias"):
        raise _refused("This model is built in another way than its family.")


def _turning(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the model is told where a word stands, from newer settings or from older ones."""
    told = config.get("rope_parameters") or {
        **(config.get("rope_scaling") or {}),
        "rope_theta": config.get("rope_theta"),
    }
    kind = told.get("rope_type") or told.get("type") or "default"
    if kind not in _TURNS:
        raise _refused(f"This model reads long texts in a way that is not known here ({kind}).")
    return {**told, "rope_type": kind}


def _factors(turning: Mapping[str, Any], base: float, head: int) -> tuple[float, ...]:
    """Return by how much Llama 3 slows the turning of each pair: fast ones not, slow ones wholly, others in between."""
    factor, known = float(turning["factor"]), float(turning["original_max_position_embeddings"])
    low, high = float(turning["low_freq_factor"]), float(turning["high_freq_factor"])
    found = []
    for pair in range(0, head, 2):
        # How often the pair turns round over the length that the model was made with.
        turns = known / (2 * math.pi * base ** (pair / head))
        kept = min(1.0, max(0.0, (turns - low) / (high - low)))
        found.append(1 / ((1 - kept) / factor + kept))
    return tuple(found)


def _refused(why: str) -> ExportRefusedError:
    return ExportRefusedError(_NOT_HERE.format(why=why), "export_family")
