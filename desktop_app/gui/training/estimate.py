"""About how many tokens a project holds, where nobody counted them."""

from desktop_app.core.effort import guessed_tokens
from desktop_app.core.example import Part
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.store import examples
from desktop_app.store.project import Project

_SAMPLE = 200


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
        seen += sum(guessed_tokens(1, len(found)) for found in texts if found)
    return seen / len(rows) * len(ids)
