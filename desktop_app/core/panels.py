"""Which measured quantities share a panel: what is measured in training and in validation stands together."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.axes import ASIDE

LOSS = "loss"
ACCURACY = "accuracy"
RATE = "learning_rate"
WHOLE = "sequence_accuracy"
CLASSES = "classification/"
"""So the names begin of what is measured of classes, always on the validation part."""
_ALWAYS = (LOSS, ACCURACY, RATE)
_TOLD_OF_CLASSES = (f"{CLASSES}accuracy", f"{CLASSES}weighted_f1_score", f"{CLASSES}precision", f"{CLASSES}recall")
_BEGINNINGS = (
    ("full_valid_", "full"),
    ("full_validation_", "full"),
    ("valid_", "batch"),
    ("validation_", "batch"),
    ("eval_", "batch"),
    ("train_", "train"),
    ("training_", "train"),
)
_SHARES = ("accuracy", "precision", "recall", "score", "auroc", "auprc", "/f")


class Role(StrEnum):
    """What a line of a panel is measured on."""

    TRAINING = "training"
    VALIDATION = "validation"


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its key (the quantity's name) and the name of the line for each role."""

    key: str
    lines: tuple[tuple[Role, str], ...]

    @property
    def on_demand(self) -> bool:
        """Tell whether the panel is drawn only where somebody asks for it."""
        return self.key not in _ALWAYS and self.key not in _TOLD_OF_CLASSES

    @property
    def is_share(self) -> bool:
        """Tell whether its values are shares between 0 and 1, to be read as percentages."""
        return any(word in self.key for word in _SHARES)


def panels(names: Sequence[str]) -> tuple[Panel, ...]:
    """Return the panels of lines with these names: loss, accuracy, classes, learning rate, then the others."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        if name not in ASIDE:
            key, kind = _parted(name)
            found.setdefault(key, {})[kind] = name
    first = (LOSS, ACCURACY, *_TOLD_OF_CLASSES, RATE)
    keys = [key for key in first if key in found] + [key for key in found if key not in first]
    return tuple(Panel(key, _lines(found[key])) for key in keys)


def _lines(kinds: dict[str, str]) -> tuple[tuple[Role, str], ...]:
    """Return the lines of one panel; batches of the validation part step back where the whole of it was measured."""
    validation = kinds.get("full", kinds.get("batch"))
    training = kinds.get("train")
    lines = [(Role.TRAINING, training)] if training else []
    return tuple(lines + ([(Role.VALIDATION, validation)] if validation else []))


def _parted(name: str) -> tuple[str, str]:
    if name.startswith(CLASSES):
        return name, "full"
    for beginning, kind in _BEGINNINGS:
        if name.startswith(beginning) and len(name) > len(beginning):
            return name.removeprefix(beginning), kind
    return name, "train"
