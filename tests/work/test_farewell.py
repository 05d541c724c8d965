"""Deleting a model at a provider with what was uploaded for it, against a real HTTP server."""

import asyncio

import pytest

from desktop_app.core.problem import Problem
from desktop_app.providers.client import Provider, make_client
from desktop_app.work import farewell
from tests.cloud.server import Cloud

BASE = "gpt-4.1-mini-2025-04-14"


@pytest.fixture
def cloud():
    with Cloud() as running:
        yield running


def trained(cloud, training, validation=None, **more):
    asked = {"model": BASE, "training_file": training.id, **more}
    job = cloud.account.add_job(asked | ({"validation_file": validation.id} if validation else {}))
    cloud.account.begin(job)
    cloud.account.finish(job)
    return job


def at(cloud, act):
    async def whole():
        provider = Provider("cloud", "My cloud", make_client(cloud.address, cloud.account.key))
        try:
            return await act(provider)
        finally:
            await provider.close()

    return asyncio.run(whole())


def belongings(cloud, model):
    return at(cloud, lambda provider: farewell.belongings(provider, model))


def names(found):
    return [file.name for file in found.files]


def test_training_and_validation_files_belong_to_a_model_and_results_do_not(cloud):
    rows, check = cloud.account.add_file("rows.jsonl", b"x" * 100), cloud.account.add_file("check.jsonl", b"y" * 50)
    job = trained(cloud, rows, check)
    found = belongings(cloud, job.tuned)
    assert names(found) == ["rows.jsonl", "check.jsonl"]
    assert (found.bytes, found.shared) == (150, 0)


def test_a_file_another_model_or_running_training_needs_is_shared(cloud):
    rows, check = cloud.account.add_file("rows.jsonl", b"x"), cloud.account.add_file("check.jsonl", b"y")
    job = trained(cloud, rows, check)
    running = cloud.account.add_job({"model": BASE, "training_file": rows.id})
    cloud.account.begin(running)
    found = belongings(cloud, job.tuned)
    assert names(found) == ["check.jsonl"]
    assert found.shared == 1
    cloud.account.fail(running, "x", "no")
    other = trained(cloud, rows)
    assert names(belongings(cloud, job.tuned)) == ["check.jsonl"]
    del cloud.account.models[other.tuned]
    assert names(belongings(cloud, job.tuned)) == ["rows.jsonl", "check.jsonl"]


def test_a_checkpoint_and_a_model_from_elsewhere_have_no_files(cloud):
    job = trained(cloud, cloud.account.add_file("rows.jsonl", b"x"))
    assert belongings(cloud, job.tuned + ":ckpt-step-4") == farewell.Belongings()
    assert belongings(cloud, "ft:another") == farewell.Belongings()


def test_a_file_that_is_gone_already_is_not_offered(cloud):
    rows = cloud.account.add_file("rows.jsonl", b"x")
    job = trained(cloud, rows)
    del cloud.account.files[rows.id]
    assert belongings(cloud, job.tuned) == farewell.Belongings()


def test_model_and_files_are_deleted_and_nothing_else(cloud):
    rows, other = cloud.account.add_file("rows.jsonl", b"x"), cloud.account.add_file("other.jsonl", b"y")
    job, kept = trained(cloud, rows), trained(cloud, other)
    found = belongings(cloud, job.tuned)
    at(cloud, lambda provider: farewell.delete(provider, job.tuned, found.files))
    assert job.tuned not in cloud.account.models
    assert kept.tuned in cloud.account.models
    left = [file.name for file in cloud.account.files.values() if file.purpose == "fine-tune"]
    assert left == ["other.jsonl"]


def test_without_being_asked_no_file_is_deleted(cloud):
    rows = cloud.account.add_file("rows.jsonl", b"x")
    job = trained(cloud, rows)
    at(cloud, lambda provider: farewell.delete(provider, job.tuned))
    assert rows.id in cloud.account.files


def test_a_model_that_cannot_be_deleted_keeps_its_files(cloud):
    rows = cloud.account.add_file("rows.jsonl", b"x")
    job = trained(cloud, rows)
    found = belongings(cloud, job.tuned)
    cloud.faults.add("DELETE models/*", "forbidden")
    with pytest.raises(Problem) as raised:
        at(cloud, lambda provider: farewell.delete(provider, job.tuned, found.files))
    assert raised.value.key == "provider_forbids"
    assert rows.id in cloud.account.files


def test_what_could_not_be_deleted_is_named_and_the_rest_goes(cloud):
    rows, check = cloud.account.add_file("rows.jsonl", b"x"), cloud.account.add_file("check.jsonl", b"y")
    job = trained(cloud, rows, check)
    found = belongings(cloud, job.tuned)
    cloud.faults.add("DELETE files/*", "forbidden")
    with pytest.raises(Problem) as raised:
        at(cloud, lambda provider: farewell.delete(provider, job.tuned, found.files))
    assert (raised.value.key, raised.value.values["names"]) == ("files_left_behind", "rows.jsonl")
    assert check.id not in cloud.account.files


def test_a_file_somebody_else_deleted_meanwhile_is_no_fault(cloud):
    rows = cloud.account.add_file("rows.jsonl", b"x")
    job = trained(cloud, rows)
    found = belongings(cloud, job.tuned)
    del cloud.account.files[rows.id]
    at(cloud, lambda provider: farewell.delete(provider, job.tuned, found.files))
    assert job.tuned not in cloud.account.models


def test_a_place_that_does_not_tell_of_a_file_is_not_taken_for_one_without_it(cloud):
    rows = cloud.account.add_file("rows.jsonl", b"x")
    job = trained(cloud, rows)
    cloud.faults.add("GET files/*", "forbidden")
    with pytest.raises(Problem, match="provider_forbids"):
        belongings(cloud, job.tuned)
