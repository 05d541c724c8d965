"""However much is heard of a training at once, the window takes it in a little at a time."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QTimer

from desktop_app.core.job import HERE, Job, JobEvent, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.gui.training import following as module
from desktop_app.gui.training.following import Following
from desktop_app.store import jobs
from desktop_app.work.hearing import PORTION, News
from tests.fake_provider import BASE
from tests.gui.filled import open_project

COUNT, EACH = 40, 50
JOB = Job("ftjob-1", HERE, BASE, JobStatus.RUNNING, 1.0, total_steps=COUNT * EACH)


def flood(status=JobStatus.RUNNING):
    """Return what is heard of a training of which nobody heard for long: all of it at once, the newest first."""
    for number in reversed(range(COUNT)):
        steps = range(number * EACH, (number + 1) * EACH)
        yield News(
            Job(JOB.id, HERE, BASE, status if not number else JobStatus.RUNNING, 1.0, total_steps=COUNT * EACH),
            (JobEvent(f"e{number}", float(number), "info", "line"),),
            tuple(MetricPoint(step, {"train_loss": 2.0}) for step in steps),
        )


@pytest.fixture
def heard(qtbot, training_parts, provider, tmp_path, monkeypatch):
    """Return a function that opens a project of which so much is heard; it returns who follows, and each turn."""

    def begin(*news):
        async def watched(*_):
            for each in news:
                yield each

        monkeypatch.setattr(module, "watch", watched)
        assert provider.extra_installed
        project = open_project(qtbot, training_parts[0], tmp_path / "heroes.tunedesk")
        project.write(lambda c: jobs.add(c, JOB, Plan(BASE))).result()
        following, turns = Following(*training_parts[1:]), []
        watcher = QTimer(following, interval=0)
        watcher.timeout.connect(lambda: turns.append(len(following.runs[0].curves)))
        told = []
        following.heard.connect(lambda run, another: told.append((len(run.curves), run.job.status, another)))
        following.open(project)
        watcher.start()
        return following, turns, told

    return begin


def test_one_news_is_taken_in_a_turn_and_what_it_adds_is_told_together(qtbot, heard):
    following, turns, told = heard(*flood())
    qtbot.waitUntil(lambda: bool(told) and told[-1][0] == COUNT * EACH)
    steps = [after - before for before, after in pairwise(turns)]
    assert max(steps) == EACH
    assert EACH < PORTION
    assert sum(1 for step in steps if step) >= COUNT - 1  # the first may have come before the first look
    assert following.runs[0].story == COUNT
    assert not any(another for _, _, another in told)


def test_another_state_is_told_at_once_and_only_when_all_before_it_is_known(qtbot, heard):
    _, _, told = heard(*flood(JobStatus.SUCCEEDED))
    qtbot.waitUntil(lambda: bool(told) and told[-1][2])
    assert told[-1] == (COUNT * EACH, JobStatus.SUCCEEDED, True)


def test_what_was_not_taken_in_of_a_project_that_was_closed_is_never_heard(qtbot, heard, workspace):
    following, _, told = heard(*flood())
    qtbot.waitUntil(lambda: len(following.runs[0].curves) >= EACH)
    following.open(None)
    count = len(told)
    following.open(workspace.project)
    qtbot.waitUntil(lambda: len(told) > count and told[-1][0] == COUNT * EACH)
    assert following.runs[0].story == COUNT
