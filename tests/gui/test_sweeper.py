"""The search for garbage happens in the window's thread, between two events, and nowhere else."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from desktop_app.gui import sweeper
from desktop_app.gui.sweeper import Sweeper


class Ring(QObject):
    """An object of Qt that holds itself; it tells in which thread it went."""

    def __init__(self, gone):
        super().__init__()
        self.me = self
        weakref.finalize(self, lambda: gone.append(threading.current_thread()))


@pytest.fixture
def sweeping(qapp, monkeypatch):
    monkeypatch.setattr(sweeper, "EVERY_MS", 5)
    gc.enable()
    made = Sweeper()
    yield made
    made.stop()
    gc.disable()  # as the test around it wants it


def test_objects_of_qt_go_in_the_windows_thread_although_another_makes_much(qtbot, sweeping):
    gone = []

    def busy():
        for _ in range(50):
            kept = [[number] for number in range(2000)]
        assert kept

    for _ in range(20):
        Ring(gone)
        thread = threading.Thread(target=busy)
        thread.start()
        thread.join()
    made = []
    qtbot.waitUntil(lambda: made.append([[] for _ in range(1000)]) or len(gone) == 20)
    assert set(gone) == {threading.main_thread()}


def test_it_is_left_to_python_again(qapp):
    gc.enable()
    made = Sweeper()
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled()
    gc.disable()


def test_old_objects_are_searched_rarely(qapp, monkeypatch):
    done = []
    with monkeypatch.context() as patched:
        patched.setattr(gc, "collect", done.append)
        patched.setattr(gc, "get_threshold", lambda: (700, 10, 10))
        for counts in ((3, 0, 0), (701, 0, 0), (701, 11, 0), (0, 11, 11)):
            patched.setattr(gc, "get_count", lambda counts=counts: counts)
            sweeper.sweep()
    assert done == [0, 1, 2]
