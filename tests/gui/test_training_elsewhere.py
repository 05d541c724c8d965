"""Trainings that did not begin in this window: found at a provider, read from a file, or broken off on the way."""

import asyncio

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from desktop_app.core.job import ELSEWHERE, JobStatus, Plan
from desktop_app.core.problem import Problem
from desktop_app.gui.training.page import TrainingPage
from desktop_app.store import jobs
from desktop_app.work import train, watch
from tests.cloud.account import results
from tests.cloud.dialects import OPENAI
from tests.fake_provider import BASE
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project, talks
from tests.gui.training_room import button, buttons, keep, said
from tests.sites import connect

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let places be asked more often than people need it."""
    for name in ("POLL_SECONDS", "RUNNING_SECONDS", "WAITING_SECONDS", "FIRST_REST"):
        monkeypatch.setattr(watch, name, 0.03)


@pytest.fixture
def cloud(clouds):
    return clouds(OPENAI)


@pytest.fixture
def project(qtbot, workspace, tmp_path):
    return open_project(qtbot, workspace, tmp_path / "heroes.tunedesk", talks())


@pytest.fixture
def show(in_window, training_parts, provider, project):
    """Return a function that shows the training page of the project."""
    assert provider.extra_installed
    return lambda: in_window(TrainingPage(*training_parts), 1000, 900)


def connected(sites, cloud):
    return asyncio.run(connect(sites, "openai", "My cloud", cloud.address, cloud.account.key))


def trained(cloud, *, over=True):
    file = cloud.account.add_file("old.jsonl", b"{}")
    asked = {"model": "gpt-4.1-mini-2025-04-14", "training_file": file.id, "suffix": "old-heroes"}
    job = cloud.account.add_job(asked)
    cloud.account.begin(job)
    if over:
        cloud.account.finish(job)
    return job


def kept(project):
    with project.reading() as connection:
        return jobs.all_jobs(connection)


def dropped(page, path):
    """Drag a file over the page and let it go; return whether the page took it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, data, Qt.MouseButton.LeftButton, none)
    page.dragEnterEvent(enter)
    if enter.isAccepted():
        page.dropEvent(QDropEvent(QPointF(5, 5), actions, data, Qt.MouseButton.LeftButton, none))
    return enter.isAccepted()


def test_trainings_of_the_account_are_found_and_taken_up_by_keyboard(qtbot, project, sites, cloud, show):
    connected(sites, cloud)
    done, going = trained(cloud), trained(cloud, over=False)
    page = show()
    qtbot.keyClick(button(page, "Look for trainings…"), Qt.Key.Key_Space)
    finding = page.finding
    qtbot.waitUntil(lambda: finding.list.count() == 2 and not finding._work.running)
    assert finding.where.currentText() == "My cloud"
    assert finding.where.hasFocus()
    assert not button(page, "Take up this training").isEnabled()
    assert unnamed_controls(page) == []
    finding.list.setFocus()
    for row in (0, 1):
        finding.list.setCurrentRow(row)
        qtbot.keyClick(finding.list, Qt.Key.Key_Space)
    qtbot.keyClick(button(page, "Take up 2 trainings"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: {job.id for job in kept(project)} == {done.id, going.id})
    qtbot.waitUntil(lambda: page.side.list.count() == 3)
    qtbot.waitUntil(lambda: "no trainings at this place" in said(page))
    button(page, "Back").click()
    page.side.list.choose(done.id)
    qtbot.waitUntil(lambda: page.run is not None and page.run.loaded and page.run.step == 12)
    assert page.run.job.tuned_model == done.tuned
    cloud.account.advance(going, 5)
    page.side.list.choose(going.id)
    qtbot.waitUntil(lambda: page.run.step == 5)
    cloud.account.finish(going)
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.SUCCEEDED)  # nobody is in the middle of asking in the end


def test_a_place_that_does_not_answer_is_said_and_asked_again(qtbot, sites, cloud, show):
    connected(sites, cloud)
    trained(cloud)
    cloud.faults.add("*", "unknown_key")
    page = show()
    button(page, "Look for trainings…").click()
    qtbot.waitUntil(lambda: "Try again" in buttons(page))
    assert "no trainings at this place" not in said(page)
    button(page, "Try again").click()
    qtbot.waitUntil(lambda: page.finding.list.count() == 1)
    assert "Try again" not in buttons(page)


