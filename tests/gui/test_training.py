"""The training page: plan, start, follow and steer a training, over real HTTP, by keyboard."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QScrollArea, QSpinBox

from desktop_app.core.change import Change
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.gui.training.page import TrainingPage
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import models, sending, watch
from desktop_app.work.patience import Patience
from tests.fake_provider import BASE, TUNED, base_model
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project, pairs

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the engine be asked more often than people need it."""
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.03)
    monkeypatch.setattr(models, "POLL_SECONDS", 0.03)
    monkeypatch.setattr(sending, "Patience", partial(Patience, first=0.02))


@pytest.fixture
def show(qtbot, in_window, training_parts, tmp_path):
    """Return a function that opens a project with these rows (None: no project) and shows the training page."""

    def made(rows=(), prepare=None):
        if rows is not None:
            project = open_project(qtbot, training_parts[0], tmp_path / "heroes.tunedesk", rows or pairs())
            if prepare is not None:
                prepare(project)
        return in_window(TrainingPage(*training_parts), 1000, 720)

    return made


def button(page, words):
    return next(b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible())


def buttons(page):
    return {b.text() for b in page.findChildren(QPushButton) if b.isVisible()}


def said(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def planned(qtbot, page):
    qtbot.waitUntil(lambda: page.plan_card.can_start)


def started(qtbot, page, provider):
    """Start the planned training with one key and return its job."""
    planned(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.run is not None)
    return provider.job


def look_again(qtbot, page):
    """Let the plan ask the engine once more; whatever was on its way to the engine before has come there then."""
    page.plan_card.look()
    qtbot.waitUntil(lambda: page.plan_card.board.settled)


def unfinished(project: Project) -> Job:
    """Leave a half done training in the project, as a window that was closed would."""
    job = Job("ftjob-1", "local", BASE, JobStatus.RUNNING, 1_700_000_000.0, epochs=3, total_steps=12)
    points = [MetricPoint(0, {"full_valid_loss": 5.5}), MetricPoint(1, {"train_loss": 5.25})]
    project.write(lambda c: jobs.add(c, job, Plan(BASE))).result()
    project.write(lambda c: jobs.add_points(c, job.id, points)).result()
    return job


def test_without_a_project_or_rows_there_is_one_thing_to_do(qtbot, show, training_parts, tmp_path):
    page = show(None)
    assert page.state == "empty"
    assert "Open a project" in said(page)
    assert not page.primary.isVisible()
    with qtbot.waitSignal(page.data_wanted):
        qtbot.keyClick(button(page, "Go to the data"), Qt.Key.Key_Space)
    project = open_project(qtbot, training_parts[0], tmp_path / "empty.tunedesk", [])
    qtbot.waitUntil(lambda: "no training rows" in said(page))
    assert unnamed_controls(page) == []
    open_project(qtbot, training_parts[0], tmp_path / "full.tunedesk", pairs())
    planned(qtbot, page)
    assert project is not training_parts[0].project


def test_the_plan_says_what_will_happen_and_the_choices_go_to_the_engine(qtbot, show, provider):
    provider.bases.append(base_model("other", "Other model"))
    page = show()
    planned(qtbot, page)
    words = said(page)
    for part in ("12 training rows", "3 validation rows", "6 test rows", "neither your rows nor the model"):
        assert part in words
    assert page.primary.text() == "Start training"
    menu = page.plan_card.model_menu
    menu.setFocus()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    next(s for s in page.findChildren(QSpinBox) if s.accessibleName() == "Passes over the rows (epochs)").setValue(2)
    planned(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.run is not None)
    asked = provider.job.asked
    assert asked["model"] == "other"
    assert asked["method"]["supervised"]["hyperparameters"]["n_epochs"] == 2
    assert provider.files[0].count(b'"prompt"') == 12
    assert provider.files[1].count(b'"prompt"') == 3


def test_from_start_to_compare(qtbot, show, provider, workspace):
    page = show()
    heard = []
    workspace.changed.connect(heard.append)
    job = started(qtbot, page, provider)
    assert page.run.job.status is JobStatus.QUEUED
    assert "Waiting for its turn" in said(page)
    job.begin()
    job.advance(5)
    qtbot.waitUntil(lambda: page.run.step == 5 and page.run.job.status is JobStatus.RUNNING)
    qtbot.waitUntil(lambda: page.view.progress.sentence.startswith("Step 5 of 12") and page.view.charts.drawn)
    assert "fell from 5.50 to 2.00" in page.view.coach.sentence
    assert "2.000" in page.view.charts.sentence
    assert {"Pause", "Cancel training…"} <= buttons(page)
    assert not page.primary.isVisible()
    job.advance(7)
    job.succeed()
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.SUCCEEDED)
    assert page.primary.text() == "Compare with the base model"
    assert buttons(page).isdisjoint({"Pause", "Resume", "Cancel training…"})
    with qtbot.waitSignal(page.compare_wanted, check_params_cb=lambda tuned: tuned == TUNED):
        qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert heard.count(Change(jobs=True)) == 3
    with workspace.project.reading() as connection:
        (kept,) = jobs.all_jobs(connection)
        points = jobs.points(connection, kept.id)
    assert kept.tuned_model == TUNED
    assert [point.step for point in points] == list(range(13))


