"""From a plan to the record of a training: the files by the provider's rules, and what they were made of."""

import asyncio
import importlib.metadata
import platform
import re
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from desktop_app import __version__
from desktop_app.core.example import Part
from desktop_app.core.job import HERE, Plan
from desktop_app.core.line_rules import LineRules
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import RunRecord, Sending
from desktop_app.providers.client import Provider
from desktop_app.providers.profiles import Model, Profile
from desktop_app.settings import paths
from desktop_app.store import draft_folder, sources
from desktop_app.store.project import Project
from desktop_app.work import outgoing
from desktop_app.work.apart import Apart
from desktop_app.work.bookkeeping import price_of
from desktop_app.work.outgoing import Outgoing, Wanted
from desktop_app.work.project import written
from desktop_app.work.receivers import rules_of


@asynccontextmanager
async def spool() -> AsyncIterator[Path]:
    """Lend an empty folder for the files of a training; one that a killed program left behind is swept away."""
    place = paths.drafts_dir()
    await asyncio.to_thread(draft_folder.sweep, place)
    folder = await asyncio.to_thread(draft_folder.DraftFolder, place)
    try:
        yield folder.folder
    finally:
        await asyncio.to_thread(folder.remove)


async def files_of(
    project: Project, provider: Provider, plan: Plan, folder: Path
) -> AsyncGenerator[Sending | Outgoing]:
    """Write the files of a plan into an empty folder, apart from this process; the last item is Outgoing."""
    await written(project.write(lambda _: None))  # what was changed before is on disk when the other process reads
    apart = Apart()
    try:
        async with aclosing(apart.run(outgoing.write, project.path, _wanted(project, provider, plan), folder)) as items:
            async for item in items:
                if isinstance(item, Outgoing):
                    _must_be_whole(provider, item)
                yield item
    finally:
        await apart.close()


def record_of(project: Project, provider: Provider, plan: Plan, made: Outgoing) -> RunRecord:
    """Return the record of a training that is about to be started."""
    profile = provider.profile
    model = model_of(profile, plan.base_model)
    here = provider.id == HERE
    return RunRecord(
        mark=uuid.uuid4().hex,
        planned=time.time(),
        connection=provider.id,
        plan=replace(plan, suffix=plan.suffix or name_for(project.name), connection=provider.id),
        files=made.files,
        rows_sha256=made.rows_sha256,
        left_out=made.left_out,
        tokens=_tokens(project, model),
        price=price_of(profile, plan.base_model),
        project=project.name,
        host="" if here else provider.client.base_url.host,
        profile=profile.id if profile else "",
        versions={
            "tunedesk": __version__,
            "python": platform.python_version(),
            "openai": importlib.metadata.version("openai"),
        },
    )


def name_for(project: str) -> str:
    """Return a project's name as a part of a model's name: what every provider takes, at most 18 characters."""
    return re.sub(r"[^a-z0-9]+", "-", project.lower()).strip("-")[:18].strip("-")


def model_of(profile: Profile | None, base_model: str) -> Model | None:
    """Return what is known of a base model, of a tuned one what is known of its base; None where nothing is."""
    parts = base_model.split(":")
    base = parts[1] if parts[0] == "ft" and len(parts) > 1 else base_model
    return next((model for model in profile.models if model.id == base), None) if profile else None


def _wanted(project: Project, provider: Provider, plan: Plan) -> Wanted:
    profile = provider.profile
    validates = plan.validation and (profile is None or profile.supports.validation)
    return Wanted(
        stem=name_for(project.name) or "project",
        rules=rules_of(profile) if profile else LineRules(provider.title),
        method=plan.method,
        parts=frozenset({Part.TRAINING, Part.VALIDATION} if validates else {Part.TRAINING}),
        largest=profile.largest_file.value if profile and profile.largest_file else None,
        title=provider.title,
    )


def _must_be_whole(provider: Provider, made: Outgoing) -> None:
    """Raise Problem("train.validation_needed") where the provider wants a validation part and there is none."""
    required = provider.profile is not None and provider.profile.supports.validation_required
    if required and not any(file.part is Part.VALIDATION for file in made.files):
        raise Problem("train.validation_needed", provider=provider.title)


def _tokens(project: Project, model: Model | None) -> int | None:
    """Return the tokens of the training part; None unless every row was counted for this model."""
    if model is None or not model.vocabulary:
        return None
    with project.reading() as connection:
        if sources.uncounted(connection, model.vocabulary):
            return None
        return sources.tokens_by_part(connection, model.vocabulary)[Part.TRAINING][0]
