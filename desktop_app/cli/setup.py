"""`tunedesk engine setup`, `check` and `remove`: training on this computer, set up in a terminal."""

import asyncio
import sys
from contextlib import aclosing

from desktop_app.cli.asking import Terminal, tell
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import megabytes, said_well
from desktop_app.cli.setup_arguments import CheckSetUp, SetUp, SetUpCommand
from desktop_app.cli.training_arguments import At
from desktop_app.settings import paths
from desktop_app.work import set_up
from desktop_app.work.set_up import Phase, Standing, State, Step

_PHASES = {
    Phase.ASKING: "Asking which packages are needed ...",
    Phase.UNPACKING: "Unpacking ...",
    Phase.TRYING: "Trying whether they start on this computer ...",
}


def run(command: SetUpCommand) -> int:
    """Do what was asked for; return 0, or 1 after saying what stood in the way."""
    if isinstance(command, SetUp):
        return said_well(lambda: asyncio.run(_set_up(command)))
    if isinstance(command, CheckSetUp):
        return said_well(_check)
    return said_well(lambda: asyncio.run(_remove()))


async def _set_up(command: SetUp) -> int:
    state = set_up.state(paths.engine_dir())
    if state.standing is Standing.OWN:
        tell("The Python that runs TuneDesk has everything already. There is nothing to set up.")
        return 0
    _say_what_is_fetched(state)
    if not command.yes and not Terminal().yes("Begin?", recommended=True):
        return 1
    async with (
        reached(At()) as (sites, _),
        aclosing(set_up.set_up(sites.engine, sites.reach.network)) as steps,
    ):
        before: Step | None = None
        async for step in steps:
            if before is None or (step.phase, step.name) != (before.phase, before.name):
                tell(_line(step))
            before = step
    found = set_up.state(paths.engine_dir()).found
    tell(f"Training on this computer is set up: {megabytes(found.bytes if found else 0)} in {state.folder}")
    return 0


def _check() -> int:
    state = set_up.state(paths.engine_dir())
    if state.standing is Standing.OWN:
        tell("The Python that runs TuneDesk has everything that training needs.")
        return 0
    if state.found is None:
        tell("Training on this computer is not set up. To do that: tunedesk engine setup")
        return 1
    if state.standing is Standing.OLD:
        tell("It was set up for another Python or an older TuneDesk. To bring it up to date: tunedesk engine setup")
        return 1
    bad = asyncio.run(set_up.check(state))
    for name in bad:
        sys.stderr.write(f"missing or changed: {name}\n")
    if bad:
        tell(f"Damaged files: {len(bad)}. To repair it: tunedesk engine setup")
        return 1
    tell(f"Training on this computer is set up and whole: {megabytes(state.found.bytes)} in {state.folder}")
    for name, version in sorted(state.found.versions.items()):
        tell(f"  {name} {version}")
    return 0


async def _remove() -> int:
    async with reached(At()) as (sites, _):
        freed = await set_up.remove(sites.engine)
    tell(f"Removed; {megabytes(freed)} are free again." if freed else "There was nothing to remove.")
    return 0


def _say_what_is_fetched(state: State) -> None:
    parts = state.parts
    tell("To be fetched over the internet, with the small packages that these need:")
    for name, version, licence in parts.named:
        tell(f"  {name} {version}  ({licence})")
    tell(f"About {megabytes(parts.download)} to fetch, about {megabytes(parts.disk)} on the disk, in {state.folder}")
    tell(f"Free there: {megabytes(state.free)}.")


def _line(step: Step) -> str:
    if step.phase is Phase.FETCHING:
        name = step.name or "..."
        return f"Fetching {min(step.done + 1, step.total)} of {step.total}: {name} ({megabytes(step.bytes)} so far)"
    return _PHASES[step.phase]
