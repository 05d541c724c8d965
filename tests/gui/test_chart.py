"""What stands in the chart of the losses: the dotted lines say which pass over the rows ends there."""

from itertools import pairwise

import pytest

from desktop_app.core.job import Job, JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.gui.training.chart import LossChart


@pytest.fixture
def names(qtbot, background, theme):
    """Return a function that draws a training of so many passes in so many pixels and returns the names on show."""

    def drawn(epochs, width):
        chart = LossChart(background)
        qtbot.addWidget(chart)
        chart.resize(width, 400)
        chart.show()
        job = Job("ftjob-1", "local", "m", JobStatus.RUNNING, 0.0, epochs=epochs, total_steps=epochs * 10)
        chart.show_points([MetricPoint(n, {"train_loss": 3.0 - n / 20}) for n in range(1, 10)], job)
        qtbot.waitUntil(lambda: chart.drawn)
        plot = chart._drawing.widget.getPlotItem()
        texts = [item for item in plot.items if hasattr(item, "toPlainText") and item.isVisible()]
        return sorted((item.pos().x(), item.toPlainText()) for item in texts if "pass" in item.toPlainText())

    return drawn


def test_each_pass_has_its_name(names):
    assert names(3, 800) == [(10.0, "pass 1"), (20.0, "pass 2"), (30.0, "pass 3")]


def test_where_passes_stand_close_some_have_names_and_the_last_always(names):
    said = names(30, 500)
    steps = [step for step, _ in said]
    assert 2 <= len(said) < 15
    assert said[-1] == (300.0, "pass 30")
    assert len({later - step for step, later in pairwise(steps)}) == 1
