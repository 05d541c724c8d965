"""What is said of a training before it is started."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "outlook.disk_short": (
        "The training will leave about {needed} MB on the disk, and only {free} MB are free. Make some room first."
    ),
    "outlook.few": "Training rows: {rows}. That is few; from 50 to 100 good ones on, a model gets clearly better.",
    "outlook.memory_short": (
        "This training needs about {needed} MB of memory, and less is free at the moment. Close other programs, or "
        "choose fewer rows at once (batch size) or a smaller model."
    ),
    "outlook.mixed": (
        "The rows are of different kinds (chats, prompts with completions, pairs of answers). A training takes one "
        "kind alone: “Check up…” on the page Data turns them into one."
    ),
    "outlook.no_chats": (
        "{title} does not learn from chats. Choose another model, or convert the rows: “Check up…” on the page Data."
    ),
    "outlook.no_completions": (
        "{title} does not learn from prompts with completions. Choose another model, or convert the rows into chats: "
        "“Check up…” on the page Data."
    ),
    "outlook.no_preferences": (
        "{title} does not learn from pairs of a better and a worse answer (DPO). Choose another model or another "
        "place, or convert the rows into chats: “Check up…” on the page Data."
    ),
    "outlook.no_validation": (
        "{provider} wants validation rows as well. Move some rows to the validation part on the page Data, or divide "
        "them anew there: “Check up…”."
    ),
    "outlook.too_few": ("Training needs at least {least} training rows. Add rows, or move some to the training part."),
    "outlook.too_large": (
        "The file would have about {size} MB, and {provider} takes at most {largest} MB. Take rows out, or shorten "
        "them."
    ),
    "outlook.unchecked": "There are no validation rows, so only the training loss will be drawn.",
}
