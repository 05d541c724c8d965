"""Following a job anywhere: no gap, no double, nothing lost, whatever lies in between."""

import asyncio

import pytest

from desktop_app.core.job import HERE, JobEvent, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.settings.ledger import Ledger
from desktop_app.store import jobs, story
from desktop_app.work import hearing
from desktop_app.work import watch as watching
from desktop_app.work.watch import LONGEST_REST, RUNNING_SECONDS, WAITING_SECONDS, to_follow
from tests.cloud.dialects import CRUSOE, DIALECTS, FOUNDRY, OPENAI
from tests.cloud.server import Cloud
from tests.work.watched import Hours, begin, holds_all, living, place, put_up, to_the_end


def watched(path, act, dialect=OPENAI, **asked):
    """Run an act with a cloud, its job, the place, and the job as the project knows it."""

    async def whole(cloud):
        async with place(cloud, path / "p.tunedesk", Ledger(path / "ledger.jsonl")) as here:
            job = put_up(cloud, **asked)
            return await act(cloud, job, here, await begin(here, job))

    with Cloud(dialect) as cloud:
        return asyncio.run(whole(cloud))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
def test_a_job_is_followed_from_the_queue_to_its_end(tmp_path, dialect):
    async def act(cloud, remote, here, job):
        hours = Hours(living(cloud, remote))
        heard = await to_the_end(here, job, hours)
        holds_all(here.project, remote)
        last = heard[-1].job
        assert (last.status, last.tuned_model, last.total_steps) == (JobStatus.SUCCEEDED, remote.tuned, 12)
        assert (last.title, last.seed, last.training_file) == ("mine", 7, remote.asked["training_file"])
        assert [news.job.status for news in heard if news.job.status.ended] == [JobStatus.SUCCEEDED]
        assert all(len(news.events) <= 1000 for news in heard)
        assert not any(news.trouble for news in heard)
        assert RUNNING_SECONDS in hours.waited
        if not dialect.odd_statuses:
            assert sum(hours.waited[:4]) == WAITING_SECONDS
        with here.project.reading() as connection:
            assert jobs.all_jobs(connection) == [last]
        assert to_follow(here.project) == []

    watched(tmp_path, act, dialect, suffix="mine")


def test_what_a_training_cost_is_entered_before_it_is_kept_as_ended(tmp_path, monkeypatch):
    entered = []

    async def act(cloud, remote, here, job):
        async def note(books, ended):
            with here.project.reading() as connection:
                entered.append((books is not None, ended.trained_tokens, jobs.all_jobs(connection)[0].status.ended))
            raise Problem("ledger_not_written", folder="x")

        monkeypatch.setattr(watching, "note_training", note)
        heard = await to_the_end(here, job, Hours(living(cloud, remote)))
        assert heard[-1].job.status is JobStatus.SUCCEEDED  # a ledger that cannot be written takes nothing away

    watched(tmp_path, act)
    assert entered == [(True, 1000, False)]


_ROUTES = ("GET jobs/*", "GET jobs/*/events", "GET jobs/*/checkpoints", "GET files/*", "GET files/*/content")


@pytest.mark.parametrize("kind", ["rate", "broken", "nonsense", "cut", "lost", "unknown_key", "quota", "forbidden"])
def test_whatever_goes_wrong_on_the_way_is_made_up_for(tmp_path, kind):
    async def act(cloud, remote, here, job):
        go_on = living(cloud, remote)

        def meanwhile():
            go_on()
            if remote.step and not cloud.faults.happened and not cloud.faults.waiting:
                for route in _ROUTES * 2:
                    cloud.faults.add(route, kind, after=20)

        heard = await to_the_end(here, job, Hours(meanwhile))
        holds_all(here.project, remote)
        assert heard[-1].job.status is JobStatus.SUCCEEDED
        troubled = [news for news in heard if news.trouble]
        assert troubled
        assert all(news.rest > 0 for news in troubled)
        assert heard[-1].trouble is None
        hit = {fault.route for fault in cloud.faults.happened}
        assert hit == {*_ROUTES} - ({"GET files/*/content"} if kind == "forbidden" else set())

    watched(tmp_path, act)


