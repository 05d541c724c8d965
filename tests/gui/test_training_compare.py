"""Several trainings compared: chosen by keyboard, their curves over one another, and only what sets them apart."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop_app.core.job import JobStatus
from desktop_app.gui.training.page import TrainingPage
from desktop_app.gui.widgets.amounts import moment
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.training_room import BEGAN, button, buttons, keep, said

SHIFT = Qt.KeyboardModifier.ShiftModifier
ROWS = [f"row {n}" for n in range(60)]


@pytest.fixture
def page(qtbot, in_window, training_parts, provider, tmp_path):
    """Return the page with three trainings: another rate, other rows, and one that was found elsewhere."""
    assert provider.extra_installed
    project = open_project(qtbot, training_parts[0], tmp_path / "heroes.tunedesk")
    keep(project, 1, JobStatus.SUCCEEDED, rows=ROWS, title="first", settings={"learning_rate_multiplier": 1.0})
    other = [*ROWS[5:], "new row", "newer row"]
    keep(project, 2, JobStatus.SUCCEEDED, rows=other, title="second", settings={"learning_rate_multiplier": 2.0})
    keep(project, 3, JobStatus.FAILED, recorded=False, title="third", settings={"learning_rate_multiplier": 1.0})
    made = in_window(TrainingPage(*training_parts), 1000, 900)
    qtbot.waitUntil(lambda: made.run is not None and made.run.loaded)
    return made


def lines(page):
    return {line.name: line.cells for line in page.comparison.model.lines}


def ticked_by_keyboard(qtbot, page, *rows):
    page.side.list.setFocus()
    for row in rows:
        page.side.list.setCurrentRow(row)
        qtbot.keyClick(page.side.list, Qt.Key.Key_Space)


def test_two_trainings_are_chosen_and_compared_by_keyboard(qtbot, page):
    assert "Tick two or more to compare them." in said(page)
    ticked_by_keyboard(qtbot, page, 2, 3)
    assert page.side.list.ticked == ["ftjob-2", "ftjob-1"]
    qtbot.keyClick(button(page, "Compare 2 trainings"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.comparison.charts.drawn)
    assert [shown.name for shown in page.comparison.charts.runs] == ["second", "first"]
    assert "2 trainings compared" in said(page)
    assert not page.primary.isVisible()
    assert unnamed_controls(page) == []
    qtbot.keyClick(button(page, "End the comparison"), Qt.Key.Key_Space)
    assert page.view.isVisible()
    assert page.side.list.ticked == []
    assert page.side.list.hasFocus()


def test_only_settings_that_differ_are_listed_and_the_rows_are_held_against_the_first(qtbot, page):
    ticked_by_keyboard(qtbot, page, 2, 3)
    page.side.compare.click()
    qtbot.waitUntil(lambda: "Rows added" in lines(page))
    found = lines(page)
    assert found["Learning rate multiplier"] == ("2", "1")
    assert found["Training rows"] == ("57", "60")
    assert not {"Base model", "Seed", "Method", "Passes over the rows (epochs)"} & set(found)
    assert (found["Rows added"], found["Rows taken away"]) == (("", "5"), ("", "2"))
    assert found["Rows in both"] == ("", "55")
    assert found["State"] == ("Finished", "Finished")
    qtbot.waitUntil(lambda: lines(page)["Steps"] == ("200", "200"))
    assert "All other settings are the same." in said(page)
    page.comparison._copy.click()
    assert "Learning rate multiplier\t2\t1" in QApplication.clipboard().text()


def test_what_is_not_known_of_one_is_a_dash(qtbot, page):
    ticked_by_keyboard(qtbot, page, 1, 2, 3)
    page.side.compare.click()
    qtbot.waitUntil(lambda: "Steps" in lines(page))
    found = lines(page)
    assert found["Training rows"] == ("–", "57", "60")
    assert "Rows added" not in found  # nobody knows the rows of the first
    assert found["Tuned model"][0] == "–"


def test_shift_and_the_arrows_tick_on_the_way(qtbot, page):
    page.side.list.setFocus()
    page.side.list.setCurrentRow(1)
    qtbot.keyClick(page.side.list, Qt.Key.Key_Down, SHIFT)
    assert page.side.list.ticked == ["ftjob-3", "ftjob-2"]
    assert page.side.list.current == "ftjob-2"
    assert "Compare 2 trainings" in buttons(page)


def test_boxes_steer_the_comparison_while_it_is_on_show(qtbot, page):
    ticked_by_keyboard(qtbot, page, 2, 3)
    page.side.compare.click()
    page.side.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert len(page.comparison.runs) == 3
    for row in (1, 2):
        page.side.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert page.view.isVisible()


def test_a_single_training_has_no_box(qtbot, in_window, training_parts, provider, tmp_path):
    project = open_project(qtbot, training_parts[0], tmp_path / "one.tunedesk")
    keep(project, 1, JobStatus.SUCCEEDED)
    made = in_window(TrainingPage(*training_parts))
    assert made.side.list.item(1).data(Qt.ItemDataRole.CheckStateRole) is None
    assert "Tick two or more" not in said(made)


def test_the_list_stays_where_it_is_however_many_trainings_there_are(
    qtbot, in_window, training_parts, provider, tmp_path
):
    assert provider.extra_installed
    project = open_project(qtbot, training_parts[0], tmp_path / "heroes.tunedesk")
    keep(project, 1, JobStatus.SUCCEEDED, title="first")
    page = in_window(TrainingPage(*training_parts), 1000, 900)
    qtbot.waitUntil(lambda: page.run is not None and page.run.loaded)
    assert "Trainings of this project" in said(page)
    place = page.side.list.mapTo(page, QPoint(0, 0))
    page._desk.following.add(keep(project, 2, JobStatus.SUCCEEDED, title="second"))
    page._desk._fill_list("ftjob-2")
    qtbot.waitUntil(lambda: "Tick two or more to compare them." in said(page))
    assert page.side.list.mapTo(page, QPoint(0, 0)) == place
    ticked_by_keyboard(qtbot, page, 1, 2)
    qtbot.waitUntil(lambda: "Compare 2 trainings" in buttons(page))
    assert page.side.list.mapTo(page, QPoint(0, 0)) == place


def test_trainings_of_one_name_are_told_apart(qtbot, in_window, training_parts, provider, tmp_path):
    assert provider.extra_installed
    project = open_project(qtbot, training_parts[0], tmp_path / "heroes.tunedesk")
    for number in (1, 2):
        keep(project, number, JobStatus.SUCCEEDED, title="same")  # within the same minute
    later = keep(project, 7000, JobStatus.SUCCEEDED, title="same")
    page = in_window(TrainingPage(*training_parts), 1000, 900)
    qtbot.waitUntil(lambda: page.run is not None and page.run.loaded)
    ticked_by_keyboard(qtbot, page, 1, 2, 3)
    page.side.compare.click()
    qtbot.waitUntil(lambda: page.comparison.charts.drawn)
    names = [shown.name for shown in page.comparison.charts.runs]
    at = moment(BEGAN + 1)
    assert names == [f"same, {moment(later.created)}", f"same, {at} (1)", f"same, {at} (2)"]
