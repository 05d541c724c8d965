"""Trainings made elsewhere with the same account, and results files that somebody kept, become trainings here."""

import asyncio
import base64
import json
from dataclasses import asdict

import pytest

from desktop_app.core.connection import Connection
from desktop_app.core.job import ELSEWHERE, JobStatus
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import RUN_KEY
from desktop_app.core.target import Method
from desktop_app.settings.ledger import Ledger
from desktop_app.store import jobs, story
from desktop_app.store.project import Project
from desktop_app.work.bookkeeping import Books
from desktop_app.work.find_jobs import found, plan_of, take_up
from desktop_app.work.result_files import measured
from desktop_app.work.save_results import save_results
from desktop_app.work.take_results import take_results
from desktop_app.work.watch import to_follow
from tests.cloud.account import results
from tests.cloud.dialects import DIALECTS, NEBIUS, OPENAI
from tests.cloud.server import Cloud
from tests.work.watched import BASE, Hours, begin, holds_all, living, place, put_up, to_the_end


def at(path, act, dialect=OPENAI):
    """Run an act with a cloud and a project that is connected to it."""

    async def whole(cloud):
        async with place(cloud, path / "p.tunedesk") as here:
            return await act(cloud, here, await here.sites.provider(here.connection))

    with Cloud(dialect) as cloud:
        return asyncio.run(whole(cloud))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
def test_a_training_made_elsewhere_is_found_and_taken_up_whole(tmp_path, dialect):
    async def act(cloud, here, provider):
        mine, other = put_up(cloud), put_up(cloud, suffix="theirs", seed=11)
        cloud.account.begin(other, 40)
        cloud.account.finish(other)
        await begin(here, mine)
        (seen,) = [job async for job in found(here.project, provider)]
        assert (seen.id, seen.title) == (other.id, "theirs")
        taken = await take_up(here.project, provider, seen)
        assert (taken.status, taken.tuned_model) == (JobStatus.SUCCEEDED, other.tuned)
        holds_all(here.project, other)
        assert [job async for job in found(here.project, provider)] == []
        assert [job.id for job in to_follow(here.project)] == [mine.id]
        assert await take_up(here.project, provider, seen) == taken
        with here.project.reading() as connection:
            plan = jobs.plan(connection, other.id)
        assert (plan.base_model, plan.seed, plan.suffix, plan.connection) == (BASE, 11, "theirs", here.connection)
        assert (plan.epochs, plan.validation) == (3, False)

    at(tmp_path, act, dialect)


def test_one_that_is_under_way_is_followed_from_here_on_like_one_s_own(tmp_path):
    async def act(cloud, here, provider):
        other = put_up(cloud)
        cloud.account.begin(other)
        cloud.account.advance(other, 3)
        (seen,) = [job async for job in found(here.project, provider)]
        taken = await take_up(here.project, provider, seen)
        assert (taken.status, taken.total_steps) == (JobStatus.RUNNING, 12)
        (follow,) = to_follow(here.project)
        await to_the_end(here, follow, Hours(living(cloud, other)))
        holds_all(here.project, other)

    at(tmp_path, act)


def test_what_breaks_off_while_it_is_taken_up_is_made_up_for(tmp_path):
    async def act(cloud, here, provider):
        other = put_up(cloud)
        cloud.account.begin(other, 200)
        cloud.account.finish(other)
        for _ in range(9):
            cloud.faults.add("GET files/*/content", "broken")
        (seen,) = [job async for job in found(here.project, provider)]
        with pytest.raises(Problem) as caught:
            await take_up(here.project, provider.once(), seen)
        assert caught.value.key == "provider_faulty"
        cloud.faults.waiting.clear()
        (follow,) = to_follow(here.project)
        await to_the_end(here, follow)
        holds_all(here.project, other)
        assert to_follow(here.project) == []

    at(tmp_path, act)


