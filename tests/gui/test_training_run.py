"""One training on the screen, here and at a provider: what is said, what can be done, and what it was made of."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar

from desktop_app.core.job import ELSEWHERE, JobEvent, JobStatus
from desktop_app.gui.training.page import TrainingPage
from desktop_app.store import jobs
from desktop_app.work import train, watch
from tests.cloud.dialects import NEBIUS, OPENAI
from tests.cloud.faults import Fault
from tests.core.curve_maker import falling, turning
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import HeldBack
from tests.gui.training_room import BEGAN, button, buttons, keep, said
from tests.sites import connect

MEMORISED = (falling(3.0, 0.4), turning(3.0, 1.2, 1.9, 0.5))
pytestmark = pytest.mark.usefixtures("undressed")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let places be asked more often than people need it."""
    for name in ("POLL_SECONDS", "RUNNING_SECONDS", "WAITING_SECONDS", "FIRST_REST", "LONGEST_REST"):
        monkeypatch.setattr(watch, name, 0.03)


@pytest.fixture
def project(qtbot, workspace, tmp_path):
    return open_project(qtbot, workspace, tmp_path / "heroes.tunedesk")


@pytest.fixture
def show(qtbot, in_window, training_parts, provider, project):
    """Return a function that shows the training page of the project."""
    assert provider.extra_installed

    def made(width=1000, height=900):
        page = in_window(TrainingPage(*training_parts), width, height)
        qtbot.waitUntil(lambda: page.run is None or page.run.loaded)
        return page

    return made


@pytest.fixture
def cloud(clouds):
    return clouds(OPENAI)


@pytest.fixture
def away(project, sites, cloud):
    """Return a training at the cloud that has begun, and that the project knows."""
    where = asyncio.run(connect(sites, "openai", "My cloud", cloud.address, cloud.account.key))
    return begun(cloud, project, where)


def begun(cloud, project, where, number=1):
    file = cloud.account.add_file("heroes.jsonl", b"{}")
    job = cloud.account.add_job({"model": "gpt-4.1-mini-2025-04-14", "training_file": file.id, "suffix": "heroes"})
    cloud.account.begin(job)
    model = job.asked["model"]
    keep(project, number, JobStatus.QUEUED, where=where, upto=-1, total_steps=0, base_model=model, job_id=job.id)
    return job


def test_a_training_at_a_provider_is_followed_to_its_end(qtbot, project, cloud, away, show):
    cloud.account.advance(away, 6)
    page = show()
    qtbot.waitUntil(lambda: page.run.step == 6)
    assert "It trains at My cloud." in said(page)
    assert {"Pause", "Cancel training…", "Plan again"} <= buttons(page)
    assert page.view.progress.sentence.startswith("Step 6 of 12")
    cloud.account.finish(away)
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.SUCCEEDED)
    assert "The tuned model is ready at My cloud." in said(page)
    assert buttons(page).isdisjoint({"Pause", "Resume", "Cancel training…", "Compare with the base model"})
    qtbot.waitUntil(lambda: [kept.step for kept in page.run.checkpoints] == [4, 8, 12])
    assert unnamed_controls(page) == []
    with project.reading() as connection:
        assert len(jobs.points(connection, away.id)) == 12


@pytest.fixture
def pausing(qtbot, monkeypatch):
    """Return a function that lets a training be paused at a place which does not answer before the test lets it."""
    held = HeldBack(train.pause)
    monkeypatch.setattr(train, "pause", held)

    def begin(page):
        qtbot.waitUntil(lambda: page.run.job.status is JobStatus.RUNNING)
        button(page, "Pause").click()
        assert not button(page, "Cancel training…").isEnabled()
        qtbot.waitUntil(lambda: held.calls == 1)
        return held

    yield begin
    held.go.set()


def test_who_waits_for_one_training_can_steer_another_one(qtbot, project, cloud, away, show, pausing):
    with project.reading() as connection:
        (known,) = jobs.all_jobs(connection)
    other = begun(cloud, project, known.provider, number=2)
    page = show()
    page.show_job(away.id)
    held = pausing(page)
    page.show_job(other.id)
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.RUNNING)
    assert button(page, "Pause").isEnabled()
    assert button(page, "Cancel training…").isEnabled()
    page.show_job(away.id)
    assert not button(page, "Cancel training…").isEnabled()
    held.go.set()
    qtbot.waitUntil(button(page, "Cancel training…").isEnabled)
    assert button(page, "Resume").isEnabled()
    assert other.status == "running"


