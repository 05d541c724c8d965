"""The hyperparameters of a job: read strictly, refused by name, and 'auto' resolved."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from desktop_app.core.epochs import auto_epochs
from desktop_app.engine.wire import WireError, refused

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a hyperparameter may be: whole or not, and from where to where (`low` itself only where `closed`)."""

    low: float
    high: float
    whole: bool = True
    closed: bool = True

    def holds(self, value: object) -> bool:
        """Whether `value` is a number within the bound."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.low <= value <= self.high:
            return False
        if self.whole and value != int(value):
            return False
        return self.closed or value > self.low

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} {'from' if self.closed else 'above'} {self.low:g} to {self.high:g}"


BOUNDS: dict[str, Bound] = {
    "n_epochs": Bound(1, 50),
    "batch_size": Bound(1, 256),
    "learning_rate_multiplier": Bound(0, 1000, whole=False, closed=False),
    "learning_rate": Bound(0, 1, whole=False, closed=False),
    "lora_r": Bound(1, 256),
    "lora_alpha": Bound(1, 1024),
    "lora_dropout": Bound(0, 0.9, whole=False),
    "context_length": Bound(16, 131_072),
    "early_stopping_patience": Bound(0, 50),
    "beta": Bound(0, 2, whole=False, closed=False),
}
SUPERVISED, PREFERENCE = "supervised", "dpo"
METHODS = (SUPERVISED, PREFERENCE)
USUAL_BETA = 0.1
_OF_PAIRS = frozenset({"beta"})


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """The settings of one job, every 'auto' resolved; `learning_rate` None means the rule for the model's size.

    `early_stopping_patience` ends a training after so many epochs whose validation loss was not the lowest; 0 never.
    `beta` is DPO's: how close the model stays to what it was; None for a supervised training.
    """

    n_epochs: int
    batch_size: int
    learning_rate_multiplier: float = 1.0
    learning_rate: float | None = None
    lora_r: int = 8
    lora_alpha: int = 16
    lora_dropout: float = 0.0
    context_length: int = 1024
    early_stopping_patience: int = 0
    beta: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as they are echoed on the wire."""
        return {name: value for name, value in asdict(self).items() if name != "beta" or value is not None}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Hyperparameters":
        """Return the settings kept in a job's folder."""
        return cls(**{field.name: values[field.name] for field in fields(cls) if field.name in values})


def read_method(body: Mapping[str, Any]) -> str:
    """Return how a job request wants to train, 'supervised' or 'dpo'; raises WireError for anything else."""
    method = body.get("method")
    if method is None:
        return SUPERVISED
    if not isinstance(method, dict) or not isinstance(method.get("type"), str):
        raise refused("'method' must be an object with a 'type'.", "method")
    if method["type"] not in METHODS:
        known = " and ".join(f"'{name}'" for name in METHODS)
        raise WireError(
            400,
            f"The local engine cannot train with the method '{method['type']}'. It knows {known}.",
            "unsupported_method",
            "method.type",
        )
    return str(method["type"])


def read_request(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the hyperparameters asked for in a job request, in either place; raises WireError by name."""
    method = read_method(body)
    inside = _section(_section(_section(body, "method"), method), "hyperparameters")
    asked = {**_section(body, "hyperparameters"), **inside}
    known = [name for name in BOUNDS if method == PREFERENCE or name not in _OF_PAIRS]
    for name, value in asked.items():
        if name not in known:
            raise refused(
                f"The local engine does not know the hyperparameter '{name}' of the method '{method}'. "
                f"It knows: {', '.join(known)}.",
                f"hyperparameters.{name}",
                "unknown_parameter",
            )
        if value != AUTO and not BOUNDS[name].holds(value):
            raise refused(
                f"'{name}' cannot be {value!r}. It must be {BOUNDS[name]}, or 'auto'.",
                f"hyperparameters.{name}",
            )
    return {name: value for name, value in asked.items() if value != AUTO}


def resolve(asked: Mapping[str, Any], examples: int, method: str = SUPERVISED) -> Hyperparameters:
    """Return the settings for `examples` training rows, with OpenAI's published rule for the epochs."""
    given: dict[str, Any] = {"n_epochs": auto_epochs(examples), "batch_size": 4}
    if method == PREFERENCE:
        given["beta"] = USUAL_BETA
    given |= {name: int(value) if BOUNDS[name].whole else float(value) for name, value in asked.items()}
    return Hyperparameters(**given)


def _section(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise refused(f"'{name}' must be an object.", name)
    return {key: value for key, value in found.items() if value is not None}
