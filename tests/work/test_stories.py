"""What a project tells of its trainings and rows when it is asked: a job's story, the rows of runs, tags, and pages."""

import asyncio
from contextlib import closing

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import JobEvent, JobStatus
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import read_story
from desktop_app.work.compare_rows import RowDifference, differences
from desktop_app.work.save_page import save_page
from desktop_app.work.tags import Tags, tags_of
from tests.gui.training_room import BEGAN, keep


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "p.tunedesk")) as made:
        yield made


def test_a_story_is_read_in_its_order_and_by_its_words_however_long_it_is(project):
    job = keep(project, 1, JobStatus.SUCCEEDED)
    said = [JobEvent(f"s{n}", BEGAN + 1200 - n, "info", f"Line {n}") for n in range(1100)]  # told the newest first
    turns = [
        JobEvent("p", BEGAN + 2000, "info", "Fine-tuning job paused"),
        JobEvent("r", BEGAN + 2100, "info", "Fine-tuning job resumed"),
    ]
    project.write(lambda c: jobs.add_events(c, job.id, [*said, *turns])).result()

    def read(words=""):
        async def whole():
            return await read_story.lines(project, await read_story.places(project, job.id, words))

        return [event.message for event in asyncio.run(whole())]

    whole = read()
    assert len(whole) == 1103
    assert (whole[0], whole[1], whole[-1]) == ("Fine-tuning job started", "Line 1099", "Fine-tuning job resumed")
    assert read("LINE 77") == [f"Line {n}" for n in [*range(779, 769, -1), 77]]
    assert read("nowhere") == []
    assert asyncio.run(read_story.lines(project, [10**9])) == []
    assert asyncio.run(read_story.turns(project, job.id)) == [
        (BEGAN, "Fine-tuning job started"),
        (BEGAN + 2000, "Fine-tuning job paused"),
        (BEGAN + 2100, "Fine-tuning job resumed"),
    ]


def test_runs_are_compared_by_the_rows_they_learned_from(project):
    for number, rows in ((1, ["a" * 16, "b" * 16, "c" * 16]), (2, ["a" * 16, "b" * 16]), (3, ["x" * 16])):
        keep(project, number, JobStatus.SUCCEEDED, rows=rows)
    marks = [f"{number:032x}" for number in (1, 2, 3)]
    found = asyncio.run(differences(project, marks[0], marks))
    assert found == [RowDifference(0, 0, 3), RowDifference(0, 1, 2), RowDifference(1, 3, 0)]


def test_tags_are_told_with_the_rows_that_bear_them(project):
    label = text("step.insert_row")
    project.do(label, lambda edit: edit.append([(Completion("q", "a"), Part.TRAINING)] * 3)).result()
    project.do(label, lambda edit: edit.tag([1, 2], add=["hero"])).result()
    project.do(label, lambda edit: edit.tag([3], add=["Sea"])).result()
    assert asyncio.run(tags_of(project, [1, 3])) == Tags(("hero", "Sea"), {"hero": 1, "Sea": 1}, 2)
    assert asyncio.run(tags_of(project, [])) == Tags(("hero", "Sea"), {}, 0)


def test_a_page_is_written_whole_or_the_old_one_stays(tmp_path):
    target = tmp_path / "passport.html"
    assert asyncio.run(save_page(b"<p>new", target)) == "passport.html"
    assert target.read_bytes() == b"<p>new"
    with pytest.raises(Problem):
        asyncio.run(save_page(b"x", tmp_path / "gone" / "passport.html"))
    assert [path.name for path in tmp_path.iterdir()] == ["passport.html"]
