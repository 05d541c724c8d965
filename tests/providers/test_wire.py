"""The OpenAI wire against a real server that misbehaves."""

import asyncio
import json

import pytest

from desktop_app.core.answer import Answer, Delta, Finish, Request, Sampling
from desktop_app.core.example import Message
from desktop_app.core.job import JobStatus, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.providers import answers, client, job_creation, job_story, jobs, models
from tests.providers.odd_server import events, json_reply, odd_provider, refusal

ASKED = Request(3, "m", "2 + 2 =", Sampling(max_tokens=9, stop=("END",)))


def piece(text: str | None, finish: str | None = None) -> dict[str, object]:
    choice = {"index": 0, "text": text or "", "finish_reason": finish, "logprobs": None}
    return {"id": "c", "object": "text_completion", "created": 1, "model": "m", "choices": [choice]}


USAGE = {**piece(None), "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}


async def heard(provider, request=ASKED):
    return [item async for item in answers.stream(provider, request)]


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        (refusal(401), "provider_key_refused"),
        (refusal(403), "provider_forbids"),
        (refusal(404), "provider_not_found"),
        (refusal(404, "model_not_found"), "provider_no_such_model"),
        (refusal(429), "provider_busy"),
        (refusal(429, "insufficient_quota"), "provider_money"),
        (refusal(429, "project_spend_limit_exceeded"), "provider_money"),
        (refusal(400, message="Invalid value"), "provider_refuses"),
        (refusal(400, "invalid_n_examples"), "too_few_examples"),
        (refusal(500), "provider_faulty"),
        (refusal(503, "engine_extra_missing"), "engine_extra_missing"),
        (refusal(507, "disk_full"), "provider_disk_full"),
        (b"HTTP/1.1 502 Bad\r\nConnection: close\r\nContent-Length: 4\r\n\r\noops", "provider_faulty"),
        (b"garbage\r\n\r\n", "provider_unreachable"),
        (events({"error": {"message": "out of memory", "code": None}}), "provider_broke_off"),
    ],
)
def test_every_refusal_has_its_sentences(reply, key):
    async def ask():
        async with odd_provider(reply) as (provider, _):
            with pytest.raises(Problem) as caught:
                await heard(provider)
            return caught.value

    problem = asyncio.run(ask())
    assert problem.key == key
    for sentence in (problem.happened, problem.meaning, problem.remedy):
        assert english(sentence)


def test_the_details_hold_the_request_id_and_never_the_key():
    async def ask():
        async with odd_provider(refusal(401, message="bad key")) as (provider, odd):
            with pytest.raises(Problem) as caught:
                await models.list_models(provider)
            assert "authorization: bearer test-key" in odd.asked[0].lower()
            return caught.value

    problem = asyncio.run(ask())
    assert "req-7" in problem.details
    assert "test-key" not in problem.details


def test_a_closed_port_is_said():
    async def ask():
        async with odd_provider(b"") as (provider, _):
            away = client.make_client("http://127.0.0.1:9/v1", "k")
            gone = client.Provider("x", "Gone", away.with_options(max_retries=0))
            with pytest.raises(Problem) as caught:
                await models.list_models(gone)
            await away.close()
            return caught.value.key, provider.title

    assert asyncio.run(ask()) == ("provider_unreachable", "Odd Cloud")


def test_an_answer_streams_in_order_and_ends_with_its_counts():
    async def ask():
        async with odd_provider(events(piece("fo"), piece("ur"), piece(None, "length"), USAGE)) as (provider, odd):
            return await heard(provider), odd.asked[0]

    items, asked = asyncio.run(ask())
    assert items[:2] == [Delta(3, "fo"), Delta(3, "ur")]
    assert isinstance(items[2], Answer)
    assert (items[2].text, items[2].finish, items[2].tokens) == ("four", Finish.LENGTH, 2)
    assert asked.startswith("POST /v1/completions ")
    sent = json.loads(asked.split("\r\n\r\n", 1)[1])
    assert sent == {
        "model": "m",
        "prompt": "2 + 2 =",
        "temperature": 0.0,
        "max_tokens": 9,
        "stop": ["END"],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_messages_go_to_the_chat_route():
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    said = {**chunk, "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": None}]}
    over = {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}

    async def ask():
        async with odd_provider(events(said, over)) as (provider, odd):
            request = Request(0, "m", (Message("user", "Hello"),), Sampling())
            return await heard(provider, request), odd.asked[0]

    items, asked = asyncio.run(ask())
    assert [type(i) for i in items] == [Delta, Answer]
    assert items[-1].finish is Finish.STOP
    assert asked.startswith("POST /v1/chat/completions ")


