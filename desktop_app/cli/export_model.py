"""`tunedesk export`: a tuned model of this computer as a folder for other programs, in a terminal."""

import asyncio
import sys
from contextlib import aclosing

from desktop_app.cli.asking import tell
from desktop_app.cli.export_arguments import ExportModel
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import said_well
from desktop_app.cli.training_arguments import At
from desktop_app.core.model_card import Known
from desktop_app.core.model_export import PRECISIONS, Exported, Wish
from desktop_app.store.project import Project
from desktop_app.work import export_model
from desktop_app.work.export_facts import known_of

_EVERY = 10
"""A line for each so many per cent, where nobody looks at each."""


def run(command: ExportModel) -> int:
    """Export; return 0, or 1 after saying what stood in the way."""
    return said_well(lambda: asyncio.run(_run(command)))


async def _run(command: ExportModel) -> int:
    known = await _known(command)
    precision = command.precision or PRECISIONS[command.form][0]
    wish = Wish(command.model, command.form, precision, command.out.absolute(), known.sampling)
    async with reached(At()) as (sites, _), aclosing(export_model.export(sites.engine, wish, known)) as steps:
        said = 0
        async for step in steps:
            if isinstance(step, Exported):
                tell(f"Written: {command.out} ({max(1, step.bytes // 1_000_000)} MB). README.md says how it is used.")
            elif step.share is not None and 100 * step.share >= said + _EVERY:
                said = int(100 * step.share)
                sys.stderr.write(f"{said} % are written.\n")
    return 0


async def _known(command: ExportModel) -> Known:
    if command.project is None:
        return Known()
    project = await asyncio.to_thread(Project.open, command.project)
    try:
        return await known_of(project, command.model)
    finally:
        await asyncio.to_thread(project.close)
