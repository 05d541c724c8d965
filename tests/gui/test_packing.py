"""Packing and opening a pack from the window: what is said before, how far it is, and the project that opens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.gui.models.pack_dialog import PackDialog
from desktop_app.gui.models.unpack_dialog import UnpackDialog
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project


@pytest.fixture
def pack(qtbot, training_parts, in_window, provider, tmp_path, apart):
    """Pack a project and return the file."""
    assert provider.extra_installed
    workspace, background, sites = training_parts
    project = open_project(qtbot, workspace, tmp_path / "Heroes.tunedesk")
    holder = in_window(QLabel("window"))
    dialog = PackDialog(project, sites.engine, background, apart, holder)
    dialog.open()
    qtbot.waitUntil(dialog.go.isEnabled)
    assert "The project and 0 models of this computer" in dialog.said.text()
    assert unnamed_controls(dialog) == []
    target = tmp_path / "carried.tunedeskpack"
    with qtbot.waitSignal(dialog.packed, check_params_cb=lambda name: name == "carried.tunedeskpack", timeout=40_000):
        dialog.write(target)
    assert not dialog.isVisible()
    return target


def opened(training_parts, in_window, pack, folder, apart):
    _, background, sites = training_parts
    folder.mkdir(exist_ok=True)
    dialog = UnpackDialog(pack, folder, sites.engine, background, apart, in_window(QLabel("window")))
    dialog.open()
    return dialog


def test_a_pack_is_looked_into_unpacked_and_its_project_opened(qtbot, pack, training_parts, in_window, tmp_path, apart):
    folder = tmp_path / "new"
    dialog = opened(training_parts, in_window, pack, folder, apart)
    qtbot.waitUntil(dialog.go.isEnabled)
    assert "The project “Heroes”" in dialog.said.text()
    assert unnamed_controls(dialog) == []
    qtbot.keyClick(dialog.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.go.text() == "Open the project" and dialog.go.isEnabled())
    assert "unpacked as Heroes.tunedesk" in dialog.said.text()
    with qtbot.waitSignal(dialog.project_wanted, check_params_cb=lambda path: path == folder / "Heroes.tunedesk"):
        qtbot.keyClick(dialog.go, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_a_file_that_is_no_pack_is_said_and_nothing_is_unpacked(qtbot, training_parts, in_window, tmp_path, apart):
    stray = tmp_path / "stray.tunedeskpack"
    stray.write_bytes(b"PK no pack")
    dialog = opened(training_parts, in_window, stray, tmp_path / "new", apart)
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.problem.key == "pack.not_a_pack"
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert list((tmp_path / "new").iterdir()) == []