def test_a_training_of_a_project_that_was_opened_anew_can_be_steered_anew(qtbot, workspace, cloud, away, show, pausing):
    cloud.account.advance(away, 2)
    page = show()
    pausing(page)
    path = workspace.project.path
    workspace.close()
    workspace.open(path)
    qtbot.waitUntil(lambda: page.run is not None and "Cancel training…" in buttons(page))
    assert button(page, "Cancel training…").isEnabled()


def test_a_place_out_of_reach_is_a_quiet_word_and_no_end(qtbot, cloud, away, show):
    cloud.account.advance(away, 2)
    page = show()
    qtbot.waitUntil(lambda: page.run.step == 2)
    cloud.faults.waiting = [Fault("*", "cut") for _ in range(60)]
    qtbot.waitUntil(lambda: "The training there goes on." in said(page))
    assert page.run.job.status is JobStatus.RUNNING
    assert "Try again" not in buttons(page)
    cloud.faults.waiting = []
    cloud.account.advance(away, 3)
    qtbot.waitUntil(lambda: page.run.step == 5)
    qtbot.waitUntil(lambda: "The training there goes on." not in said(page))


def test_what_a_place_cannot_do_is_not_offered(qtbot, project, sites, show, clouds):
    cloud = clouds(NEBIUS)
    where = asyncio.run(connect(sites, "nebius", "My cloud", cloud.address, cloud.account.key))
    job = begun(cloud, project, where)
    page = show()
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.RUNNING)
    assert "Cancel training…" in buttons(page)
    assert buttons(page).isdisjoint({"Pause", "Resume"})
    button(page, "Cancel training…").click()
    assert "My cloud may charge for what was trained so far" in said(page)
    button(page, "Cancel it for good").click()
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.CANCELLED)
    assert job.status == "cancelled"


def test_a_job_that_its_provider_lost_is_said_and_the_curve_stays(qtbot, cloud, away, show):
    cloud.account.advance(away, 5)
    page = show()
    qtbot.waitUntil(lambda: page.run.step == 5)
    del cloud.account.jobs[away.id]
    qtbot.waitUntil(lambda: page.run.job.status is JobStatus.UNKNOWN)
    assert "does not know this training any more" in said(page)
    assert page.run.step == 5
    assert buttons(page).isdisjoint({"Pause", "Resume", "Cancel training…"})


