"""The lines of a training's story in plain words: providers all say much the same things, in a developer's words."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.core.text import Text

_KNOWN: tuple[tuple[str, str], ...] = (
    (r"Step (?P<step>\d+)/(?P<steps>\d+): ", "happened.step"),
    (r"Created fine-tun(?:ing job|e): ", "happened.created"),
    (r"Validating (?:training|validation) file", "happened.validating"),
    (r"Files? validated", "happened.queued"),
    (r"Fine-tune (?:enqueued|is in the queue)", "happened.queued"),
    (r"Fine-tun(?:ing job|e) started", "happened.started"),
    (r"Fine-tuning job goes on", "happened.went_on"),
    (r"The training was ended from outside .*goes on from step (?P<step>\d+)", "happened.interrupted"),
    (r"Fine-tuning job paused", "happened.paused"),
    (r"Fine-tuning job resumed", "happened.resumed"),
    (r"Fine-tun(?:ing job|e) cancell?ed", "happened.cancelled"),
    (r"Checkpoint created at step (?P<step>\d+)", "happened.checkpoint"),
    (r"Completed epoch (?P<epoch>\d+)/(?P<epochs>\d+)", "happened.pass"),
    (r"(?:Early stopping|Stopped early)", "happened.stopped_early"),
    (r"(?:Evaluating model against our usage policies|Moderation checks)", "happened.moderation"),
    (r"(?:New fine-tuned model created|Uploaded model): (?P<model>\S+)", "happened.model"),
    (r"Uploaded result files?", "happened.results"),
    (r"Fine-tune costs (?P<cost>\S+)", "happened.costs"),
    (r"(?:The job has successfully completed|Fine-tune succeeded)", "happened.done"),
)
"""How a line begins, and the sentence that says the same."""

_PATTERNS = MappingProxyType({re.compile(pattern): key for pattern, key in _KNOWN})

KEYS = tuple(dict.fromkeys(key for _, key in _KNOWN))
"""The sentences there are."""


def in_words(message: str) -> Text | None:
    """Return a provider's line in plain words; None for one nobody has met yet."""
    for pattern, key in _PATTERNS.items():
        found = pattern.match(message)
        if found is not None:
            return Text(key, _values(found.groupdict()))
    return None


def _values(found: Mapping[str, str]) -> dict[str, str | int]:
    return {name: int(value) if value.isdecimal() else value for name, value in found.items()}
