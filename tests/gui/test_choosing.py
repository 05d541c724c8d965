"""Choosing where to save: the ending is what the menu of kinds says, and no file is replaced unasked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QWidget

from desktop_app.gui.widgets.choosing import choose_target, ended
from desktop_app.gui.widgets.replacing import ReplaceDialog
from desktop_app.store.project import Project
from tests.gui.accessible import unnamed_controls

KINDS = "Page (*.html);;Excel workbook (*.xlsx);;Spreadsheet text (*.csv)"


@pytest.fixture
def parent(qtbot, theme):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def open_dialog(parent, kind=QFileDialog):
    (found,) = [each for each in parent.findChildren(kind) if each.isVisible()]
    return found


def save_as(qtbot, dialog: QDialog, name: str):
    line = dialog.findChild(QLineEdit)
    line.setText(name)  # not key by key: what Qt proposes while one types is not ours
    qtbot.keyClick(line, Qt.Key.Key_Return)


def name_it(dialog: QDialog, path):
    """Choose a name in a dialog that proposes a file: the one that Qt selects in its list would count instead."""
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_a_name_without_ending_replaces_no_file_unasked(qtbot, parent, tmp_path):
    there = tmp_path / "Superheroes.tunedesk"
    there.write_text("many rows")
    said = []
    filters = "TuneDesk projects (*.tunedesk)"
    save_as(qtbot, choose_target(parent, "Save", tmp_path / "copy.tunedesk", filters, said.append), "Superheroes")
    asking = open_dialog(parent, ReplaceDialog)
    assert said == []
    assert any("“Superheroes.tunedesk”" in label.text() for label in asking.findChildren(QLabel))
    assert unnamed_controls(asking) == []
    qtbot.keyClick(asking, Qt.Key.Key_Return)  # leaves it as it is
    again = open_dialog(parent)
    assert (again.findChild(QLineEdit).text(), said) == ("Superheroes.tunedesk", [])
    name_it(again, tmp_path / "Superheroes")
    qtbot.mouseClick(open_dialog(parent, ReplaceDialog).replace, Qt.MouseButton.LeftButton)
    assert said == [str(there)]


def test_a_new_name_gets_its_ending_and_nothing_is_asked(qtbot, parent, tmp_path):
    said = []
    save_as(qtbot, choose_target(parent, "Save", tmp_path / "a.html", KINDS, said.append), "Answers v1.2")
    assert said == [str(tmp_path / "Answers v1.2.html")]
    assert not [each for each in parent.findChildren(ReplaceDialog) if each.isVisible()]


def test_choosing_another_kind_changes_the_ending(qtbot, parent, tmp_path):
    said = []
    dialog = choose_target(parent, "Save", tmp_path / "Answers.html", KINDS, said.append)
    dialog.selectNameFilter("Excel workbook (*.xlsx)")
    save_as(qtbot, dialog, "Answers.html")  # as a system's own dialog leaves the name
    assert said == [str(tmp_path / "Answers.xlsx")]


def test_whoever_goes_back_to_another_name_keeps_the_kind(qtbot, parent, tmp_path):
    (tmp_path / "Answers.xlsx").write_text("old")
    said = []
    dialog = choose_target(parent, "Save", tmp_path / "Answers.html", KINDS, said.append)
    dialog.selectNameFilter("Excel workbook (*.xlsx)")
    name_it(dialog, tmp_path / "Answers")
    qtbot.keyClick(open_dialog(parent, ReplaceDialog), Qt.Key.Key_Escape)
    again = open_dialog(parent)
    assert again.selectedNameFilter() == "Excel workbook (*.xlsx)"
    name_it(again, tmp_path / "Other answers")
    assert said == [str(tmp_path / "Other answers.xlsx")]


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("/a/Answers.CSV", 0, "/a/Answers.CSV"),  # written out, and the menu left alone
        ("/a/Answers.csv", 1, "/a/Answers.xlsx"),
        ("/a.csv/Answers", 1, "/a.csv/Answers.xlsx"),
        ("/a/Answers.XLSX", 1, "/a/Answers.XLSX"),
        ("/a/Answers.txt", 0, "/a/Answers.txt.html"),
    ],
)
def test_the_ending_is_one_of_the_chosen_kind(path, kind, expected):
    kinds = KINDS.split(";;")
    assert ended(path, kinds, kinds[kind]) == expected


def test_a_folder_has_no_ending():
    assert ended("/a/rows", ["Folders (*)"], "Folders (*)") == "/a/rows"


def test_a_copy_of_the_project_replaces_no_other_project_unasked(qtbot, program, tmp_path):
    for name in ("open", "other"):
        Project.create(tmp_path / f"{name}.tunedesk").close()
    before = (tmp_path / "other.tunedesk").read_bytes()
    program.open(tmp_path / "open.tunedesk")
    copy = program.actions["save_copy"]
    qtbot.waitUntil(copy.isEnabled)
    copy.trigger()
    save_as(qtbot, open_dialog(program.window), str(tmp_path / "other"))
    asking = open_dialog(program.window, ReplaceDialog)
    assert (tmp_path / "other.tunedesk").read_bytes() == before
    qtbot.mouseClick(asking.replace, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "other.tunedesk").read_bytes() != before)