def test_the_results_file_is_saved_as_a_table_whatever_it_came_as(qtbot, cloud, away, show, tmp_path):
    cloud.account.begin(away)
    cloud.account.finish(away)
    page = show()
    qtbot.waitUntil(lambda: "Save results file…" in buttons(page))
    saver = page._desk._saver
    with qtbot.waitSignal(saver.saved):
        saver.save(page.run.job, tmp_path / "mine.csv")
    lines = (tmp_path / "mine.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("step,train_loss")
    assert len(lines) == 13


def test_memorising_offers_the_better_checkpoint(qtbot, project, show):
    keep(project, 1, JobStatus.SUCCEEDED, kind=MEMORISED)
    page = show()
    qtbot.waitUntil(lambda: "began to learn by heart" in page.view.coach.sentence)
    assert page.view.coach.button.text() == "Try the checkpoint of step 100"
    with qtbot.waitSignal(page.compare_wanted, check_params_cb=lambda model: model.endswith(":ckpt-step-100")):
        qtbot.keyClick(page.view.coach.button, Qt.Key.Key_Space)
    assert unnamed_controls(page) == []


def test_checkpoints_are_listed_with_what_was_measured_and_can_be_tried(qtbot, project, show):
    keep(project, 1, JobStatus.SUCCEEDED, kind=MEMORISED)
    page = show()
    page.view.checkpoints_fold.set_open(True)
    table, model = page.view.checkpoints.table, page.view.checkpoints.model
    qtbot.waitUntil(lambda: model.rowCount() == 4 and model.index(2, 3).data() == "1.200")
    assert [model.index(row, 0).data() for row in range(4)] == ["200", "150", "100", "50"]
    assert [model.index(row, 6).data() for row in range(4)] == ["", "", "Best", ""]
    qtbot.waitUntil(lambda: table.currentIndex().row() == 2)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(button(page, "Copy its name"), Qt.Key.Key_Space)
    assert QApplication.clipboard().text().endswith(":ckpt-step-50")
    with qtbot.waitSignal(page.compare_wanted, check_params_cb=lambda name: name.endswith(":ckpt-step-50")):
        qtbot.keyClick(button(page, "Try it in the playground"), Qt.Key.Key_Space)


def test_the_record_can_be_read_and_copied(qtbot, project, show):
    keep(project, 1, JobStatus.SUCCEEDED, rows=[f"row {n}" for n in range(60)], seed=7, title="heroes")
    page = show()
    page.view.made_of_fold.set_open(True)
    text = page.view.made_of.text
    for line in ("Name: heroes", "Training rows: 60", "Seed: 7", f"Mark of this run: {1:032x}", "TuneDesk 9.9"):
        assert line in text
    assert f"SHA-256 {1:064x}" in text
    assert "Fingerprint of all rows (SHA-256): " + "ab" * 32 in text
    page.view.made_of._copy.click()
    assert QApplication.clipboard().text() == text


def test_a_former_plan_is_planned_again_as_it_was_or_as_the_coach_advises(qtbot, project, show):
    keep(project, 1, JobStatus.SUCCEEDED, kind=(falling(2.5, 2.5), None), settings={"learning_rate_multiplier": 1.5})
    page = show()
    qtbot.waitUntil(lambda: page.view.coach.button.text() == "Plan again with twice the rate")
    with qtbot.waitSignal(page.view.again_wanted, check_params_cb=lambda plan: plan.learning_rate_multiplier == 3.0):
        qtbot.keyClick(page.view.coach.button, Qt.Key.Key_Space)
    assert page.run is None
    assert page.plan_card.isVisible()
    assert page.plan_card.form.where.menu.hasFocus()  # the button that was pressed is not there any more
    qtbot.waitUntil(lambda: page.plan_card.plan.learning_rate_multiplier == 3.0)
    assert page.plan_card.plan.epochs == 4


def test_trainings_of_this_computer_say_their_place_in_the_queue(qtbot, project, provider, show):
    for number in (1, 2, 3):
        provider.add_job("queued", f"ftjob-{number}")
        keep(project, number, JobStatus.QUEUED, upto=-1)
    page = show()
    listed = page.side.list
    qtbot.waitUntil(lambda: "Waiting, number 3 in the queue" in listed.item(1).text())
    assert "Waiting, number 2 in the queue" in listed.item(2).text()
    assert "Waiting for its turn" in listed.item(3).text()
    assert "since it was planned" in page.view.progress.sentence
    assert not page.view.progress.findChild(QProgressBar).isVisible()  # nothing moves
    provider.jobs["ftjob-1"].begin()
    qtbot.waitUntil(lambda: "Waiting, number 2 in the queue" in listed.item(1).text())


def test_a_curve_from_a_file_says_so_and_offers_nothing_else(qtbot, project, show):
    keep(project, 1, JobStatus.SUCCEEDED, where=ELSEWHERE, base_model="", title="old results", recorded=False)
    page = show()
    assert "This curve was read from a file." in said(page)
    assert "From a results file" in page.side.list.item(1).text()
    assert buttons(page).isdisjoint({"Pause", "Plan again", "Save results file…", "Compare with the base model"})
    assert page.run.job.finished == BEGAN + 600


@pytest.mark.parametrize("status", [JobStatus.RUNNING, JobStatus.PAUSED, JobStatus.FAILED, JobStatus.SUCCEEDED])
@pytest.mark.parametrize(("size", "width"), [(100, 620), (200, 760)])
def test_nothing_is_cut_off_where_there_is_little_room(project, theme, show, status, size, width):
    keep(project, 1, status, upto=120, error="The disk is full." if status is JobStatus.FAILED else "")
    theme.set_text_size(size)
    page = show(width, 700)
    assert page.view.isVisible()
    for part in (page.view.steering, page.view.coach, page.view.progress):
        assert not part.isVisible() or part.width() <= page._desk.width()
    assert page._desk.minimumSizeHint().width() <= page.width()


def test_the_time_it_took_is_told_without_its_pauses(qtbot, project, show):
    keep(project, 1, JobStatus.SUCCEEDED, title="paused")
    told = [("Fine-tuning job paused", 100), ("Fine-tuning job resumed", 400)]
    lines = [JobEvent(f"p{n}", BEGAN + later, "info", words) for n, (words, later) in enumerate(told)]
    project.write(lambda c: jobs.add_events(c, "ftjob-1", lines)).result()
    page = show()
    qtbot.waitUntil(lambda: "paused for 5:00" in page.view.progress.sentence)
    assert "took 4:59" in page.view.progress.sentence
