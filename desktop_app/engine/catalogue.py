"""Base models that TuneDesk knows: what they take, under which licence they are, and where they come from."""

import os
from dataclasses import dataclass

from desktop_app.engine.model_folder import EMBEDDER, TEXT
from desktop_app.engine.starter import EMBEDDINGS, STARTER

WHEEL, HUB = "wheel", "hub"
HUB_ADDRESS = "https://huggingface.co"
_LIBRARIES = 900_000_000
"""Bytes that the libraries and a small batch take beside the model."""
_TOKENS_A_SECOND = 72
"""Tokens that one core learns in a second, with 135 million parameters (measured: 65 to 80)."""
_MEASURED_WITH = 135_000_000


@dataclass(frozen=True, slots=True)
class Offer:
    """One base model to be had; `bytes` on the disk, `download` to be fetched (both about), `parameters` a number.

    Those of the hub are the sum of the files we fetch, as the hub listed them in 2026: weights to the byte, a
    tokenizer of up to 40 MB rounded.
    """

    id: str
    title: str
    licence: str
    bytes: int
    download: int
    parameters: int
    source: str = HUB
    kind: str = TEXT
    gated: bool = False
    """Whether its makers want one to agree to the licence on their page first, and to show a hub token."""


def _hub(name: str, title: str, licence: str, size: int, parameters: int, *, gated: bool = False) -> Offer:
    return Offer(name, title, licence, size, size, parameters, gated=gated)


_GEMMA, _LLAMA = "Gemma Terms of Use", "Llama 3.2 Community License"
CATALOGUE = (
    Offer(STARTER.id, STARTER.title, STARTER.licence, STARTER.bytes, STARTER.wheel_bytes, 134_515_008, WHEEL),
    _hub("HuggingFaceTB/SmolLM2-360M-Instruct", "SmolLM2 360M Instruct", "Apache-2.0", 727_000_000, 361_821_120),
    _hub("Qwen/Qwen3-0.6B", "Qwen3 0.6B", "Apache-2.0", 1_519_200_000, 596_049_920),
    _hub("google/gemma-3-270m-it", "Gemma 3 270M", _GEMMA, 575_000_000, 268_098_176, gated=True),
    _hub("google/gemma-3-1b-it", "Gemma 3 1B", _GEMMA, 2_039_000_000, 999_885_952, gated=True),
    _hub("meta-llama/Llama-3.2-1B-Instruct", "Llama 3.2 1B", _LLAMA, 2_480_800_000, 1_235_814_400, gated=True),
    _hub("HuggingFaceTB/SmolLM2-1.7B-Instruct", "SmolLM2 1.7B Instruct", "Apache-2.0", 3_426_200_000, 1_711_376_384),
    _hub("Qwen/Qwen3-1.7B", "Qwen3 1.7B", "Apache-2.0", 4_079_400_000, 1_720_574_976),
    _hub("Qwen/Qwen3-4B", "Qwen3 4B", "Apache-2.0", 8_060_900_000, 4_022_468_096),
    _hub("Qwen/Qwen3-8B", "Qwen3 8B", "Apache-2.0", 16_397_400_000, 8_190_735_360),
    Offer(
        EMBEDDINGS.id,
        EMBEDDINGS.title,
        EMBEDDINGS.licence,
        EMBEDDINGS.bytes,
        EMBEDDINGS.wheel_bytes,
        22_713_216,
        WHEEL,
        EMBEDDER,
    ),
)


def offer(name: str) -> Offer | None:
    """Return what is known of a model, if it is one of these."""
    return next((each for each in CATALOGUE if each.id == name), None)


def page_of(name: str, hub: str | None = None) -> str:
    """Return the address of a model's page at the hub, where its licence can be read and agreed to."""
    return f"{(hub or os.environ.get('HF_ENDPOINT') or HUB_ADDRESS).rstrip('/')}/{name}"


def memory_needed(parameters: int, accelerator: str) -> int:
    """Return about how many bytes of memory a training needs: on a processor each number takes four, else two."""
    each = 4 * 1.5 if accelerator == "cpu" else 2 * 1.4
    return int(_LIBRARIES + parameters * each)


def pace(parameters: int, accelerator: str, threads: int) -> float | None:
    """Return about how many tokens are learnt in a second; None where that was not measured."""
    if accelerator != "cpu" or parameters <= 0:
        return None
    return _TOKENS_A_SECOND * threads * _MEASURED_WITH / parameters
