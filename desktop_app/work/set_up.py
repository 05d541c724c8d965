"""Setting up training on this computer: what is there, fetching what is missing, looking whether it is whole, removing.

The packages lie in a folder of their own in the engine's folder (`providers.environment`); this program's own Python is
never changed. Everything is made beside what is there and takes its place in one step.
"""

import asyncio
import errno
import shutil
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.providers import environment, launching
from desktop_app.providers.environment import PackageSet
from desktop_app.providers.local import LocalEngine
from desktop_app.work.engine_parts import Parts, parts
from desktop_app.work.package_files import damaged, versions_in, weight
from desktop_app.work.pip_run import Pip, Wanted

LOOK_SECONDS = 1.0
"""How often it is measured how much has come."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CARD_NAMES = ("nvidia-", "cuda-")


class Standing(Enum):
    """How it stands with the engine's heavy half on this computer."""

    OWN = "own"
    """The program's own Python has it: there is nothing to set up."""
    ABSENT = "absent"
    READY = "ready"
    OLD = "old"
    """It was set up for another Python or an older TuneDesk, so it is to be brought up to date."""


class Phase(Enum):
    """What is being done, in this order."""

    ASKING = "asking"
    FETCHING = "fetching"
    UNPACKING = "unpacking"
    TRYING = "trying"


_SPANS = {Phase.FETCHING: (0.0, 0.5), Phase.UNPACKING: (0.5, 0.4), Phase.TRYING: (0.9, 0.1)}
"""Where each phase begins in the whole, and its part of it, as measured with files near by."""


