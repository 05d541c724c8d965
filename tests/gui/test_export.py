"""The export dialog with a real project, a real worker and real files."""

import json

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desktop_app.core.example import Completion, Conversation, Message, Part, Shape
from desktop_app.core.export import Exported, Format, Survey
from desktop_app.core.line_rules import LineRules
from desktop_app.core.text import text
from desktop_app.gui.export.dialog import ExportDialog
from desktop_app.gui.export.form import ExportForm
from desktop_app.store.project import Project
from tests.gui.accessible import unnamed_controls
from tests.gui.test_program import program, remembered  # noqa: F401 - fixtures
from tests.screens.pseudo import Pseudo, spoken

SOMEWHERE = LineRules("Somewhere", frozenset({Shape.CHAT}), frozenset(), frozenset({"name"}), one_shape=True)


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "Heroes.tunedesk")
    weighted = Conversation((Message("user", "q"), Message("assistant", "a", {"weight": 0})))
    rows = [(weighted, Part.TRAINING)] * 3 + [(weighted, Part.TEST)] * 2
    made.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    yield made
    made.close()


@pytest.fixture
def dialog(qtbot, theme, background, project, apart, no_stray_windows):
    made = ExportDialog(project, background, apart, lambda: (LineRules(), SOMEWHERE))
    made.open()
    qtbot.waitUntil(made.form.isVisible)
    yield made
    if shiboken6.isValid(made):
        with qtbot.waitSignal(made.destroyed):
            made.reject()


def choose(dialog, format_):
    dialog.form.format_menu.setCurrentIndex(dialog.form.format_menu.findData(format_))


def written(qtbot, dialog, path):
    dialog.write(str(path))
    qtbot.waitUntil(dialog.said.isVisible)
    return dialog.said.text()


def test_only_parts_with_rows_can_be_chosen(dialog):
    assert dialog.form.parts == {Part.TRAINING, Part.TEST}
    boxes = dialog.form.part_boxes
    assert not boxes[Part.VALIDATION].isEnabled()
    assert "3" in boxes[Part.TRAINING].text()
    boxes[Part.TRAINING].setChecked(False)
    assert dialog.go_on.isEnabled()
    boxes[Part.TEST].setChecked(False)
    assert not dialog.go_on.isEnabled()


@pytest.mark.parametrize("format_", list(Format))
def test_each_format_is_written_and_told(qtbot, dialog, tmp_path, format_):
    choose(dialog, format_)
    target = tmp_path / f"out{format_.suffix}"
    said = written(qtbot, dialog, target)
    assert target.exists()
    assert target.name in said
    assert "5" in said
    assert dialog.show_folder.isVisible()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_what_the_receiver_does_not_know_is_named_and_left_out_unless_one_wants_it(qtbot, dialog, tmp_path):
    form = dialog.form
    assert form.left_out == frozenset()
    form.receiver_menu.setCurrentIndex(1)
    assert form.leave_out.isVisible()
    assert "weight" in form.unknown.text()
    assert form.left_out == {"messages[].weight"}
    written(qtbot, dialog, tmp_path / "without.jsonl")
    assert "weight" not in (tmp_path / "without.jsonl").read_text()
    dialog.back_to_form()
    form.leave_out.setChecked(False)
    written(qtbot, dialog, tmp_path / "with.jsonl")
    assert json.loads((tmp_path / "with.jsonl").read_text().splitlines()[0])["messages"][1]["weight"] == 0
    dialog.back_to_form()
    choose(dialog, Format.CSV)
    assert not form.receiver_menu.isVisible()
    assert not form.leave_out.isVisible()


def test_what_cannot_be_written_is_said_and_leads_back(qtbot, dialog, project, tmp_path):
    project.do(text("step.insert_row"), lambda edit: edit.append([(Completion("p", "c"), Part.TRAINING)])).result()
    choose(dialog, Format.TRL)
    dialog.write(str(tmp_path / "folder"))
    qtbot.waitUntil(dialog.problem_view.isVisible)
    assert dialog.problem_view.problem.key == "export_mixed_shapes"
    assert not (tmp_path / "folder").exists()
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert dialog.form.isVisible()


def test_the_end_of_one_file_is_not_taken_for_that_of_the_next(qtbot, dialog, tmp_path):
    choose(dialog, Format.CSV)
    dialog.write(str(tmp_path / "a.csv"))
    first = dialog.task

    def go_on(items):
        if isinstance(items[-1], Exported):
            dialog.write(str(tmp_path / "b.csv"))

    first.items.connect(go_on)
    with qtbot.waitSignal(first.ended):
        pass
    assert not dialog.form.isVisible()
    qtbot.waitUntil(lambda: dialog.task is None)
    assert "b.csv" in dialog.said.text()
    assert dialog.said.isVisible()


def test_it_can_be_stopped_and_closed_in_the_middle(qtbot, dialog, project, tmp_path):
    rows = [(Conversation((Message("user", "q"), Message("assistant", f"a{n}"))), Part.TRAINING) for n in range(30_000)]
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    out = tmp_path / "out"
    out.mkdir()
    choose(dialog, Format.EXCEL)
    dialog.write(str(out / "a.xlsx"))
    qtbot.waitUntil(lambda: dialog.busy.isVisible() and any(out.iterdir()))
    dialog.stop()
    qtbot.waitUntil(dialog.form.isVisible)
    qtbot.waitUntil(lambda: list(out.iterdir()) == [])
    dialog.write(str(out / "a.xlsx"))
    qtbot.waitUntil(lambda: any(out.iterdir()))
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: list(out.iterdir()) == [])


def test_every_control_has_a_name_in_every_state(qtbot, dialog, tmp_path):
    dialog.form.receiver_menu.setCurrentIndex(1)
    assert unnamed_controls(dialog) == []
    written(qtbot, dialog, tmp_path / "a.jsonl")
    assert unnamed_controls(dialog) == []
    assert isinstance(dialog, QDialog)
    assert not dialog.isModal() or dialog.windowModality() is Qt.WindowModality.WindowModal


def test_it_opens_from_the_menu_and_from_the_table_and_closes_with_the_project(qtbot, program, tmp_path):  # noqa: F811
    assert not program.actions["export"].isEnabled()
    made = Project.create(tmp_path / "Own.tunedesk")
    row = Conversation((Message("user", "q"), Message("assistant", "a")))
    made.do(text("step.insert_row"), lambda edit: edit.append([(row, Part.TRAINING)])).result()
    made.close()
    program.open(tmp_path / "Own.tunedesk")
    qtbot.waitUntil(lambda: program.workspace.project is not None and program.window.place == "data")
    for trigger in (program.actions["export"].trigger, program.rooms.editor.row_actions["export"].trigger):
        trigger()
        opened = program.window.findChild(ExportDialog)
        qtbot.waitUntil(opened.form.isVisible)
        assert opened.form.parts == {Part.TRAINING}
        assert opened.form.receiver_menu.count() > 3
        with qtbot.waitSignal(opened.destroyed):
            program.workspace.closing.emit()


def test_who_takes_the_file_is_named_in_the_users_language(qtbot, theme, qapp):
    pseudo = Pseudo(qapp)
    qapp.installTranslator(pseudo)
    form = ExportForm()
    qtbot.addWidget(form)
    form.fill(Survey(0, {}, {}), [LineRules("Another provider"), SOMEWHERE])
    named = [form.receiver_menu.itemText(row) for row in range(form.receiver_menu.count())]
    qapp.removeTranslator(pseudo)
    assert named == [spoken("Another provider"), "Somewhere"]
