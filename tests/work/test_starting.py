"""A training is started exactly once, whatever happens on the way."""

import asyncio
import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from desktop_app.core.example import Message, Part, Preference, RowStatus
from desktop_app.core.job import Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import RUN_KEY, Phase
from desktop_app.core.target import Method
from desktop_app.providers import uploads
from desktop_app.store import runs
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.seen_by import seen_by
from tests.cloud.dialects import CRUSOE, DIALECTS, FOUNDRY, NEBIUS, OPENAI
from tests.cloud.server import Cloud
from tests.work.starting import BASE, change, chat, desk, fill, manner, started


def name_of(dialect):
    return dialect.name


@pytest.fixture(autouse=True)
def steps_of_their_own(monkeypatch):
    """Let nobody be told how far a single request is: on a busy machine one takes long enough, and adds a step."""
    monkeypatch.setattr(uploads, "_TELL_SECONDS", None)


@pytest.fixture(params=DIALECTS, ids=name_of)
def anywhere(request, tmp_path):
    with Cloud(request.param) as cloud, desk(tmp_path, cloud) as there:
        yield there


@pytest.fixture(params=(OPENAI, NEBIUS), ids=name_of)
def either(request, tmp_path):
    """Lend one of the two kinds: files in parts and jobs with marks, or neither."""
    with Cloud(request.param) as cloud, desk(tmp_path, cloud) as there:
        yield there


@pytest.fixture
def openai(tmp_path):
    with Cloud(OPENAI) as cloud, desk(tmp_path, cloud) as there:
        yield there


def test_a_training_is_made_once_with_its_record(anywhere):
    plan = Plan(BASE, epochs=2, suffix="mine")
    job = anywhere.start(plan)
    anywhere.judge(job)
    record = anywhere.record(job)
    assert record.rows == {Part.TRAINING: 30, Part.VALIDATION: 6}
    assert (record.plan, record.connection) == (replace(plan, connection="c1"), "c1")
    assert (record.host, record.profile) == ("127.0.0.1", anywhere.profile.id)
    assert set(record.versions) == {"tunedesk", "python", "openai"}
    assert record.price == next((m.price for m in anywhere.profile.models if m.id == BASE), None)
    assert anywhere.cloud.visits["POST jobs"] == 1


def test_the_request_is_what_each_provider_wants(anywhere):
    plan = Plan(BASE, epochs=2, batch_size=4, suffix="s" * 70, seed=9, more={"lora_r": 16.0, "warmup_ratio": 0.1})
    name = anywhere.account.dialect.name
    if name != "nebius":
        plan = replace(plan, more={})
    job = anywhere.start(plan)
    asked, mark = dict(anywhere.only_job.asked), anywhere.record(job).mark
    assert (asked.pop("model"), asked.pop("training_file")) == (BASE, job.training_file)
    assert asked.pop("validation_file") == job.validation_file
    given = {"n_epochs": 2, "batch_size": 4}
    method = {"method": {"type": "supervised", "supervised": {"hyperparameters": given}}}
    given_auto = {"n_epochs": 2, "batch_size": 4, "learning_rate_multiplier": "auto"}
    classic = {"method": {"type": "supervised", "supervised": {"hyperparameters": given_auto}}}
    named = {"suffix": "s" * 64, "seed": 9}
    assert method != classic
    assert (
        asked
        == {
            "openai": {**classic, **named, "metadata": {RUN_KEY: mark}},
            "foundry": {**classic, **named},
            "nebius": {"hyperparameters": {**given, "lora_r": 16, "warmup_ratio": 0.1, "lora": True}, **named},
            "crusoe": {"hyperparameters": given},
        }[name]
    )


def test_a_reply_that_is_lost_after_the_job_was_made_makes_no_second_one(anywhere):
    anywhere.cloud.faults.add("POST jobs", "reset")
    job = anywhere.start()
    anywhere.judge(job)
    assert anywhere.cloud.visits["POST jobs"] == 1


@pytest.mark.parametrize("fault", ["lost", "broken", "nonsense"])
def test_a_request_nobody_answered_is_not_sent_again_before_somebody_looks(either, fault):
    either.cloud.faults.add("POST jobs", fault)
    assert either.refused().key == "train.unsure"
    assert either.cloud.visits["POST jobs"] == 1
    assert len(either.unfinished) == 1
    either.judge(either.go_on())


