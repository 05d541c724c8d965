"""A provider's record of a training becomes one Job, whatever it leaves out and wherever it puts things."""

import asyncio
from types import SimpleNamespace

import pytest

from desktop_app.core.job import Checkpoint, Job, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.core.target import Method
from desktop_app.providers import job_story, jobs
from tests.providers.odd_server import json_reply, odd_provider

BARE = {"id": "ftjob-1", "object": "fine_tuning.job", "created_at": 100, "model": "m", "status": "running"}


def told(record, statuses=None):
    """Return the job that is read from a record, at a place with these words of its own."""

    async def ask():
        async with odd_provider(json_reply(record)) as (provider, _):
            provider.profile = SimpleNamespace(statuses=statuses) if statuses else None
            return await jobs.retrieve(provider, "ftjob-1")

    return asyncio.run(ask())


def test_the_barest_record_is_a_job():
    assert told(BARE) == Job("ftjob-1", "odd", "m", JobStatus.RUNNING, 100.0)


def test_a_whole_record_leaves_nothing_out():
    method = {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1, "n_epochs": 4, "batch_size": "auto"}}}
    record = BARE | {
        "status": "succeeded",
        "finished_at": 160,
        "estimated_finish": 150,
        "fine_tuned_model": "ft:m:org:mine:x",
        "hyperparameters": {"n_epochs": "auto", "learning_rate_multiplier": 2.0},
        "method": method,
        "seed": 9,
        "total_steps": 40,
        "trained_tokens": 1234,
        "training_file": "file-1",
        "validation_file": None,
        "result_files": ["file-2", {"id": "file-3"}],
        "error": {"code": None, "message": None, "param": None},
    }
    job = told(record)
    assert (job.status, job.finished, job.estimated_finish) == (JobStatus.SUCCEEDED, 160.0, 150.0)
    assert (job.method, job.epochs, job.batch_size) == (Method.PREFERENCE, 4, 0)
    assert job.settings == {"n_epochs": 4, "learning_rate_multiplier": 2.0, "beta": 0.1, "batch_size": "auto"}
    assert (job.title, job.seed, job.total_steps, job.trained_tokens) == ("mine", 9, 40, 1234)
    assert (job.training_file, job.validation_file, job.result_files) == ("file-1", "", ("file-2", "file-3"))
    assert job.error == ""


@pytest.mark.parametrize(
    ("record", "status"),
    [
        ({"status": "pendingRun"}, JobStatus.QUEUED),
        ({"status": "compressing"}, JobStatus.UNKNOWN),
        ({"status": "queued", "paused": True}, JobStatus.PAUSED),
        ({"status": "halted"}, JobStatus.PAUSED),
        ({"status": None}, JobStatus.UNKNOWN),
    ],
)
def test_a_place_s_own_words_for_a_state_are_those_of_its_profile(record, status):
    assert told(BARE | record, {"pendingRun": "queued", "halted": "paused"}).status is status


@pytest.mark.parametrize("record", [{"id": "x"}, BARE | {"created_at": "soon"}, [], "words"])
def test_what_is_no_job_is_said(record):
    with pytest.raises(Problem) as caught:
        told(record)
    assert caught.value.key == "provider_speaks_otherwise"


def test_checkpoints_come_in_order_of_step_whatever_is_left_out():
    kept = [
        {"id": "b", "created_at": 8, "fine_tuned_model_checkpoint": "ft:b", "step_number": 20, "metrics": {"step": 20}},
        {"id": "a", "metrics": {"step": 10, "valid_loss": 0.5, "train_mean_token_accuracy": None}},
    ]

    async def ask():
        async with odd_provider(json_reply({"object": "list", "data": kept, "has_more": False})) as (provider, _):
            return await job_story.checkpoints(provider, "ftjob-1")

    assert asyncio.run(ask()) == [
        Checkpoint("a", 10, "", 0.0, {"valid_loss": 0.5}),
        Checkpoint("b", 20, "ft:b", 8.0, {}),
    ]


def test_an_event_without_an_id_or_a_number_is_still_one_that_was_said():
    data = [
        {"created_at": 3, "type": "metrics", "message": "Step 2/9: training loss=0.5", "data": {"step": 2}},
        {"created_at": 2, "type": "metrics", "message": "measuring", "data": {"step": 1}},
        {"created_at": 1, "message": "begun"},
    ]

    async def ask():
        async with odd_provider(json_reply({"object": "list", "data": data})) as (provider, _):
            return await job_story.page(provider, "ftjob-1"), await job_story.page(provider, "ftjob-1")

    page, again = asyncio.run(ask())
    assert page == again
    step, measuring, begun = page.told
    assert (step.point, step.event, step.total) == (MetricPoint(2, {"train_loss": 0.5, "time": 3.0}), None, 9)
    assert (measuring.event.message, measuring.event.level, begun.event.message) == ("measuring", "info", "begun")
    assert len({one.id for one in page.told}) == 3
    assert page.last == ""
