"""The tables of measurements that a training leaves at its provider."""

import asyncio

from desktop_app.core import results
from desktop_app.core.job import Job
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.providers import files
from desktop_app.providers.client import Provider

LARGEST = 256_000_000
"""Tables are smaller by far (a million steps are 60 MB); what is larger is weights, and not for us."""
_FOR_GOOD = frozenset({"provider_not_found", "provider_refuses", "provider_forbids", "results_not_readable"})
"""Asking again would not help: the file is gone, or it is no table."""


async def measured(provider: Provider, job: Job) -> list[MetricPoint]:
    """Return what the job's result files tell, in order of step; [] where none of them is a table.

    Raise a Problem for one that could not be fetched and may be had later.
    """
    found: list[MetricPoint] = []
    for name in job.result_files:
        try:
            told = await files.info(provider, name)
            if told.length > LARGEST:
                continue
            content = await files.content(provider, name)
            found += await asyncio.to_thread(_table, content, told, provider.title)
        except Problem as problem:
            if problem.key not in _FOR_GOOD:
                raise
    return found


def _table(content: bytes, told: RemoteFile, title: str) -> list[MetricPoint]:
    try:
        return results.parse(content)
    except Problem as problem:
        if len(content) == told.length:
            raise
        # Not what lies there: a page of somebody in between, perhaps.
        size = {"done": len(content), "length": told.length}
        raise Problem("download_incomplete", details=problem.details, provider=title, **size) from problem
