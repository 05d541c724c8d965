"""Find and replace in the window: by words, case and pattern, shown before it is done, one step to undo."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from desktop_app.core.example import Completion, Part
from desktop_app.core.look import Look, Sort
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.find_bar import Where
from desktop_app.gui.editor.find_preview import PreviewDialog
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.theme.palette import colours
from desktop_app.store import examples
from desktop_app.work.find_replace import replace_all
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import HeldBack, nothing_under_way

ROWS = [(Completion(f"The cat {n}, the Catfish", f"cat-{n}"), Part.TRAINING) for n in range(120)]


@pytest.fixture
def page(qtbot, workspace, background, in_window, tmp_path):
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", ROWS)
    shown = in_window(EditorPage(workspace, background), 1100, 700)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 120)
    shown.table.setFocus()
    return shown


def kept(workspace):
    with workspace.project.reading() as connection:
        return [(row.example.prompt, row.example.completion) for row in examples.rows(connection)]


def replacing(qtbot, page, sought, by, where=Where.SHOWN):
    page.row_actions["replace"].trigger()
    bar = page.find_bar
    bar.field.setText(sought)
    bar.replacement.setText(by)
    bar.where.setCurrentIndex(bar.where.findData(where))
    bar.replace_all.click()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.window().findChildren(PreviewDialog)))
    dialog = next(each for each in page.window().findChildren(PreviewDialog) if each.isVisible())
    qtbot.waitUntil(lambda: "in" in dialog.said.text() and dialog._task is None)
    return dialog


def test_all_is_shown_before_it_is_replaced_and_comes_back_with_one_undo(qtbot, page, workspace):
    before = kept(workspace)
    dialog = replacing(qtbot, page, "cat", "dog")
    assert dialog.said.text().startswith("360 places in 120 rows.")
    assert dialog.go.text() == "Replace in 120 rows"
    assert dialog.rows.count() == 200  # two fields of the first hundred rows
    assert dialog.rows.item(15).text() == "Row 8, Completion\n− cat-7\n+ dog-7"
    assert unnamed_controls(dialog) == []
    seen = dialog.rows.viewport().grab(dialog.rows.visualItemRect(dialog.rows.item(1))).toImage()
    drawn = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}
    assert {colours().text, colours().problem, colours().good} <= drawn  # what it is, before, after
    assert kept(workspace) == before
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "360 places in 120 rows" in page.find_bar.word)
    assert kept(workspace)[7] == ("The dog 7, the dogfish", "dog-7")
    assert page.model.index(7, columns.FIRST_FIELD).data() == "The dog 7, the dogfish"
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.index(7, columns.FIRST_FIELD).data() == "The cat 7, the Catfish")
    assert kept(workspace) == before


def test_case_whole_words_one_field_and_the_chosen_rows_are_kept_to(qtbot, page, workspace):
    page.find_bar.open(replacing=True)
    page.find_bar.case.setChecked(True)
    page.find_bar.whole.setChecked(True)
    page.find_bar.fields.setCurrentIndex(page.find_bar.fields.findData("prompt"))
    page.table.go_to(3, columns.FIRST_FIELD)
    page.table.selectionModel().select(
        page.model.index(4, columns.FIRST_FIELD), QItemSelectionModel.SelectionFlag.Select
    )
    dialog = replacing(qtbot, page, "cat", "dog", Where.CHOSEN)
    assert dialog.said.text().startswith("2 places in 2 rows.")
    dialog.go.click()
    qtbot.waitUntil(lambda: "2 places in 2 rows" in page.find_bar.word)
    assert [pair for pair, old in zip(kept(workspace), ROWS, strict=True) if pair[0] != old[0].prompt] == [
        ("The dog 3, the Catfish", "cat-3"),
        ("The dog 4, the Catfish", "cat-4"),
    ]


def test_a_pattern_replaces_with_its_groups_and_only_rows_on_show(qtbot, page, workspace):
    page.filter.show(Look(values=(("completion", "cat-11"),)))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.find_bar.regex.setChecked(True)
    dialog = replacing(qtbot, page, r"(cat)-(\d+)", r"\2 \1s")
    dialog.go.click()
    qtbot.waitUntil(lambda: "1 place in 1 row." in page.find_bar.word)
    assert kept(workspace)[11][1] == "11 cats"
    assert kept(workspace)[12][1] == "cat-12"


def test_leaving_the_preview_changes_nothing_and_what_is_not_found_cannot_be_replaced(qtbot, page, workspace):
    before = kept(workspace)
    dialog = replacing(qtbot, page, "unicorn", "x")
    assert dialog.said.text() == "“unicorn” was not found in 120 rows."
    assert not dialog.go.isEnabled()
    dialog.reject()
    dialog = replacing(qtbot, page, "cat", "dog", Where.ALL)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert kept(workspace) == before
    assert workspace.project.steps()[-1].label.key != "step.replace_all"


def test_one_row_is_replaced_and_the_next_match_is_gone_to(qtbot, page, workspace):
    page.table.go_to(5, columns.FIRST_FIELD)
    page.row_actions["replace"].trigger()
    page.find_bar.field.setText("Catfish")
    page.find_bar.replacement.setText("whale")
    page.find_bar.replace.click()
    qtbot.waitUntil(lambda: page.table.place == 6)
    assert kept(workspace)[5][0] == "The cat 5, the whale"
    assert kept(workspace)[6][0] == "The cat 6, the Catfish"


def test_whoever_presses_twice_in_a_hurry_passes_over_no_match(qtbot, page, workspace, monkeypatch):
    held = HeldBack(replace_all, call=2)
    monkeypatch.setattr("desktop_app.gui.editor.seeker.replace_all", held)
    page.table.go_to(5, columns.FIRST_FIELD)
    page.row_actions["replace"].trigger()
    page.find_bar.field.setText("Catfish")
    page.find_bar.replacement.setText("whale")
    for _ in range(2):
        page.find_bar.replace.click()
    qtbot.waitUntil(lambda: held.calls == 2 and page.table.place == 6)
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    assert page.table.place == 6
    assert [prompt.split()[-1] for prompt, _ in kept(workspace)[5:8]] == ["whale", "Catfish", "Catfish"]


def test_a_pattern_that_cannot_be_read_is_explained_and_found_text_is_marked(qtbot, page):
    page.row_actions["find"].trigger()
    page.find_bar.regex.setChecked(True)
    page.find_bar.field.setText("(")
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "pattern" in page.find_bar.word)
    page.find_bar.field.setText(r"cat-7\d")
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.place == 70)
    assert page.pane.fields["completion"].textCursor().selectedText() == "cat-70"
    page.find_bar.only.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 10)
    assert page.filter_row.chips[0].text() == "Pattern: cat-7\\d"


def test_enter_on_a_row_of_the_preview_goes_to_its_cell_and_replaces_nothing(qtbot, page, workspace):
    before = kept(workspace)
    page.filter.show(Look(sort=Sort("prompt", descending=True)))
    qtbot.waitUntil(lambda: page.model.ids[0] == 100)
    dialog = replacing(qtbot, page, "cat-7", "dog-7")
    heads = [dialog.rows.item(line).text().split("\n")[0] for line in range(dialog.rows.count())]
    assert heads[0] == f"Row {page.model.place_of(80) + 1}, Completion"
    dialog.rows.setFocus()
    qtbot.keyClick(dialog.rows, Qt.Key.Key_Down)
    wanted = dialog.rows.currentItem().text()
    qtbot.keyClick(dialog.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert wanted.startswith(f"Row {page.table.place + 1}, Completion")
    assert page.table.currentIndex().column() == columns.FIRST_FIELD + 1
    assert page.find_bar.isVisible()
    assert kept(workspace) == before


def test_a_row_of_the_preview_that_is_hidden_is_shown_alone(qtbot, page):
    page.filter.show(Look(values=(("completion", "cat-11"),)))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    dialog = replacing(qtbot, page, "cat-30", "dog", Where.ALL)
    assert dialog.rows.item(0).text().startswith("Row 31 of the whole table, Completion\n")
    at = dialog.rows.visualItemRect(dialog.rows.item(0)).center()
    qtbot.mouseClick(dialog.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(dialog.rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(page, Qt.MouseButton.LeftButton)  # the dialog went with the second press
    qtbot.waitUntil(lambda: page.model.ids.tolist() == [31] and page.table.place == 0)
