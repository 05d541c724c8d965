"""`tunedesk train`: start a training and follow it, in a terminal."""

import asyncio
import hashlib
import json
import shlex
import sys
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

from desktop_app.cli.asking import Terminal, tell
from desktop_app.cli.following import follow, said_at, tell_resumable
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import INTERRUPTED, said_well, say, span
from desktop_app.cli.training_arguments import Train
from desktop_app.core.checks.ends import Ends
from desktop_app.core.classes import Classes
from desktop_app.core.example import Part, Shape
from desktop_app.core.fields import expected
from desktop_app.core.job import STARTER, Job, JobStatus, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import Phase, Sending
from desktop_app.core.sentences import english
from desktop_app.core.wizard import Where
from desktop_app.store import examples, sources
from desktop_app.store.examples import Row
from desktop_app.store.project import SUFFIX, Project
from desktop_app.store.side_files import without_sides
from desktop_app.work import labelled
from desktop_app.work import train as verbs
from desktop_app.work.apart import Apart
from desktop_app.work.models import get_ready
from desktop_app.work.outlook import Outlook, outlook
from desktop_app.work.project import create_project, open_project
from desktop_app.work.sites import Site, Sites
from desktop_app.work.take_whole import take_whole

_LEFT_OUT = 5
"""So many lines that were left out are told with their reasons."""
_TAKEN = "terminal_files"
"""The setting in which a project remembers which files its rows came from."""
_ENDS = 200
"""So many answers tell how all of them end."""
_PHASES = {Phase.WRITING: "writing the examples", Phase.SENDING: "sending them", Phase.CREATING: "starting the job"}


def run(command: Train) -> int:
    """Train; return 0 when there is a model (or, detached, a training), 1 after saying what stood in the way."""
    return said_well(lambda: asyncio.run(_run(command)))


async def _run(command: Train) -> int:
    project = await _project(command)
    try:
        async with reached(command.at) as (sites, site_id):
            plan = await labelled.measured(project, *_plan(command, project, sites, site_id))
            if site_id == plan.connection and sites.site(site_id) == sites.here:
                await _fetch(sites, plan.base_model)
            if not _agreed(command, sites, plan, await outlook(project, sites, plan)):
                return 1
            job = await _started(project, sites, plan)
            tell(f"Started: {job.id}")
            if command.detach:
                tell(f"See how it goes: tunedesk jobs {job.id} --follow{said_at(command.at)}")
                return 0
            return await _followed(command, project, sites, job)
    finally:
        await asyncio.to_thread(project.close)


async def _project(command: Train) -> Project:
    """Return the open project that remembers the training, with the rows of the files that were named."""
    data = command.data
    if data.suffix.lower() == SUFFIX:
        return await open_project(data)
    training = data / "train.jsonl" if data.is_dir() else data
    if not training.is_file():
        raise Problem("terminal.no_data", name=str(training))
    beside = training.with_name("valid.jsonl")
    valid = command.valid or (beside if data.is_dir() and beside.is_file() else None)
    if valid is not None and not valid.is_file():
        raise Problem("terminal.no_data", name=str(valid))
    path = command.project or (data / f"training{SUFFIX}" if data.is_dir() else data.with_suffix(SUFFIX))
    files = [(training, Where.APPEND), *([(valid, Where.VALIDATION)] if valid is not None else [])]
    hashes = await asyncio.to_thread(lambda: [_sha256(file) for file, _ in files])
    if path.exists():
        project = await open_project(path)
        if project.settings().get(_TAKEN) != json.dumps(hashes):
            await asyncio.to_thread(project.close)
            raise Problem("terminal.other_rows", name=path.name)
        return project
    return await _filled(path, files, hashes)


async def _filled(path: Path, files: list[tuple[Path, Where]], hashes: list[str]) -> Project:
    """Make the project beside its place and put it there when it is whole."""
    part = path.with_name(f".{path.name}.part{SUFFIX}")
    await asyncio.to_thread(part.unlink, missing_ok=True)
    project, apart = await create_project(part), Apart()
    try:
        for file, where in files:
            before = await asyncio.to_thread(_left_out, project)
            await take_whole(apart, file, project, where)
            await asyncio.to_thread(_tell_left_out, project, file, before)
        await asyncio.wrap_future(project.set_setting(_TAKEN, json.dumps(hashes)))
    finally:
        await apart.close()
        await asyncio.to_thread(project.close)
    await asyncio.to_thread(_put, part, path)
    return await open_project(path)


def _left_out(project: Project) -> int:
    with project.reading() as connection:
        return sources.count_left_out(connection)


def _put(part: Path, path: Path) -> None:
    with without_sides(path):
        part.rename(path)


def _tell_left_out(project: Project, file: Path, before: int) -> None:
    """Say which lines of a file are no examples, so that nobody trains on less than they think."""
    with project.reading() as connection:
        every = list(sources.left_out(connection))[before:]
    if not every:
        return
    said = "1 line is no example and is" if len(every) == 1 else f"{len(every)} lines are no examples and are"
    tell(f"{file.name}: {said} left out.")
    for record in every[:_LEFT_OUT]:
        tell(f"  line {record.line}: {english(record.reason)}")


