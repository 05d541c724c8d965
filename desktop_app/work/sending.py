"""Bringing a training file to a provider once: going on where it broke off, and finding what arrived unnoticed."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.core.run_record import SentFile
from desktop_app.providers import files, uploads
from desktop_app.providers.client import Provider
from desktop_app.providers.uploads import OnTheWay
from desktop_app.store import uploads as kept_uploads
from desktop_app.store.project import Project
from desktop_app.store.uploads import Kept
from desktop_app.work.patience import Patience, may_pass
from desktop_app.work.project import written

PART_BYTES = 8 << 20
"""Small enough that little is lost when a part breaks off; providers take up to 64 MB."""
_READY = ("", "processed")
_REFUSED = "error"
_GONE = "deleted"
_MAYBE_READY = "uploaded"
"""Some providers never say more than that of a file they can use."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are sent: the size of a part, how faults are borne, how long a provider may look at a file (seconds).

    The first look at a file comes after `first_look`, the next ones ever more seldom. `settled` is how long a file may
    stay "uploaded" before it is used all the same, `longest` how long any file is waited for.
    """

    part_bytes: int = PART_BYTES
    patience: Patience = field(default_factory=lambda: Patience(tries=4, longest=8.0))
    first_look: float = 2.0
    last_look: float = 30.0
    settled: float = 60.0
    longest: float = 1800.0
    clock: Callable[[], float] = time.monotonic


async def there(project: Project, provider: Provider, file: SentFile) -> str:
    """Return the id of a file that lies at the provider whole; "" where it has to be sent (again)."""
    kept = await _kept(project, provider, file)
    if kept is None:
        return ""
    if kept.file:
        if await _lies_there(provider, kept.file):
            return kept.file
        await written(project.write(lambda c: kept_uploads.drop(c, provider.id, file.sha256)))
        return ""
    # It may have arrived just before the program died: the name holds the hash.
    found = await uploads.same_file(provider, kept.name, file.bytes)
    if found is None:
        return ""
    await _keep(project, provider, file, Kept(kept.name, found.id))
    return found.id


async def sent_before(project: Project, provider: Provider, file: SentFile) -> str:
    """Return the id under which a file was sent, whether it still lies there or not; "" if it never was."""
    kept = await _kept(project, provider, file)
    return kept.file if kept else ""


async def send(
    project: Project, provider: Provider, file: SentFile, path: Path, manner: Manner
) -> AsyncGenerator[int | str]:
    """Send a file that is not there; yield how many bytes are, at last its id."""
    for tried in range(1, manner.patience.tries + 1):
        try:
            async with aclosing(_one_try(project, provider, file, path, manner)) as steps:
                async for step in steps:
                    yield step
        except Problem as problem:
            if not may_pass(problem) or tried == manner.patience.tries:
                raise
            await manner.patience.rest(problem, tried)
        else:
            return
        if found := await manner.patience.keep_trying(lambda: there(project, provider, file)):
            yield found
            return


async def ready(project: Project, provider: Provider, file: SentFile, file_id: str, manner: Manner) -> None:
    """Wait until the provider has looked at a file; raise Problem("train.file_refused") if it does not take it."""
    began, rest = manner.clock(), manner.first_look
    while True:
        found = await manner.patience.keep_trying(lambda: _info(provider, file_id))
        if found is None:
            return  # it tells nothing of its files; if this one is gone, it says so when the job is made
        waited = manner.clock() - began
        if found.status in _READY or (found.status == _MAYBE_READY and waited >= manner.settled):
            return
        if found.status in (_REFUSED, _GONE):
            await written(project.write(lambda c: kept_uploads.drop(c, provider.id, file.sha256)))
            raise Problem("train.file_refused", details=found.said, provider=provider.title, name=found.name)
        if waited >= manner.longest:
            raise Problem("train.file_not_ready", provider=provider.title, minutes=round(manner.longest / 60))
        await manner.patience.sleep(rest)
        rest = min(1.5 * rest, manner.last_look)


async def _one_try(
    project: Project, provider: Provider, file: SentFile, path: Path, manner: Manner
) -> AsyncGenerator[int | str]:
    kept = await _kept(project, provider, file) or Kept(file.name)
    await _keep(project, provider, file, kept)  # before anything is sent, so that it is looked for afterwards
    try:
        async with aclosing(_steps(provider, path, kept, manner)) as steps:
            async for way in steps:
                now = Kept(kept.name, way.file) if way.file else Kept(kept.name, "", way.upload, way.parts)
                if now != kept:
                    await _keep(project, provider, file, kept := now)
                yield way.file or way.done
    except Problem as problem:
        if problem.key == "train.upload_gone":
            await _keep(project, provider, file, Kept(kept.name))
        raise


def _steps(provider: Provider, path: Path, kept: Kept, manner: Manner) -> AsyncGenerator[OnTheWay]:
    if not uploads.takes_parts(provider):
        return uploads.send_whole(provider, path, kept.name)
    begun = OnTheWay(kept.done, upload=kept.upload, parts=kept.parts)
    return uploads.send_parts(provider, path, kept.name, begun, manner.part_bytes)


async def _lies_there(provider: Provider, file_id: str) -> bool:
    found = await _info(provider, file_id)
    return found is not None and found.status not in (_REFUSED, _GONE)


async def _info(provider: Provider, file_id: str) -> RemoteFile | None:
    try:
        return await files.info(provider, file_id)
    except Problem as problem:
        if problem.key != "provider_not_found":
            raise
        return None


async def _kept(project: Project, provider: Provider, file: SentFile) -> Kept | None:
    def find() -> Kept | None:
        with project.reading() as connection:
            return kept_uploads.find(connection, provider.id, file.sha256)

    return await asyncio.to_thread(find)


async def _keep(project: Project, provider: Provider, file: SentFile, kept: Kept) -> None:
    await written(project.write(lambda c: kept_uploads.keep(c, provider.id, file, kept)))