def test_a_results_file_that_is_dropped_becomes_a_curve(qtbot, project, cloud, show, tmp_path, faults):
    job = trained(cloud)
    path = tmp_path / "step_metrics.csv"
    path.write_bytes(results(job, OPENAI))
    page = show()
    assert dropped(page, path)
    qtbot.waitUntil(lambda: page.run is not None and page.run.job.provider == ELSEWHERE and page.run.step == 12)
    assert "“step_metrics”" in said(page)
    qtbot.waitUntil(lambda: page.view.charts.drawn)
    page.take_results(str(path))
    page.take_results(str(tmp_path / "absent.csv"))
    qtbot.waitUntil(lambda: len(faults) == 1)
    assert isinstance(faults.pop(), Problem)
    assert len(kept(project)) == 1


def test_other_files_are_left_to_the_window(show, tmp_path):
    page = show()
    assert not dropped(page, tmp_path / "rows.xlsx")


async def _broken_off(project, sites, where):
    """Begin a training and leave before anything was sent."""
    steps = train.start(project, await sites.provider(where), Plan(BASE, connection=where))
    async for step in steps:
        if getattr(step, "mark", ""):
            break
    await steps.aclose()


@pytest.fixture
def break_off(qtbot, project, workspace, background, sites, provider):
    """Return a function that leaves a training of this computer on its way."""
    assert provider.extra_installed

    def made():
        ended = []
        background.run(workspace, _broken_off(project, sites, "local"), on_end=lambda: ended.append(1))
        qtbot.waitUntil(lambda: bool(ended))

    return made


def test_a_training_that_was_about_to_begin_is_gone_on_with_once(qtbot, project, break_off, provider, show):
    break_off()
    assert len(train.unfinished(project)) == 1
    page = show()
    qtbot.waitUntil(lambda: "Go on" in buttons(page))
    qtbot.keyClick(button(page, "Go on"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.run is not None)
    assert provider.visits.count("create") == 1
    assert train.unfinished(project) == []
    assert "Go on" not in buttons(page)


def test_one_that_is_refused_is_tried_again_and_no_other(qtbot, project, break_off, provider, show):
    break_off()
    provider.refuse("create", 500, times=2)
    page = show()
    for _ in range(2):
        qtbot.waitUntil(lambda: "Go on" in buttons(page))
        button(page, "Go on").click()
        assert "Try again" not in buttons(page), "what was said of the try before holds no longer"
        qtbot.waitUntil(lambda: "Try again" in buttons(page))
    assert page.run is None
    (record,) = train.unfinished(project)
    button(page, "Try again").click()
    qtbot.waitUntil(lambda: page.run is not None)
    assert train.unfinished(project) == []
    assert page.run.record.mark == record.mark
    assert provider.visits.count("create") == 3


def test_one_that_its_place_surely_did_not_make_is_planned_anew(qtbot, project, break_off, provider, show):
    break_off()
    provider.refuse("create", 400, message="Not that one.")
    page = show()
    qtbot.waitUntil(lambda: "Go on" in buttons(page))
    page.plan_card.form.take(Plan(BASE, epochs=9))
    button(page, "Go on").click()
    qtbot.waitUntil(lambda: "Try again" in buttons(page) and "Go on" not in buttons(page))
    assert train.unfinished(project) == []
    button(page, "Try again").click()
    assert "Try again" not in buttons(page)
    assert page.plan_card.plan.epochs is None  # as that one was planned
    assert provider.visits.count("create") == 1


def test_one_that_is_given_up_is_not_offered_again(qtbot, project, break_off, provider, show):
    break_off()
    page = show()
    qtbot.waitUntil(lambda: "Forget it" in buttons(page))
    button(page, "Forget it").click()
    qtbot.waitUntil(lambda: train.unfinished(project) == [])
    qtbot.waitUntil(lambda: "Go on" not in buttons(page))
    assert provider.visits.count("create") == 0


def test_the_way_to_a_provider_is_told_and_ends_in_one_training(qtbot, project, sites, cloud, show):
    where = connected(sites, cloud)
    page = show()
    card = page.plan_card
    qtbot.waitUntil(lambda: card.can_start)
    card.form.where.choose(where)
    qtbot.waitUntil(lambda: card.can_start and page.primary.text() != "Start training")
    told = []
    page._desk.starting.sending.connect(lambda sending: told.append(sending.phase))
    for _ in range(3):
        qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.run is not None)
    assert len(cloud.account.jobs) == 1
    assert page.run.job.status is not JobStatus.FAILED
    assert told
    assert page.run.record.rows


def test_a_list_with_trainings_of_two_places_keeps_them_apart(qtbot, project, sites, cloud, show):
    where = connected(sites, cloud)
    keep(project, 1, JobStatus.SUCCEEDED, where=where, title="far")
    keep(project, 2, JobStatus.SUCCEEDED, title="near")
    page = show()
    page.side.list.choose("ftjob-1")
    qtbot.waitUntil(lambda: page.run.loaded)
    assert not page.primary.isVisible()
    page.side.list.choose("ftjob-2")
    assert page.primary.text() == "Compare with the base model"
