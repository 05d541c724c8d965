"""What the playground says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "batch_gone": (
        "This comparison is not in the project any more.",
        "It was removed meanwhile. Nothing else is missing.",
        "Ask again, or choose another comparison.",
    ),
    "talk_answers_alike": (
        "The answer was taken over as the model gave it.",
        "Your data are pairs, in which one answer is better than another, so a row needs two different ones.",
        "Write the answer as it should be; the model's own becomes the one that is not preferred.",
    ),
    "talk_gone": (
        "This conversation is not in the project any more.",
        "It was removed meanwhile. Nothing else is missing.",
        "Choose another conversation, or begin a new one.",
    ),
    "talk_without_project": (
        "No project is open.",
        "Conversations are kept in a project, and rows belong to one.",
        "Open a project or make a new one. What was said here stays on show as long as none is opened.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "batch.answer": "Answer",
    "batch.answers": "Answers",
    "batch.asked_tokens": "Tokens of the prompt",
    "batch.counted": "Tokens: {tokens}, seconds: {seconds}",
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
