"""A cloud that misbehaves in the middle of things: what is said, and that nothing is done twice."""

import asyncio
import json

import pytest

from desktop_app.core.answer import Answer, Delta, Request, Sampling
from desktop_app.core.example import Message
from desktop_app.core.job import JobStatus, Plan
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.providers import answers, files, job_creation, jobs, models, uploads
from desktop_app.providers.client import Provider, make_client
from tests.cloud.dialects import FOUNDRY, OPENAI
from tests.cloud.server import Cloud

BASE = "gpt-4o-mini-2024-07-18"
ASKED = Request(0, BASE, (Message("user", "2 + 2 ="),), Sampling(max_tokens=9))


def run(cloud, act, network=None):
    async def whole():
        provider = Provider("c", "The Cloud", make_client(cloud.address, cloud.account.key, network))
        try:
            return await act(provider)
        finally:
            await provider.close()

    return asyncio.run(whole())


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    line = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a" * 9000}]}
    path.write_text("".join(json.dumps(line) + "\n" for _ in range(40)), encoding="utf-8")
    return path


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "odd://127.0.0.1:9", "http://127.0.0.1:port"])
def test_a_proxy_of_a_kind_nobody_speaks_is_a_problem_and_tells_no_password(proxy):
    network = Network(proxy=proxy.replace("//", "//jane:se#cret@"))
    with pytest.raises(Problem, match="proxy_not_usable") as caught:
        make_client("https://cloud.example/v1", "key", network)
    assert "cret" not in caught.value.details


def test_a_socks_proxy_of_the_system_is_no_crash(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(Problem, match="proxy_not_usable"):
        make_client("https://cloud.example/v1", "key")


async def sent(provider, path):
    return [way async for way in uploads.send_whole(provider, path, path.name)][-1].file


def key_of(cloud, act, network=None):
    with pytest.raises(Problem) as caught:
        run(cloud, act, network)
    return caught.value.key


def test_a_file_that_broke_off_is_not_sent_again_by_itself(rows):
    """It may have arrived: whoever sends it looks first (work.sending)."""
    with Cloud() as cloud:
        cloud.faults.add("POST files", "lost", after=70_000)
        assert key_of(cloud, lambda provider: sent(provider, rows)) == "provider_unreachable"
        assert cloud.visits["POST files"] == 1
        assert cloud.account.files == {}


def test_a_stream_that_breaks_off_keeps_what_came():
    with Cloud() as cloud:
        cloud.account.spoken[BASE] = "four " * 400
        cloud.faults.add("POST chat/completions", "cut", after=9000)
        heard = []

        async def act(provider):
            async for item in answers.stream(provider, ASKED):
                heard.append(item)  # noqa: PERF401 - what came before the break is what is looked at

        assert key_of(cloud, act) == "provider_broke_off"
        assert len(heard) > 5
        assert all(isinstance(item, Delta) for item in heard)


def test_a_provider_that_is_too_slow_is_said():
    with Cloud() as cloud:
        cloud.faults.add("GET models", "slow", seconds=2.0, times=9)
        assert key_of(cloud, models.list_models, Network(seconds=0.2)) == "provider_slow"


@pytest.mark.parametrize("route", ["GET models", "GET jobs/*", "GET files/*", "POST files", "POST jobs"])
def test_a_page_in_the_place_of_a_reply_is_said(route, rows):
    with Cloud() as cloud:
        stored = cloud.account.add_file("a.jsonl", rows.read_bytes())
        job = cloud.account.add_job({"model": BASE, "training_file": stored.id})
        cloud.faults.add(route, "nonsense", times=9)
        acts = {
            "GET models": models.list_models,
            "GET jobs/*": lambda provider: jobs.retrieve(provider, job.id),
            "GET files/*": lambda provider: files.info(provider, stored.id),
            "POST files": lambda provider: sent(provider, rows),
            "POST jobs": lambda provider: job_creation.create(provider, Plan(BASE), (stored.id, None)),
        }
        assert key_of(cloud, acts[route]) == "provider_speaks_otherwise"


def test_a_page_in_the_place_of_an_answer_is_no_empty_answer():
    async def asked(provider):
        return [item async for item in answers.stream(provider, ASKED)]

    with Cloud() as cloud:
        cloud.faults.add("POST chat/completions", "nonsense", times=9)
        assert key_of(cloud, asked) == "provider_speaks_otherwise"


def test_words_nobody_knows_are_no_fault():
    with Cloud(FOUNDRY) as cloud:
        stored = cloud.account.add_file("a.jsonl", b"{}\n" * 12)
        job = cloud.account.add_job({"model": BASE, "training_file": stored.id})
        found = run(cloud, lambda provider: jobs.retrieve(provider, job.id))
        assert (found.status, found.status.ended) == (JobStatus.UNKNOWN, False)
        job.status = "paused"
        assert run(cloud, lambda provider: jobs.retrieve(provider, job.id)).status is JobStatus.PAUSED


def test_a_model_that_is_not_deployed_yet_is_said_and_answers_afterwards():
    async def ask(provider):
        return [item async for item in answers.stream(provider, request)]

    with Cloud(FOUNDRY) as cloud:
        stored = cloud.account.add_file("a.jsonl", b"{}\n" * 12)
        job = cloud.account.add_job({"model": BASE, "training_file": stored.id})
        cloud.account.begin(job)
        cloud.account.finish(job)
        request = Request(0, job.tuned, ASKED.question, ASKED.sampling)
        assert key_of(cloud, ask) == "provider_not_found"
        job.deployed = True
        assert isinstance(run(cloud, ask)[-1], Answer)


def test_money_and_rates_are_two_things():
    with Cloud(OPENAI) as cloud:
        cloud.faults.add("GET models", "quota", times=9)
        assert key_of(cloud, models.list_models) == "provider_money"
        cloud.faults.waiting.clear()
        cloud.faults.add("GET models", "rate", times=9, retry_after="0")
        assert key_of(cloud, models.list_models) == "provider_busy"
