"""Quitting while something works that would end with the program: asked once, and whoever stays loses nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.gui.leaving import LeavingDialog
from desktop_app.gui.models.export_dialog import ModelExportDialog
from tests.fake_provider import TUNED
from tests.gui.accessible import unnamed_controls


@pytest.fixture
def export(qtbot, program, provider, tmp_path):
    """Let a model be exported behind the window."""
    (tmp_path / "out").mkdir()
    dialog = ModelExportDialog(program.background, program.sites, TUNED, None, program.window)
    dialog.form.use_folder(str(tmp_path / "out"))
    dialog.open()
    qtbot.waitUntil(dialog.go_on.isEnabled)
    dialog.go_on.click()
    qtbot.waitUntil(lambda: bool(provider.exports.orders))
    dialog.reject()
    return dialog


def asked(program):
    return [each for each in program.window.findChildren(LeavingDialog) if each.isVisible()]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_an_export_behind_the_window_is_named_and_goes_on_for_whoever_stays(qtbot, program, export, provider, key):
    program.window.close()
    program.window.close()
    (dialog,) = asked(program)
    assert program.window.isVisible()
    words = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert "“heroes-aa11-ollama” is being exported" in words
    assert unnamed_controls(dialog) == []
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget(), key)
    assert asked(program) == []
    assert program.window.isVisible()
    assert provider.exports.ended == 0
    gone = []
    export.destroyed.connect(lambda *_: gone.append(1))
    provider.exports.finish()
    qtbot.waitUntil(lambda: bool(gone))
    program.window.close()
    assert not program.window.isVisible()


def test_who_is_sure_leaves(program, export):
    assert export.loses
    program.window.close()
    (dialog,) = asked(program)
    dialog.quit.click()
    assert not program.window.isVisible()