@dataclass(frozen=True, slots=True)
class State:
    """How it stands, what is there, where it lies, how many bytes are free there, and what would be fetched."""

    standing: Standing
    folder: Path
    free: int
    parts: Parts
    found: PackageSet | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far a set-up is: packages done of all, the name of the one at hand, and bytes that have come to the disk."""

    phase: Phase
    done: int = 0
    total: int = 0
    name: str = ""
    bytes: int = 0
    share: float = 0.0
    """How much of what is expected in this phase is done, 0 to 1."""

    @property
    def fraction(self) -> float | None:
        """Return how far the whole is, 0 to 1; None where nobody can know yet."""
        if self.phase is Phase.ASKING:
            return None
        begin, length = _SPANS[self.phase]
        return begin + length * self.share


def state(engine_folder: Path, wanted: Parts | None = None) -> State:
    """Return how it stands; quick, nothing is imported and no file of a package is read."""
    wanted = wanted or parts()
    root = engine_folder / environment.FOLDER
    found = environment.current(root)
    free = shutil.disk_usage(engine_folder).free
    if environment.in_python(wanted.modules):
        return State(Standing.OWN, root, free, wanted, found)
    if found is None:
        return State(Standing.ABSENT, root, free, wanted)
    good = environment.fits(found) and found.requirements == wanted.requirements
    return State(Standing.READY if good else Standing.OLD, root, free, wanted, found)


async def set_up(engine: LocalEngine, network: Network, wanted: Parts | None = None) -> AsyncGenerator[Step, None]:
    """Fetch what is missing, try it, and let the engine use it from its next start; again makes everything anew.

    Given up or killed at any moment, what was there before is still there. Raise Problem where it cannot be done.
    """
    wanted, root = wanted or parts(), engine.folder / environment.FOLDER
    if network.offline:
        raise Problem("setup_offline")
    root.mkdir(parents=True, exist_ok=True)
    if (free := shutil.disk_usage(root).free) < wanted.disk + wanted.download:
        raise Problem("setup_no_room", needed=_gigabytes(wanted.disk + wanted.download), free=_gigabytes(free))
    if environment.added(root) is not None:
        await engine.leave()  # a training that goes on with the old packages is told now, not after all the fetching
    with environment.alone(root):
        await asyncio.to_thread(environment.sweep, root)
        folder = environment.new_folder(root)
        try:
            async with aclosing(_fill(folder, network, wanted)) as steps:
                async for step in steps:
                    yield step
            found = await asyncio.to_thread(_described, folder, wanted)
            await asyncio.to_thread(environment.settle)
            environment.adopt(root, found)
            with suppress(Problem):  # what runs now goes on with what it has; the next start takes the new packages
                await engine.leave()
                await asyncio.to_thread(environment.sweep, root)
        except BaseException as fault:
            if (kept := environment.current(root)) is None or kept.name != folder.name:
                await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))
            if isinstance(fault, OSError) and fault.errno in _FULL:
                raise Problem("setup_disk_full", details=str(fault)) from fault
            raise


async def check(state: State) -> list[str]:
    """Return the files that are missing or damaged, reading every one; raise Problem where the whole does not start."""
    if state.found is None:
        return []
    packages = environment.packages(state.folder, state.found.name)
    bad = await asyncio.to_thread(damaged, packages, state.found.versions)
    if not bad:
        await try_modules(packages, state.found.modules, otherwise="setup_kept_not_working")
    return bad


async def remove(engine: LocalEngine) -> int:
    """Remove the fetched packages; return how many bytes that freed. Raise Problem where the engine works with them."""
    root = engine.folder / environment.FOLDER
    await engine.leave()
    with environment.alone(root):
        before = await asyncio.to_thread(weight, root)
        environment.forget(root)
        await asyncio.to_thread(environment.sweep, root)
        return before - await asyncio.to_thread(weight, root)


async def try_modules(packages: Path, modules: Sequence[str], otherwise: str = "setup_not_working") -> None:
    """Import the modules in a Python of their own; raise the Problem `otherwise` with what it said."""
    surroundings = launching.with_packages(launching.keyless(), after=str(packages))  # as the engine will find them
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", f"import {', '.join(modules)}"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**surroundings, "PYTHONUTF8": "1", "HF_HUB_OFFLINE": "1"},
        **launching.windowless(),
    )
    try:
        _, said = await child.communicate()
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode != 0:
        raise Problem(otherwise, details=said.decode("utf-8", "replace")[-4000:])


async def _fill(folder: Path, network: Network, wanted: Parts) -> AsyncGenerator[Step, None]:
    """Fetch everything into a new folder and try it."""
    scratch = folder / "scratch"
    scratch.mkdir()
    yield Step(Phase.ASKING)
    pip = Pip(network, scratch)
    missing = await pip.missing(wanted.requirements, wanted.pinned)
    if wanted.index and any(each.name.startswith(_CARD_NAMES) for each in missing):
        pip = Pip(network, scratch, (wanted.index,))
        missing = await pip.missing(wanted.requirements, wanted.pinned)
    sure = {(each.name, each.version): each for each in wanted.pinned}
    missing = [_surer(each, sure.get((each.name, each.version))) for each in missing]
    target = environment.packages(folder.parent, folder.name)
    async with aclosing(_followed(pip, missing, target, wanted)) as steps:
        async for step in steps:
            yield step
    yield Step(Phase.TRYING, len(missing), len(missing), bytes=await asyncio.to_thread(weight, target))
    await try_modules(target, wanted.modules)
    await asyncio.to_thread(shutil.rmtree, scratch)


async def _followed(pip: Pip, missing: Sequence[Wanted], target: Path, wanted: Parts) -> AsyncGenerator[Step, None]:
    """Yield how far pip is, each second and at each package."""
    total, step, fetched = len(missing), Step(Phase.FETCHING, 0, len(missing)), 0
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    async def listen() -> None:
        try:
            async with aclosing(pip.install(missing, target)) as said:
                async for line in said:
                    lines.put_nowait(line)
        finally:
            lines.put_nowait(None)

    listening = asyncio.create_task(listen())
    try:
        while True:
            line: str | None = ""
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    line = await lines.get()
            if line is None:
                break
            come = await asyncio.to_thread(weight, target.parent)
            if (name := _begun(line)) is not None:
                step = replace(step, done=min(step.done + (step.name != ""), total), name=name)
            elif line.startswith("Installing collected packages"):
                step, fetched = Step(Phase.UNPACKING, total, total), come
            share = come / wanted.download if step.phase is Phase.FETCHING else (come - fetched) / wanted.disk
            step = replace(step, bytes=come, share=max(step.share, min(share, 0.99)))
            yield step
        await listening
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError, Problem):
            await listening


def _surer(told: Wanted, pinned: Wanted | None) -> Wanted:
    """Return the file this TuneDesk was tried with rather than what the index of today calls by that name."""
    return pinned if pinned is not None and pinned.sha256 else told


def _begun(line: str) -> str | None:
    """Return the package that pip begins to fetch, or to take from this computer, as a line of its tells."""
    if line.startswith("Collecting "):
        return line.split(" ")[1].split("==", maxsplit=1)[0].replace("_", "-")
    if not line.startswith("Processing "):
        return None
    return Path(line.split(" (from ", maxsplit=1)[0]).name.split("-")[0].replace("_", "-")


def _described(folder: Path, wanted: Parts) -> PackageSet:
    python, kind = environment.this_python()
    target = environment.packages(folder.parent, folder.name)
    versions = versions_in(target)
    return PackageSet(folder.name, python, kind, wanted.modules, wanted.requirements, versions, weight(target))


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f}"
