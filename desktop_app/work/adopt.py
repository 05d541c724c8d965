"""From a draft to rows of the project."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.change import Change
from desktop_app.core.text import text
from desktop_app.core.wizard import Where, Wizard, to_recipe
from desktop_app.store import adopt as bring_in
from desktop_app.store import drafts, examples, sources
from desktop_app.store.adopt import Adoption
from desktop_app.store.connection import transaction
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work.intake import Imported
from desktop_app.work.project import written
from desktop_app.work.targets import TARGET
from desktop_app.work.unfinished import LEFT, remembered_without

if TYPE_CHECKING:
    from sqlite3 import Connection


async def adopt(project: Project, draft: Path, wizard: Wizard, path: Path | None = None) -> Imported:
    """Put a draft's rows where the wizard says, with its undo steps and all that is known about them, or nothing.

    What was left in the project of the file at `path` is forgotten with it. A table without rows takes on the draft's
    shape.
    """
    (began, created, left_out), divided = await asyncio.to_thread(_finished, draft, wizard)
    name = wizard.found.name
    adoption = Adoption(
        text("step.create_example", name=name) if began == 1 else text("step.create_examples", count=began, name=name),
        wizard.where is Where.REPLACE,
        None if divided else wizard.where.part,
    )

    def put(connection: "Connection") -> Change:
        there = wizard.where is not Where.REPLACE and examples.count(connection) > 0
        kept = {TARGET: wizard.target}
        if path is not None:
            kept[LEFT] = remembered_without(Edit(connection), path)
        if not there:
            kept["shape"] = wizard.mapping.shape.value
        return bring_in.adopt(connection, replace(adoption, settings=kept))

    await written(project.write(put, beside=draft))
    return Imported(created, left_out)


def _finished(draft: Path, wizard: Wizard) -> tuple[tuple[int, int, int], bool]:
    """Note the last answers in the draft; return how many rows it began with, how many it has, records left out.

    And whether its rows have their parts already, as the wizard says.
    """
    with drafts.opened(draft, writable=True) as connection:
        with transaction(connection):
            sources.set_recipe(connection, to_recipe(wizard))
        divided = drafts.division(connection) == wizard.where.value
        return (*bring_in.count(connection), sources.count_left_out(connection)), divided
