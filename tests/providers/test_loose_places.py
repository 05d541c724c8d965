"""Places that speak the protocol loosely: what they leave out, or have as null, costs no answer and no money."""

import asyncio
from types import SimpleNamespace

import pytest

from desktop_app.core.answer import Answer, Delta, Request, Sampling
from desktop_app.core.example import Message
from desktop_app.core.job import Plan
from desktop_app.core.problem import Problem
from desktop_app.providers import answers, files, job_creation, jobs, models
from desktop_app.providers.client import Provider, make_client
from tests.providers.odd_server import events, json_reply, odd_provider

ASKED = Request(0, "m", (Message("user", "2 + 2 ="),), Sampling())
COUNT = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}


def chunk(content=None, finish=None, **more):
    choice = {"index": 0, "delta": {} if content is None else {"content": content}, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **more}


def heard(*chunks):
    async def ask():
        async with odd_provider(events(*chunks)) as (provider, _):
            return [item async for item in answers.stream(provider, ASKED)]

    return asyncio.run(ask())


@pytest.mark.parametrize("choices", [None, []])
def test_an_answer_is_whole_whatever_stands_beside_its_count(choices):
    *_, answer = heard(chunk("four"), chunk(finish="stop"), chunk(choices=choices, usage=COUNT))
    assert isinstance(answer, Answer)
    assert (answer.text, answer.tokens, answer.prompt_tokens) == ("four", 3, 5)


def test_a_piece_without_contents_brings_nothing():
    nothing = chunk()
    nothing["choices"][0]["delta"] = None
    assert heard(chunk("fo"), nothing, chunk("ur"))[-1].text == "four"


@pytest.mark.parametrize("count", [{"prompt_tokens": 5}, {"prompt_tokens": 5, "completion_tokens": None}])
def test_an_answer_that_was_not_counted_has_no_tokens(count):
    answer = heard(chunk("four"), chunk(choices=[], usage=count))[-1]
    assert (answer.tokens, answer.prompt_tokens, answer.pace) == (0, 5, None)


def test_what_is_understood_no_more_after_a_piece_is_not_asked_for_again_by_itself():
    items = []

    async def ask():
        async with odd_provider(events(chunk("four"), chunk(5))) as (provider, _):
            async for item in answers.stream(provider, ASKED):
                items.append(item)  # noqa: PERF401 - what came before is looked at

    with pytest.raises(Problem, match="provider_speaks_otherwise") as caught:
        asyncio.run(ask())
    assert items[0] == Delta(0, "four")
    assert caught.value.values["final"]


def test_models_of_no_age_are_listed():
    listed = {"object": "list", "data": [{"id": "models/one", "object": "model", "owned_by": "x"}]}

    async def ask():
        async with odd_provider(json_reply(listed)) as (provider, _):
            return await models.list_models(provider)

    assert [(model.id, model.created) for model in asyncio.run(ask())] == [("models/one", 0.0)]


FILE = {"id": "file-1", "object": "file", "bytes": 3, "created_at": 1, "filename": "a", "purpose": "fine-tune"}
JOB = {"id": "j1", "object": "fine_tuning.job", "created_at": 4e9, "model": "m", "status": "running"}
RECORD = SimpleNamespace(mark="mine", planned=0.0, plan=Plan("m"))


async def all_of(listed):
    return [found async for found in listed]


@pytest.mark.parametrize(
    ("listed", "act"),
    [
        (FILE, lambda provider: all_of(files.all_files(provider))),
        (JOB, lambda provider: all_of(jobs.all_jobs(provider))),
        (JOB, lambda provider: job_creation.made(provider, RECORD, "another file", frozenset())),
        (JOB, lambda provider: job_creation._marked(provider, "mine")),
    ],
)
def test_a_list_that_begins_again_has_been_read(listed, act):
    async def ask():
        async with odd_provider(json_reply({"object": "list", "data": [listed]})) as (provider, odd):
            return await act(provider), len(odd.asked)

    found, requests = asyncio.run(ask())
    assert len(found or ()) in (0, 1)
    assert requests == 2


def test_a_list_that_moves_while_it_is_read_is_read_to_its_end():
    def page(*numbers, more=True):
        return json_reply({"object": "list", "data": [{**FILE, "id": f"f{n}"} for n in numbers], "has_more": more})

    async def ask():
        async with odd_provider(page(1, 2), page(2, 3), page(4, more=False)) as (provider, odd):
            return [file.id async for file in files.all_files(provider)], len(odd.asked)

    assert asyncio.run(ask()) == (["f1", "f2", "f3", "f4"], 3)


def test_a_client_that_somebody_has_closed_is_a_connection_that_broke_off():
    async def ask():
        provider = Provider("x", "Gone", make_client("http://127.0.0.1:9/v1", "k"))
        await provider.close()
        await models.list_models(provider)

    with pytest.raises(Problem, match="provider_broke_off"):
        asyncio.run(ask())
