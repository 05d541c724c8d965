"""The Models place in the whole program: its rooms, and where their wishes lead."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from desktop_app.app import Program
from desktop_app.core.job import HERE, Job, JobStatus, Plan
from desktop_app.crash import CrashBorder
from desktop_app.gui.models.unpack_dialog import UnpackDialog
from desktop_app.models_rooms import GET, SHELF, STORAGE, SUCCESSOR
from desktop_app.settings import paths
from desktop_app.store import jobs
from tests.fake_provider import BASE, TUNED, FakeProvider
from tests.gui.filled import open_project


@pytest.fixture
def program(qapp, qtbot, theme, no_stray_windows, tmp_path):
    with FakeProvider(paths.engine_dir()) as provider:
        provider.tuned = [(TUNED, 1_700_000_000)]
        border = CrashBorder(paths.log_dir())
        made = Program(qapp, border)
        qtbot.addWidget(made.window)
        made.window.show()
        project = open_project(qtbot, made.workspace, tmp_path / "heroes.tunedesk")
        job = Job("job1", HERE, BASE, JobStatus.SUCCEEDED, 1_700_000_000.0, tuned_model=TUNED)
        project.write(lambda c: jobs.add(c, job, Plan(BASE))).result()
        yield made
        made.window.close()
        border.stop()
        made.deleteLater()


def test_the_wishes_of_a_model_lead_to_the_other_places(qtbot, program):
    window, rooms = program.window, program.rooms
    window.enter("models")
    shelf = rooms.models.shelf
    assert rooms.models.place.names == (SHELF, GET, STORAGE, SUCCESSOR)
    qtbot.waitUntil(lambda: (HERE, TUNED) in [one.key for one in shelf.list.shown])
    assert shelf.list.choose((HERE, TUNED))
    shelf.details.button("training").click()
    assert window.place == "training"
    qtbot.waitUntil(lambda: rooms.training.run is not None and rooms.training.run.job.id == "job1")
    window.go("models")
    shelf.details.button("try").click()
    assert window.place == "playground"
    window.go("models")
    shelf.details.button("export").click()
    dialogs = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].reject()
    window.go("models")
    for name in (GET, STORAGE, SUCCESSOR):
        keys = QKeySequence(QKeySequence.StandardKey.NextChild)[0]
        QTest.keyClick(rooms.models.place, keys.key(), keys.keyboardModifiers())
        assert rooms.models.place.current == name


def test_a_pack_that_is_opened_is_looked_into_and_the_menu_packs_the_project(qtbot, program, tmp_path):
    program.actions["pack"].trigger()
    [dialog] = [each for each in program.window.findChildren(QDialog) if each.isVisible()]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    stray = tmp_path / "x.tunedeskpack"
    stray.write_bytes(b"nothing")
    program.open(stray)
    [dialog] = [each for each in program.window.findChildren(UnpackDialog) if each.isVisible()]
    qtbot.waitUntil(dialog.problem.isVisible)
    dialog.reject()
