"""Putting a training's table of measurements where the user wants it, as text that spreadsheet programs read."""

import asyncio
import os
import tempfile
from pathlib import Path

from desktop_app.core import results
from desktop_app.core.job import Job
from desktop_app.core.problem import Problem
from desktop_app.providers.client import Provider
from desktop_app.work import train


async def save_results(provider: Provider, job: Job, path: Path) -> Path:
    """Fetch the job's result file and write it to `path`; one that came packed (base64) is unpacked.

    Raise a Problem of the provider, or Problem("folder_not_writable"); a file that is there stays whole until then.
    """
    content = results.text_of(await train.result_file(provider, job))
    await asyncio.to_thread(_write, path, content)
    return path


def _write(path: Path, content: str) -> None:
    try:
        handle, name = tempfile.mkstemp(prefix=".tunedesk-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise Problem("folder_not_writable", str(fault), folder=str(path.parent)) from fault