def test_pause_resume_and_cancel_by_keyboard(qtbot, show, provider):
    page = show()
    job = started(qtbot, page, provider)
    job.begin()
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.RUNNING)
    for words, then, status in (
        ("Pause", "Resume", JobStatus.PAUSED),
        ("Resume", "Pause", JobStatus.RUNNING),
    ):
        pressed = button(page, words)
        pressed.setFocus()
        qtbot.keyClick(pressed, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda status=status: page.run.job.status is status)
        qtbot.waitUntil(lambda then=then: button(page, then).hasFocus())
    for answer in ("Do not cancel", "Cancel it for good"):
        cancel = button(page, "Cancel training…")
        cancel.setFocus()
        qtbot.keyClick(cancel, Qt.Key.Key_Space)
        assert "What was learned since the last checkpoint is lost" in said(page)
        assert button(page, "Do not cancel").hasFocus()  # so that Enter loses nothing
        pressed = button(page, answer)
        pressed.setFocus()
        qtbot.keyClick(pressed, Qt.Key.Key_Space)
        assert "Do not cancel" not in buttons(page)
        if answer == "Do not cancel":
            assert button(page, "Cancel training…").hasFocus()
            assert page.run.job.status is JobStatus.RUNNING
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.CANCELLED)
    assert "The curve and the checkpoints made so far stay" in said(page)
    assert buttons(page).isdisjoint({"Pause", "Resume", "Cancel training…"})


def test_a_pause_that_is_granted_late_leaves_the_keyboard_on_resume(qtbot, show, provider):
    page = show()
    job = started(qtbot, page, provider)
    job.begin()
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.RUNNING)
    button(page, "Pause").setFocus()
    job.paused = True  # the engine ends its step first, so its answer to the wish itself still said "running"
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.PAUSED)
    qtbot.waitUntil(lambda: button(page, "Resume").hasFocus())
    job.paused = False
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.RUNNING)
    qtbot.waitUntil(lambda: button(page, "Pause").hasFocus())


def test_a_training_that_was_stopped_by_a_full_disk_goes_on_when_there_is_room(qtbot, show, provider):
    page = show()
    job = started(qtbot, page, provider)
    job.begin()
    job.advance(6)
    job.fail("The disk is full. Make some room.", resumable=True)
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.FAILED and page.run.step == 6)
    told = said(page)
    for words in ("The disk is full.", "It can go on", "trained once more"):
        assert words in told
    assert buttons(page).isdisjoint({"Pause", "Cancel training…"})
    provider.refuse("steer", 409, message="There is still no room.")
    pressed = button(page, "Go on from the last checkpoint")
    pressed.setFocus()
    qtbot.keyClick(pressed, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "There is still no room" in said(page) and pressed.isEnabled())
    qtbot.keyClick(pressed, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.QUEUED)
    assert "It can go on" not in said(page)
    job.step = 4  # it begins again at its last checkpoint
    job.status = "running"
    job.advance(8)
    job.succeed()
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.SUCCEEDED)
    assert [page.run.curves.point(row).step for row in range(len(page.run.curves))] == list(range(13))
    with page._workspace.project.reading() as connection:
        kept = jobs.all_jobs(connection)[0]
    assert (kept.status, kept.resumable, kept.error) == (JobStatus.SUCCEEDED, False, "")


def test_a_training_that_broke_for_good_cannot_go_on(qtbot, show, provider):
    page = show()
    job = started(qtbot, page, provider)
    job.begin()
    job.fail("A fault in the program.")
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.FAILED)
    assert "Go on from the last checkpoint" not in buttons(page)
    assert "start a new training" in said(page)


