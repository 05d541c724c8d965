"""Words on the desktop at the end of what took long: once, by what the desktop has; and the line of work before."""

import os
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QIcon

from desktop_app.app import Program
from desktop_app.core.job import HERE, Job, JobStatus
from desktop_app.crash import CrashBorder
from desktop_app.gui.desktop_notes import DesktopNotes
from desktop_app.settings import paths
from desktop_app.settings.preferences import NOTIFY
from tests.engine.ending import end_engine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the program is a script of the shell")


@pytest.fixture
def spoken(tmp_path, monkeypatch):
    """Put a program in the place of the one that shows notifications; return the file with what it was told."""
    told = tmp_path / "told"
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}.part" && mv "{told}.part" "{told}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return told


def test_it_is_said_once_and_never_taken_for_an_option(qtbot, qapp, spoken):
    notes = DesktopNotes(QIcon())
    assert notes.say("ftjob-1", "--help: Finished", "The training is finished.")
    qtbot.waitUntil(spoken.exists)
    assert spoken.read_text().splitlines()[-3:] == ["--", "--help: Finished", "The training is finished."]
    spoken.unlink()
    assert not notes.say("ftjob-1", "heroes: Finished", "The training is finished.")
    assert notes.say("ftjob-2", "other: Finished", "The training is finished.")
    qtbot.waitUntil(spoken.exists)
    assert "other: Finished" in spoken.read_text()
    notes.deleteLater()


def test_a_desktop_without_means_is_left_alone(qapp, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    notes = DesktopNotes(QIcon())
    assert not notes.say("ftjob-1", "heroes: Finished", "The training is finished.")
    notes.deleteLater()


@pytest.fixture
def program(qapp, qtbot, theme, no_stray_windows):
    border = CrashBorder(paths.log_dir())
    made = Program(qapp, border)
    qtbot.addWidget(made.window)
    yield made
    made.window.close()
    border.stop()
    end_engine(paths.engine_dir())
    made.deleteLater()


def test_the_end_is_said_only_while_another_program_is_in_front_and_to_those_who_want_it(qtbot, program, spoken):
    program.preferences.set(NOTIFY, 0)
    program.rooms.training_ended.emit("ftjob-1", "unwanted: Finished", "The training is finished.")
    program.preferences.set(NOTIFY, 1)
    program.window.show()
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    program.rooms.training_ended.emit("ftjob-2", "seen: Finished", "The training is finished.")
    program.window.hide()
    program.rooms.training_ended.emit("ftjob-3", "third: Finished", "The training is finished.")
    qtbot.waitUntil(spoken.exists)
    assert "third: Finished" in spoken.read_text()
    program.desktop_notes.clicked.emit()
    assert program.window.isVisible()


def test_the_end_of_other_work_that_took_long_is_said_as_well(qtbot, program, spoken):
    now = [0.0]
    program.window.show()
    program.window.work.clock = lambda: now[0]
    rescue = program.window.page("rescue")
    program.window.hide()
    for preference, taken, shown in ((0, 300, False), (1, 60, False), (1, 300, True)):
        program.preferences.set(NOTIFY, preference)
        rescue.work_told.emit("Bringing home: letters", 0.5)
        assert program.window.work.sentences == ("Bringing home: letters",)
        now[0] += taken
        rescue.work_told.emit(None, None)
        assert program.window.work.sentences == ()
        if shown:
            qtbot.waitUntil(spoken.exists)
            assert "Bringing home: letters\nThis is over." in spoken.read_text()
        else:
            assert program.desktop_notes._said == set()


def test_closing_a_project_ends_the_line_of_its_own_trainings_alone(qtbot, program, tmp_path):
    program.window.show()
    program.workspace.create(tmp_path / "one.tunedesk")
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    page, rescue = program.rooms.training, program.window.page("rescue")
    job = Job("ftjob-1", HERE, "base", JobStatus.RUNNING, 0.0, total_steps=9)
    page.heard.emit(SimpleNamespace(job=job, step=3), True)
    page.heard.emit(SimpleNamespace(job=replace(job, id="ftjob-2"), step=4), True)
    rescue.work_told.emit("Bringing home: letters", 0.5)
    assert len(program.window.work.sentences) == 3
    program.workspace.close()
    assert program.window.work.sentences == ("Bringing home: letters",)
    program.window.work.lead()
    assert program.window.place == "rescue"
    rescue.work_told.emit(None, None)
    assert program.window.work.sentences == ()


@pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints", extend=True)
def test_the_line_of_work_leads_back_to_a_dialog_that_was_closed(program):
    program.window.show()
    dialog = program.rooms.models.set_up()
    dialog.work_told.emit("Setting up training on this computer", 0.5)
    dialog.close()
    assert program.window.work.sentences == ("Setting up training on this computer",)
    program.window.work.lead()
    assert dialog.isVisible()
    dialog.work_told.emit(None, None)
    assert program.window.work.sentences == ()
    dialog.close()