def _plan(command: Train, project: Project, sites: Sites, site_id: str) -> tuple[Site, Plan]:
    """Return the place, and the plan with the model where the command line left that open."""
    site = sites.site(site_id)
    if site is None:
        raise Problem("connection_gone")
    model = command.plan.base_model or (STARTER if site.here else "")
    if not model:
        known = ", ".join(each.id for each in site.profile.models) if site.profile is not None else ""
        raise Problem("terminal.no_model", provider=site.title, models=known or "…")
    with project.reading() as connection:
        checked = examples.counts(connection)[Part.VALIDATION]
    return site, replace(command.plan, base_model=model, connection=site_id, validation=bool(checked))


async def _fetch(sites: Sites, model: str) -> None:
    told = False
    async for state in get_ready(sites.engine, model, sites.reach.secrets):
        if not state.ready and not told:
            told = True
            tell(f"{state.title} has to be fetched once: {round(state.download / 1e6)} MB.")


def _agreed(command: Train, sites: Sites, plan: Plan, seen: Outlook) -> bool:
    """Say what the training will take and whether it can be; return whether it shall be started."""
    site = sites.site(plan.connection)
    if site is None:
        raise Problem("connection_gone")
    _tell_outlook(site, plan, seen)
    for problem in seen.problems:
        sys.stderr.write(english(problem) + "\n")
    if seen.problems:
        return False
    return command.yes or Terminal().yes("Shall it be started?", recommended=True)


def _tell_outlook(site: Site, plan: Plan, seen: Outlook) -> None:
    rows, checked = seen.counts.get(Part.TRAINING, 0), seen.counts.get(Part.VALIDATION, 0)
    tell(f"{rows} training examples, {checked} validation examples; base model {plan.base_model}.")
    about = "" if seen.exact else "about "
    passes = f"{seen.epochs} passes" if seen.settled else f"probably {seen.epochs} passes"
    tell(f"{about}{seen.tokens} tokens, {passes} over the data.")
    if plan.classes is not None:
        tell(_measured(plan.classes))
    if seen.cut:
        tell(f"{seen.cut} examples are longer than the {seen.limit} tokens the model takes; their ends would be cut.")
    if seen.dollars is not None and seen.price is not None:
        tell(f"Cost: about ${seen.dollars:.2f} (price of {seen.price.as_of}).")
    elif not site.here:
        tell("Cost: nobody here knows the price; look at the provider's page of prices.")
    if seen.seconds is not None:
        tell(f"Time: {span(seen.seconds)} on this computer.")
    _tell_leaving(site, seen)
    for sentence in (*seen.warnings, *seen.advice):
        say(sentence)


def _tell_leaving(site: Site, seen: Outlook) -> None:
    if seen.leaving is not None:
        sent = seen.leaving
        tell(f"Leaves this computer: {sent.rows} examples ({sent.bytes / 1e6:.1f} MB), to {sent.host}.")
        if sent.said is not None:
            say(sent.said)
        for finding in sent.private:
            tell(f"Found in them: {english(finding.title)}")
    elif site.here:
        tell("Everything stays on this computer.")


def _measured(wish: Classes) -> str:
    sought = f"; “{wish.positive}” is looked for" if wish.positive else ""
    return f"Measured after each pass: how well {wish.count} classes are told apart{sought}."


async def _started(project: Project, sites: Sites, plan: Plan) -> Job:
    provider = await sites.provider(plan.connection)
    phase: Phase | None = None
    async with aclosing(verbs.start(project, provider, plan)) as steps:
        async for step in steps:
            if isinstance(step, Job):
                return step
            if isinstance(step, Sending) and step.phase is not phase:
                phase = step.phase
                tell(f"  {_PHASES[phase]} …")
    raise TypeError("the start ended without a job")


async def _followed(command: Train, project: Project, sites: Sites, job: Job) -> int:
    try:
        job = await follow(project, sites, job)
    except asyncio.CancelledError:
        tell()
        tell("The training goes on. See how it goes, or end it:")
        for act in ("follow", "cancel"):
            tell(f"  tunedesk jobs {job.id} --{act}{said_at(command.at)}")
        return INTERRUPTED
    if job.status is not JobStatus.SUCCEEDED or not job.tuned_model:
        tell_resumable(job, command.at)
        return 1
    with project.reading() as connection:
        completes = examples.shape(connection) is Shape.COMPLETION
        first = examples.page(connection, list(examples.ids(connection, Part.TRAINING))[:_ENDS])
    stop = _stop_sequence(first) if completes else ""
    how = (" --completion" if completes else "") + (f" --stop {shlex.quote(stop)}" if stop else "")
    tell(f"The model is {job.tuned_model}")
    tell(f"Ask it: tunedesk ask {shlex.quote(job.tuned_model)}{how}{said_at(command.at)} -p 'your question'")
    return 0


def _stop_sequence(rows: Iterable[Row]) -> str:
    """Return the signs with which every one of these answers ends, as they are said on a command line; "" for none."""
    ends = Ends()
    ends.see([expected(row.example) for row in rows])
    return ends.mark.replace("\n", "\\n").replace("\t", "\\t")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
