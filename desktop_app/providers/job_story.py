"""What a provider tells of a training on its way: events a page at a time, points, checkpoints."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from desktop_app.core.job import HERE, Checkpoint, JobEvent
from desktop_app.core.measured import as_values, from_event, joined, total_steps
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.job_reply import Record

_ANYTHING = cast("type[Any]", object)
"""Tells the SDK to hand the parsed JSON through: a hundred thousand events are read faster without its types."""
_PAGE = 100
_PAGE_HERE = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """One event: a line of the story, or what was measured at a step; `total` is the number of steps, 0 if not said."""

    id: str
    event: JobEvent | None
    point: MetricPoint | None
    total: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, the newest first; `last` is the cursor at which the next page begins, "" at the beginning of all.

    `sure` tells that the provider said itself that there is more.
    """

    told: tuple[Told, ...]
    last: str
    sure: bool


async def page(provider: Provider, job_id: str, after: str = "") -> Page:
    """Return the page of events behind the event `after`, the newest page without one."""
    limit = _PAGE_HERE if after and provider.id == HERE else _PAGE
    reply = await _asked(provider, job_id, "events", {"limit": limit, **({"after": after} if after else {})})
    with in_words(provider.title):
        told = tuple(_told(event) for event in reply["data"])
        last = told[-1].id if told and _goes_on(reply, len(told), limit) else ""
        return Page(told, last, reply.get("has_more") is not None)


async def pages(provider: Provider, job_id: str, after: str = "") -> AsyncIterator[Page]:
    """Yield page after page down to the oldest event; the first is the one behind `after`."""
    going = False
    while True:
        got = await page(provider, job_id, after)
        if going and not got.told:
            # The cursor is not known there any more: an engine that was killed forgets what it will measure again.
            raise Problem("provider_broke_off", details=f"no event behind {after}", provider=provider.title)
        yield got
        if not got.last or got.last == after:
            return
        after, going = got.last, got.sure


async def story(provider: Provider, job_id: str) -> tuple[list[JobEvent], list[MetricPoint]]:
    """Return all events of a job and all points they carry, the oldest first."""
    found: dict[str, Told] = {}
    async for got in pages(provider, job_id):
        known = len(found)
        found.update((told.id, told) for told in got.told if told.id not in found)
        if len(found) == known:
            break
    oldest_first = list(found.values())[::-1]
    events = [told.event for told in oldest_first if told.event is not None]
    return events, joined(told.point for told in oldest_first if told.point is not None)


async def checkpoint_records(provider: Provider, job_id: str) -> list[Record]:
    """Return the records of the checkpoints the provider still keeps, the oldest first."""
    found: dict[str, Record] = {}
    after = ""
    while True:
        reply = await _asked(provider, job_id, "checkpoints", {"limit": _PAGE, **({"after": after} if after else {})})
        with in_words(provider.title):
            records = [dict(record) for record in reply["data"]]
            new = [record for record in records if str(record["id"]) not in found]
            found.update((str(record["id"]), record) for record in new)
            if not new or not _goes_on(reply, len(records), _PAGE):
                return list(found.values())[::-1]
            after = str(records[-1]["id"])


async def checkpoints(provider: Provider, job_id: str) -> list[Checkpoint]:
    """Return the checkpoints the provider still keeps, in order of step."""
    records = await checkpoint_records(provider, job_id)
    with in_words(provider.title):
        return sorted((checkpoint_of(record) for record in records), key=lambda kept: kept.step)


def checkpoint_of(record: Mapping[str, Any]) -> Checkpoint:
    """Return the Checkpoint of a JSON object as providers list them, its metrics under our names."""
    measured = record.get("metrics") or {}
    step = record.get("step_number")
    return Checkpoint(
        id=str(record["id"]),
        step=int(measured["step"] if step is None else step),
        model=str(record.get("fine_tuned_model_checkpoint") or ""),
        created=float(record.get("created_at") or 0.0),
        values=as_values(measured),
    )


async def _asked(provider: Provider, job_id: str, what: str, query: Mapping[str, object]) -> dict[str, Any]:
    path = f"/fine_tuning/jobs/{quote(job_id, safe='')}/{what}"
    with in_words(provider.title):
        reply: dict[str, Any] = await provider.client.get(path, cast_to=_ANYTHING, options={"params": query})
        return reply


def _goes_on(reply: Mapping[str, Any], count: int, limit: int) -> bool:
    more = reply.get("has_more")
    return bool(more) if more is not None else count >= limit


def _told(event: Mapping[str, Any]) -> Told:
    words, data = str(event.get("message") or ""), event.get("data")
    created = float(event["created_at"])
    measures = event.get("type") == "metrics"
    point = from_event(data, words, metrics=measures)
    if point is not None:
        point = MetricPoint(point.step, {**point.values, "time": created}, point.broken)
    name = str(event.get("id") or _name_for(event))
    # A measurement without any number in it is still something that was said.
    line = JobEvent(name, created, str(event.get("level") or "info"), words) if point is None else None
    return Told(name, line, point, total_steps(data, words))


def _name_for(event: Mapping[str, Any]) -> str:
    """Return an id for an event that has none: the same event has the same one again."""
    said = f"{event.get('created_at')} {event.get('message')} {event.get('data')}"
    return f"said-{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"
