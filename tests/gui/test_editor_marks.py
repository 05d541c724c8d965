"""What people say about rows in the table: status, tags and notes, by the keyboard, each one step."""

import threading

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QDialog, QListView, QWidget

from desktop_app.core.example import Completion, Part, RowStatus, Shape
from desktop_app.core.look import Look
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.filter_dialog import FilterDialog
from desktop_app.gui.editor.filter_row import FilterRow
from desktop_app.gui.editor.marks import NoteDialog, TagDialog
from desktop_app.gui.editor.page import EditorPage
from desktop_app.store import examples, standing
from desktop_app.store.looks import Facets
from desktop_app.work.tags import Tags
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project


@pytest.fixture
def page(qtbot, workspace, background, in_window, tmp_path):
    open_project(
        qtbot, workspace, tmp_path / "p.tunedesk", [(Completion(f"q{n}", f" a{n}"), Part.TRAINING) for n in range(6)]
    )
    shown = in_window(EditorPage(workspace, background), 1100, 700)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 6)
    shown.table.setFocus()
    return shown


def choose(qtbot, page, first, last):
    page.window().activateWindow()
    qtbot.waitUntil(page.table.hasFocus)  # also after a dialog has gone
    model, selection = page.model, page.table.selectionModel()
    page.table.go_to(first)
    for row in range(first, last + 1):
        selection.select(model.index(row, columns.FIRST_FIELD), QItemSelectionModel.SelectionFlag.Select)


def kept(workspace):
    with workspace.project.reading() as connection:
        return [(row.status, row.note, row.tags) for row in examples.rows(connection)]


def dialog_of(qtbot, page, kind):
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(kind)))
    return next(d for d in page.findChildren(QDialog) if isinstance(d, kind) and d.isVisible())


def test_rows_are_marked_and_excluded_with_one_key_and_taken_back_with_one(qtbot, page, workspace):
    choose(qtbot, page, 1, 3)
    qtbot.keyClick(page.table, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "3 excluded" in page.counts.text())
    assert page.counts.text() == "6 rows: 3 training, 0 validation, 0 test, 3 excluded"
    assert [status for status, _, _ in kept(workspace)] == ["new", *["excluded"] * 3, "new", "new"]
    grey = page.model.index(1, columns.FIRST_FIELD).data(Qt.ItemDataRole.ForegroundRole)
    assert grey is not None
    assert page.model.index(0, columns.FIRST_FIELD).data(Qt.ItemDataRole.ForegroundRole) is None
    assert "Excluded" in page.model.index(1, columns.FIRST_FIELD + 2).data()
    assert len(page.table.selected_places()) == 3
    workspace.undo()
    qtbot.waitUntil(lambda: "excluded" not in page.counts.text())
    choose(qtbot, page, 0, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: kept(workspace)[0][0] == RowStatus.REVIEWED)


def test_tags_come_and_go_for_all_chosen_rows_and_leave_the_others_alone(qtbot, page, workspace):
    choose(qtbot, page, 0, 1)
    qtbot.keyClick(page.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, page, TagDialog)
    assert unnamed_controls(dialog) == []
    qtbot.keyClicks(dialog.new, "funny, ask Eva")
    qtbot.keyClick(dialog.new, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [tags for _, _, tags in kept(workspace)] == [("funny", "ask Eva")] * 2 + [()] * 4)
    choose(qtbot, page, 1, 2)
    qtbot.keyClick(page.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, page, TagDialog)
    states = {box.text(): box.checkState() for box in dialog.boxes}
    assert states == dict.fromkeys(("ask Eva", "funny"), Qt.CheckState.PartiallyChecked)
    dialog.boxes[0].setCheckState(Qt.CheckState.Unchecked)
    dialog.boxes[1].setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    qtbot.waitUntil(lambda: [t for _, _, t in kept(workspace)][:3] == [("funny", "ask Eva"), ("funny",), ("funny",)])
    workspace.undo()
    qtbot.waitUntil(lambda: [t for _, _, t in kept(workspace)][1] == ("funny", "ask Eva"))


def test_a_note_stands_beside_the_row_and_an_untouched_one_is_no_step(qtbot, page, workspace):
    choose(qtbot, page, 2, 2)
    qtbot.keyClick(page.table, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, page, NoteDialog)
    qtbot.keyClicks(dialog.text, "Is this true?")
    dialog.accept()
    qtbot.waitUntil(lambda: kept(workspace)[2][1] == "Is this true?")
    qtbot.waitUntil(lambda: page.model.row(2).note == "Is this true?")
    steps = len(workspace.project.steps())
    choose(qtbot, page, 2, 2)
    qtbot.keyClick(page.table, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    again = dialog_of(qtbot, page, NoteDialog)
    assert again.text.toPlainText() == "Is this true?"
    again.accept()
    assert len(workspace.project.steps()) == steps


def test_the_tags_of_the_rows_are_not_read_in_the_thread_of_the_window(qtbot, page, monkeypatch):
    threads = []

    def tags(connection, wanted):
        threads.append(threading.current_thread())
        return honest(connection, wanted)

    honest = standing.tags
    monkeypatch.setattr(standing, "tags", tags)
    choose(qtbot, page, 0, 5)
    for _ in range(2):  # twice in a hurry is once
        qtbot.keyClick(page.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog_of(qtbot, page, TagDialog).reject()
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


def test_a_note_that_is_being_written_is_kept_when_the_project_closes(qtbot, page, workspace):
    path = workspace.project.path
    choose(qtbot, page, 2, 2)
    qtbot.keyClick(page.table, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(dialog_of(qtbot, page, NoteDialog).text, "Is this true?")
    workspace.close()
    workspace.open(path)
    qtbot.waitUntil(lambda: workspace.project is not None)
    assert kept(workspace)[2][1] == "Is this true?"


def test_an_ampersand_in_a_tag_is_a_letter_on_every_button(qtbot, theme):
    around, decided = QWidget(), []
    qtbot.addWidget(around)
    tags, row = TagDialog(Tags(("Q&A",), {}, 1), around), FilterRow(around)
    dialog = FilterDialog(Look(), Facets({}, {}, {"Q&A": 3}, {}, {}), Shape.COMPLETION, around)
    row.show_look(Look(tags=frozenset({"Q&A"})))
    drawn = [tags.boxes[0].text(), row.chips[0].text(), dialog.boxes["tag", "Q&A"].text()]
    assert drawn == ["Q&&A", "Tag: Q&&A", "Q&&A (3)"], "a single one would be the mark of a key and not be seen"
    tags.decided.connect(lambda add, remove: decided.append((add, remove)))
    tags.boxes[0].setChecked(True)
    tags.accept()
    assert decided == [(["Q&A"], [])]
    dialog.boxes["tag", "Q&A"].setChecked(True)
    assert dialog.look().tags == {"Q&A"}


def test_tags_that_are_proposed_stand_in_a_list_like_any_other(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = TagDialog(Tags(("ask Eva",), {}, 1), window)
    proposed, usual = dialog.new.completer().popup(), QListView(dialog)
    usual.setModel(proposed.model())
    usual.ensurePolished()
    proposed.ensurePolished()
    assert proposed.sizeHintForRow(0) == usual.sizeHintForRow(0)
    assert proposed.isWindow()
