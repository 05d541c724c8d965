"""However much is heard of a training at once, the window takes it in a little at a time."""

import asyncio
from dataclasses import replace
from itertools import pairwise
from time import monotonic

import pytest
from PySide6.QtCore import QTimer

from desktop_app.core.job import HERE, Job, JobEvent, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
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
        following, turns = Following(*training_parts[1:], training_parts[0]), []
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


class Place:
    """What a place says of a training that is paused there: one answer at a time, each when the test lets it come."""

    def __init__(self, stands=JobStatus.RUNNING):
        self.asked = 0
        """So many times somebody began to follow."""
        self.looks = 0
        self.slow = True
        self.fault = None
        self.stands = stands
        """How the training stands whenever it is looked at from now on."""

    async def watch(self, *_):
        """Say that it is paused, asked before and answered slowly, or break off with a problem; then say nothing."""
        asked = monotonic()
        self.asked += 1
        while self.slow:
            await asyncio.sleep(0.001)
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        yield News(PAUSED, (JobEvent("e", 2.0, "info", "line"),), asked=asked)
        await asyncio.Event().wait()

    async def resume(self, _project, _provider, job):
        """Let it go on."""
        return replace(job, status=JobStatus.RUNNING)

    async def look(self, _project, _provider, job):
        """Say how it stands."""
        self.looks += 1
        return replace(job, status=self.stands)


PAUSED = replace(JOB, status=JobStatus.PAUSED)


@pytest.fixture
def paused(qtbot, training_parts, provider, tmp_path, monkeypatch):
    """Return a function that follows a paused training at a place; it returns who follows, and the states told."""

    def begin(place):
        monkeypatch.setattr(module, "watch", place.watch)
        monkeypatch.setattr(module.train, "look", place.look)
        assert provider.extra_installed
        project = open_project(qtbot, training_parts[0], tmp_path / "heroes.tunedesk")
        project.write(lambda c: jobs.add(c, PAUSED, Plan(BASE))).result()
        following, told = Following(*training_parts[1:], training_parts[0]), []
        following.heard.connect(lambda run, _another: told.append((run.job.status, run.story)))
        following.open(project)
        qtbot.waitUntil(lambda: place.asked == 1)
        return following, told

    return begin


@pytest.mark.parametrize("stands", [JobStatus.RUNNING, JobStatus.PAUSED])
def test_what_a_place_was_asked_before_it_let_a_training_go_on_does_not_take_that_back(qtbot, paused, stands):
    place = Place(stands)
    following, told = paused(place)
    with qtbot.waitSignal(following.steered):
        following.steer(place.resume, following.runs[0])
    assert told[-1] == (JobStatus.RUNNING, 0)
    told.clear()
    place.slow = False
    qtbot.waitUntil(lambda: bool(told) and place.looks == 1 and told[-1] == (stands, 1))
    assert {status for status, _ in told} <= {JobStatus.RUNNING, stands}
    assert following.runs[0].job.status is stands


def test_a_training_that_goes_on_is_followed_also_if_who_followed_it_breaks_off_a_moment_later(qtbot, paused):
    place = Place()
    place.fault = Problem("provider_unreachable")
    following, _told = paused(place)
    with qtbot.waitSignal(following.steered):
        following.steer(place.resume, following.runs[0])
    with qtbot.waitSignal(following.lost):
        place.slow = False
    qtbot.waitUntil(lambda: place.asked == 2)