def test_a_training_that_bears_the_mark_of_a_run_is_joined_with_it(tmp_path):
    async def act(cloud, here, provider):
        other = put_up(cloud, metadata={RUN_KEY: "m" * 32})

        def planned(connection):
            connection.execute(
                "INSERT INTO run (mark, planned, connection, plan, record) VALUES (?, 1, ?, '{}', '{}')",
                ("m" * 32, here.connection),
            )

        here.project.write(planned).result()
        (seen,) = [job async for job in found(here.project, provider)]
        await take_up(here.project, provider, seen)
        with here.project.reading() as connection:
            assert connection.execute("SELECT job FROM run").fetchone() == (other.id,)

    at(tmp_path, act)


def test_the_plan_of_a_training_tells_what_is_known_of_it(tmp_path):
    async def act(cloud, here, provider):
        method = {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.2, "learning_rate_multiplier": "auto"}}}
        job = put_up(cloud, method=method)
        (seen,) = [one async for one in found(here.project, provider)]
        plan = plan_of(seen)
        assert (plan.method, dict(plan.more), plan.learning_rate_multiplier) == (Method.PREFERENCE, {"beta": 0.2}, None)
        assert job.id == seen.id

    at(tmp_path, act)


def test_what_was_deleted_meanwhile_is_said(tmp_path):
    async def act(cloud, here, provider):
        other = put_up(cloud)
        (seen,) = [job async for job in found(here.project, provider)]
        del cloud.account.jobs[other.id]
        with pytest.raises(Problem) as caught:
            await take_up(here.project, provider, seen)
        assert caught.value.key == "provider_not_found"
        with here.project.reading() as connection:
            assert jobs.all_jobs(connection) == []

    at(tmp_path, act, NEBIUS)


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "p.tunedesk")
    yield made
    made.close()


LEGACY = (
    b"step,elapsed_tokens,elapsed_examples,training_loss,training_sequence_accuracy,training_token_accuracy,"
    b"validation_loss,validation_sequence_accuracy,validation_token_accuracy,classification/accuracy\n"
    b"1,136,8,2.5,0.0,0.5,,,,\n2,272,16,1.5,0.25,0.75,1.75,0.0,0.7,0.9\n"
)


@pytest.mark.parametrize("wrap", [bytes, base64.b64encode, base64.encodebytes], ids=["plain", "base64", "in lines"])
def test_an_old_results_file_becomes_a_training_once(tmp_path, project, wrap):
    path = tmp_path / "curie sentiment.csv"
    path.write_bytes(wrap(LEGACY))
    job = asyncio.run(take_results(project, path))
    assert (job.provider, job.status, job.title) == (ELSEWHERE, JobStatus.SUCCEEDED, "curie sentiment")
    assert (job.total_steps, job.trained_tokens) == (2, 272)
    assert asyncio.run(take_results(project, path)) == job
    with project.reading() as connection:
        assert jobs.all_jobs(connection) == [job]
        last = jobs.points(connection, job.id)[-1]
        assert story.checkpoints(connection, job.id) == []
    assert last.values["classification/accuracy"] == 0.9
    assert last.values["valid_loss"] == 1.75
    assert to_follow(project) == []


@pytest.mark.parametrize("dialect", [d for d in DIALECTS if d.results != "none"], ids=lambda d: d.name)
def test_a_results_file_of_each_dialect_is_taken(tmp_path, project, dialect):
    with Cloud(dialect) as cloud:
        remote = put_up(cloud)
        cloud.account.begin(remote, 20)
        cloud.account.finish(remote)
        path = tmp_path / "step_metrics.csv"
        path.write_bytes(results(remote, dialect))
    job = asyncio.run(take_results(project, path))
    with project.reading() as connection:
        assert [point.step for point in jobs.points(connection, job.id)] == list(range(1, 21))
    json.dumps(asdict(job))


