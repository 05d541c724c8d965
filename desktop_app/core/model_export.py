"""What a tuned model of this computer can be exported as, and what is said of an export before and after it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop_app.core.answer import Sampling


class Form(StrEnum):
    """The forms; all but the first are whole models."""

    ADAPTER = "adapter"
    MERGED = "merged"
    GGUF = "gguf"
    OLLAMA = "ollama"
    LM_STUDIO = "lmstudio"


class Precision(StrEnum):
    """How exactly the numbers are kept: 32 bits, as in the base model, 16 bits, or about 8."""

    F32 = "F32"
    BASE = "base"
    F16 = "F16"
    Q8 = "Q8_0"


PRECISIONS: Mapping[Form, tuple[Precision, ...]] = {
    Form.ADAPTER: (Precision.F32,),
    Form.MERGED: (Precision.F32, Precision.BASE),
    **dict.fromkeys((Form.GGUF, Form.OLLAMA, Form.LM_STUDIO), (Precision.F16, Precision.Q8, Precision.F32)),
}
"""What can be chosen for each form, the usual one first."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an export would be: its bytes (about), the free bytes it wants, the model's numbers, and how it is asked.

    `raw` is whether it goes on with prompts instead of answering messages; `system` what all its conversations began
    with; `licence` is the base model's, "" where nobody knows.
    """

    bytes: int
    room: int
    parameters: int
    raw: bool
    system: str | None
    base: str
    licence: str


@dataclass(frozen=True, slots=True)
class Wish:
    """An export that is wanted: `target` is the folder it becomes, which is not there yet."""

    model: str
    form: Form
    precision: Precision
    target: Path
    sampling: Sampling = field(default_factory=Sampling)

    @property
    def name(self) -> str:
        """Return the name that other programs call the model by: small letters, digits and a few marks."""
        return short_name(self.target.name)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export is, from 0 to 1; None while it waits for another one."""

    share: float | None


@dataclass(frozen=True, slots=True)
class Exported:
    """An export that is done: its folder, and the bytes in it."""

    target: Path
    bytes: int


def short_name(wanted: str) -> str:
    """Return a name that every program takes for a model."""
    return re.sub(r"[^a-z0-9._-]+", "-", wanted.lower()).strip("-._") or "model"


def proposed_name(model: str, form: Form) -> str:
    """Return a name for the folder of a model's export, from the model's suffix and sign."""
    parts = model.split(":")
    told = [part for part in parts[3:] if part] if model.startswith("ft:") else [model.rsplit("/", 1)[-1]]
    return short_name("-".join((*told, form.value)))
