"""Replacing that is left before it is done replaces nothing, and the next change goes on from there."""

import asyncio
import threading
from contextlib import closing

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.search import Search
from desktop_app.core.text import text
from desktop_app.store import edit, examples
from desktop_app.store.course import Course, Ended
from desktop_app.store.project import Project
from desktop_app.work.find_replace import preview, replace_all

LABEL = text("step.insert_row")


def test_all_or_nothing_is_replaced(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    rows = ((Completion(f"cat {n}", " a"), Part.TRAINING) for n in range(3000))
    project.do(LABEL, lambda edit: edit.append(rows)).result()
    with project.reading() as connection:
        ids = examples.ids(connection)
    gate = threading.Event()

    async def left_early():
        project.write(lambda _: gate.wait())  # what comes after it in the line waits
        replacing = asyncio.create_task(replace_all(project, ids, Search("cat"), "dog"))
        await asyncio.sleep(0)
        replacing.cancel()
        await asyncio.sleep(0)
        gate.set()
        return await asyncio.gather(replacing, return_exceptions=True)

    async def counted(word):
        return [seen async for seen in preview(project, ids, Search(word), "x")][-1]

    assert isinstance(asyncio.run(left_early())[0], asyncio.CancelledError)
    assert asyncio.run(counted("cat")).matches == 3000
    assert project.steps()[-1].label == LABEL
    asyncio.run(replace_all(project, ids, Search("cat"), "dog"))
    assert asyncio.run(counted("cat")).matches == 0
    assert asyncio.run(counted("dog")).rows == 3000
    project.close()


class EndedOnTheWay(Course):
    """A course that somebody ends as soon as the first rows are replaced."""

    def advance(self, rows):
        self.end()
        super().advance(rows)


def test_ended_on_the_way_nothing_is_replaced_and_no_step_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(edit, "_PORTION", 100)
    with closing(Project.create(tmp_path / "p.tunedesk")) as project:
        rows = [(Completion(f"cat {n}", " a"), Part.TRAINING) for n in range(300)]
        project.do(LABEL, lambda edit: edit.append(rows)).result()
        project.do(LABEL, lambda edit: edit.write_field(1, "completion", "b")).result()
        project.undo().result()
        steps = project.steps()
        with project.reading() as connection:
            ids, before = examples.ids(connection), list(examples.rows(connection))
        course = EndedOnTheWay()
        with pytest.raises(Ended):
            asyncio.run(replace_all(project, ids, Search("cat"), "dog", course))
        assert (course.done, course.total) == (100, 300)
        with project.reading() as connection:
            assert list(examples.rows(connection)) == before
        assert project.steps() == steps  # what was undone before can still be done again
        asyncio.run(replace_all(project, ids, Search("cat"), "dog"))
        with project.reading() as connection:
            assert {row.example.prompt[:3] for row in examples.rows(connection)} == {"dog"}