def test_a_job_that_shows_late_in_the_list_is_taken_up_by_going_on(either):
    either.cloud.faults.add("POST jobs", "reset")
    either.cloud.faults.add("GET jobs", "broken", times=99)
    assert either.refused().key == "train.unsure"
    either.cloud.faults.waiting.clear()
    either.judge(either.go_on())
    assert either.cloud.visits["POST jobs"] == 1


def test_jobs_of_others_are_not_taken_for_ours(either):
    first = either.start()
    plan = Plan(BASE, suffix="second")
    either.cloud.faults.add("POST jobs", "lost")
    assert either.refused(plan).key == "train.unsure"
    stranger = either.account.add_job({"model": BASE, "training_file": first.training_file})  # made long ago
    second = either.go_on()
    assert second.id not in (first.id, stranger.id)
    assert len(either.account.jobs) == 3
    assert len(either.account.files) == 2


def test_a_busy_provider_is_waited_for_and_a_refusal_is_said_at_once(either):
    either.cloud.faults.add("POST jobs", "rate", times=2)
    either.judge(either.start())
    assert either.refused(Plan("nobody")).key == "provider_no_such_model"
    either.cloud.faults.add("POST jobs", "quota", times=9)
    assert either.refused(Plan(BASE, seed=5)).key == "provider_money"
    assert either.unfinished == []
    assert len(either.jobs) == 1


@pytest.mark.parametrize("after", [1, 2, 5, 8])
def test_whoever_leaves_on_the_way_can_go_on_or_begin_again(either, after):
    heard = either.broken_off(after)
    left = either.unfinished
    if isinstance(heard[-1], Job):
        assert left == []
        either.judge(heard[-1])
        return
    assert len(left) == (heard[-1].mark != "")
    either.judge(either.go_on() if left and after % 2 else either.start())


def test_rows_go_there_once_and_again_when_they_were_deleted_there(either):
    first = either.start()
    sent = set(either.account.files)
    second = either.start(Plan(BASE, epochs=7))
    assert set(either.account.files) == sent
    assert (second.training_file, second.validation_file) == (first.training_file, first.validation_file)
    del either.account.files[first.training_file]
    third = either.start(Plan(BASE, epochs=9))
    assert third.training_file != first.training_file
    assert third.validation_file == first.validation_file
    assert len(either.jobs) == len(either.account.jobs) == 3
    assert third.training_file in either.account.files


def test_two_starts_at_once_make_one_job(either):
    async def both(provider):
        starts = (started(either.project, provider, Plan(BASE), manner()) for _ in range(2))
        return await asyncio.gather(*starts, return_exceptions=True)

    found = either.act(both)
    (job,) = [one for one in found if isinstance(one, Job)]
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert problem.key == "train.starting"
    either.judge(job)


def test_the_same_training_may_be_wanted_twice(openai):
    first = openai.start()
    second = openai.start()
    assert {job.id for job in openai.jobs} == {first.id, second.id} == set(openai.account.jobs)
    assert first.training_file == second.training_file


def test_how_far_it_is_is_told(openai):
    heard = openai.broken_off(10_000)
    assert heard[0].phase is Phase.WRITING
    sent = [step for step in heard if not isinstance(step, Job) and step.phase is Phase.SENDING]
    assert [step.done for step in sent] == sorted(step.done for step in sent)
    assert sent[-1].done == sent[-1].total == sum(stored.length for stored in openai.account.files.values())
    assert len({step.done for step in sent}) > 5
    assert heard[-2].phase is Phase.CREATING
    assert {step.mark for step in heard[1:-1]} == {openai.record(heard[-1]).mark}