def test_a_place_out_of_reach_is_left_alone_longer_and_longer_and_never_given_up(tmp_path):
    async def act(cloud, remote, here, job):
        cloud.account.begin(remote)
        cloud.account.finish(remote)
        for _ in range(9):
            cloud.faults.add("GET jobs/*", "broken")
        heard = await to_the_end(here, job)
        rests = [news.rest for news in heard if news.trouble]
        assert rests == [10.0, 20.0, 40.0, 80.0, 160.0, LONGEST_REST, LONGEST_REST, LONGEST_REST]
        assert {news.trouble.key for news in heard if news.trouble} == {"provider_faulty"}
        holds_all(here.project, remote)

    watched(tmp_path, act)


def test_a_time_the_provider_names_is_kept_and_one_fault_alone_is_not_worth_a_word(tmp_path):
    async def act(cloud, remote, here, job):
        hours = Hours(living(cloud, remote))
        cloud.faults.add("GET jobs/*", "broken")
        heard = await to_the_end(here, job, hours)
        assert not [news for news in heard if news.trouble]
        again = put_up(cloud)
        cloud.account.begin(again)
        cloud.account.finish(again)
        known = await begin(here, again)
        cloud.faults.add("GET jobs/*", "rate", retry_after="700")
        hours = Hours()
        heard = await to_the_end(here, known, hours)
        assert [(news.trouble.key, news.rest) for news in heard if news.trouble] == [("provider_busy", 700.0)]
        assert sum(hours.waited) == 700.0

    watched(tmp_path, act)


def test_what_is_over_is_taken_back_even_if_there_is_no_other_news(tmp_path):
    async def act(cloud, remote, here, job):
        heard = []
        async for news in here.watch(job, Hours()):
            if not heard:
                for _ in range(2):
                    cloud.faults.add("GET jobs/*", "broken")
            heard.append(news)
            if cloud.faults.happened and news.trouble is None:
                break
        assert [news.trouble is not None for news in heard[-2:]] == [True, False]
        assert not heard[-1].events

    watched(tmp_path, act)


def test_a_job_that_is_gone_at_the_provider_is_said_to_be_so(tmp_path):
    async def act(cloud, remote, here, job):
        async for _ in here.watch(job, Hours()):
            break
        cloud.account.jobs.clear()
        heard = await to_the_end(here, job)
        assert heard[-1].job.status is JobStatus.UNKNOWN
        assert heard[-1].trouble.key == "watch_job_gone"
        assert "Openai" in english(heard[-1].trouble.happened)
        with here.project.reading() as connection:
            assert [kept.status for kept in jobs.all_jobs(connection)] == [JobStatus.UNKNOWN]
            assert jobs.events(connection, job.id)
        # Should it turn up again, it is followed again.
        cloud.account.jobs[remote.id] = remote
        (again,) = to_follow(here.project)
        await to_the_end(here, again, Hours(living(cloud, remote)))
        holds_all(here.project, remote)

    watched(tmp_path, act)


def test_one_answer_that_a_job_is_unknown_is_not_believed(tmp_path):
    async def act(cloud, remote, here, job):
        cloud.account.begin(remote)
        hidden = cloud.account.jobs.pop(remote.id)
        hours = Hours(lambda: cloud.account.jobs.update({remote.id: hidden}))

        async for news in here.watch(job, hours):
            assert news.job.status is JobStatus.RUNNING
            break

    watched(tmp_path, act)


def test_a_computer_that_slept_asks_at_once(tmp_path):
    async def act(cloud, remote, here, job):
        hours = Hours()
        slept = []

        def meanwhile():
            if not slept:
                slept.append(hours.time)
                hours.time += 8 * 3600
                cloud.account.begin(remote)
                cloud.account.finish(remote)

        hours.meanwhile = meanwhile
        await to_the_end(here, job, hours)
        assert len(hours.waited) == 1  # one slice of the minute, then the night was over

    watched(tmp_path, act)


def test_a_connection_that_was_deleted_ends_the_watching(tmp_path):
    async def act(cloud, remote, here, job):
        here.sites.reach.connections.remove(here.connection)
        with pytest.raises(Problem) as caught:
            await to_the_end(here, job)
        assert caught.value.key == "connection_gone"

    watched(tmp_path, act)


