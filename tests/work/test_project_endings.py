"""What ends in the projects of before: real project files, the days that TuneDesk came with, one day for ever."""

import asyncio
from contextlib import aclosing, closing
from datetime import date

import pytest

from desktop_app.core.job import HERE, Job, JobStatus, Plan
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.model_names import Called, own_names
from desktop_app.store import jobs, trained
from desktop_app.store.project import Project
from desktop_app.work.project_endings import ProjectEnding, in_order, look_into
from tests.sites import sites as make_sites

TODAY = date(2026, 11, 22)
OPENAI_ENDS, FOUNDRY_ENDS = date(2027, 1, 14), date(2027, 10, 14)
MINI = "gpt-4.1-mini-2025-04-14"


def tuned(number, base=MINI):
    return f"ft:{base}:school:heroes:{number}"


def done(number, *, site="openai", base=MINI):
    model = tuned(number, base)
    return Job(f"job-{number}", site, base, JobStatus.SUCCEEDED, float(number), tuned_model=model)


def failed(number, *, site="openai", base=MINI):
    return Job(f"job-{number}", site, base, JobStatus.FAILED, float(number))


@pytest.fixture
def sites(home):
    made = make_sites(LocalEngine(home / "engine"), home)
    made.reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    made.reach.connections.add("foundry", "School", "https://school.openai.azure.com/openai/v1")
    return made


@pytest.fixture
def project(tmp_path):
    """Return a function that makes a project with these trainings and leaves it closed."""

    def made(name, *known):
        path = tmp_path / f"{name}.tunedesk"
        with closing(Project.create(path)) as one:
            fill(one, *known)
        return path

    return made


def fill(one, *known):
    for job in known:
        one.write(lambda c, job=job: jobs.add(c, job, Plan(job.base_model))).result()


def found(sites, *paths, open_project=None, today=TODAY):
    async def collect():
        return [one async for one in look_into(paths, open_project, sites, today)]

    return asyncio.run(collect())


def test_what_was_tuned_elsewhere_is_told_with_its_day(project, sites):
    path = project("Heroes", done(1))
    assert found(sites, path) == [ProjectEnding(path, OPENAI_ENDS, False, tuned(1), "", 1)]


def test_models_of_a_day_are_told_together_by_the_newest_that_one_made(project, sites):
    path = project("Heroes", done(1), done(2), failed(3))
    assert found(sites, path) == [ProjectEnding(path, OPENAI_ENDS, False, tuned(2), "", 2)]


def test_a_base_model_is_told_where_nothing_came_of_it(project, sites):
    assert [(one.model, one.count) for one in found(sites, project("Heroes", failed(1)))] == [(MINI, 1)]


def test_each_place_has_its_own_days(project, sites):
    path = project("Heroes", done(1), done(2, site="foundry"))
    assert [(one.day, one.model) for one in found(sites, path)] == [(OPENAI_ENDS, tuned(1)), (FOUNDRY_ENDS, tuned(2))]


def test_the_users_own_name_is_told(project, sites):
    own_names().set("openai", tuned(1), Called("The helper"))
    assert found(sites, project("Heroes", done(1)))[0].called == "The helper"


def test_what_never_ends_or_far_from_now_or_at_a_place_that_is_gone_is_not_told(project, sites):
    here = project("Here", done(1, site=HERE, base="tiny"))
    mini = project("Mini", done(1))
    assert found(sites, here) == []
    assert found(sites, mini, today=date(2026, 1, 13)) == []
    assert len(found(sites, mini, today=date(2026, 1, 14))) == 1
    sites.reach.connections.remove("openai")
    assert found(sites, mini) == []


def test_what_is_over_is_told_until_something_that_stays_was_trained(project, sites):
    left = project("Left", done(1))
    earlier = project("Earlier", done(1, site=HERE, base="tiny"), done(2))
    later = project("Later", done(1), done(2, site=HERE, base="tiny"))
    tried = project("Tried", done(1), failed(2, site=HERE, base="tiny"))
    gone = project("Gone", done(1), done(2, site="crusoe"))
    paths = (left, earlier, later, tried, gone)
    told = found(sites, *paths, today=OPENAI_ENDS)
    assert [(one.path, one.over) for one in told] == [(path, True) for path in (left, earlier, tried, gone)]
    assert [one.path for one in found(sites, *paths)] == list(paths), "before that day its answers can still be saved"


def test_the_open_project_tells_what_is_not_in_its_file_yet(project, sites):
    path = project("Heroes")
    with closing(Project.open(path)) as one:
        fill(one, done(1))
        assert found(sites, path) == []
        assert [each.model for each in found(sites, path, open_project=one)] == [tuned(1)]
    assert found(sites, path, open_project=one) == [], "closed a moment ago"
    assert len(found(sites, path)) == 1


def test_one_that_cannot_be_read_keeps_no_other_from_being_told(project, sites, tmp_path):
    broken = tmp_path / "broken.tunedesk"
    broken.write_bytes(b"nothing of ours" * 99)
    there = project("There", done(1))
    assert [one.path for one in found(sites, tmp_path / "gone.tunedesk", broken, tmp_path, there)] == [there]


def test_whoever_stops_listening_ends_the_reading(project, sites, monkeypatch):
    path, courses, read = project("Heroes", done(1)), [], trained.in_file
    monkeypatch.setattr(trained, "in_file", lambda path, course: courses.append(course) or read(path, course))

    async def first():
        async with aclosing(look_into([path, path], None, sites, TODAY)) as looks:
            one = await anext(looks)
            assert not courses[0].ended
            return one

    assert asyncio.run(first()).path == path
    assert [course.ended for course in courses] == [True]


def test_what_ends_soonest_comes_first_and_what_is_over_last(tmp_path):
    def one(day, *, over):
        return ProjectEnding(tmp_path, date(2027, 1, day), over, MINI, "", 1)

    some = [one(3, over=True), one(20, over=False), one(5, over=True), one(14, over=False)]
    assert [(each.day.day, each.over) for each in in_order(some)] == [(14, False), (20, False), (5, True), (3, True)]
