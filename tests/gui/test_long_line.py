"""Changes that take long: seen at the window's foot, ended there, and then nothing of them is left."""

import threading

import pytest
from PySide6.QtCore import QLocale, Qt

from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.gui import doing as doing_module
from desktop_app.gui.long_line import LongLine
from desktop_app.store import examples
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project

ROWS = [(Completion(f"question {n}", f" answer {n}"), Part.TRAINING) for n in range(30)]
LABEL = text("step.delete_rows", count=20)


class Slow:
    """An edit that deletes ten rows, waits at a gate, and deletes ten more."""

    def __init__(self, ids):
        self.ids = ids
        self.half, self.gate = threading.Event(), threading.Event()

    def __call__(self, edit):
        edit.course.expect(999_990)
        edit.delete(self.ids[:10])
        edit.course.advance(119_990)  # and the ten it told of by itself
        self.half.set()
        self.gate.wait(60)
        edit.course.look()
        edit.delete(self.ids[10:20])


@pytest.fixture
def line(qtbot, workspace, in_window, tmp_path):
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", ROWS)
    line = LongLine(workspace)
    in_window(line, 700, 100)
    line.hide()
    return line


def kept(workspace):
    with workspace.project.reading() as connection:
        return list(examples.ids(connection))


def test_a_long_change_says_how_far_it_is_and_cancel_takes_all_of_it_back(qtbot, line, workspace):
    before, steps, told, calls = kept(workspace), workspace.project.steps(), [], []
    workspace.changed.connect(told.append)
    slow = Slow(before)
    doing = workspace.do(LABEL, slow, lambda: calls.append("done"), calls.append, lambda *far: calls.append(far))
    qtbot.waitUntil(line.isVisible)
    words = f"Delete 20 rows: {QLocale().toString(120_000)} of {QLocale().toString(1_000_000)} rows"
    qtbot.waitUntil(lambda: line.said.whole == words)
    assert line.bar.value() / line.bar.maximum() == pytest.approx(0.12)
    assert (120_000, 1_000_000) in calls
    assert unnamed_controls(line) == []
    line.stop.setFocus()
    qtbot.keyClick(line.stop, Qt.Key.Key_Space)
    assert not line.stop.isEnabled()
    assert line.said.whole.endswith("taking back what was begun …")
    with qtbot.waitSignal(doing.ended):
        slow.gate.set()
    assert not line.isVisible()
    assert kept(workspace) == before
    assert workspace.project.steps() == steps
    assert told == []
    assert [each for each in calls if not isinstance(each, tuple)] == []


def test_of_several_long_changes_the_oldest_is_shown_and_a_cancelled_one_in_the_line_never_begins(
    qtbot, line, workspace
):
    before = kept(workspace)
    slow, never = Slow(before), []
    workspace.do(LABEL, slow)
    waiting = workspace.do(text("step.insert_row"), never.append)
    qtbot.waitUntil(lambda: len(line._waiting) == 2)
    assert line.said.whole.startswith("Delete 20 rows")
    waiting.cancel()
    with qtbot.waitSignal(workspace.changed) as changed:
        slow.gate.set()
    assert changed.args[0] == Change(examples=True, order=True, rows=frozenset(before[:20]))
    qtbot.waitUntil(line.isHidden)
    assert never == []
    assert kept(workspace) == before[20:]


def test_a_short_change_shows_nothing_and_one_that_comes_too_late_is_kept(qtbot, line, workspace, monkeypatch):
    monkeypatch.setattr(doing_module, "LONG_MS", 60_000)  # short is what is over sooner, on a busy machine too
    before, long = kept(workspace), []
    workspace.long.connect(long.append)
    doing = workspace.do(LABEL, lambda edit: edit.delete(before[:1]))
    with qtbot.waitSignal(doing.ended):
        pass
    doing.course.end()
    assert kept(workspace) == before[1:]
    with qtbot.waitSignal(workspace.undo().ended):
        pass
    assert kept(workspace) == before
    assert long == []
