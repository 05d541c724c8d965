"""`tunedesk test`: models on held-out rows, in a terminal."""

import asyncio
import json
import shlex
import sys

from desktop_app.cli import figures_said, judging, nearness
from desktop_app.cli.answers_coming import listen
from desktop_app.cli.asking import Terminal, tell
from desktop_app.cli.following import said_at
from desktop_app.cli.outlay_said import lines_of
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import INTERRUPTED, said_well
from desktop_app.cli.testing_arguments import Examine
from desktop_app.core.batch import Column, Prompt, Voice
from desktop_app.core.problem import Problem
from desktop_app.store.project import Project
from desktop_app.work import judge_figures, test_figures, test_file, test_run
from desktop_app.work.habits import habits
from desktop_app.work.sites import Sites
from desktop_app.work.test_run import RECORDED
from desktop_app.work.voices import voice


def run(command: Examine) -> int:
    """Test, and print the figures; return 0, or 1 after saying what stood in the way."""
    begun: list[int] = []
    code = said_well(lambda: asyncio.run(_test(command, begun)))
    if code == INTERRUPTED and begun:
        about = ", and say the same of the judge" if command.judging is not None else ""
        project = shlex.quote(str(command.project))
        sys.stderr.write(f"Paused. Go on with: tunedesk test {project} --go-on{said_at(command.at)}{about}\n")
    return code


async def _test(command: Examine, begun: list[int]) -> int:
    """Test; the number of the test comes into `begun` as soon as there is one."""
    project = await asyncio.to_thread(Project.open, command.project)
    try:
        async with reached(command.at) as (sites, site_id):
            number = await (_newest(project) if command.go_on else _begun(command, project, sites, site_id))
            if number is None:
                tell("Nothing was asked.")
                return 0
            begun.append(number)
            whole = await listen(test_run.go_on(project, sites, number), "answered")
        if whole and command.reading is not None:
            whole = await nearness.measured(command.reading, project, number, sure=command.yes)
        if whole and command.judging is not None:
            whole = await judging.judged(command.judging, project, number, sure=command.yes)
        await _say(command, project, number)
        return 0 if whole else 1
    finally:
        await asyncio.to_thread(project.close)


async def _say(command: Examine, project: Project, number: int) -> None:
    told = await test_figures.report(project, number, command.beta)
    judges = await judge_figures.told(project, number)
    if command.json:
        said = await figures_said.as_json(told)
        said["judges"] = [judging.as_json(one, told.batch) for one in judges]
        tell(json.dumps(said, ensure_ascii=False, indent=1))
        return
    lines = await figures_said.as_lines(told)
    for line in (*lines, *(line for one in judges for line in judging.as_lines(one, told.batch))):
        tell(line)


async def _newest(project: Project) -> int:
    number = await test_run.newest(project)
    if number is None:
        raise Problem("test_gone")
    return number


async def _begun(command: Examine, project: Project, sites: Sites, site_id: str) -> int | None:
    """Write the test down and return its number; None where its price was not wanted."""
    known = await habits(project)

    def read() -> list[Prompt]:
        file = command.file
        found = test_run.rows(project, command.part) if file is None else test_file.rows(project, file, known)
        return test_run.drawn(found, command.rows, command.seed)

    setting = test_run.setting_for(known)
    columns = [Column(one, setting) for one in _voices(command, sites, site_id)]
    outlay, rows = await test_run.outlay(project, sites, read, columns)
    for line in lines_of(outlay, "The questions are", f"{rows} rows, "):
        sys.stderr.write(line + "\n")
    wanted = command.yes or not outlay.hosts or Terminal().yes("Ask?", recommended=True)
    return await test_run.begin(project, read, columns) if wanted else None


def _voices(command: Examine, sites: Sites, site_id: str) -> list[Voice]:
    site = sites.site(site_id)
    asked = [voice(site, model) for model in command.models] if site is not None else []
    return [*(Voice(RECORDED, model) for model in command.recorded), *asked]
