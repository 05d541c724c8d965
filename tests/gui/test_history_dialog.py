"""The history in a list: where one is, going back and forth, and what was let go."""

import gc
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.gui.history_dialog import HistoryDialog
from desktop_app.store import examples, history
from desktop_app.work import project as verbs
from tests.gui.filled import open_project
from tests.gui.held import HeldBack, nothing_under_way

LABEL = text("step.edit_field", field="completion")


@pytest.fixture
def show(qtbot, workspace, background, in_window, tmp_path):
    """Return a function that makes a project of so many edits of one row and opens its history."""

    def made(edits, letters=1):
        project = open_project(
            qtbot, workspace, tmp_path / "p.tunedesk", [(Completion("question", " 0"), Part.TRAINING)]
        )
        for number in range(1, edits + 1):
            project.do(LABEL, lambda edit, n=number: edit.write_field(1, "completion", f" {n}" * letters)).result()
        dialog = HistoryDialog(workspace, background)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: dialog.model.rowCount() == len(project.steps()) + 1)
        return dialog, project

    return made


def lines(dialog):
    return [dialog.model.index(row, 0).data().split("  ·  ")[0] for row in range(dialog.model.rowCount())]


def answer(project):
    with project.reading() as connection:
        return [row.example.completion for row in examples.rows(connection)]


def test_the_keyboard_leads_back_and_forth(qtbot, show):
    dialog, project = show(3)
    assert lines(dialog)[-1] == "The beginning"
    assert lines(dialog)[0] == "Edit the completion"
    assert dialog.model.current == dialog.list.currentIndex().row() == 0
    for _ in range(2):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.model.current == 2)
    assert answer(project) == [" 1"]
    assert lines(dialog)[:2] == ["Edit the completion (undone)"] * 2
    qtbot.waitUntil(dialog.list.hasFocus)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Home)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.model.current == 0)
    assert answer(project) == [" 3"]
    qtbot.waitUntil(dialog.list.hasFocus)
    qtbot.keyClick(dialog.list, Qt.Key.Key_End)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.model.current == dialog.model.rowCount() - 1)
    assert answer(project) == []


def test_it_follows_what_happens_meanwhile_and_goes_with_the_project(qtbot, show, workspace):
    dialog, _ = show(1)
    steps = dialog.model.rowCount()
    workspace.do(LABEL, lambda edit: edit.append([(Completion("new", " row"), Part.TRAINING)]))
    qtbot.waitUntil(lambda: dialog.model.rowCount() == steps + 1)
    workspace.undo()
    qtbot.waitUntil(lambda: dialog.model.current == 1)
    with qtbot.waitSignal(dialog.destroyed):
        workspace.close()


def test_of_two_looks_in_a_hurry_the_later_one_is_shown(qtbot, show, workspace, monkeypatch):
    dialog, _ = show(1)
    qtbot.waitUntil(lambda: nothing_under_way(dialog))
    steps, held = dialog.model.rowCount(), HeldBack(verbs.steps)
    monkeypatch.setattr("desktop_app.gui.history_dialog.steps", held)
    for looks in (1, 2):
        workspace.do(LABEL, lambda edit: edit.append([(Completion("new", " row"), Part.TRAINING)]))
        qtbot.waitUntil(lambda looks=looks: held.calls == looks)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == steps + 2)
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(dialog))
    assert dialog.model.rowCount() == steps + 2


def test_steps_that_were_let_go_are_told(qtbot, show, monkeypatch):
    monkeypatch.setattr(history, "KEPT_BYTES", 5000)
    dialog, project = show(6, letters=1000)
    told = [part.text() for part in dialog.findChildren(QLabel) if part.isVisible()]
    assert any(f"{project.history().forgotten} older steps were let go" in words for words in told)


@pytest.mark.parametrize("leave", ["close", "end"])
def test_whoever_ends_a_jump_or_leaves_in_it_hears_where_the_rows_are(qtbot, show, workspace, monkeypatch, leave):
    dialog, project = show(3)
    qtbot.waitUntil(lambda: nothing_under_way(dialog))
    heard, held = [], threading.Event()
    workspace.changed.connect(heard.append)
    undo = project.undo

    def slowly(course=None):
        project.write(lambda _: held.wait())
        return undo(course)

    monkeypatch.setattr(project, "undo", slowly)
    dialog.list.setCurrentIndex(dialog.model.index(3, 0))
    dialog._go.click()
    qtbot.waitUntil(lambda: dialog._jumping is not None)
    if leave == "close":
        dialog.close()
        assert dialog.isVisible(), "it stays until it is known where the rows are"
        with qtbot.waitSignal(dialog.destroyed):
            held.set()
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        held.set()
        qtbot.waitUntil(lambda: dialog._jumping is None)
    assert heard[-1] == Change(examples=True, order=True)
    dialog = None
    gc.collect()  # else it is closed once more, which is no more there


def test_a_project_that_closes_takes_the_dialog_with_it_also_in_a_jump(qtbot, show, workspace, monkeypatch):
    dialog, project = show(3)
    held = threading.Event()
    project.write(lambda _: held.wait())
    dialog.list.setCurrentIndex(dialog.model.index(3, 0))
    dialog._go.click()
    assert dialog._jumping is not None
    held.set()
    with qtbot.waitSignal(dialog.destroyed):
        workspace.close()
    dialog = None
    gc.collect()
