"""How long a training will take, roughly, before anything was measured."""

from desktop_app.core.example import Part
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.store import examples
from desktop_app.store.project import Project

TOKENS_PER_SECOND = 70.0
"""What one free core trains of the starter model (measured on a laptop's processor)."""
STARTER_BYTES = 272_000_000
"""The size of the model that TOKENS_PER_SECOND was measured with; the speed goes with the size."""
CHARACTERS_PER_TOKEN = 4.0
MESSAGE_TOKENS = 6
"""What a chat template adds to each message."""
_SAMPLE = 200
_TARGET_EPOCHS, _FEW, _MANY, _MOST_EPOCHS = 3, 100, 25_000, 25


def auto_epochs(rows: int) -> int:
    """Return how many passes "automatic" means: three, more for very few rows, fewer for very many.

    This is the published rule of OpenAI's cookbook, which the engine follows as well.
    """
    if rows * _TARGET_EPOCHS < _FEW:
        return min(_MOST_EPOCHS, max(1, _FEW // max(1, rows)))
    if rows * _TARGET_EPOCHS > _MANY:
        return max(1, _MANY // rows)
    return _TARGET_EPOCHS


def training_tokens(project: Project) -> float:
    """Return about how many tokens the training part holds, from at most 200 of its rows."""
    with project.reading() as connection:
        ids = examples.ids(connection, Part.TRAINING)
        chosen = ids[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE]
        rows = examples.page(connection, chosen)
    if not rows:
        return 0.0
    seen = 0.0
    for row in rows:
        texts = [read_field(row.example, name) for name in FIELDS[row.example.shape]]
        seen += sum(len(found) / CHARACTERS_PER_TOKEN + MESSAGE_TOKENS for found in texts if found)
    return seen / len(rows) * len(ids)


def seconds(tokens: float, epochs: int, cores: int, model_bytes: int) -> float:
    """Return about how many seconds a training on the processor takes; one core stays free for the window."""
    free = max(1, cores - 1)
    return tokens * epochs * (model_bytes / STARTER_BYTES) / (TOKENS_PER_SECOND * free)
