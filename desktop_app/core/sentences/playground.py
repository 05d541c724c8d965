"""What the playground says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "batch_gone": (
        "This comparison is not in the project any more.",
        "It was removed meanwhile. Nothing else is missing.",
        "Ask again, or choose another comparison.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "batch.answer": "Answer",
    "batch.answers": "Answers",
    "batch.asked_tokens": "Tokens of the prompt",
    "batch.counted": "{tokens} tokens, {seconds} seconds",
    "batch.end": "How it ended",
    "batch.expected": "Expected answer",
    "batch.model": "Model",
    "batch.place": "Column",
    "batch.prompt": "Prompt",
    "batch.seconds": "Seconds",
    "batch.settings": "Settings",
    "batch.tokens": "Tokens",
    "step.take_answer": "take in a corrected answer",
}