def test_a_key_that_is_missing_is_a_trouble_until_it_is_there(tmp_path):
    async def act(cloud, remote, here, job):
        connection = here.sites.reach.connections.get(here.connection)
        held = (await here.sites.reach.held(connection)).secret
        await here.sites.reach.secrets.forget(connection.id, connection.address)
        cloud.account.begin(remote)
        cloud.account.finish(remote)
        heard = []
        async for news in here.watch(job, Hours()):
            heard.append(news)
            if len(heard) == 2:
                await here.sites.reach.secrets.keep(connection.id, connection.address, held)
        assert [news.trouble.key for news in heard[:2]] == ["key_missing", "key_missing"]
        assert heard[-1].job.status is JobStatus.SUCCEEDED

    watched(tmp_path, act)


def test_a_project_that_was_closed_ends_the_watching_in_words(tmp_path):
    async def act(cloud, remote, here, job):
        cloud.account.begin(remote)
        with pytest.raises(Problem) as caught:
            await to_the_end(here, job, Hours(lambda: (here.project.close(), cloud.account.advance(remote))))
        assert caught.value.key == "project_closed"

    watched(tmp_path, act)


def test_a_pause_and_the_provider_s_own_guess_are_told(tmp_path):
    async def act(cloud, remote, here, job):
        told = {**remote.as_object(), "estimated_finish": 1_790_000_000, "status": "paused"}
        remote.as_object = lambda: told
        async for news in here.watch(job, Hours()):
            assert news.job.status is JobStatus.PAUSED
            assert news.job.estimated_finish == 1_790_000_000.0
            break

    watched(tmp_path, act)


def test_a_curve_that_is_told_in_words_alone_is_made_whole_by_the_result_file(tmp_path):
    async def act(cloud, remote, here, job):
        cloud.account.begin(remote, 20)
        cloud.account.advance(remote, 20)
        for event in remote.events:
            if event["type"] == "metrics":
                event |= {"type": "message", "data": {}}
        heard = await to_the_end(here, job, Hours(lambda: cloud.account.finish(remote)))
        assert heard[0].points[0] == MetricPoint(1, {"train_loss": 4.25, "time": heard[0].points[0].values["time"]})
        assert heard[0].job.total_steps == 20
        with here.project.reading() as connection:
            points = jobs.points(connection, job.id)
        assert [point.values["train_loss"] for point in points] == [4.0 / n + 0.25 for n in range(1, 21)]
        assert len(heard[0].events) == 2  # what was measured is no line of the story

    watched(tmp_path, act, FOUNDRY)


def test_a_loss_that_is_no_number_is_kept_as_such(tmp_path):
    async def act(cloud, remote, here, job):
        cloud.account.begin(remote)
        remote.say("Step 1/12: training loss=nan", {"step": 1, "train_loss": float("nan"), "total_steps": 12})
        async for news in here.watch(job, Hours()):
            assert [point.broken for point in news.points] == [("train_loss",)]
            break
        with here.project.reading() as connection:
            (point,) = jobs.points(connection, job.id)
        assert point.broken == ("train_loss",)
        assert "train_loss" not in point.values

    watched(tmp_path, act)


def test_a_result_file_that_is_gone_or_never_given_does_not_hold_the_end_up(tmp_path):
    async def act(cloud, remote, here, job):
        for spoil in ("gone", "never"):
            cloud.account.begin(remote)
            cloud.account.finish(remote)
            if spoil == "gone":
                cloud.account.files[remote.result_files[0]].expired = True
            else:
                for _ in range(20):
                    cloud.faults.add("GET files/*/content", "broken")
            heard = await to_the_end(here, job)
            assert heard[-1].job.status is JobStatus.SUCCEEDED
            holds_all(here.project, remote)
            remote = put_up(cloud)
            job = await begin(here, remote)

    watched(tmp_path, act)


def test_a_place_without_events_and_checkpoints_is_followed_all_the_same(tmp_path):
    async def act(cloud, remote, here, job):
        for route in ("GET jobs/*/events", "GET jobs/*/checkpoints"):
            for _ in range(9):
                cloud.faults.add(route, "absent")
        heard = await to_the_end(here, job, Hours(living(cloud, remote)))
        assert heard[-1].job.status is JobStatus.SUCCEEDED
        assert not any(news.trouble for news in heard)
        assert len(cloud.faults.happened) == 4  # asked once each, and once more at the end

    watched(tmp_path, act, CRUSOE)