def test_a_wish_the_engine_does_not_grant_is_said_and_the_curve_stays(qtbot, show, provider):
    page = show()
    job = started(qtbot, page, provider)
    job.begin()
    job.advance(2)
    qtbot.waitUntil(lambda: page.run.step == 2 and page.run.job.status is JobStatus.RUNNING)
    provider.refuse("steer", 409, message="The job's files are still being checked.")
    qtbot.keyClick(button(page, "Pause"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "still being checked" in said(page))
    assert button(page, "Pause").isEnabled()
    assert len(page.run.curves) == 3
    assert page.run.job.status is JobStatus.RUNNING


def test_a_training_that_ends_badly_says_why(qtbot, show, provider):
    page = show()
    job = started(qtbot, page, provider)
    job.begin()
    job.fail("The disk is full.")
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.FAILED)
    assert "The disk is full." in said(page)
    assert "Your rows and everything measured are kept." in said(page)
    assert not page.primary.isVisible()


def test_what_was_measured_before_the_window_closed_is_there_at_once_and_goes_on(qtbot, show, provider):
    provider.refuse("job", 503, times=0)
    job = provider.add_job()
    job.begin()
    job.advance(3)
    page = show(prepare=unfinished)
    assert page.run is not None
    assert page.run.job.id == "ftjob-1"
    qtbot.waitUntil(lambda: page.run.curves.steps[:2].tolist() == [0, 1])
    qtbot.waitUntil(lambda: page.run.step == 3)
    job.advance(9)
    job.succeed()
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.text() == "Compare with the base model")


def test_a_project_opened_again_is_followed_again_and_the_other_one_no_more(qtbot, show, provider, workspace, tmp_path):
    job = provider.add_job()
    job.begin()
    page = show(prepare=unfinished)
    qtbot.waitUntil(lambda: "events" in provider.visits)
    path = workspace.project.path
    open_project(qtbot, workspace, tmp_path / "other.tunedesk")
    assert page.run is None
    planned(qtbot, page)
    look_again(qtbot, page)
    provider.visits.clear()
    job.advance(6)
    for _ in range(5):  # in this time a training that is followed is asked about more than once
        look_again(qtbot, page)
    assert "events" not in provider.visits
    workspace.open(path)
    qtbot.waitUntil(lambda: page.run is not None and page.run.step == 6)


def test_a_job_the_engine_does_not_know_any_more_is_said_and_asked_for_again(qtbot, show, provider):
    job = provider.add_job()
    job.begin()
    provider.refuse("job", 500)
    page = show(prepare=unfinished)
    qtbot.waitUntil(lambda: "Try again" in buttons(page) and page.run.loaded)
    assert len(page.run.curves) == 2
    job.advance(2)
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.run.step == 2)
    assert "Try again" not in buttons(page)


def test_a_start_that_is_refused_is_said_and_tried_again(qtbot, show, provider):
    provider.refuse("create", 500)
    page = show()
    planned(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Try again" in buttons(page))
    assert page.run is None
    assert page.primary.isEnabled()
    assert provider.jobs == {}
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.run is not None)
    assert list(provider.jobs) == ["ftjob-1"]


def test_one_start_is_one_training(qtbot, show, provider):
    page = show()
    planned(qtbot, page)
    for _ in range(3):
        qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.run is not None)
    assert provider.visits.count("create") == 1


def test_without_the_engines_heavy_half_it_says_what_to_do(qtbot, show, provider):
    provider.extra_installed = False
    page = show()
    qtbot.waitUntil(lambda: "Try again" in buttons(page))
    assert not page.plan_card.can_start
    assert not page.primary.isVisible()
    assert unnamed_controls(page) == []
    provider.extra_installed = True
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    planned(qtbot, page)
    assert page.primary.isVisible()


def test_a_missing_model_is_fetched_with_progress(qtbot, show, provider):
    provider.bases = [base_model(BASE, "Tiny model", state="absent")]
    page = show()
    qtbot.waitUntil(page.plan_card.fetch_button.isVisible)
    assert page.plan_card.fetch_button.text() == "Fetch Tiny model (272 MB)"
    menu = page.plan_card.form.model.menu
    assert menu.currentText() == f"{menu.in_brief} (not fetched yet)"  # which the card with the button says, too
    assert "over the internet" in said(page)
    assert not page.primary.isVisible()
    page.plan_card.fetch_button.setFocus()
    qtbot.keyClick(page.plan_card.fetch_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: provider.bases[0]["state"] == "pulling")
    provider.bases[0]["progress"] = 0.5
    qtbot.waitUntil(lambda: page.plan_card._fetch._bar.value() == 500)
    assert "is being fetched" in said(page)
    assert unnamed_controls(page) == []
    provider.bases[0].update(state="ready", progress=1.0)
    planned(qtbot, page)
    assert page.primary.isVisible()
    assert page.plan_card.model_menu.hasFocus()