def test_a_stream_that_breaks_off_keeps_what_came_and_says_so():
    cut = events(piece("half"), end=b"")
    cut = cut.replace(b"Connection: close", b"Connection: close\r\nTransfer-Encoding: chunked", 1)
    head, body = cut.split(b"\r\n\r\n", 1)
    whole = head + b"\r\n\r\n" + f"{len(body):x}\r\n".encode() + body + b"\r\n"  # the closing chunk never comes

    async def ask():
        async with odd_provider(whole) as (provider, _):
            stream = answers.stream(provider, ASKED)
            first = await anext(stream)
            with pytest.raises(Problem) as caught:
                await anext(stream)
        return first, caught.value.key

    assert asyncio.run(ask()) == (Delta(3, "half"), "provider_broke_off")


def test_leaving_a_stream_tells_the_server():
    async def ask():
        async with odd_provider(events(piece("a"), end=b"data: slow\n\n")) as (provider, odd):
            stream = answers.stream(provider, ASKED)
            assert await anext(stream) == Delta(3, "a")
            await stream.aclose()
            await asyncio.wait_for(odd.left.wait(), 10)

    asyncio.run(ask())


JOB = {
    "id": "ftjob-1",
    "object": "fine_tuning.job",
    "created_at": 100,
    "model": "m",
    "status": "running",
    "hyperparameters": {"n_epochs": 3, "batch_size": "auto", "learning_rate_multiplier": 1.0},
    "organization_id": "o",
    "result_files": [],
    "seed": 42,
    "trained_tokens": None,
    "training_file": "file-1",
    "validation_file": None,
    "error": {"code": None, "message": None, "param": None},
    "fine_tuned_model": None,
    "finished_at": None,
}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, JobStatus.RUNNING),
        ({"status": "queued", "paused": True}, JobStatus.PAUSED),
        ({"status": "paused"}, JobStatus.PAUSED),
        ({"status": "compressing"}, JobStatus.UNKNOWN),
        ({"status": None}, JobStatus.UNKNOWN),
        ({"status": "failed", "error": {"code": "x", "message": "Line 3", "param": None}}, JobStatus.FAILED),
    ],
)
def test_every_word_for_a_state_is_understood(change, status):
    async def ask():
        async with odd_provider(json_reply({**JOB, **change})) as (provider, _):
            return await jobs.retrieve(provider, "ftjob-1")

    job = asyncio.run(ask())
    assert job.status is status
    assert (job.epochs, job.batch_size) == (3, 0)
    assert job.error == ("Line 3" if status is JobStatus.FAILED else "")


def test_a_plan_goes_out_with_auto_for_what_the_user_left_open():
    async def ask():
        async with odd_provider(json_reply(JOB)) as (provider, odd):
            await job_creation.create(provider, Plan("m", epochs=2, suffix="mine"), ("file-1", None))
            return json.loads(odd.asked[0].split("\r\n\r\n", 1)[1])

    sent = asyncio.run(ask())
    wanted = {"n_epochs": 2, "batch_size": "auto", "learning_rate_multiplier": "auto"}
    assert sent["method"] == {"type": "supervised", "supervised": {"hyperparameters": wanted}}
    assert (sent["suffix"], sent["seed"], "validation_file" in sent) == ("mine", 42, False)


def event(number: int, **more: object) -> dict[str, object]:
    basic = {"id": f"e{number}", "object": "fine_tuning.job.event", "created_at": number, "level": "info"}
    return {**basic, "message": f"m{number}", "type": "message", **more}


def test_a_story_is_read_page_by_page_and_told_oldest_first():
    metric = event(4, type="metrics", data={"step": 1, "train_loss": 2.0})
    first = json_reply({"object": "list", "data": [metric, event(3)], "has_more": True})
    second = json_reply({"object": "list", "data": [event(2), event(1)], "has_more": False})

    async def ask():
        async with odd_provider(first, second) as (provider, odd):
            return await job_story.story(provider, "ftjob-1"), odd.asked

    (told, points), asked = asyncio.run(ask())
    assert [e.message for e in told] == ["m1", "m2", "m3"]
    assert [(p.step, dict(p.values)) for p in points] == [(1, {"train_loss": 2.0, "time": 4.0})]
    assert [request.split(" ")[1] for request in asked] == [
        "/v1/fine_tuning/jobs/ftjob-1/events?limit=100",
        "/v1/fine_tuning/jobs/ftjob-1/events?limit=100&after=e3",
    ]


def test_a_place_that_pays_no_heed_to_the_cursor_is_not_asked_for_ever():
    again = json_reply({"object": "list", "data": [event(2), event(1)], "has_more": True})

    async def ask():
        async with odd_provider(again) as (provider, odd):
            return await job_story.story(provider, "ftjob-1"), len(odd.asked)

    (told, _), requests = asyncio.run(ask())
    assert [e.message for e in told] == ["m1", "m2"]
    assert requests == 2


def test_a_client_reads_nothing_from_the_environment(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "http://stranger.example")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    async def ask():
        async with odd_provider(json_reply({"object": "list", "data": []})) as (provider, odd):
            await models.list_models(provider)
            return odd.asked[0]

    assert "stranger" not in asyncio.run(ask())