def test_a_job_that_was_cancelled_just_before_the_window_closed_is_heard_to_its_end(tmp_path):
    """Cancelling keeps the job as ended at once; what it left is fetched when the project is opened again."""

    async def act(cloud, remote, here, job):
        cloud.account.begin(remote)
        async for _ in here.watch(job, Hours()):
            break
        cloud.account.advance(remote, 5)
        remote.status, remote.finished = "cancelled", remote.created + 9
        ended = (await hearing.Hearing.begin(here.project, job)).job
        here.project.write(lambda c: jobs.update(c, hearing.renewed(ended, ended))).result()
        (again,) = to_follow(here.project)
        heard = await to_the_end(here, again)
        assert heard[-1].job.status is JobStatus.CANCELLED
        holds_all(here.project, remote)
        assert to_follow(here.project) == []

    watched(tmp_path, act)


def test_the_engine_s_own_restarts_are_waited_for_but_not_for_ever(tmp_path):
    """Here the engine is started anew each time; when that does not help, it is said."""

    async def act(cloud, remote, here, job):
        tries = []

        class Broken:
            async def provider(self, _):
                tries.append(1)
                raise Problem("provider_unreachable", provider="here")

        here.sites = Broken()
        with pytest.raises(Problem) as caught:
            await to_the_end(here, hearing.replace(job, provider=HERE))
        assert caught.value.key == "provider_unreachable"
        assert len(tries) == 6

    watched(tmp_path, act)


def test_events_of_one_second_stay_in_the_provider_s_order(tmp_path):
    async def act(cloud, remote, here, job):
        for number in range(250):
            remote.say(f"line {number}")
        for event in remote.events:
            event["created_at"] = remote.created
        async for _ in here.watch(job, Hours()):
            break
        for number in range(250, 260):
            remote.say(f"line {number}")
            remote.events[-1]["created_at"] = remote.created
        async for _ in here.watch(job, Hours()):
            break
        with here.project.reading() as connection:
            told = jobs.events(connection, job.id)
        assert [event.message for event in told] == [event["message"] for event in remote.events]
        assert all(isinstance(event, JobEvent) for event in told)

    watched(tmp_path, act)


def test_what_is_stored_is_not_asked_for_again(tmp_path):
    async def act(cloud, remote, here, job):
        cloud.account.begin(remote, 3000)
        cloud.account.advance(remote, 1500)
        async for _ in here.watch(job, Hours()):
            pass_on = cloud.visits["GET jobs/*/events"]
            if pass_on > 15:
                break
        before = cloud.visits["GET jobs/*/events"]
        remote.say("one more")
        async for news in here.watch(job, Hours()):
            assert [event.message for event in news.events] == ["one more"]
            break
        assert cloud.visits["GET jobs/*/events"] == before + 1
        with here.project.reading() as connection:
            assert story.heard(connection, job.id).last == ""

    watched(tmp_path, act)


def test_a_place_that_takes_the_question_and_says_nothing_is_told_of_while_it_is_waited_for(tmp_path):
    """Until its request is given up it may be ten minutes; nobody should look at a still curve for so long."""

    async def act(cloud, remote, here, job):
        cloud.account.begin(remote)
        cloud.faults.add("GET jobs/*/events", "slow", seconds=0.6)
        heard = await to_the_end(here, job, Hours(living(cloud, remote), silence=0.15))
        told = [news for news in heard if news.trouble]
        assert [news.trouble.key for news in told] == ["watch_slow"] * len(told)
        assert told  # while the one request was under way: nothing broke off, nothing was asked twice
        assert len(cloud.faults.happened) == 1
        assert [news.rest for news in told] == [0.0] * len(told)
        assert heard[-1].trouble is None  # the answer takes it back
        holds_all(here.project, remote)

    watched(tmp_path, act)


def test_the_watching_of_a_silent_place_ends_when_nobody_listens_any_more(tmp_path):
    async def act(cloud, remote, here, job):
        cloud.account.begin(remote)
        cloud.faults.add("GET jobs/*", "slow", seconds=30)
        stream = here.watch(job, Hours(silence=0.1))
        first = await anext(stream)
        assert first.trouble.key == "watch_slow"
        assert first.job == job
        await stream.aclose()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        assert others == []

    watched(tmp_path, act)
