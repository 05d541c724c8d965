"""Files at a provider."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.providers.client import Provider, in_words

if TYPE_CHECKING:
    from openai.types import FileObject

_PAGE = 100
_CHUNK = 1 << 18


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
        async for found in provider.client.files.list(limit=_PAGE):
            yield _remote(found)


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

    It is written beside `path` and takes its name when complete, so that half a file is never taken for a whole one. A
    reply shorter or longer than `length` is Problem("download_incomplete").
    """
    part = path.with_name(path.name + ".part")
    digest, done = hashlib.sha256(), 0
    with in_words(provider.title):
        async with provider.client.files.with_streaming_response.content(file_id) as reply:
            with _on_disk(path), part.open("wb") as file:
                async for piece in reply.iter_bytes(_CHUNK):
                    file.write(piece)
                    digest.update(piece)
                    done += len(piece)
                    yield Fetched(done)
    if length is not None and done != length:
        part.unlink(missing_ok=True)
        raise Problem("download_incomplete", provider=provider.title, done=done, length=length)
    with _on_disk(path):
        part.replace(path)
    yield Fetched(done, digest.hexdigest())


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
