"""One program for each home: a second start rings, the first answers; whoever does not answer keeps nobody waiting."""

import os
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer

from desktop_app.gui import doorbell
from desktop_app.gui.doorbell import Doorbell
from desktop_app.settings.preferences import RECENT_PROJECTS, Preferences
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def made(qtbot, home):
    """Make doorbells of this test's home, and stop them afterwards."""
    bells = []

    def make() -> Doorbell:
        bells.append(Doorbell(home))
        return bells[-1]

    yield make
    for bell in bells:
        bell.stop()


def test_the_second_start_hands_its_file_to_the_first(qtbot, made, tmp_path):
    first, second = made(), made()
    assert first.answer()
    assert not second.answer()
    told = []
    first.rung.connect(told.append)
    with qtbot.waitSignals([first.rung, second.heard]):
        second.ring(tmp_path / "Größe & Co.tunedesk")
    assert told == [str(tmp_path / "Größe & Co.tunedesk")]


def test_a_start_without_a_file_only_calls_the_first(qtbot, made):
    first, second = made(), made()
    first.answer()
    with qtbot.waitSignal(first.rung) as caught:
        second.ring(None)
    assert caught.args == [""]


def test_each_home_has_a_program_of_its_own(made, tmp_path):
    assert made().answer()
    other = Doorbell(tmp_path)
    assert other.answer()
    other.stop()


def test_after_the_first_has_ended_the_next_one_answers(qtbot, made):
    first, second = made(), made()
    assert first.answer()
    first.stop()
    assert second.answer()
    third = made()
    with qtbot.waitSignals([second.rung, third.heard]):
        third.ring(None)


def test_one_that_does_not_answer_is_not_waited_for(qtbot, made, monkeypatch):
    monkeypatch.setattr(doorbell, "PATIENCE_MS", 50)
    first, second = made(), made()
    first.answer()
    first._server.newConnection.disconnect()  # it hangs: whoever rings is let in, and nobody listens
    with qtbot.waitSignal(second.unheard):
        second.ring(None)
    first._server.close()
    with qtbot.waitSignal(second.unheard):
        second.ring(None)


def test_strange_words_at_the_door_do_no_harm(qtbot, made):
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

    first = made()
    first.answer()
    rung = []
    first.rung.connect(rung.append)
    for words in (b"GET / HTTP/1.1\r\n", b"[]\n", b'{"other": 1}\n', b"x" * 70000):
        visitor = QLocalSocket()
        visitor.connectToServer(first._server.fullServerName())
        visitor.write(words)
        qtbot.waitUntil(lambda v=visitor: v.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert rung == []


def test_a_lock_that_names_nobody_holds_for_seconds_only(qtbot, tmp_path):
    """Whoever makes it is killed before its number is written."""
    lock = tmp_path / "window.lock"
    lock.touch()
    bell = Doorbell(tmp_path)
    assert not bell.answer()
    os.utime(lock, (lock.stat().st_atime, lock.stat().st_mtime - 60))
    assert bell.answer()
    assert holder(tmp_path) == str(os.getpid())
    other = Doorbell(tmp_path)
    os.utime(lock, (lock.stat().st_atime, lock.stat().st_mtime - 60))
    assert not other.answer()
    bell.stop()


@contextmanager
def started(*arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Start the real program, and see to it that it does not outlive the test."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-m", "desktop_app", *arguments], env=surroundings) as program:
        try:
            yield program
        finally:
            program.kill()


def holder(home: Path) -> str:
    """Return the process that answers for a home; "" while a lock left behind is replaced."""
    try:
        return (home / "window.lock").read_text().split("\n")[0]
    except OSError:
        return ""


def awake(qtbot, home: Path) -> None:
    """Wait until the program of a home answers: while it is put together, a start does not wait for it for ever."""
    bell = Doorbell(home)
    bell.unheard.connect(lambda: QTimer.singleShot(20, bell, lambda: bell.ring(None)))
    with qtbot.waitSignal(bell.heard):
        bell.ring(None)
    bell.stop()


def test_the_real_program_opens_what_a_second_start_names(qtbot, tmp_path):
    """Even the start after a crash: what the killed one left behind counts for nothing."""
    home = Path(os.environ["TUNEDESK_HOME"])
    with closing(Project.create(tmp_path / "mine.tunedesk")) as project:
        path = project.path
    with started() as killed:
        qtbot.waitUntil(lambda: holder(home) == str(killed.pid))
        killed.send_signal(signal.SIGKILL)
    with started() as first:
        qtbot.waitUntil(lambda: holder(home) == str(first.pid))
        awake(qtbot, home)
        with started(str(path)) as second:
            assert second.wait(30) == 0

        def remembered() -> list[Path]:
            return [Path(each) for each in Preferences(home / "preferences.json").get(RECENT_PROJECTS)]

        qtbot.waitUntil(lambda: remembered() == [path])
        assert first.poll() is None


DOUBLE_CLICKED = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from desktop_app import launch
from desktop_app.cli.commands import OpenWindow
make = launch.new_application
def told():
    application = make()
    QCoreApplication.postEvent(application, QFileOpenEvent(sys.argv[1]))
    return application
launch.new_application = told
launch.window(OpenWindow(None))
"""
"""The program, whose system says what was double-clicked, as macOS does; its own words on the command line are none."""


def test_a_file_that_the_system_names_is_opened(qtbot, tmp_path):
    with closing(Project.create(tmp_path / "Größe & Co.tunedesk")) as project:
        path = project.path
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([sys.executable, "-c", DOUBLE_CLICKED, str(path)], env=surroundings) as program:
        try:
            kept = Path(os.environ["TUNEDESK_HOME"]) / "preferences.json"
            qtbot.waitUntil(lambda: str(path) in Preferences(kept).get(RECENT_PROJECTS))
            assert program.poll() is None
        finally:
            program.kill()
