"""Which models a successor can take over from, and on which rows the two can be compared, by what a project holds."""

import asyncio
from contextlib import closing
from datetime import date

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE, STARTER, JobStatus
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.providers.local import LocalEngine
from desktop_app.store import answers
from desktop_app.store.project import Project
from desktop_app.work import succession, test_run
from desktop_app.work.succession import Old
from desktop_app.work.test_run import RECORDED
from tests.gui.training_room import keep
from tests.sites import sites

OLD = Old(Voice(RECORDED, "ft:gone"), 3)
NEW = Voice(HERE, "new")


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "colours.tunedesk")) as made:
        yield made


def put(project, part, count=6):
    rows = [(Completion(f"q{n}", f" a{n}"), part) for n in range(count)]
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()


def record(project, model, *asked):
    def write(connection):
        for one in asked:
            answers.add(connection, Request(0, model, one, Sampling()), Answer(0, model, " a", Finish.STOP, 1, 1.0))

    project.write(write).result()


def begin(project, old=OLD, new=NEW, *, ask_old=False):
    return asyncio.run(succession.begin(project, old, new, None, ask_old=ask_old))


def test_a_project_without_rows_has_nothing_to_compare_on(project):
    found = asyncio.run(succession.rows_for(project, OLD))
    assert (found.part, found.held, found.answered) == (Part.TRAINING, 0, 0)


def test_without_recorded_answers_the_old_model_has_to_be_asked(project):
    put(project, Part.TEST)
    with pytest.raises(Problem, match="no_answers") as caught:
        begin(project)
    assert caught.value.values["model"] == "ft:gone"
    number = begin(project, Old(Voice("cloud", "ft:gone")), ask_old=True)
    judged = asyncio.run(succession.judge(project, number))
    assert (judged.rows, judged.unanswered, judged.old.site) == (None, 6, "cloud")


def test_the_newest_comparison_of_just_these_two_is_found(project):
    put(project, Part.VALIDATION)
    record(project, "ft:gone", "q0", "q1")
    record(project, "ft:other", "q0")
    assert asyncio.run(succession.newest(project, OLD, NEW)) is None
    begin(project)
    mine = begin(project)
    begin(project, Old(Voice(RECORDED, "ft:other"), 1))
    begin(project, new=Voice(HERE, "newer"))
    assert asyncio.run(succession.newest(project, OLD, NEW)) == mine


def test_a_test_of_one_model_is_no_comparison(project):
    put(project, Part.TEST)
    columns = [Column(NEW, Setting(Sampling()))]
    number = asyncio.run(test_run.begin(project, lambda: test_run.rows(project), columns))
    with pytest.raises(Problem, match="test_gone"):
        asyncio.run(succession.judge(project, number))


def test_models_that_stay_and_were_never_asked_need_no_successor(project, tmp_path):
    keep(project, 1, JobStatus.SUCCEEDED)
    where = sites(LocalEngine(tmp_path / "engine"), tmp_path)
    assert asyncio.run(succession.olds(project, where, date(2026, 11, 21))) == []
    record(project, "ft:gone", "q0")
    (old,) = asyncio.run(succession.olds(project, where, date(2026, 11, 21)))
    assert (old.voice, old.answers, old.ending, old.job) == (OLD.voice, 1, None, None)
    plan = succession.plan_for(project, old)
    assert (plan.base_model, plan.suffix) == (STARTER, "colours")
