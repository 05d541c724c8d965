"""Answers from a real worker: streams, batches of base and tuned model, sampling, stops, and clients that leave."""

import asyncio
import threading

import openai
import psutil
import pytest
from starlette.requests import Request

from desktop_app.engine.routes import answers
from desktop_app.engine.routes.leaving import LEFT
from tests.engine.running import until

pytestmark = pytest.mark.engine
ASK = [{"role": "user", "content": "What colour is the sky"}]


@pytest.fixture(scope="module")
def loose(engine):
    """A client that does not validate: the SDK's type for completions has no word for a chunk that is not the last."""
    with engine.client(strict=False) as found:
        yield found


def read(stream):
    texts, reasons, usage = {}, {}, None
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            piece = choice.delta.content if hasattr(choice, "delta") else choice.text
            texts[choice.index] = texts.get(choice.index, "") + (piece or "")
            reasons[choice.index] = choice.finish_reason
    return texts, reasons, usage


def test_a_stream_says_the_same_as_a_whole_answer(client, trained):
    asked = {"model": trained.fine_tuned_model, "messages": ASK, "temperature": 0, "max_tokens": 30}
    whole = client.chat.completions.create(**asked)
    texts, reasons, usage = read(
        client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True})
    )
    assert texts == {0: whole.choices[0].message.content}
    assert reasons == {0: "stop"} == {0: whole.choices[0].finish_reason}
    assert usage == whole.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_base_and_tuned_models_stream_side_by_side_as_each_would_alone(engine, client, trained):
    checkpoints = [kept.fine_tuned_model_checkpoint for kept in client.fine_tuning.jobs.checkpoints.list(trained.id)]
    models = ["tiny", trained.fine_tuned_model, *checkpoints[-2:]]
    questions = [ASK, [{"role": "user", "content": "Say hello"}], ASK, [{"role": "user", "content": "rose " * 20}]]
    alone = [one(client, model, asked) for model, asked in zip(models, questions, strict=True)]

    async def together():
        async with engine.async_client() as asking:
            return await asyncio.gather(
                *(streamed(asking, model, asked) for model, asked in zip(models, questions, strict=True))
            )

    assert asyncio.run(together()) == alone


def one(client, model, asked):
    reply = client.chat.completions.create(model=model, messages=asked, temperature=0, max_tokens=24)
    return reply.choices[0].message.content


async def streamed(client, model, asked):
    text = ""
    async for chunk in await client.chat.completions.create(
        model=model, messages=asked, temperature=0, max_tokens=24, stream=True
    ):
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
    return text


def test_a_seed_repeats_and_another_does_not(client):
    def draw(seed):
        reply = client.chat.completions.create(model="tiny", messages=ASK, seed=seed, n=3, max_tokens=12)
        return [choice.message.content for choice in reply.choices]

    first = draw(7)
    assert first == draw(7)
    assert first != draw(8)
    assert len(set(first)) == 3


def test_an_answer_ends_before_a_stop_sequence(client, loose, trained):
    asked = {"model": trained.fine_tuned_model, "messages": ASK, "temperature": 0, "stop": ["er be b", "never"]}
    reply = client.chat.completions.create(**asked)
    assert reply.choices[0].message.content == "the answ"
    assert reply.choices[0].finish_reason == "stop"
    texts, reasons, _ = read(client.chat.completions.create(**asked, stream=True))
    assert texts == {0: "the answ"}
    assert reasons == {0: "stop"}


def test_prompts_choices_and_lengths_of_completions(client, loose):
    asked = {"model": "tiny", "prompt": ["one", "two three"], "n": 2, "temperature": 0}
    reply = client.completions.create(**asked)
    assert [choice.index for choice in reply.choices] == [0, 1, 2, 3]
    assert reply.choices[0].text == reply.choices[1].text != reply.choices[2].text
    assert {choice.finish_reason for choice in reply.choices} <= {"length", "stop"}
    assert reply.usage.completion_tokens <= 64
    texts, _, usage = read(loose.completions.create(**asked, stream=True, stream_options={"include_usage": True}))
    assert texts == {choice.index: choice.text for choice in reply.choices}
    assert usage == reply.usage