@pytest.mark.parametrize(
    ("route", "kind"),
    [
        ("POST uploads", "reset"),
        ("POST uploads/*/parts", "reset"),
        ("POST uploads/*/parts", "lost"),
        ("POST uploads/*/parts", "expired"),
        ("POST uploads/*/complete", "expired"),
        ("POST uploads/*/complete", "reset"),
        ("POST uploads/*/complete", "broken"),
    ],
)
def test_a_part_that_is_lost_costs_that_part(openai, route, kind):
    openai.cloud.faults.add(route, kind, after=300)
    job = openai.start()
    openai.judge(job)
    parts = sum(-(-stored.length // 1000) for stored in openai.account.files.values())
    again = 1 if "parts" in route else 0
    if kind == "expired":
        assert openai.cloud.visits["POST uploads"] == 3
    else:
        assert openai.cloud.visits["POST uploads/*/parts"] <= parts + again


def test_an_interrupted_upload_goes_on_with_the_parts_that_are_there(openai):
    heard = openai.broken_off(6)
    done = heard[-1].done
    assert done >= 2000
    before = openai.cloud.visits["POST uploads/*/parts"]
    openai.judge(openai.go_on())
    total = sum(-(-stored.length // 1000) for stored in openai.account.files.values())
    assert openai.cloud.visits["POST uploads/*/parts"] - before <= total - done // 1000
    assert openai.cloud.visits["POST uploads"] == 2


@pytest.mark.parametrize("kind", ["reset", "lost", "broken"])
def test_a_file_whose_reply_is_lost_is_not_sent_twice(tmp_path, kind):
    with Cloud(NEBIUS) as cloud, desk(tmp_path, cloud) as there:
        cloud.faults.add("POST files", kind, after=300)
        there.judge(there.start())
        assert cloud.visits["POST files"] == (2 if kind == "reset" else 3)


def test_a_provider_that_looks_a_file_over_is_waited_for(either):
    either.account.file_states = ["uploaded", "pending", "running"]
    either.judge(either.start())


def test_a_provider_that_never_says_more_than_uploaded_is_believed_after_a_minute(either):
    for stored in ["uploaded"] * 200:
        either.account.file_states.append(stored)
    how = manner()
    assert either.refused(manner=how).key == "provider_refuses"  # this cloud knows better; it was asked all the same
    assert 60 <= how.clock() < 200
    assert either.cloud.visits["POST jobs"] == 1


def test_a_provider_that_looks_for_ever_is_left(either):
    either.account.file_states = ["pending"] * 2000
    problem = either.refused()
    assert (problem.key, problem.values["minutes"]) == ("train.file_not_ready", 30)
    assert len(either.unfinished) == 1
    for stored in either.account.files.values():
        stored.states.clear()
    either.judge(either.go_on())


def test_a_file_the_provider_does_not_take_is_said_and_sent_anew_the_next_time(either):
    either.account.file_states = ["pending", "error"]
    assert either.refused().key == "train.file_refused"
    assert either.unfinished == []
    (refused,) = [stored for stored in either.account.files.values() if stored.states == ["error"]]
    either.account.file_states = []
    for stored in either.account.files.values():
        stored.states.clear()
    job = either.start()
    assert refused.id not in (job.training_file, job.validation_file)
    assert len(either.account.files) == 3


def test_a_place_that_does_not_tell_of_its_files_is_believed(openai):
    openai.cloud.faults.add("GET files/*", "absent", times=99)
    job = openai.start()
    assert list(openai.account.jobs) == [job.id]
    assert openai.unfinished == []


@pytest.mark.parametrize("route", ["GET files/*", "POST uploads"])
def test_a_refusal_while_sending_is_said_at_once_and_leaves_nothing_unfinished(openai, route):
    openai.cloud.faults.add(route, "forbidden")
    assert openai.refused().key == "provider_forbids"
    assert (openai.account.jobs, openai.unfinished) == ({}, [])
    openai.judge(openai.start())  # no file lies there twice


def test_a_place_that_does_not_say_which_jobs_it_has_leaves_it_open_whether_one_was_made(either):
    either.cloud.faults.add("POST jobs", "reset")
    either.cloud.faults.add("GET jobs", "forbidden")
    assert either.refused().key == "train.unsure"
    assert (either.cloud.visits["POST jobs"], either.cloud.visits["GET jobs"]) == (1, 1)
    either.judge(either.go_on())
    assert either.cloud.visits["POST jobs"] == 1


def test_rows_that_changed_meanwhile_are_said(openai):
    openai.broken_off(3)
    change(openai.project, lambda edit: edit.write_field(1, "answer", "another"))
    with pytest.raises(Problem) as caught:
        openai.go_on()
    assert caught.value.key == "train.rows_changed"
    (old,) = openai.unfinished
    openai.act(lambda _: train.forget(openai.project, old))
    assert openai.unfinished == []
    openai.judge(openai.start())


def test_a_file_that_is_there_whole_is_used_although_the_rows_changed(openai):
    openai.cloud.faults.add("POST jobs", "lost")
    assert openai.refused().key == "train.unsure"
    change(openai.project, lambda edit: edit.delete([1, 2]))
    job = openai.go_on()
    assert len(openai.lines("training")) == 30
    with openai.project.reading() as connection:
        found = runs.changed_since(connection, openai.record(job).mark)
    assert (found.gone, found.count) == ((1, 2), 2)


def test_a_row_knows_the_trainings_it_was_part_of_the_newest_first(openai):
    jobs = [openai.start(), openai.start(Plan(BASE, suffix="second"))]

    def lessons(row):
        return asyncio.run(seen_by(openai.project, row))

    told = lessons(1)
    assert [lesson.training.mark for lesson in told] == [openai.record(job).mark for job in reversed(jobs)]
    assert [(lesson.part, lesson.changed) for lesson in told] == [(Part.TRAINING, False)] * 2
    assert {lesson.part for lesson in lessons(31)} == {Part.VALIDATION}
    assert lessons(37) == []  # it was kept for testing
    change(openai.project, lambda edit: edit.write_field(1, "answer", "another"))
    assert [lesson.changed for lesson in lessons(1)] == [True, True]
    change(openai.project, lambda edit: edit.delete([2]))
    assert [lesson.changed for lesson in lessons(2)] == [True, True]  # a row that is gone was learnt all the same


def test_what_changed_since_is_told_row_by_row(openai):
    job = openai.start()
    mark = openai.record(job).mark
    ids = []

    def edit(step):
        step.write_field(3, "answer", "another")
        step.set_part([4], Part.VALIDATION)
        step.set_part([5], Part.TEST)
        step.delete([6])
        step.set_status([7], RowStatus.EXCLUDED)
        ids.extend(step.append([(chat("new"), Part.TRAINING)]))

    change(openai.project, edit)
    with openai.project.reading() as connection:
        found = runs.changed_since(connection, mark)
    assert (found.changed, found.moved, found.new) == ((3,), (4,), tuple(ids))
    assert sorted(found.gone) == [5, 6, 7]
    second = openai.start()
    with openai.project.reading() as connection:
        assert runs.difference(connection, mark, openai.record(second).mark) == (2, 5, 25)
        assert set(runs.records(connection)) == {job.id, second.id}


def test_rows_that_are_excluded_do_not_go_out(openai):
    change(openai.project, lambda edit: edit.set_status([1, 31], RowStatus.EXCLUDED))
    openai.judge(openai.start())
    assert (len(openai.lines("training")), len(openai.lines("validation"))) == (29, 5)


def test_without_the_validation_part_it_stays_here(openai):
    job = openai.start(Plan(BASE, validation=False))
    openai.judge(job)
    assert openai.record(job).rows == {Part.TRAINING: 30}
    assert "validation_file" not in openai.only_job.asked


def test_keys_the_provider_does_not_know_are_left_out_and_written_down(tmp_path):
    def rows(project):
        change(project, lambda edit: edit.append([(chat(f"t{n}", weight=1), Part.TRAINING) for n in range(12)]))

    for dialect, left in ((OPENAI, ()), (CRUSOE, ("messages[].weight",))):
        (tmp_path / dialect.name).mkdir()
        with Cloud(dialect) as cloud, desk(tmp_path / dialect.name, cloud, rows) as there:
            job = there.start()
            there.judge(job)
            assert there.record(job).left_out == left
            assert ("weight" in json.loads(there.lines("training")[0])["messages"][1]) is (left == ())


def pairs(project):
    def pair(number):
        good, bad = Message("assistant", f"yes {number}"), Message("assistant", "no")
        return Preference((Message("user", f"{number}?"),), (good,), (bad,))

    change(project, lambda edit: edit.append([(pair(n), Part.TRAINING) for n in range(12)]))


def test_pairs_are_learned_by_preference_alone(tmp_path):
    with Cloud(OPENAI) as cloud, desk(tmp_path, cloud, pairs) as there:
        assert there.refused().key == "train.pairs_need_preference"
        there.judge(there.start(Plan(BASE, method=Method.PREFERENCE, more={"beta": 0.1})))
        wanted = {"n_epochs": "auto", "batch_size": "auto", "learning_rate_multiplier": "auto", "beta": 0.1}
        assert there.only_job.asked["method"] == {"type": "dpo", "dpo": {"hyperparameters": wanted}}


def test_what_cannot_be_sent_is_said_before_anything_is(tmp_path):
    def mixed(project):
        fill(project)
        pairs(project)

    cases = [
        (FOUNDRY, lambda p: fill(p, validation=0), "train.validation_needed"),
        (OPENAI, mixed, "export_mixed_shapes"),
    ]
    cases += [(CRUSOE, pairs, "export_shape_refused"), (OPENAI, lambda p: fill(p, count=0), "too_few_examples")]
    for number, (dialect, rows, key) in enumerate(cases):
        (tmp_path / str(number)).mkdir()
        with Cloud(dialect) as cloud, desk(tmp_path / str(number), cloud, rows) as there:
            assert there.refused().key == key
            assert there.unfinished == []
            assert not cloud.visits


def test_the_method_must_fit_the_rows_and_the_file_the_provider(openai):
    assert openai.refused(Plan(BASE, method=Method.PREFERENCE)).key == "train.preference_needs_pairs"
    small = replace(openai.profile.largest_file, value=100)
    openai.profile = replace(openai.profile, largest_file=small)
    assert openai.refused().key == "train.file_too_large"
    assert not openai.cloud.visits


def test_what_a_training_was_made_of_never_changes(openai):
    job = openai.start()
    path = openai.project.path
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="never changes"):
        connection.execute("UPDATE run SET record = '{}'")
    openai.project.close()
    with closing(Project.open(path)) as again, again.reading() as connection:
        assert runs.record_of_job(connection, job.id).rows[Part.TRAINING] == 30


def test_what_is_under_way_can_be_neither_forgotten_nor_gone_on_with(openai):
    async def act(provider):
        steps = train.start(openai.project, provider, Plan(BASE), manner())
        async for step in steps:
            if step.mark:
                break
        (record,) = openai.unfinished
        keys = []
        for again in (train.forget(openai.project, record), anext(train.go_on(openai.project, provider, record))):
            try:
                await again
            except Problem as problem:
                keys.append(problem.key)
        job = [step async for step in steps][-1]
        try:
            await anext(train.go_on(openai.project, provider, record))
        except Problem as problem:
            keys.append(problem.key)
        return keys, job

    keys, job = openai.act(act)
    assert keys == ["train.starting", "train.starting", "train.gone"]
    openai.judge(job)


@pytest.mark.parametrize(("name", "stem", "suffix"), [("x" * 236, "x" * 18, "x" * 18), ("日本語", "project", None)])
def test_files_and_models_are_called_after_the_project(tmp_path, name, stem, suffix):
    with Cloud(OPENAI) as cloud, desk(tmp_path, cloud, name=name) as there:
        there.start()
        names = [stored.name.split("-")[0] for stored in there.account.files.values()]
        assert (names, there.only_job.asked.get("suffix")) == ([stem, stem], suffix)


async def left(starting, go_on):
    """Leave a start that waits for the project's writer, then let the writer go on."""
    starting.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await starting


def test_a_start_that_is_left_before_its_turn_holds_nothing_up(openai):
    go_on = threading.Event()

    async def act(provider):
        openai.project.write(lambda _: go_on.wait())
        starting = asyncio.create_task(started(openai.project, provider, Plan(BASE), manner()))
        await asyncio.sleep(0)
        await left(starting, go_on)

    openai.act(act)
    openai.judge(openai.start())


def test_a_start_that_is_left_while_it_is_written_down_can_be_gone_on_with(openai, monkeypatch):
    begun, go_on, begin = threading.Event(), threading.Event(), runs.begin

    def held(*arguments):
        begun.set()
        go_on.wait()
        return begin(*arguments)

    async def act(provider):
        starting = asyncio.create_task(started(openai.project, provider, Plan(BASE), manner()))
        await asyncio.to_thread(begun.wait)
        await left(starting, go_on)

    with monkeypatch.context() as patched:
        patched.setattr(runs, "begin", held)
        openai.act(act)
    openai.judge(openai.go_on())


def test_going_on_that_is_left_before_its_turn_can_be_tried_again(openai):
    openai.broken_off(after=1)
    openai.cloud.faults.add("POST jobs", "broken", times=99)
    openai.refused()
    openai.cloud.faults.waiting.clear()
    (record,) = openai.unfinished
    go_on = threading.Event()

    async def act(provider):
        openai.project.write(lambda _: go_on.wait())
        going = asyncio.create_task(anext(train.go_on(openai.project, provider, record, manner())))
        await asyncio.sleep(0)
        await left(going, go_on)

    openai.act(act)
    openai.judge(openai.go_on())
