"""Going to another place in a project's history, step by step, and stopping on the way."""

import asyncio
from contextlib import aclosing, closing

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.course import Course
from desktop_app.store.project import Project
from desktop_app.work import project as verbs

LABEL = text("step.insert_row")


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "p.tunedesk")) as made:
        for n in range(5):
            made.do(LABEL, lambda edit, n=n: edit.append([(Completion(f"q{n}", ""), Part.TRAINING)])).result()
        yield made


def count(project):
    with project.reading() as connection:
        return examples.count(connection)


def jumped(project, step, stop_after=None):
    async def whole():
        async with aclosing(verbs.jump(project, step)) as turns:
            heard = []
            async for turned in turns:
                heard.append((turned.done, turned.total))
                if len(heard) == stop_after:
                    break
            return heard

    return asyncio.run(whole())


def undone(project):
    return [step.undone for step in asyncio.run(verbs.steps(project))]


def test_a_jump_goes_back_and_forth_and_says_how_far_it_is(project):
    ids = [step.id for step in asyncio.run(verbs.steps(project))]
    assert jumped(project, ids[1]) == [(1, 3), (2, 3), (3, 3)]
    assert (count(project), undone(project)) == (2, [False, False, True, True, True])
    assert jumped(project, ids[1]) == []
    assert jumped(project, ids[3]) == [(1, 2), (2, 2)]
    assert count(project) == 4
    assert len(jumped(project, 0)) == 4
    assert count(project) == 0


def test_whoever_leaves_a_jump_is_where_they_left_it(project):
    assert jumped(project, 0, stop_after=2) == [(1, 5), (2, 5)]
    assert (count(project), undone(project)) == (3, [False, False, False, True, True])


@pytest.mark.parametrize("turn", [verbs.undo, verbs.redo])
def test_a_turn_that_was_ended_changes_nothing(project, turn):
    jumped(project, 3)
    before, course = undone(project), Course()
    course.end()
    assert asyncio.run(whole(turn(project, course))) is None
    assert undone(project) == before
    assert asyncio.run(whole(turn(project))) is not None
    assert undone(project) != before


async def whole(wanted):
    return await wanted