def test_a_fetching_can_be_stopped_and_begun_again(qtbot, show, provider):
    provider.bases = [base_model(BASE, "Tiny model", state="absent")]
    page = show()
    qtbot.waitUntil(page.plan_card.fetch_button.isVisible)
    for times in (1, 2):
        page.plan_card.fetch_button.setFocus()
        qtbot.keyClick(page.plan_card.fetch_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda times=times: provider.visits.count("pull") == times)
        qtbot.waitUntil(lambda: "is being fetched" in said(page))
        assert button(page, "Stop fetching").hasFocus()
        qtbot.keyClick(button(page, "Stop fetching"), Qt.Key.Key_Space)
        qtbot.waitUntil(page.plan_card.fetch_button.isVisible)
        assert provider.bases[0]["state"] == "absent"
        qtbot.waitUntil(page.plan_card.fetch_button.hasFocus)


def test_a_fetching_that_breaks_off_is_said_and_tried_again(qtbot, show, provider):
    provider.bases = [base_model(BASE, "Tiny model", state="absent")]
    page = show()
    qtbot.waitUntil(page.plan_card.fetch_button.isVisible)
    page.plan_card.fetch_button.setFocus()
    qtbot.keyClick(page.plan_card.fetch_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: provider.bases[0]["state"] == "pulling")
    provider.bases[0].update(state="failed", message="no route")
    qtbot.waitUntil(lambda: "Try again" in buttons(page))
    assert button(page, "Try again").hasFocus()
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: provider.bases[0]["state"] == "pulling")
    provider.bases[0].update(state="ready", progress=1.0)
    planned(qtbot, page)


def test_every_training_can_be_looked_at_again_with_the_arrow_keys(qtbot, show, provider):
    page = show(prepare=_three_trainings)
    listed = page.findChild(QListWidget)
    assert listed.count() == 4
    assert page.run.job.id == "ftjob-3"
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    assert page.run.job.id == "ftjob-2"
    assert "The disk is full." in said(page)
    qtbot.keyClick(listed, Qt.Key.Key_Home)
    assert page.run is None
    planned(qtbot, page)
    assert page.primary.text() == "Start training"


def _three_trainings(project):
    for number, status, error in ((1, "cancelled", ""), (2, "failed", "The disk is full."), (3, "succeeded", "")):
        job = Job(
            f"ftjob-{number}", "local", BASE, JobStatus(status), 1_700_000_000.0 + number, 1_700_000_100.0, error=error
        )
        project.write(lambda c, job=job: jobs.add(c, job, Plan(BASE))).result()


@pytest.mark.parametrize(("width", "height"), [(972, 650), (1032, 670)])
def test_most_of_the_curve_of_the_losses_can_be_seen_without_scrolling(qtbot, show, provider, width, height):
    page = show()
    page.window().resize(width, height)
    job = started(qtbot, page, provider)
    job.begin()
    job.advance(6)
    qtbot.waitUntil(lambda: page.view.charts.drawn)
    area = next(a for a in page.findChildren(QScrollArea) if a.isAncestorOf(page.view.charts)).viewport()
    seen = area.rect()
    curve = page.view.charts.panels.views[0]
    qtbot.waitUntil(lambda: curve.height() >= 200)
    for part in (curve, button(page, "Pause"), button(page, "Cancel training…")):
        most = QSize(part.width(), min(part.height(), 170))
        assert seen.contains(QRect(part.mapTo(area, QPoint(0, 0)), most))


def test_everything_has_a_name(qtbot, show, provider):
    page = show()
    planned(qtbot, page)
    assert unnamed_controls(page) == []
    started(qtbot, page, provider).begin()
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.RUNNING)
    assert unnamed_controls(page) == []


def test_a_training_of_a_provider_is_shown_but_not_steered(qtbot, show, provider):
    """A job that was brought home is history: the engine here knows nothing of it and is not asked."""

    def old(project):
        job = Job("ftjob-far", "openai", "gpt-4o-mini", JobStatus.RUNNING, 1.0, tuned_model="ft:far")
        project.write(lambda c: jobs.add(c, job, Plan("gpt-4o-mini"))).result()

    page = show(prepare=old)
    qtbot.waitUntil(lambda: page.findChild(QListWidget).count() == 2)
    page.findChild(QListWidget).setCurrentRow(1)
    qtbot.waitUntil(lambda: page.run is not None)
    assert "ran at a provider" in said(page)
    assert not {"Pause", "Resume", "Cancel training…"} & buttons(page)
    assert not page.primary.isVisible()
    assert "job" not in provider.visits
