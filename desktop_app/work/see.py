"""What the model will see of a record, worked out apart from the window: templates and tokenizers are slow to load."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.core.target import Target
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard
from desktop_app.formats.records import Record
from desktop_app.tokens.seen import Piece, segments
from desktop_app.work.apart import Apart
from desktop_app.work.counting import places


@dataclass(frozen=True, slots=True)
class Sight:
    """What a record becomes: the number of its examples, and the pieces of the first one as the model gets them."""

    examples: int
    pieces: tuple[Piece, ...]


async def see(apart: Apart, wizard: Wizard, target: Target, record: Record) -> Sight | Text:
    """Return what the model will see of a record by the present answers, or why the record would be left out."""
    return await apart.one(look_at, wizard, target, record)


def look_at(wizard: Wizard, target: Target, record: Record) -> Iterator[Sight | Text]:
    """Yield the one Sight of a record, or why there is none."""
    made = wizard.preview(record.cells, record.source)
    if isinstance(made, Text):
        yield made
    else:
        yield Sight(len(made), segments(made[0], target, places()))
