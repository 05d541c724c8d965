"""Files at a provider."""

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.listing import each

if TYPE_CHECKING:
    from openai.types import FileObject

_PAGE = 100
_A_PART = 206
"""The status of a reply that is a part of a file."""
_CHUNK = 1 << 18
_SURE = 8 << 20
"""Each time so many bytes have come, they are put onto the disk for sure: from there a download goes on."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """How far a download is: `done` bytes; `sha256` is there when it is complete and on disk."""

    done: int
    sha256: str = ""


async def content(provider: Provider, file_id: str) -> bytes:
    """Return a file's bytes."""
    with in_words(provider.title):
        return (await provider.client.files.content(file_id)).content


async def all_files(provider: Provider) -> AsyncIterator[RemoteFile]:
    """Yield every file of the account, the newest first."""
    with in_words(provider.title):
        async with aclosing(each(provider.client.files.list(limit=_PAGE))) as found:
            async for file in found:
                yield _remote(file)


async def info(provider: Provider, file_id: str) -> RemoteFile:
    """Return what the provider tells of a file; raise Problem("provider_not_found") for one that was deleted."""
    with in_words(provider.title):
        return _remote(await provider.client.files.retrieve(file_id))


async def delete(provider: Provider, file_id: str) -> None:
    """Delete a file at the provider for good; raise Problem("provider_not_found") for one that is gone already."""
    with in_words(provider.title):
        await provider.client.files.delete(file_id)


async def download(provider: Provider, file_id: str, path: Path, length: int | None = None) -> AsyncIterator[Fetched]:
    """Fetch a file to `path`, never holding it as a whole; yields how far it is, at last with its hash.

    It is written beside `path` and takes its name when complete, so that half a file is never taken for a whole one.
    Where `length` is known, nothing that came before is fetched again: not a file that is there whole, nor what is
    there of one, if the provider sends the rest alone. A reply shorter or longer than `length` is
    Problem("download_incomplete").
    """
    if length and (known := await asyncio.to_thread(_whole, path, length)):
        yield Fetched(length, known)
        return
    part = path.with_name(path.name + ".part")
    with _on_disk(path):
        on_its_way = await asyncio.to_thread(_begun, part, length)
    try:
        if not length or on_its_way.done < length:
            async with aclosing(_rest(provider, file_id, path, on_its_way)) as coming:
                async for done in coming:
                    yield Fetched(done)
    except Problem as problem:
        if on_its_way.done and problem.key == "provider_refuses":  # the rest alone; so next time the whole
            part.unlink(missing_ok=True)
            raise _incomplete(provider, on_its_way.done, length) from problem
        raise
    if length is not None and on_its_way.done != length:
        part.unlink(missing_ok=True)
        raise _incomplete(provider, on_its_way.done, length)
    with _on_disk(path):
        part.replace(path)
    yield Fetched(on_its_way.done, on_its_way.digest.hexdigest())


@dataclass(slots=True)
class _OnItsWay:
    """What has come of a file."""

    done: int
    digest: "hashlib._Hash"


async def _rest(provider: Provider, file_id: str, path: Path, on_its_way: _OnItsWay) -> AsyncGenerator[int]:
    """Fetch what is missing of a file and yield how many bytes there are; all of it where nobody sends the rest."""
    # A packed reply would count its bytes otherwise.
    asked = {"Range": f"bytes={on_its_way.done}-", "Accept-Encoding": "identity"} if on_its_way.done else {}
    part = path.with_name(path.name + ".part")
    with in_words(provider.title):
        fetching = provider.client.files.with_streaming_response.content(file_id, extra_headers=asked)
        async with fetching as reply:
            if on_its_way.done and not _goes_on(reply.status_code, reply.headers, on_its_way.done):
                on_its_way.done, on_its_way.digest = 0, hashlib.sha256()
            with _on_disk(path), part.open("ab" if on_its_way.done else "wb") as file:
                sure = on_its_way.done
                async for piece in reply.iter_bytes(_CHUNK):
                    file.write(piece)
                    on_its_way.digest.update(piece)
                    on_its_way.done += len(piece)
                    if on_its_way.done - sure >= _SURE:
                        await asyncio.to_thread(_put_down, file)
                        sure = on_its_way.done
                    yield on_its_way.done
                await asyncio.to_thread(_put_down, file)


def _goes_on(status: int, headers: Mapping[str, str], done: int) -> bool:
    """Tell whether a reply is the rest of a file from this byte on, and not the whole again."""
    plain = headers.get("content-encoding", "identity") == "identity"
    return status == _A_PART and plain and headers.get("content-range", "").startswith(f"bytes {done}-")


def _whole(path: Path, length: int) -> str:
    """Return the hash of a file that is there whole; "" for any other."""
    if not path.is_file() or path.stat().st_size != length:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _begun(part: Path, length: int | None) -> _OnItsWay:
    """Return what is there of a file, cut to what was put onto the disk for sure: a power cut leaves no more."""
    digest = hashlib.sha256()
    size = part.stat().st_size if length and part.is_file() else 0
    sure = size // _SURE * _SURE if size <= (length or 0) else 0
    if sure:
        with part.open("r+b") as file:
            file.truncate(sure)
            while piece := file.read(_CHUNK):
                digest.update(piece)
    return _OnItsWay(sure, digest)


def _put_down(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _incomplete(provider: Provider, done: int, length: int | None) -> Problem:
    return Problem("download_incomplete", provider=provider.title, done=done, length=length or 0)


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Problem("download_not_written", details=str(error), name=path.name, folder=str(path.parent)) from error


def _remote(found: "FileObject") -> RemoteFile:
    return RemoteFile(
        found.id,
        found.filename,
        str(found.purpose),
        found.bytes or 0,
        float(found.created_at),
        _told(found.status),
        _told(found.status_details),
    )


def _told(word: object) -> str:
    """Return what a provider says; some send null where the protocol has no such thing."""
    return "" if word is None else str(word)
