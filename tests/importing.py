"""Bringing a file into a project as the wizard does, in this process and without remedies."""

from pathlib import Path

from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.reading import Reading
from desktop_app.core.wizard import Where, Wizard
from desktop_app.settings import paths
from desktop_app.store.draft_folder import DraftFolder
from desktop_app.store.project import Project
from desktop_app.work import adopt, divide, take_in
from desktop_app.work.intake import Imported
from desktop_app.work.targets import target_of


async def import_file(
    project: Project, path: Path, mapping: ColumnMapping | None = None, where: Where = Where.APPEND
) -> Imported:
    """Put the file's rows into the project with the wizard's first guesses, divided by its shares."""
    (look,) = take_in.look(path, Reading(), 1)
    wizard = Wizard.start(look.found, mapping).answer(where=where)
    target = target_of(wizard.target)
    folder = DraftFolder(paths.drafts_dir())
    try:
        for _ in take_in.take_in(path, wizard, folder.draft, target):
            pass
        for _ in divide.divide(folder.draft, wizard, target):
            pass
        return await adopt.adopt(project, folder.draft, wizard)
    finally:
        folder.remove()
