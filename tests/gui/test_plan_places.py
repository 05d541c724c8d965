"""Fields of the plan that change their places: Python keeps nothing of Qt's that Qt frees."""

import shiboken6
from PySide6.QtWidgets import QWidgetItem

from desktop_app.gui.training.plan_form import PlanForm
from desktop_app.gui.widgets.flow import FlowLayout


def held():
    """Return how many places in layouts Python holds on to."""
    return sum(type(each) is QWidgetItem for each in shiboken6.getAllValidWrappers())


def test_no_place_in_a_layout_is_held_that_qt_frees(qtbot, theme):
    """Where Qt puts something else later, what is held would be taken for it, and the process would die of that."""
    before = held()
    form = PlanForm()
    qtbot.addWidget(form)
    our_own = sum(flow.count() for flow in form.findChildren(FlowLayout))
    assert held() - before == our_own
    for width in (1400, 300, 1400):
        form.resize(width, 600)
        form.grab()
    assert held() - before == our_own
