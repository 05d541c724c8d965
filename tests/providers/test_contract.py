"""The contract of the wire: the same suite against every dialect of the cloud and against the real engine."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from desktop_app.core import results
from desktop_app.core.answer import Answer, Request, Sampling
from desktop_app.core.connection import Ability, Verdict
from desktop_app.core.example import Message
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.problem import Problem
from desktop_app.providers import answers, files, job_creation, job_story, jobs, models, uploads
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.profile_file import load
from desktop_app.providers.profiles import Profile
from desktop_app.providers.try_out import try_out
from desktop_app.settings.paths import resource
from tests.cloud.dialects import DIALECTS
from tests.cloud.server import Cloud
from tests.engine.running import TOKEN, start
from tests.engine.tiny_model import make_tiny_model

ROWS = [
    {"messages": [{"role": "user", "content": f"q{n}"}, {"role": "assistant", "content": f"a{n}"}]} for n in range(12)
]
PLAN = {"epochs": 1, "batch_size": 4, "suffix": "contract"}


@dataclass
class Place:
    """Somewhere that speaks the wire; `go_on` lets its trainings go on where they would not by themselves."""

    address: str
    key: str
    base: str
    go_on: Callable[[], None]
    curve_elsewhere: bool = False
    profile: Profile | None = None

    def run(self, act: Callable[[Provider], Any]) -> Any:
        """Run an async act with a provider."""

        async def whole() -> Any:
            client = make_client(self.address, self.key)
            provider = Provider("place", "The Place", client, profile=self.profile)
            try:
                return await act(provider)
            finally:
                await provider.close()

        return asyncio.run(whole())


def cloud_place(cloud: Cloud) -> Place:
    account = cloud.account

    def go_on() -> None:
        for job in account.jobs.values():
            if job.status in ("queued", "pendingValidation"):
                account.begin(job)
            elif job.status == "running":
                account.finish(job)
            job.deployed = True

    base = "gpt-4o-mini-2024-07-18"
    known = {profile.id: profile for profile in load(resource("providers.json"))}
    elsewhere = not account.dialect.metrics_events
    return Place(cloud.address, account.key, base, go_on, elsewhere, known[account.dialect.name])


@pytest.fixture(scope="module")
def engine_place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contract")
    make_tiny_model(folder / "models" / "tiny")
    running = start(folder, "--linger", "3600")
    yield Place(f"{running.url}/v1", TOKEN, "tiny", lambda: None)
    running.stop()


@pytest.fixture(
    params=[*(pytest.param(d, id=d.name) for d in DIALECTS), pytest.param(None, id="engine", marks=pytest.mark.engine)]
)
def place(request):
    if request.param is None:
        yield request.getfixturevalue("engine_place")
        return
    with Cloud(request.param) as cloud:
        yield cloud_place(cloud)


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


async def uploaded_file(provider: Provider, path) -> str:
    return [way async for way in uploads.send_whole(provider, path, path.name)][-1].file


async def create(provider: Provider, place: Place, path) -> Job:
    uploaded = await uploaded_file(provider, path)
    return await job_creation.create(provider, Plan(place.base, **PLAN), (uploaded, None))


async def ended(provider: Provider, place: Place, job: Job) -> Job:
    """Wait until a job has ended; it is asked again and again, as the window does."""
    for number in range(1500):
        job = await jobs.retrieve(provider, job.id)
        if job.status.ended:
            return job
        place.go_on()
        await asyncio.sleep(min(0.2, 0.01 * number))
    raise AssertionError(job)


def test_a_file_comes_back_as_it_was_sent(place, rows, tmp_path):
    async def act(provider):
        sent = await uploaded_file(provider, rows)
        told = await files.info(provider, sent)
        assert (told.id, told.length) == (sent, rows.stat().st_size)
        assert sent in [found.id async for found in files.all_files(provider)]
        target = tmp_path / "back.jsonl"
        news = [item async for item in files.download(provider, sent, target, told.length)]
        assert target.read_bytes() == rows.read_bytes()
        assert news[-1].done == told.length
        assert len(news[-1].sha256) == 64
        with pytest.raises(Problem) as caught:
            [item async for item in files.download(provider, sent, target, told.length + 1)]
        assert caught.value.key == "download_incomplete"
        assert not target.with_name("back.jsonl.part").exists()

    place.run(act)


def test_what_is_not_there_is_said(place):
    async def act(provider):
        for ask in (files.info(provider, "file-none"), jobs.retrieve(provider, "ftjob-none")):
            with pytest.raises(Problem) as caught:
                await ask
            assert caught.value.key == "provider_not_found"
        with pytest.raises(Problem) as caught:
            await models.delete(provider, "ft:none")
        assert caught.value.key == "provider_no_such_model"

    place.run(act)


@pytest.mark.timeout(300)
def test_a_training_from_its_file_to_its_answer(place, rows):
    async def act(provider):
        made = await create(provider, place, rows)
        assert not made.status.ended
        job = await ended(provider, place, made)
        assert (job.status, job.error) == (JobStatus.SUCCEEDED, "")
        assert ("contract" in job.tuned_model) is (place.profile is None or place.profile.supports.suffix is not None)
        listed = {found.id: record async for found, record in jobs.all_jobs(provider)}
        assert listed[job.id]["id"] == job.id
        told, points = await job_story.story(provider, job.id)
        assert [event.time for event in told] == sorted(event.time for event in told)
        kept = await job_story.checkpoints(provider, job.id)
        assert kept
        if not place.curve_elsewhere:
            assert points[-1].values["train_loss"] > 0
        for name in job.result_files:
            measured = {point.step: point.values for point in results.parse(await files.content(provider, name))}
            for point in points:
                if "train_loss" in point.values:
                    assert measured[point.step]["train_loss"] == pytest.approx(point.values["train_loss"], abs=1e-6)
        assert job.tuned_model in [model.id for model in await models.list_models(provider)]
        asked = Request(0, job.tuned_model, (Message("user", "q1"),), Sampling(max_tokens=4))
        said = [item async for item in answers.stream(provider, asked)]
        assert isinstance(said[-1], Answer)
        await models.delete(provider, job.tuned_model)
        assert job.tuned_model not in [model.id for model in await models.list_models(provider)]

    place.run(act)


def test_a_training_is_cancelled_once_and_for_all(place, rows):
    async def act(provider):
        job = await create(provider, place, rows)
        with contextlib.suppress(Problem):  # the engine may have been quicker
            for _ in range(2):
                assert (await jobs.cancel(provider, job.id)).status.ended
        assert (await jobs.retrieve(provider, job.id)).status.ended

    place.run(act)


def test_what_works_is_found_out(place):
    async def act(provider):
        return {tried.ability: tried async for tried in try_out(provider, place.base)}

    found = place.run(act)
    assert set(found) == set(Ability)
    assert all(tried.verdict is Verdict.WORKS for tried in found.values()), found
    assert found[Ability.MODELS].count > 0


def test_a_wrong_key_is_said(place):
    async def act(provider):
        del provider
        wrong = Provider("place", "The Place", make_client(place.address, "sk-wrong"))
        with pytest.raises(Problem) as caught:
            await models.list_models(wrong)
        await wrong.close()
        assert caught.value.key == "provider_key_refused"

    place.run(act)
