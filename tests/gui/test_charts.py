"""The curves of trainings on the screen: what is drawn, what hands and keys do, and the same as words and numbers."""

import csv
import io
import math
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from desktop_app.core.axes import Axis
from desktop_app.core.curves import Curves, Portion
from desktop_app.core.job import Checkpoint, Job, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.gui.training.charts import charts as module
from desktop_app.gui.training.charts import panels_box
from desktop_app.gui.training.charts.charts import Charts
from desktop_app.gui.training.charts.shown import Shown
from desktop_app.gui.widgets.scrolling import scrolling
from tests.core.curve_maker import smooth
from tests.gui.accessible import unnamed_controls

SHIFT, CTRL, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


def points(count, first=1):
    """Return a training that learns: a loss that falls, measured on the validation part at every fourth step."""
    for step in range(first, first + count):
        values = {"train_loss": 3.0 - step / 50, "train_accuracy": step / 200, "learning_rate": 1e-4}
        values |= {"time": 1e9 + 2 * step, "tokens": 100.0 * step, "classification/weighted_f1": 0.5}
        if step % 4 == 0:
            values["full_valid_loss"] = abs(step - 20) / 50 + 1
        yield MetricPoint(step, values)


def shown(count=40, name="", number=1, **job):
    told = {"epochs": 2, "total_steps": 40, **job}
    kept = tuple(Checkpoint(f"c{step}", step, f"m{step}", 0.0, {}) for step in (20, 40))
    return Shown(
        Job(f"ftjob-{number}", "local", "m", JobStatus.RUNNING, 0.0, **told), Curves(points(count)), kept, name
    )


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let a drawing follow another one sooner than people need it."""
    monkeypatch.setattr(module, "REDRAW_MS", 20)


@pytest.fixture
def charts(qtbot, background, theme):
    """Return charts in an active window that is high enough for three panels."""
    window = QMainWindow()
    made = Charts(background)
    window.setCentralWidget(scrolling(made))
    window.resize(900, 900)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    window.close()


def settled(charts):
    """Tell whether what is to be seen is drawn and nothing more is on its way."""
    seen = [view for view in charts.panels.views if view.seen]
    return charts.drawn and not charts._rest.isActive() and bool(seen) and not any(view.stale for view in seen)


def drawn(qtbot, charts, *runs):
    charts.show_runs(runs)
    qtbot.waitUntil(lambda: settled(charts))
    return charts.panels.views


def area(charts):
    return charts.window().centralWidget()


def keys(view):
    view.plot.widget.setFocus()
    return view.plot.widget


def picture(view):
    return view.plot._picture


def test_before_the_first_measurement_a_sentence_waits(charts):
    assert "begin with the first measurement" in charts._waiting.text()
    assert charts._waiting.isVisible()
    assert not charts.controls.isVisible()
    charts.show_run(shown(0))
    assert charts._waiting.isVisible()
    assert not charts.drawn


def test_a_panel_is_there_for_each_quantity_that_was_measured(qtbot, charts):
    loss_alone = Shown(shown().job, Curves([MetricPoint(1, {"train_loss": 2.0})]))
    views = drawn(qtbot, charts, loss_alone)
    assert [view.panel.key for view in views] == ["loss"]
    views = drawn(qtbot, charts, shown())
    assert [view.panel.key for view in views] == ["loss", "accuracy", "learning_rate"]
    action = charts.controls._further.actions()[0]
    assert action.text() == "classification/weighted_f1"
    action.trigger()
    qtbot.waitUntil(lambda: len(charts.panels.views) == 4)
    action.trigger()
    qtbot.waitUntil(lambda: len(charts.panels.views) == 3)


def test_marks_and_names_say_what_is_where(qtbot, charts):
    loss, rights, _ = drawn(qtbot, charts, shown())
    drawing = picture(loss)
    assert [(mark.place, mark.name) for mark in drawing.passes] == [(20.0, "pass 1"), (40.0, "pass 2")]
    assert (drawing.best.place, drawing.best.name) == (20.0, "best checkpoint: step 20")
    assert drawing.kept == (20.0, 40.0)
    smoothed = smooth([3.0 - step / 50 for step in range(1, 41)], 0.8)[-1]
    assert drawing.names == (f"training {smoothed:.3f}", "validation 1.400")
    assert not picture(rights).best.name
    assert drawing.span[1] > 40  # the names have room right of the lines' ends


def test_passes_are_marked_also_where_steps_do_not_divide_by_them(qtbot, charts):
    loss, *_ = drawn(qtbot, charts, shown(10, epochs=3, total_steps=10))
    assert [mark.place for mark in picture(loss).passes] == pytest.approx([10 / 3, 20 / 3, 10])


def test_where_passes_stand_close_some_have_names_and_the_last_always(qtbot, charts):
    loss, *_ = drawn(qtbot, charts, shown(40, epochs=40))
    names = [mark.name for mark in picture(loss).passes]
    assert len(names) == 40
    assert names[-1] == "pass 40"
    assert 2 <= len([name for name in names if name]) < 25


def test_without_checkpoints_the_lowest_loss_is_marked(qtbot, charts):
    run = shown()
    loss, *_ = drawn(qtbot, charts, Shown(run.job, run.curves))
    assert picture(loss).best.name == "lowest validation loss: step 20"


def test_new_points_are_drawn_at_most_four_times_a_second(qtbot, charts, monkeypatch):
    monkeypatch.setattr(module, "REDRAW_MS", 250)
    run = shown(10)
    drawn(qtbot, charts, run)
    charts._rest.setInterval(250)
    counted = []
    monkeypatch.setattr(charts.panels, "draw", lambda *_: counted.append(1))
    charts._rest.start()
    for point in points(30, first=11):
        run.curves.append([point])
        charts.show_run(run)
    assert counted == []
    assert not charts.drawn
    qtbot.waitUntil(lambda: charts.drawn)
    assert counted == [1]


def test_what_nobody_sees_is_not_drawn(qtbot, charts, monkeypatch):
    run = shown(10)
    drawn(qtbot, charts, run)
    charts.window().hide()
    counted = []
    monkeypatch.setattr(charts.panels, "draw", lambda *_: counted.append(1))
    run.curves.append(points(5, first=11))
    charts.show_run(run)
    assert counted == []
    charts.window().show()
    qtbot.waitUntil(lambda: counted == [1])


def test_a_panel_that_is_scrolled_away_is_drawn_when_it_comes_into_view(qtbot, charts):
    charts.window().resize(900, 420)
    views = drawn(qtbot, charts, shown())
    qtbot.waitUntil(lambda: not views[-1].seen)
    charts.show_run(shown(39))
    qtbot.waitUntil(lambda: charts.drawn)
    assert views[-1].stale
    area(charts).ensureWidgetVisible(views[-1])
    qtbot.waitUntil(lambda: settled(charts) and not views[-1].stale)
    assert len(picture(views[-1]).traces[0].main[0]) == 39


def test_the_axis_can_be_steps_passes_tokens_or_time(qtbot, charts):
    loss, *_ = drawn(qtbot, charts, shown())
    menu = charts.controls.axis
    assert [menu.itemData(at) for at in range(menu.count())] == list(Axis)
    ends = {}
    for at in range(menu.count()):
        menu.setCurrentIndex(at)
        qtbot.waitUntil(lambda: charts.drawn)
        ends[menu.itemData(at)] = float(picture(loss).traces[0].main[0][-1])
    assert ends == pytest.approx({Axis.STEP: 40, Axis.EPOCH: 2, Axis.TOKENS: 4000, Axis.TIME: 78})
    bare = Shown(Job("ftjob-9", "x", "m", JobStatus.RUNNING, 0.0), Curves([MetricPoint(3, {"train_loss": 1.0})]))
    drawn(qtbot, charts, bare)
    assert [menu.itemData(at) for at in range(menu.count())] == [Axis.STEP]
    assert charts.controls.manner.axis is Axis.STEP


def test_smoothing_keeps_the_raw_line_behind_and_none_draws_it_alone(qtbot, charts):
    loss, _, rate = drawn(qtbot, charts, shown())
    values = [3.0 - step / 50 for step in range(1, 41)]
    training = picture(loss).traces[0]
    assert training.main[1].tolist() == pytest.approx(smooth(values, 0.8))
    assert training.raw[1].tolist() == values
    assert picture(rate).traces[0].raw is None
    slider = charts.controls.smoothing
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: charts.drawn)
    assert picture(loss).traces[0].raw is None
    assert picture(loss).traces[0].main[1].tolist() == values
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert charts.controls.manner.weight == pytest.approx(0.9999)


def test_a_logarithmic_scale_leaves_out_what_has_no_logarithm(qtbot, charts):
    told = [MetricPoint(n, {"train_loss": value}) for n, value in enumerate([100.0, 10.0, 0.0, -1.0, 1.0], start=1)]
    (loss,) = drawn(qtbot, charts, Shown(shown().job, Curves(told)))
    charts.controls.smoothing.setValue(0)
    charts.controls.log.click()
    qtbot.waitUntil(lambda: charts.drawn and picture(loss).log)
    low, high = picture(loss).heights
    assert low < 0
    assert 2 < high < 2.5
    found = loss.plot._strokes[0]._main.getData()[1].tolist()
    assert found[:2] == pytest.approx([2.0, 1.0])
    assert [math.isnan(value) for value in found] == [False, False, True, True, False]


def test_outliers_can_be_left_out_of_the_picture(qtbot, charts):
    told = [MetricPoint(n, {"train_loss": 1000.0 if n == 50 else 1 + n / 100}) for n in range(1, 101)]
    (loss,) = drawn(qtbot, charts, Shown(shown().job, Curves(told)))
    assert picture(loss).heights[1] > 1000
    charts.controls.calm.click()
    qtbot.waitUntil(lambda: charts.drawn and picture(loss).heights[1] < 3)
    assert picture(loss).heights[0] < 1.1


def test_what_was_no_number_is_a_gap_and_is_said(qtbot, charts):
    curves = Curves(points(10))
    curves.append([MetricPoint(11, {}, ("train_loss",)), MetricPoint(12, {}, ("train_loss",))])
    loss, *_ = drawn(qtbot, charts, Shown(shown().job, curves))
    assert np.isnan(picture(loss).traces[0].main[1]).sum() == 2
    assert "No number came (NaN) at 2 steps, the first is step 11." in charts.sentence
    qtbot.keyClick(keys(loss), Qt.Key.Key_End)
    assert "Training loss NaN" in charts.panels.pointer.card.words


def test_several_trainings_differ_in_colour_and_in_dashes_and_have_names(qtbot, charts):
    runs = [shown(40 - 5 * n, f"Try {n}", n) for n in range(1, 5)]
    loss, *_ = drawn(qtbot, charts, *runs)
    looks = [trace.style for trace in picture(loss).traces if trace.role == "training"]
    assert len({look.colour for look in looks}) == len({look.dashes for look in looks}) == 4
    assert all("Try" in name for name in picture(loss).names)
    assert [part.text() for _, _, part in charts._legend._parts if part.isVisible()] == [run.name for run in runs]
    assert picture(loss).passes  # those of the first
    drawn(qtbot, charts, runs[1])
    assert not charts._legend.isVisible()
    assert len(picture(charts.panels.views[0]).traces) == 2


def test_names_at_the_ends_never_lie_on_one_another(qtbot, charts):
    runs = [Shown(shown(number=n).job, Curves(points(40)), (), f"Try {n}") for n in range(1, 6)]
    loss, *_ = drawn(qtbot, charts, *runs)
    places = sorted(name.mapToScene(QPointF(0, 0)).y() for name in loss.plot._names)
    assert min(b - a for a, b in pairwise(places)) > charts.fontMetrics().height()


def test_names_at_the_ends_stay_off_the_name_of_the_best_checkpoint(qtbot, charts):
    steps = range(1, 201)
    falling = [
        MetricPoint(step, {"train_loss": 4.0 / min(step, 9), "full_valid_loss": 4.01 / min(step, 9)}) for step in steps
    ]
    runs = [Shown(shown(number=n).job, Curves(falling), (), f"Try {n}") for n in (1, 2)]
    loss, *_ = drawn(qtbot, charts, *runs)
    assert loss.plot._best_name.isVisible()
    best = loss.plot._best_name.mapRectToScene(loss.plot._best_name.boundingRect())
    names = [name.mapRectToScene(name.boundingRect()) for name in loss.plot._names]
    assert len(names) == 4
    assert max(name.center().y() for name in names) < best.top() + 1


def test_arrows_walk_the_crosshair_over_all_panels(qtbot, charts):
    views = drawn(qtbot, charts, shown())
    plot = keys(views[0])
    card = charts.panels.pointer.card
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert card.words.startswith("Step 1, Training loss 2.980")
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert card.words.startswith("Step 2, Training loss 2.960 (smoothed 2.969), Validation loss 1.320 (step 4)")
    assert "Learning rate 0.0001000" in card.words
    assert all(view.plot._cross.isVisible() and view.plot._cross.getData()[0][0] == 2 for view in views)
    qtbot.keyClick(plot, Qt.Key.Key_Right, SHIFT)
    assert card.words.startswith("Step 12,")
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert card.words.startswith("Step 40,")
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert card.words.startswith("Step 39,")
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert card.words.startswith("Step 1,")
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert not any(view.plot._cross.isVisible() for view in views)


def test_the_table_of_values_has_room_for_its_words(qtbot, charts):
    runs = [shown(40, f"{'A long name, and longer ' * n}", n) for n in range(1, 4)]
    loss, *_ = drawn(qtbot, charts, *runs)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home):
        qtbot.keyClick(keys(loss), key)
    card = charts.panels.pointer.card
    qtbot.waitUntil(card.isVisible)
    assert card.width() >= card.sizeHint().width()
    assert all(part.width() >= part.sizeHint().width() for part in card.findChildren(QLabel) if part.isVisible())


def test_keys_move_closer_and_back(qtbot, charts):
    loss, *_ = drawn(qtbot, charts, shown())
    plot = keys(loss)
    qtbot.keyClick(plot, Qt.Key.Key_End)
    for _ in range(8):
        qtbot.keyClick(plot, Qt.Key.Key_Plus)
        qtbot.waitUntil(lambda: charts.drawn)
    first, last = charts.controls.manner.span
    assert 0 < first < 40 <= last + 1
    assert last - first < 12
    qtbot.waitUntil(lambda: picture(loss).zoomed)
    qtbot.keyClick(plot, Qt.Key.Key_Home)  # the picture follows the crosshair
    qtbot.waitUntil(lambda: charts.controls.manner.span[0] <= 1)
    qtbot.keyClick(plot, Qt.Key.Key_Minus)
    qtbot.waitUntil(lambda: charts.controls.manner.span[1] > last - first)
    qtbot.keyClick(plot, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: charts.drawn)
    assert charts.controls.manner.span is None
    assert not charts.controls.all.isEnabled()


def test_escape_takes_back_only_what_is_there(qtbot, charts):
    loss, *_ = drawn(qtbot, charts, shown())
    plot, heard = keys(loss), []
    charts.window().keyPressEvent = lambda event: heard.append(event.key())
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: charts.drawn and picture(loss).zoomed)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: charts.drawn and not picture(loss).zoomed)
    assert heard == []
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert heard == [Qt.Key.Key_Escape]


def test_the_mouse_points_chooses_a_piece_and_takes_it_back(qtbot, charts):
    loss, *_ = drawn(qtbot, charts, shown())
    view = loss.plot.widget.viewport()
    at = [QPoint(round(loss.plot.across(step)), 80) for step in (10, 30)]
    qtbot.mouseMove(view, at[0])
    qtbot.waitUntil(charts.panels.pointer.card.isVisible)
    qtbot.waitUntil(lambda: charts.panels.pointer.card.words.startswith("Step 10,"))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, NONE, at[0])
    qtbot.mouseMove(view, at[1])
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, at[1])
    assert charts.controls.manner.span == pytest.approx((10, 30), abs=0.2)
    qtbot.waitUntil(lambda: picture(loss).zoomed)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, NONE, at[0])
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, NONE, at[0])  # which Qt's double click leaves out
    qtbot.waitUntil(lambda: charts.drawn and not picture(loss).zoomed)


@pytest.mark.parametrize(("modifiers", "closer"), [(CTRL, True), (NONE, False)])
def test_the_wheel_moves_closer_with_ctrl_alone(qtbot, charts, modifiers, closer):
    loss, *_ = drawn(qtbot, charts, shown())
    view = loss.plot.widget.viewport()
    place = QPointF(300, 80)
    wheel = QWheelEvent(
        place, view.mapToGlobal(place), QPoint(), QPoint(0, -120 if not closer else 120), Qt.MouseButton.NoButton,
        modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert (charts.controls.manner.span is not None) is closer
    assert wheel.isAccepted() is closer  # what is not taken here turns the page


def test_words_and_table_hold_what_the_curves_show(qtbot, charts):
    views = drawn(qtbot, charts, shown())
    told = "Training loss: 40 measurements. First 2.980 at step 1, newest 2.200 at step 40, lowest 2.200 at step 40."
    assert f"{told} It is falling." in charts.sentence
    assert "lowest 1.000 at step 20. It is rising." in charts.sentence
    assert views[0].plot.widget.accessibleName() == "Curves: Loss"
    assert told in views[0].plot.widget.accessibleDescription()
    charts.controls.table.click()
    table = charts.points.table.model()
    assert charts.points.isVisible()
    assert not charts.panels.isVisible()
    assert table.rowCount() == 40
    titles = [table.headerData(at, Qt.Orientation.Horizontal) for at in range(table.columnCount())]
    assert titles[:3] == ["Step", "Training loss", "Validation loss"]
    assert [table.index(3, at).data() for at in range(3)] == ["4", "2.920", "1.320"]
    assert table.index(0, 2).data() == ""
    assert table.index(19, titles.index("Right tokens in training")).data() == "10.0 %"
    assert unnamed_controls(charts) == []


def test_the_table_takes_new_points_where_it_is_scrolled_to(qtbot, charts):
    run = shown(30)
    drawn(qtbot, charts, run)
    charts.controls.table.click()
    table, resets = charts.points.table.model(), []
    table.modelReset.connect(lambda: resets.append(1))
    run.curves.append(points(10, first=31))
    charts.show_run(run)
    assert (table.rowCount(), resets) == (40, [])
    run.curves.append([MetricPoint(5, {"full_valid_loss": 9.0})])
    charts.show_run(run)
    assert table.index(4, 2).data() == "9.000"


def test_of_several_trainings_a_menu_tells_whose_numbers_stand_in_the_table(qtbot, charts):
    drawn(qtbot, charts, shown(40, "First", 1), shown(10, "Second", 2))
    charts.controls.table.click()
    assert charts.points.table.model().rowCount() == 40
    charts.points.choice.setFocus()
    qtbot.keyClick(charts.points.choice, Qt.Key.Key_Down)
    assert charts.points.table.model().rowCount() == 10


def test_every_value_goes_into_a_csv_file(qtbot, charts, tmp_path):
    run = shown(40, "=Heroes")
    drawn(qtbot, charts, run)
    target = tmp_path / "curves.csv"
    charts._saving.save(target)
    qtbot.waitUntil(charts._saving.told.isVisible)
    assert "curves.csv" in charts._saving.told.text()
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    assert len(rows) == 40
    assert rows[0]["training"] == "'=Heroes"
    assert [float(row["train_loss"]) for row in rows] == [3.0 - step / 50 for step in range(1, 41)]
    smoothed = [float(row["train_loss (smoothed 0.8)"]) for row in rows]
    assert smoothed == pytest.approx(smooth([3.0 - step / 50 for step in range(1, 41)], 0.8))
    assert [row["step"] for row in rows if row["full_valid_loss"]] == [str(step) for step in range(4, 41, 4)]
    assert float(rows[19]["epoch"]) == 1
    assert list(tmp_path.iterdir()) == [target]


def test_pictures_and_drawings_show_what_is_on_the_screen(qtbot, charts, tmp_path):
    drawn(qtbot, charts, shown(40, "Heroes & <friends>"))
    picture_file, drawing_file = tmp_path / "c.png", tmp_path / "c.svg"
    for target in (picture_file, drawing_file):
        charts._saving.told.hide()
        charts._saving.save(target)
        qtbot.waitUntil(charts._saving.told.isVisible)
    image = QImage(str(picture_file))
    assert image.width() > 1200
    inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert {"#2563c9", "#c2500a"} <= inks
    assert b"<image" not in drawing_file.read_bytes()
    renderer = QSvgRenderer(str(drawing_file))
    assert renderer.isValid()
    assert renderer.viewBoxF().width() == image.width() / 2


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(qtbot, charts, tmp_path, faults):
    drawn(qtbot, charts, shown())
    charts._saving.save(tmp_path / "gone" / "c.csv")
    qtbot.waitUntil(lambda: bool(faults))
    assert faults.pop().key == "export_not_written"
    assert list(tmp_path.glob("*.csv")) == []


def test_table_and_picture_can_be_copied(qtbot, charts):
    drawn(qtbot, charts, shown(40, "Heroes"))
    charts._saving.copy_table()
    qtbot.waitUntil(charts._saving.told.isVisible)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 41
    assert lines[0].split("\t")[:4] == ["training", "step", "epoch", "train_loss"]
    charts._saving.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()


def test_light_dark_and_large_letters_follow_at_once(qtbot, charts, theme):
    loss, *_ = drawn(qtbot, charts, shown())

    def ground():
        return loss.plot.widget.grab().toImage().pixelColor(3, 3).lightness()

    light, height = ground(), loss.plot.widget.height()
    theme.apply("dark")
    assert ground() < light - 100
    theme.set_text_size(200)
    qtbot.waitUntil(lambda: loss.plot.widget.height() > height * 1.5)
    qtbot.waitUntil(lambda: settled(charts))
    room = loss.plot.widget.viewport().width()
    for name in loss.plot._names:
        assert name.mapToScene(name.boundingRect()).boundingRect().right() <= room + 1


def test_in_a_window_that_reads_from_the_right_the_axis_still_runs_from_the_left(qtbot, charts, qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        loss, *_ = drawn(qtbot, charts, shown())
        assert loss.plot.across(1) < loss.plot.across(40)
        assert loss.plot.across(1) < loss.width() / 4
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_hundred_thousand_points_are_few_to_draw_and_no_spike_is_lost(qtbot, charts):
    values = np.random.default_rng(1).normal(2, 0.1, 100_000)
    values[77_777] = 50.0
    steps = np.arange(100_000, dtype=np.int64)
    curves = Curves()
    curves.extend(Portion(steps, {"train_loss": (steps, values)}))
    (loss,) = drawn(qtbot, charts, Shown(Job("j", "local", "m", JobStatus.RUNNING, 0.0), curves))
    trace = picture(loss).traces[0]
    assert len(trace.raw[0]) < 5000
    assert trace.raw[1].max() == 50.0
    assert trace.raw[1].min() == values.min()
    assert len(trace.main[0]) < 2500
    assert trace.main[1][-1] == pytest.approx(smooth(values, 0.8)[-1])
    assert picture(loss).names == (f"{trace.main[1][-1]:.3f}",)
    keys(loss)
    qtbot.keyClick(loss.plot.widget, Qt.Key.Key_Right)
    qtbot.keyClick(loss.plot.widget, Qt.Key.Key_Right)
    assert charts.panels.pointer.crosshair.step >= 100  # what makes a pixel


def test_another_training_takes_nothing_over_from_the_one_before(qtbot, charts):
    loss, *_ = drawn(qtbot, charts, shown())
    qtbot.keyClick(keys(loss), Qt.Key.Key_End)
    qtbot.keyClick(keys(loss), Qt.Key.Key_Plus)
    assert charts.controls.manner.span is not None
    drawn(qtbot, charts, shown(20, number=2))
    assert charts.controls.manner.span is None
    assert not charts.panels.pointer.card.isVisible()
    charts.clear()
    assert charts.runs == ()
    assert charts._waiting.isVisible()


def test_a_drawing_is_done_in_steps_between_which_others_are_heard(qtbot, charts, monkeypatch):
    """All panels at once would keep keys and mouse waiting."""
    views = drawn(qtbot, charts, shown())
    monkeypatch.setattr(panels_box, "_TURN_S", 0.0)
    heard = []
    beat = QTimer(charts, interval=0)
    beat.timeout.connect(lambda: heard.append(charts.panels.drawing))
    beat.start()
    charts.controls.log.click()
    qtbot.waitUntil(lambda: True in heard and settled(charts))
    beat.stop()
    assert heard.count(True) >= 2 * len(views)  # each panel has its picture made and drawn


def test_news_wait_until_a_drawing_is_complete_and_another_manner_does_not(qtbot, charts, monkeypatch):
    """Begun anew each time something comes, the last panels of a quick training would never be drawn."""
    drawn(qtbot, charts, shown())
    begun = []
    draw = panels_box.PanelsBox.draw
    monkeypatch.setattr(panels_box.PanelsBox, "draw", lambda box, *what: begun.append(what) or draw(box, *what))
    monkeypatch.setattr(panels_box.PanelsBox, "drawing", property(lambda _: True))
    charts._dirty = True
    charts._draw_if_due()
    assert begun == []
    charts.controls.log.click()
    charts._draw_if_due()
    assert len(begun) == 1


def test_the_numbers_below_are_whole(qtbot, charts):
    """Cut off at the bottom, the comma of 1,000 is a point."""
    (loss, *_) = drawn(qtbot, charts, shown())
    axis = loss.plot._ground.bottom
    assert axis.boundingRect().height() >= QFontMetricsF(charts.font()).height()


_ALONE = """
import sys
import threading
from PySide6 import QtCore, QtGui, QtWidgets
app = QtWidgets.QApplication([])
from desktop_app.core.curves import Curves
from desktop_app.core.job import Job, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.gui.background import Background
from desktop_app.gui.training.charts import charts as module
from desktop_app.gui.training.charts.shown import Shown

def missing():
    return [name for each in (QtCore, QtGui, QtWidgets) for name in dir(each) if name not in vars(each)]

class Finder:
    # Tells in which thread pyqtgraph is imported, and whether all of Qt's types were there.

    def find_spec(self, name, path, target=None):
        if name == "pyqtgraph":
            alone = threading.current_thread() is threading.main_thread()
            print(len(missing()), alone, "numpy" in sys.modules, flush=True)
            QtCore.QTimer.singleShot(0, app.quit)

sys.meta_path.insert(0, Finder())
before = len(missing())
background = Background(print)
background.start()
charts = module.Charts(background)
charts.show()
charts.show_run(Shown(Job("j", "local", "m", JobStatus.RUNNING, 0.0), Curves([MetricPoint(1, {"train_loss": 1.0})])))
app.exec()
background.stop()
print(before > 0)
"""


def test_qt_s_types_are_made_in_the_window_s_thread_alone():
    """A type that another thread makes ends the program, if Qt asks an object for its type in that moment."""
    done = subprocess.run([sys.executable, "-c", _ALONE], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["0", "True", "True", "True"], done.stdout + done.stderr