def test_penalties_change_what_is_said_again(client):
    def say(**more):
        reply = client.completions.create(model="tiny", prompt="one", temperature=0, max_tokens=60, **more)
        return reply.choices[0].text

    assert say() != say(frequency_penalty=2, presence_penalty=2)


@pytest.mark.parametrize(
    ("extra", "param"),
    [
        ({"top_logprobs": 3}, "top_logprobs"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools"),
        ({"temperature": 3}, "temperature"),
        ({"n": 9}, "n"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "user", "content": None}]}, "messages[0].content"),
        ({"wobble": 1}, "wobble"),
        ({"model": "none"}, "model"),
        ({"messages": [{"role": "user", "content": "one two " * 40_000}]}, "messages"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(client, extra, param):
    with pytest.raises((openai.BadRequestError, openai.NotFoundError)) as caught:
        client.chat.completions.create(model="tiny", messages=ASK, extra_body=extra)
    assert caught.value.param == param


def test_an_error_in_a_stream_s_beginning_has_its_own_status(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "one two " * 40_000}], stream=True
        )
    assert caught.value.code == "context_length_exceeded"


def test_a_request_does_not_wait_for_a_long_answer(engine, client):
    # Greedy, this model goes round in circles for ever: it is still being answered when the other has been.
    with engine.client() as other:
        long = other.chat.completions.create(model="tiny", messages=ASK, temperature=0, max_tokens=60_000, stream=True)
        chunks = iter(long)
        assert next(chunks).choices[0].finish_reason is None
        quick = client.with_options(timeout=60).chat.completions.create(model="tiny", messages=ASK, max_tokens=3)
        assert quick.usage.completion_tokens <= 3
        assert next(chunks).choices[0].finish_reason is None
        long.close()


@pytest.mark.parametrize("stream", [True, False])
def test_nobody_answers_a_client_that_has_left(engine, client, stream):
    client.chat.completions.create(model="tiny", messages=ASK, max_tokens=1)  # the worker has started by now
    # Greedy, this model goes round in circles for ever; the next request would wait for minutes behind it.
    leaver = engine.client()
    asked = {"model": "tiny", "messages": ASK, "temperature": 0, "max_tokens": 60_000}
    if stream:
        running = leaver.chat.completions.create(**asked, stream=True)
        next(iter(running))
        running.close()
    else:
        impatient = leaver.with_options(timeout=2)
        with pytest.raises(openai.APITimeoutError):
            impatient.chat.completions.create(**asked)
    leaver.close()
    quick = client.with_options(timeout=30).chat.completions.create(model="tiny", messages=ASK, max_tokens=3)
    assert quick.usage.completion_tokens <= 3


def test_who_leaves_before_the_first_word_of_a_stream_is_waited_for_no_more():
    ended = []

    async def news():
        try:
            await asyncio.Event().wait()  # the model still reads the question
            yield {}
        finally:
            ended.append("asking")

    async def leaving():
        return {"type": "http.disconnect"}

    streamed = answers._streamed(Request({"type": "http"}, leaving), news(), None, usage=False)
    reply = asyncio.run(asyncio.wait_for(streamed, 10))
    assert (reply.status_code, ended) == (LEFT, ["asking"])


def test_an_answering_worker_that_dies_is_told_of_and_replaced(engine, client):
    def workers():
        family = psutil.Process(engine.process.pid).children()
        return [child for child in family if "desktop_app.engine.answer" in child.cmdline()]

    client.chat.completions.create(model="tiny", messages=ASK, max_tokens=1)
    told = []

    def ask():
        try:
            client.chat.completions.create(model="tiny", messages=ASK, temperature=0, max_tokens=60_000)
        except openai.InternalServerError as error:
            told.append(error)

    (worker,) = until(workers)
    before = worker.cpu_times().user
    asking = threading.Thread(target=ask)
    asking.start()
    # One that is killed before it was asked would be replaced at once, and the next one would answer for minutes.
    until(lambda: worker.cpu_times().user > before + 0.2)
    worker.kill()
    asking.join(30)
    assert told[0].status_code == 503
    assert told[0].code == "answer_worker_died"
    assert client.chat.completions.create(model="tiny", messages=ASK, max_tokens=1).choices
