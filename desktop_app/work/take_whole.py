"""Taking a file of examples into a project as it came, where there is nothing to ask."""

from pathlib import Path

from desktop_app.core.wizard import Where, Wizard
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.draft import Draft


async def take_whole(apart: Apart, path: Path, project: Project, where: Where) -> int:
    """Put a training file's examples into the project as they came; returns how many."""
    draft = Draft(apart)
    try:
        look = await draft.look(path)
        wizard = Wizard.start(look.found).answer(where=where)
        async for _ in draft.take_in(wizard):
            pass
        return (await draft.adopt(project, wizard)).created
    finally:
        await draft.discard()
