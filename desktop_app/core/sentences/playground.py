"""What the playground says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "step.take_answer": "take in a corrected answer",
}
