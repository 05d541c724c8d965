"""Sending a training file: in parts where the provider takes parts, else in one request, and telling how far it is."""

import asyncio
import io
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.files import all_files

PURPOSE: Literal["fine-tune"] = "fine-tune"
_KIND = "application/jsonl"
_TELL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """How far a file is: `done` bytes are sent, `file` is its id once it is whole ("" before).

    `upload` names the upload in parts ("" for none), `parts` are those that were acknowledged: (id, bytes).
    """

    done: int = 0
    file: str = ""
    upload: str = ""
    parts: tuple[tuple[str, int], ...] = ()


def takes_parts(provider: Provider) -> bool:
    """Tell whether files go to the provider in parts."""
    return provider.profile is not None and provider.profile.upload == "uploads"


async def send_whole(provider: Provider, path: Path, name: str) -> AsyncGenerator[OnTheWay]:
    """Send a file in one request; yield how much of it is read, at last with its id.

    It is not sent again by itself after a fault: it may have arrived.
    """
    with _Read(path) as content:

        async def send() -> str:
            client = provider.client.with_options(max_retries=0)
            with in_words(provider.title):
                return (await client.files.create(file=(name, content, _KIND), purpose=PURPOSE)).id

        sending = asyncio.ensure_future(send())
        async with aclosing(_while_going(sending, lambda: content.so_far)) as steps:
            async for done in steps:
                yield OnTheWay(done)
        yield OnTheWay(path.stat().st_size, await sending)


async def send_parts(
    provider: Provider, path: Path, name: str, begun: OnTheWay, part_bytes: int
) -> AsyncGenerator[OnTheWay]:
    """Send a file in parts, going on with what is there of it; yield each step before the next is taken.

    Raise Problem("train.upload_gone") where the provider does not know the upload (any more).
    """
    way = begun
    if not way.upload:
        way = OnTheWay(upload=await _begin(provider, name, path.stat().st_size))
        yield way
    with path.open("rb") as content:
        content.seek(way.done)
        while piece := await asyncio.to_thread(content.read, part_bytes):
            held = io.BytesIO(piece)
            sending = asyncio.ensure_future(_send_part(provider, way.upload, held))
            async with aclosing(_while_going(sending, held.tell)) as steps:
                async for done in steps:
                    yield replace(way, done=way.done + done)
            way = replace(way, done=way.done + len(piece), parts=(*way.parts, (await sending, len(piece))))
            yield way
    yield replace(way, file=await _complete(provider, way))


async def same_file(provider: Provider, name: str, length: int) -> RemoteFile | None:
    """Return a file of this name and length that lies at the provider; None without one."""
    async for found in all_files(provider):
        if (found.name, found.length) == (name, length):
            return found
    return None


async def _begin(provider: Provider, name: str, length: int) -> str:
    with in_words(provider.title):
        made = await provider.client.uploads.create(bytes=length, filename=name, mime_type=_KIND, purpose=PURPOSE)
        return made.id


async def _send_part(provider: Provider, upload: str, held: io.BytesIO) -> str:
    """Send a part; the SDK may send it again, because only parts that are named at the end count."""
    with _known(provider), in_words(provider.title):
        return (await provider.client.uploads.parts.create(upload, data=("part", held))).id


async def _complete(provider: Provider, way: OnTheWay) -> str:
    client = provider.client.with_options(max_retries=0)
    with _known(provider), in_words(provider.title):
        made = await client.uploads.complete(way.upload, part_ids=[part for part, _ in way.parts])
        if made.file is None:
            raise ValueError(made.status)
        return made.file.id


@contextmanager
def _known(provider: Provider) -> Iterator[None]:
    """Turn a provider's "no such upload" into Problem("train.upload_gone")."""
    try:
        yield
    except Problem as problem:
        if problem.key not in ("provider_not_found", "provider_refuses"):
            raise
        raise Problem("train.upload_gone", details=problem.details, provider=provider.title) from problem


async def _while_going(sending: "asyncio.Future[Any]", done: Callable[[], int]) -> AsyncGenerator[int]:
    """Yield how much is done now and then until a request has ended; whoever leaves early ends the request."""
    try:
        while not sending.done():
            await asyncio.wait([sending], timeout=_TELL_SECONDS)
            if not sending.done():
                yield done()
    finally:
        sending.cancel()
        await asyncio.wait([sending])


class _Read(io.FileIO):
    """A file that counts what was read of it since its last beginning."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self.so_far = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, as FileIO does."""
        piece = super().read(size)
        self.so_far = self.tell()
        return piece or b""
