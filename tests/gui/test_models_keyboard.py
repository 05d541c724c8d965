"""Your models by keyboard alone: found, named, tried, compared, exported, deleted, put back, and packed."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from desktop_app.gui.models.pack_dialog import PackDialog
from desktop_app.gui.models.shelf_page import ShelfPage
from tests.fake_provider import BASE, TUNED
from tests.gui.filled import open_project
from tests.gui.test_asking_keyboard import reach, there_and_back

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
Key = Qt.Key


@pytest.fixture
def project(qtbot, workspace, tmp_path):
    return open_project(qtbot, workspace, tmp_path / "Heroes.tunedesk")


@pytest.fixture
def page(qtbot, in_window, training_parts, provider, project):
    """The list of a tuned model and its base, over an open project."""
    provider.tuned = [(TUNED, 1_700_000_000)]
    workspace, background, sites = training_parts
    made = in_window(ShelfPage(background, sites, workspace), height=900)
    qtbot.waitUntil(lambda: made.state == "content" and not made._look.busy)
    return made


def press(qtbot, key):
    """Press a key wherever the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget(), key)


def go_to(qtbot, page, model):
    """Walk in the list to a model."""
    reach(qtbot, page, page.list)
    qtbot.keyClick(page.list, Key.Key_Home)
    for _ in range(10):
        if page.details.known is not None and page.details.known.model == model:
            return
        qtbot.keyClick(page.list, Key.Key_Down)
    raise AssertionError(f"{model} is out of reach")


def test_a_model_is_tried_named_compared_exported_deleted_and_put_back(qtbot, page, own_home):
    stops = there_and_back(qtbot, page)
    assert {page.search, page.group, page.list} <= set(stops)
    go_to(qtbot, page, TUNED)
    with qtbot.waitSignal(page.try_wanted, check_params_cb=lambda voice: voice.model == TUNED):
        press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "My hero")
    press(qtbot, Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "made on Monday")
    press(qtbot, Key.Key_Return)
    kept = own_home / "model-names.json"
    qtbot.waitUntil(lambda: kept.is_file() and "Monday" in kept.read_text())
    assert list(json.loads(kept.read_text()).values()) == [{"name": "My hero", "note": "made on Monday"}]
    for name, wanted in (("compare", page.compare_wanted), ("export", page.export_wanted)):
        reach(qtbot, page, page.details.button(name))
        with qtbot.waitSignal(wanted, check_params_cb=lambda model: model == TUNED):
            press(qtbot, Key.Key_Space)
    go_to(qtbot, page, TUNED)
    press(qtbot, Key.Key_Delete)
    qtbot.waitUntil(page.details.farewell.confirm.isEnabled)
    assert page.details.farewell.keep.hasFocus()
    reach(qtbot, page, page.details.farewell.confirm)
    press(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: [one.model for one in page.list.shown] == [BASE] and page.undo.button.hasFocus())
    press(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: TUNED in [one.model for one in page.list.shown])


def test_a_project_is_packed(qtbot, page, project, training_parts, apart, tmp_path):
    _, background, sites = training_parts
    dialog = PackDialog(project, sites.engine, background, apart, page.window())
    dialog.open()
    qtbot.waitUntil(dialog.go.isEnabled)
    assert set(there_and_back(qtbot, dialog)) == {dialog.bases, dialog.cancel, dialog.go}
    reach(qtbot, dialog, dialog.go)
    press(qtbot, Key.Key_Space)
    asking = dialog.findChild(QFileDialog)
    line = asking.findChild(QLineEdit)
    line.setText(str(tmp_path / "carried"))  # not typed: what Qt proposes while one types is not ours
    with qtbot.waitSignal(dialog.packed, check_params_cb=lambda name: name == "carried.tunedeskpack", timeout=60_000):
        qtbot.keyClick(line, Key.Key_Return)
    assert (tmp_path / "carried.tunedeskpack").is_file()
    assert not dialog.isVisible()