@pytest.mark.parametrize("content", [b"", b"question,answer\na,b\n", b"step,train_loss\n", b"\x89PNG\r\n\x1a\n\x00"])
def test_what_is_no_results_file_is_said(tmp_path, project, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        asyncio.run(take_results(project, path))
    assert caught.value.key == "results_not_readable"
    with project.reading() as connection:
        assert jobs.all_jobs(connection) == []


def test_a_results_file_that_cannot_be_read_is_said(tmp_path, project):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(Problem) as caught:
            asyncio.run(take_results(project, path))
        assert caught.value.key == "watch_file_not_read"


def test_a_file_too_large_for_a_table_is_not_read(tmp_path, project, monkeypatch):
    monkeypatch.setattr("desktop_app.work.take_results.LARGEST", 20)
    path = tmp_path / "step_metrics.csv"
    path.write_text("step,train_loss\n1,2.5\n2,2.0\n")
    with pytest.raises(Problem, match="results_not_readable") as caught:
        asyncio.run(take_results(project, path))
    assert caught.value.details == f"{path.stat().st_size} bytes"


def test_weights_among_the_results_are_neither_fetched_nor_in_the_way(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.work.result_files.LARGEST", 10_000)

    async def act(cloud, here, provider):
        remote = put_up(cloud)
        cloud.account.begin(remote, 20)
        cloud.account.finish(remote)
        weights = cloud.account.add_file("adapter.safetensors", b"w" * 10_001, "fine-tune-results")
        small = cloud.account.add_file("card.md", b"A model.", "fine-tune-results")
        remote.result_files[:0] = [weights.id, small.id]
        (seen,) = [job async for job in found(here.project, provider)]
        points = await measured(provider, seen)
        assert [point.step for point in points] == list(range(1, 21))
        assert (weights.begun, small.begun) == (0, 1)

    at(tmp_path, act)


def test_a_results_file_somebody_else_answers_for_is_asked_for_later(tmp_path):
    async def act(cloud, here, provider):
        remote = put_up(cloud)
        cloud.account.begin(remote, 20)
        cloud.account.finish(remote)
        (seen,) = [job async for job in found(here.project, provider)]
        cloud.faults.add("GET files/*/content", "nonsense")
        with pytest.raises(Problem, match="download_incomplete"):
            await measured(provider, seen)
        assert len(await measured(provider, seen)) == 20

    at(tmp_path, act)


@pytest.mark.parametrize("dialect", [d for d in DIALECTS if d.results != "none"], ids=lambda d: d.name)
def test_the_table_of_a_training_is_kept_as_text_and_an_old_one_stays_until_it_is_whole(tmp_path, dialect):
    async def act(cloud, here, provider):
        remote = put_up(cloud)
        cloud.account.begin(remote, 20)
        cloud.account.finish(remote)
        (seen,) = [job async for job in found(here.project, provider)]
        path = tmp_path / "results.csv"
        path.write_text("an older table", encoding="utf-8")
        cloud.faults.add("GET files/*/content", "forbidden")
        with pytest.raises(Problem, match="provider_forbids"):
            await save_results(provider, seen, path)
        assert path.read_text(encoding="utf-8") == "an older table"
        assert await save_results(provider, seen, path) == path
        assert path.read_text(encoding="utf-8").startswith("step,")
        with pytest.raises(Problem, match="folder_not_writable") as caught:
            await save_results(provider, seen, tmp_path / "gone" / "results.csv")
        assert caught.value.values["folder"] == str(tmp_path / "gone")
        (tmp_path / "taken").mkdir()
        with pytest.raises(Problem, match="folder_not_writable"):
            await save_results(provider, seen, tmp_path / "taken")
        assert list(tmp_path.glob(".tunedesk-*")) == []

    at(tmp_path, act, dialect)


def test_what_an_ended_training_cost_is_entered_when_it_is_taken_up_once_and_in_its_own_month(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl")

    async def whole(cloud):
        async with place(cloud, tmp_path / "p.tunedesk", ledger) as here:
            provider = await here.sites.provider(here.connection)
            other = put_up(cloud)
            cloud.account.begin(other, 40)
            cloud.account.finish(other)
            (seen,) = [job async for job in found(here.project, provider)]
            for _ in range(2):
                taken = await take_up(here.project, provider, seen, books(here))
            return taken

    def books(here):
        profile = here.sites.site(here.connection).profile
        return Books(ledger, Connection(here.connection, "openai", "OpenAI", "https://api.example.org/v1"), profile)

    with Cloud(OPENAI) as cloud:
        taken = asyncio.run(whole(cloud))
    (entry,) = ledger.entries()
    assert (entry.reference, entry.time, entry.tokens_in) == (taken.id, taken.finished, taken.trained_tokens)
    assert entry.dollars is not None
