"""Replies that nobody would send by mistake, and clocks that are wrong."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from desktop_app.core.answer import Request, Sampling
from desktop_app.core.example import Completion, Part
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.providers import answers, models
from desktop_app.store import history
from desktop_app.store.project import Project
from tests.providers.odd_server import odd_provider

DEEP = b"[" * 200_000 + b"]" * 200_000
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def reply(body, *headers, status=200):
    head = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body


async def streamed_answer(provider):
    return [piece async for piece in answers.stream(provider, Request(3, "m", "2 + 2", Sampling()))]


def said(sent, *, streamed=False):
    """Return the Problem that a reply of these bytes becomes."""

    async def ask():
        async with odd_provider(sent) as (provider, _):
            work = streamed_answer(provider) if streamed else models.list_models(provider)
            with pytest.raises(Problem) as caught:
                await work
            return caught.value

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (reply(DEEP), "provider_speaks_otherwise"),
        (reply(DEEP, status=400), "provider_refuses"),
        (reply(b'{"data": [{"id": "m", "created": ' + b"9" * 5000 + b"}]}"), "provider_speaks_otherwise"),
        (reply(b'{"data": [{"id": "\xff\xfe"}]}'), "provider_speaks_otherwise"),
        (reply(b"nonsense", "Content-Encoding: gzip"), "provider_unreachable"),
    ],
    ids=["deep", "deep refusal", "large number", "no text", "not packed"],
)
def test_a_malformed_reply_is_said(sent, key):
    assert said(sent).key == key


def test_a_malformed_piece_of_an_answer_is_said():
    assert said(STREAM + b"data: " + DEEP + b"\n\n", streamed=True).key == "provider_speaks_otherwise"


@pytest.mark.parametrize("years", [-30, 0, 30])
def test_a_provider_is_waited_for_by_its_own_clock(years):
    there = datetime.now(UTC).replace(microsecond=0) + timedelta(days=365 * years)
    until = format_datetime(there + timedelta(seconds=90), usegmt=True)
    busy = reply(b"{}", f"Date: {format_datetime(there, usegmt=True)}", f"Retry-After: {until}", status=429)
    problem = said(busy)
    assert problem.key == "provider_busy"
    assert problem.values["seconds"] == 90


@pytest.mark.parametrize("told", ["inf", "nan", "-inf", "soon"])
def test_a_time_that_is_none_is_not_waited_for(told):
    problem = said(reply(b"{}", f"Retry-After: {told}", status=429))
    assert problem.key == "provider_busy"
    assert "seconds" not in problem.values


def test_steps_keep_their_order_when_the_clock_is_put_back(tmp_path, monkeypatch):
    clock = iter([2_000_000_000.0, 1_000_000_000.0, 1_500_000_000.0])
    monkeypatch.setattr(history.time, "time", lambda: next(clock))
    project = Project.create(tmp_path / "p.tunedesk")
    label = text("step.edit_field", field="completion")
    for number in range(3):
        project.do(label, lambda edit, n=number: edit.append([(Completion("q", f" {n}"), Part.TRAINING)])).result()
    assert [step.made for step in project.steps()] == [2_000_000_000.0, 1_000_000_000.0, 1_500_000_000.0]
    project.undo().result()
    with project.reading() as connection:
        kept = [line for (line,) in connection.execute("SELECT line FROM body ORDER BY id")]
    assert kept == ['{"prompt":"q","completion":" 0"}', '{"prompt":"q","completion":" 1"}']
    project.close()
