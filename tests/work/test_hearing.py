"""A long story: read in portions, broken off anywhere and gone on with, without a gap and nothing asked for twice."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.job import Checkpoint, Job, JobEvent, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.providers import job_story
from desktop_app.providers.job_story import Page, Told
from desktop_app.store import jobs, story
from desktop_app.store.project import Project
from desktop_app.work.hearing import PORTION, Hearing
from desktop_app.work.hearing import renewed as still_known
from tests.cloud.long_story import EVERY, LongStory
from tests.cloud.server import Cloud
from tests.work.watched import Hours, begin, place, put_up

COUNT = 5_000


def held(project, job):
    """Return how many events of the story the project holds, in whatever form."""
    with project.reading() as connection:
        return len(jobs.events(connection, job.id)) + len(jobs.points(connection, job.id))


@pytest.mark.timeout(120)
def test_a_long_story_is_handed_on_in_portions_and_gone_on_with_where_it_broke_off(tmp_path):
    """The watching ends in the middle, with its project; another one goes on below, and then reads what is new."""

    async def until(cloud, remote, enough):
        async with place(cloud, tmp_path / "p.tunedesk") as here:
            with here.project.reading() as connection:
                known = jobs.all_jobs(connection)
            job = known[0] if known else await begin(here, remote)
            heard = []
            async for news in here.watch(job, Hours()):
                heard.append(news)
                if len(heard) > 2 and held(here.project, job) >= enough:
                    break
            with here.project.reading() as connection:
                return heard, jobs.events(connection, job.id), jobs.points(connection, job.id)

    with Cloud() as cloud:
        remote = put_up(cloud)
        cloud.account.begin(remote)
        long = LongStory(cloud, remote, COUNT)
        first, _, _ = asyncio.run(until(cloud, remote, 3 * PORTION))
        assert all(len(news.events) <= PORTION and len(news.points) <= PORTION for news in first)
        assert first[0].points[-1].step == COUNT - 1  # the newest first
        asked = long.asked
        long.count += 250
        _, events, points = asyncio.run(until(cloud, remote, long.count))
        assert [event.message for event in events] == [f"line {n}" for n in range(0, long.count, EVERY)]
        assert [point.step for point in points] == [n for n in range(long.count) if n % EVERY]
        # Down to the oldest from where it broke off, then what came meanwhile: nothing else is asked for again.
        assert asked <= 3 * PORTION // 100 + 10
        assert long.asked - asked <= (COUNT - 3 * PORTION) // 100 + 3


class Teller:
    """A provider's list of events, which a test lets grow, forget and break off."""

    def __init__(self):
        self.events: list[Told] = []
        self.breaks_after: int | None = None
        self.served = 0

    def add(self, count, step=None):
        for _ in range(count):
            n = len(self.events)
            name = f"e{n}-{step}"
            if n % 3 == 0:
                self.events.append(Told(name, JobEvent(name, 5.0, "info", name), None, 0))
            else:
                self.events.append(Told(name, None, MetricPoint(n, {"train_loss": float(n)}), 99))

    async def page(self, provider, job_id, after=""):
        del provider, job_id
        if self.breaks_after is not None:
            self.breaks_after -= 1
            if self.breaks_after < 0:
                raise asyncio.CancelledError
        self.served += 1
        newest = self.events[::-1]
        start = 0
        if after:
            start = next((n + 1 for n, told in enumerate(newest) if told.id == after), len(newest))
        data = tuple(newest[start : start + 7])
        return Page(data, data[-1].id if start + 7 < len(newest) else "", sure=True)


_ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 60)),
        st.tuples(st.just("ask"), st.just(None) | st.integers(0, 9)),
        st.tuples(st.just("again"), st.none()),
        st.tuples(st.just("forget"), st.integers(1, 40)),
    ),
    min_size=3,
    max_size=14,
)


@pytest.mark.timeout(120)
@settings(max_examples=20, deadline=None)
@given(acts=_ACTS)
def test_whatever_breaks_off_wherever_no_event_is_missed(tmp_path_factory, acts):
    """An engine's list may even forget its newest events and tell them anew; what it tells at the end is all there."""
    teller, provider = Teller(), None
    job = Job("j", "c", "m", JobStatus.RUNNING, 1.0)
    project = Project.create(tmp_path_factory.mktemp("h") / "p.tunedesk")
    project.write(lambda c: jobs.add(c, job, jobs.plan_of({"base_model": "m"}))).result()

    async def ask(hearing, breaks_after):
        teller.breaks_after = breaks_after
        try:
            async for portion, heard, _ in hearing._events(provider):
                await hearing._keep(job, portion, heard)
        except asyncio.CancelledError:
            return

    async def play():
        hearing = await Hearing.begin(project, job)
        for number, (act, value) in enumerate([*acts, ("ask", None), ("again", None), ("ask", None)]):
            if act == "add":
                teller.add(value, number)
            elif act == "forget":
                del teller.events[-value:]
            elif act == "again":
                hearing = await Hearing.begin(project, job)
            else:
                await ask(hearing, value)

    patch = pytest.MonkeyPatch()
    with patch.context() as patched:
        patched.setattr(job_story, "page", teller.page)
        patched.setattr("desktop_app.work.hearing.PORTION", 20)
        asyncio.run(play())
    with project.reading() as connection:
        kept = [event.id for event in jobs.events(connection, "j")]
        steps = {point.step for point in jobs.points(connection, "j")}
    project.close()
    wanted = [told.event.id for told in teller.events if told.event is not None]
    assert [name for name in kept if name in set(wanted)] == wanted
    assert {told.point.step for told in teller.events if told.point is not None} <= steps
    assert len(kept) == len(set(kept))


def test_what_is_not_told_any_more_stays_known():
    before = Job("j", "c", "m", JobStatus.QUEUED, 1.0, epochs=3, total_steps=9, seed=4, title="mine", training_file="f")
    now = Job("j", "elsewhere", "m", JobStatus.RUNNING, 1.0, settings={"n_epochs": 3})
    after = still_known(before, now)
    assert (after.status, after.provider, after.epochs, after.total_steps) == (JobStatus.RUNNING, "c", 3, 9)
    assert (after.seed, after.title, after.training_file, after.settings) == (4, "mine", "f", {"n_epochs": 3})


def test_checkpoints_come_back_as_they_were_kept(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    job = Job("j", "c", "m", JobStatus.RUNNING, 1.0)
    kept = [Checkpoint(f"k{n}", n, f"ft:m:ckpt-step-{n}", 5.0, {"valid_loss": 1.0 / n}) for n in (8, 4)]

    def write(connection):
        jobs.add(connection, job, jobs.plan_of({"base_model": "m"}))
        story.add_checkpoints(connection, "j", kept)
        story.add_checkpoints(connection, "j", kept[:1])

    project.write(write).result()
    with project.reading() as connection:
        assert story.checkpoints(connection, "j") == kept[::-1]
    project.close()
