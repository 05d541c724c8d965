"""The whole walk without windows: table, project, training in the real engine, answers; and what kills do to it."""

import asyncio
import json
import os
import signal
import sys

import pytest

from desktop_app.core.answer import Finish, Sampling
from desktop_app.core.batch import cells
from desktop_app.core.example import Part
from desktop_app.core.fields import question
from desktop_app.core.job import JobStatus, Plan
from desktop_app.core.metrics import series, validation_series
from desktop_app.providers.local import LocalEngine
from desktop_app.store import answers as kept_answers
from desktop_app.store import examples, jobs
from desktop_app.store.project import Project
from desktop_app.work import models, train
from desktop_app.work.ask_batch import Failed, Got, Piece, ask, watched
from desktop_app.work.keep_batch import keep
from desktop_app.work.watch import watch
from tests.engine.ending import end_engine
from tests.engine.tiny_model import make_tiny_model
from tests.importing import import_file
from tests.sites import OneSite, asked, sites
from tests.work.starting import started

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]


def door(folder):
    return json.loads((folder / "engine.json").read_text())


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the engine be asked more often than people need it."""
    monkeypatch.setattr("desktop_app.work.watch.POLL_SECONDS", 0.2)


@pytest.fixture(scope="module")
def engine_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engine")
    make_tiny_model(folder / "models" / "tiny")
    yield folder
    end_engine(folder)


def run(engine, coroutine):
    """Run a coroutine to its end and hang up."""

    async def whole():
        try:
            return await coroutine
        finally:
            await engine.close()

    return asyncio.run(whole())


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    lines = [f"what is {a} and {b},it is {a + b} indeed" for a in range(9) for b in range(5)]
    path.write_text("prompt,completion\n" + "\n".join(lines) + "\n")
    return path


async def trained(project, engine, plan):
    job = await started(project, await engine.provider(), plan)
    async for news in watch(project, sites(engine, project.path.parent), job):
        job = news.job
    return job


def test_from_a_table_to_two_compared_answers(table, tmp_path, engine_folder):
    project = Project.create(tmp_path / "walk.tunedesk")
    engine = LocalEngine(engine_folder)

    async def walk():
        done = await import_file(project, table)
        assert (done.created, done.left_out) == (45, 0)
        job = await trained(project, engine, Plan("tiny", epochs=3, suffix="walk"))
        assert job.status is JobStatus.SUCCEEDED, job.error
        assert job.tuned_model is not None
        with project.reading() as connection:
            points = jobs.points(connection, job.id)
            assert jobs.all_jobs(connection) == [job]
            story = [event.message for event in jobs.events(connection, job.id)]
            row = next(examples.rows(connection, Part.TEST))
        steps, valid = validation_series(points)
        assert steps[0] == 0
        assert len(valid) >= 3
        assert valid[-1] < valid[0]
        assert len(series(points, "train_loss")[0]) == job.total_steps
        assert "success" in story[-1]
        csv = (await train.result_file(await engine.provider(), job)).decode()
        assert csv.startswith("step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy")
        assert next(m.id for m in await models.tuned(engine) if not m.checkpoint) == job.tuned_model
        pair = asked(["tiny", job.tuned_model], [question(row.example)], Sampling(max_tokens=16))
        place = OneSite(await engine.provider())
        heard = [item async for item in ask(place, pair, cells(pair), await keep(project, place, pair), watched())]
        for column in (0, 1):
            (answer,) = [item.answer for item in heard if isinstance(item, Got) and item.cell.column == column]
            assert answer.text == "".join(i.text for i in heard if isinstance(i, Piece) and i.cell.column == column)
            assert answer.finish in (Finish.STOP, Finish.LENGTH)
            assert answer.tokens > 0
        with project.reading() as connection:
            assert all(kept_answers.of_model(connection, model) for model in ("tiny", job.tuned_model))

    run(engine, walk())
    project.close()


def test_a_column_that_cannot_answer_does_not_stop_the_other(tmp_path, engine_folder):
    engine = LocalEngine(engine_folder)

    async def both():
        pair = asked(["nobody", "tiny"], ["hi"], Sampling(max_tokens=4))
        return [item async for item in ask(OneSite(await engine.provider()), pair, cells(pair), None, watched())]

    heard = run(engine, both())
    (fault,) = [item for item in heard if isinstance(item, Failed)]
    assert (fault.cell.column, fault.problem.key) == (0, "provider_no_such_model")
    assert [item.cell.column for item in heard if isinstance(item, Got)] == [1]


def test_too_few_rows_are_refused_before_anything_is_trained(tmp_path, engine_folder):
    path = tmp_path / "few.csv"
    path.write_text("prompt,completion\n" + "a,b\nc,d\n")
    project = Project.create(tmp_path / "few.tunedesk")
    engine = LocalEngine(engine_folder)

    async def walk():
        await import_file(project, path)
        job = await started(project, await engine.provider(), Plan("tiny"))
        async for news in watch(project, sites(engine, project.path.parent), job):
            job = news.job
        return job

    job = run(engine, walk())
    assert job.status is JobStatus.FAILED
    assert "10" in job.error
    project.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_engine_comes_back_and_the_job_goes_on(table, tmp_path, engine_folder):
    """The engine is killed in mid-training; the watch starts it again and the whole curve arrives."""
    project = Project.create(tmp_path / "killed.tunedesk")
    engine = LocalEngine(engine_folder)

    async def walk():
        await import_file(project, table)
        job = await started(project, await engine.provider(), Plan("tiny", epochs=16))
        killed = False
        async for news in watch(project, sites(engine, project.path.parent), job):
            job = news.job
            if not killed and any(point.step >= 20 for point in news.points):
                os.kill(door(engine_folder)["pid"], signal.SIGKILL)
                killed = True
        assert killed
        return job

    job = run(engine, walk())
    assert job.status is JobStatus.SUCCEEDED, job.error
    with project.reading() as connection:
        steps, _ = series(jobs.points(connection, job.id), "train_loss")
    assert steps == list(range(1, job.total_steps + 1))
    project.close()
