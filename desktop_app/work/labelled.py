"""Which classes the training rows of a project have, if their answers are classes at all."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from desktop_app.core.classes import answer_learnt, fitting
from desktop_app.core.example import Part
from desktop_app.core.job import Plan
from desktop_app.core.labels import Labels
from desktop_app.core.problem import Problem
from desktop_app.core.target import Method
from desktop_app.store import examples
from desktop_app.store.connection import connect, in_words
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.project import written
from desktop_app.work.sites import Site
from desktop_app.work.threads import in_threads

Counted = Mapping[str, int] | None


async def measured(project: Project, site: Site, plan: Plan, apart: Apart | None = None) -> Plan:
    """Return a plan with the number of its classes, where it wants classes measured.

    Raise a Problem where its place does not do that, where nothing is sent to measure it on, and where the answers are
    no classes or others than the plan says.
    """
    if plan.classes is None:
        return plan
    if site.profile is None or not site.profile.supports.classes or plan.method is not Method.SUPERVISED:
        raise Problem("classes.not_offered", provider=site.title or "TuneDesk")
    if not plan.validation:
        raise Problem("classes.unchecked")
    return replace(plan, classes=fitting(await labels(project, apart), plan.classes))


async def labels(project: Project, apart: Apart | None = None) -> Counted:
    """Return how often each class is among the training rows, the most frequent first; None where there are none.

    The rows are looked at in the process `apart`, or in threads without one.
    """
    await written(project.write(lambda _: None))  # what was changed before is on disk, where the other process sees it
    if apart is not None:
        return (await apart.one(look, project.path))[0]
    return [item async for item in in_threads(look(project.path))][-1][0]


def look(path: Path) -> Iterator[tuple[Counted]]:
    """Yield the one answer of `labels` for a project file that may be open in another process."""
    with in_words(path), closing(connect(path, writable=False)) as connection:
        seen = Labels()
        for row in examples.rows(connection, Part.TRAINING):
            seen.see([answer_learnt(row.example)])
            if seen.hopeless:
                break
        yield (seen.finish(),)
