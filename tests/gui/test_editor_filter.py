"""What the table shows: filters and orders come and go, the current row stays, nothing on disk moves."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QMenu

from desktop_app.core import search
from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.look import By, Look, Sort, from_json
from desktop_app.core.search import Search
from desktop_app.core.text import text
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.filter_dialog import FilterDialog
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.widgets.amounts import number
from desktop_app.store import examples
from desktop_app.store.looks import Facets
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project

PROMPT, ANSWER = columns.FIRST_FIELD, columns.FIRST_FIELD + 1
ROWS = [
    (Completion(f"q{n:03}", ("cat", "dog", "cow")[n % 3]), Part.VALIDATION if n % 10 == 9 else Part.TRAINING)
    for n in range(300)
]


@pytest.fixture
def page(qtbot, workspace, background, in_window, tmp_path):
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", ROWS)
    shown = in_window(EditorPage(workspace, background), 1100, 700)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 300)
    settled(qtbot, shown)
    shown.table.setFocus()
    return shown


def prompts(page):
    return [page.model.index(row, PROMPT).data() for row in range(page.model.rowCount())]


def order_on_disk(workspace):
    with workspace.project.reading() as connection:
        return [row.example.prompt for row in examples.rows(connection)]


def chips(page):
    return [chip.text() for chip in page.filter_row.chips]


def settled(qtbot, page):
    """Wait until nothing is being looked up any more."""
    qtbot.waitUntil(lambda: page._follower._task is None)


def shown(qtbot, page, look, rows):
    page.filter.show(look)
    settled(qtbot, page)
    assert page.model.rowCount() == rows


def press_head(qtbot, page, column):
    head = page.table.horizontalHeader()
    at = head.viewport().rect().center()
    at.setX(head.sectionViewportPosition(column) + 20)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)


def menu_entry(page, words):
    menu = QMenu(page)
    page.filter.add_to(menu)
    return next((action for action in menu.actions() if action.text() == words), None)


def test_a_filter_shows_its_rows_says_how_many_and_keeps_the_current_row(qtbot, page, workspace):
    page.table.go_to(4, ANSWER)
    menu_entry(page, "Filter by this value").trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 100)
    settled(qtbot, page)
    assert prompts(page)[:3] == ["q001", "q004", "q007"]
    assert page.model.index(page.table.place, PROMPT).data() == "q004"
    assert chips(page) == ["Completion: “dog”"]
    qtbot.waitUntil(lambda: page.filter_row.said.text() == "100 of 300 rows")
    assert page.counts.text().startswith("300 rows")
    assert unnamed_controls(page.filter_row) == []
    page.filter_row.all.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 300)
    settled(qtbot, page)
    assert page.model.index(page.table.place, PROMPT).data() == "q004"
    assert not page.filter_row.isVisible()
    assert order_on_disk(workspace) == [example.prompt for example, _ in ROWS]


def test_a_head_sorts_up_then_down_then_not_and_current_row_and_selection_stay(qtbot, page, workspace):
    page.table.go_to(5, PROMPT)
    selection = page.table.selectionModel()
    for row in (6, 7):
        selection.select(page.model.index(row, PROMPT), QItemSelectionModel.SelectionFlag.Select)
    press_head(qtbot, page, ANSWER)
    qtbot.waitUntil(lambda: prompts(page)[:2] == ["q000", "q003"])
    settled(qtbot, page)
    assert chips(page) == ["Sorted by Completion"]
    press_head(qtbot, page, ANSWER)
    qtbot.waitUntil(lambda: prompts(page)[:2] == ["q001", "q004"])
    settled(qtbot, page)
    assert page.model.index(page.table.place, PROMPT).data() == "q005"
    chosen = {page.model.index(place, PROMPT).data() for place in page.table.selected_places()}
    assert chosen == {"q005", "q006", "q007"}
    assert {index.column() for index in selection.selectedIndexes()} == {PROMPT}
    press_head(qtbot, page, ANSWER)
    qtbot.waitUntil(lambda: prompts(page)[:3] == ["q000", "q001", "q002"])
    settled(qtbot, page)
    assert page.table.place == 5
    assert len(page.table.selected_places()) == 3
    assert page.table.horizontalHeader().sortIndicatorSection() == -1
    assert order_on_disk(workspace) == [example.prompt for example, _ in ROWS]


def test_an_edited_row_stays_on_show_until_somebody_looks_again(qtbot, page, workspace):
    shown(qtbot, page, Look(has=Search("dog")), 100)
    assert not page.filter_row.again.isVisible()
    page.table.go_to(2, ANSWER)
    page.model.setData(page.model.index(2, ANSWER), "hen")
    qtbot.waitUntil(lambda: not page.model.held and page.filter_row.again.isVisible())
    assert page.model.rowCount() == 100
    assert page.table.place == 2
    assert page.model.index(2, ANSWER).data() == "hen"
    qtbot.keyClick(page.table, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.model.rowCount() == 99)
    settled(qtbot, page)
    assert "q007" not in prompts(page)


def test_rows_that_come_and_go_under_a_filter_are_seen_where_they_belong(qtbot, page, workspace):
    shown(qtbot, page, Look(has=Search("dog")), 100)
    page.table.go_to(2, PROMPT)
    page.row_actions["insert"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 101)
    settled(qtbot, page)
    assert page.model.index(3, PROMPT).data() == ""
    page.table.finish()
    qtbot.waitUntil(lambda: not page.model.held)
    page.table.setFocus()
    page.table.go_to(3, PROMPT)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 100)
    settled(qtbot, page)
    assert prompts(page)[2:4] == ["q007", "q010"]
    page.table.go_to(0, PROMPT)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 99)
    settled(qtbot, page)
    assert page.table.place == 0
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 100)
    settled(qtbot, page)
    assert prompts(page)[0] == "q001"


def test_a_new_row_in_a_sorted_table_stands_below_the_row_it_was_made_from(qtbot, page):
    shown(qtbot, page, Look(sort=Sort("prompt", descending=True)), 300)
    page.table.go_to(0, PROMPT)
    assert page.model.index(0, PROMPT).data() == "q299"
    page.row_actions["insert"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 301)
    settled(qtbot, page)
    assert prompts(page)[:3] == ["q299", "", "q298"]


def test_so_many_new_rows_make_the_filter_ask_anew(qtbot, page, workspace):
    shown(qtbot, page, Look(parts=frozenset({Part.VALIDATION})), 30)
    many = [(Completion(f"new {n}", "x"), Part.VALIDATION if n < 10 else Part.TEST) for n in range(700)]
    workspace.do(text("step.insert_row"), lambda edit: edit.append(many))
    qtbot.waitUntil(lambda: page.model.rowCount() == 40)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: page.filter_row.said.text() == f"40 of {number(1000)} rows")


def test_conditions_join_and_each_is_taken_away_alone_by_the_keyboard(qtbot, page):
    look = Look(has=Search("dog"), parts=frozenset({Part.VALIDATION}), sort=Sort(By.STATUS))
    shown(qtbot, page, look, 10)
    assert chips(page) == ["Text: “dog”", "Part: Validation", "Sorted by Status"]
    chip = page.filter_row.chips[1]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.model.rowCount() == 100)
    settled(qtbot, page)
    assert page.filter_row.chips[0].hasFocus()
    for _ in range(2):
        qtbot.keyClick(page.filter_row.chips[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.model.rowCount() == 300)
    settled(qtbot, page)
    assert page.table.hasFocus()


def test_a_filter_that_no_row_fits_says_so_and_a_way_out(qtbot, page):
    shown(qtbot, page, Look(has=Search("unicorn")), 0)
    assert page.filter_row.said.text() == "None of 300 rows fits. Take a condition away."
    assert page.state == "content"
    page.filter_row.all.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 300)
    settled(qtbot, page)
    assert page.table.place >= 0


def test_the_look_is_remembered_with_the_project(qtbot, page, workspace, background, in_window):
    look = Look(values=(("completion", "cow"),), sort=Sort("prompt", descending=True))
    shown(qtbot, page, look, 100)
    qtbot.waitUntil(lambda: from_json(workspace.project.settings().get("look", "")) == look)
    again = in_window(EditorPage(workspace, background), 900, 600)
    qtbot.waitUntil(lambda: again.model.rowCount() == 100)
    assert prompts(again)[0] == "q299"
    assert again.table.horizontalHeader().sortIndicatorSection() == PROMPT
    assert again.filter_row.isVisible()


def test_the_dialog_offers_what_there_is_with_counts(qtbot, page, workspace):
    with workspace.project.reading() as connection:
        ids = examples.ids(connection)
    workspace.project.do(text("step.insert_row"), lambda edit: edit.tag(ids[:7], ["odd"])).result()
    workspace.project.do(text("step.insert_row"), lambda edit: edit.set_status(ids[:3], RowStatus.REVIEWED)).result()
    page.row_actions["filter"].trigger()
    qtbot.waitUntil(lambda: page.window().findChild(FilterDialog) is not None)
    dialog = page.window().findChild(FilterDialog)
    words = [box.text() for box in dialog.boxes.values()]
    assert words[:3] == ["Training (270)", "Validation (30)", "Test (0)"]
    assert {"Reviewed (3)", "odd (7)", "cat (100)"} <= set(words)
    assert unnamed_controls(dialog) == []
    dialog.boxes["tag", "odd"].setChecked(True)
    dialog.boxes["label", "dog"].setChecked(True)
    dialog.boxes["label", "cat"].setChecked(True)  # one of both is enough
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    settled(qtbot, page)
    assert prompts(page) == ["q000", "q001", "q003", "q004", "q006"]
    assert chips(page) == ["Completion: “cat” or “dog”", "Tag: odd"]
    page.filter_row.chips[0].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 7)
    assert page.filter.look == Look(tags=frozenset({"odd"}), vocabulary=page.filter.look.vocabulary)


def test_several_chosen_cells_of_a_column_filter_by_any_of_their_values(qtbot, page):
    page.table.go_to(0, ANSWER)
    for row in (2, 5, 3):  # as with Ctrl and clicks: cow, cow, cat
        page.table.selectionModel().setCurrentIndex(
            page.model.index(row, ANSWER), QItemSelectionModel.SelectionFlag.Select
        )
    menu_entry(page, "Filter by these values").trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 200)
    settled(qtbot, page)
    assert prompts(page)[:4] == ["q000", "q002", "q003", "q005"]
    assert chips(page) == ["Completion: “cat” or “cow”"]
    page.table.go_to(1, columns.PART)
    menu_entry(page, "Filter by this value").trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 180)
    assert chips(page) == ["Completion: “cat” or “cow”", "Part: Training"]


def test_the_dialog_offers_the_longest_rows_first_and_keeps_an_order_it_does_not_offer(qtbot, page, workspace):
    label = text("step.insert_row")
    workspace.announce(
        workspace.project.do(label, lambda edit: edit.write_field(77, "completion", " cat" * 9)).result()
    )
    page.filter.ask()
    qtbot.waitUntil(lambda: page.window().findChild(FilterDialog) is not None)
    dialog = page.window().findChild(FilterDialog)
    assert dialog.order.currentText() == "In the order of the table"
    dialog.order.setCurrentIndex(dialog.order.findText("The longest rows first"))
    dialog.accept()
    qtbot.waitUntil(lambda: prompts(page)[:1] == ["q076"])
    assert chips(page) == ["The longest rows first"]
    shown(qtbot, page, Look(sort=Sort("prompt", descending=True)), 300)
    dialog = FilterDialog(page.filter.look, Facets({}, {}, {}, {}, {}), page.model.shape)
    qtbot.addWidget(dialog)
    assert dialog.order.currentText() == "Sorted by Prompt, from the end"
    assert dialog.look() == page.filter.look


def test_the_dialog_keeps_conditions_of_which_nothing_is_there_any_more_and_lets_them_go(qtbot, page):
    old = Look(tags=frozenset({"gone"}), findings=frozenset({"duplicates"}), statuses=frozenset({RowStatus.PROBLEM}))
    dialog = FilterDialog(old, Facets({Part.TRAINING: 3}, {}, {"odd": 2}, {}, {}), page.model.shape)
    qtbot.addWidget(dialog)
    assert dialog.look() == old
    assert dialog.boxes["tag", "gone"].text() == "gone (0)"
    dialog.boxes["tag", "gone"].setChecked(False)
    dialog.boxes["tag", "odd"].setChecked(True)
    assert dialog.look().tags == {"odd"}


def test_an_empty_cell_is_one_more_condition_beside_another_field_that_is_to_be_empty(qtbot, page, workspace):
    texts = [("", ""), ("asked", ""), ("", "answered")]
    added = [(Completion(*each), Part.TRAINING) for each in texts]
    workspace.do(text("step.insert_row"), lambda edit: edit.append(added))
    qtbot.waitUntil(lambda: page.model.rowCount() == 303)
    settled(qtbot, page)
    for column, rows in ((PROMPT, 2), (ANSWER, 1)):
        page.table.go_to(page.model.rowCount() - 1 if column == PROMPT else 0, column)
        menu_entry(page, "Filter by this value").trigger()
        qtbot.waitUntil(lambda rows=rows: page.model.rowCount() == rows)
        settled(qtbot, page)
    assert chips(page) == ["Completion: “␣”", "Prompt: empty"]


def test_rows_that_contradict_each_other_are_put_side_by_side(qtbot, page, workspace):
    rows = [("What is red?", "A rose."), ("What is blue?", "The sea."), ("What is red?", "A fire engine.")]
    added = [(Completion(*each), Part.TRAINING) for each in rows]
    workspace.do(text("step.insert_row"), lambda edit: edit.append(added))
    qtbot.waitUntil(lambda: page.model.rowCount() == 303)
    settled(qtbot, page)
    seen = [(page.model.ids[place], "different_answers") for place in (300, 302)]
    workspace.project.write(
        lambda connection: connection.executemany("INSERT INTO row_finding (row, name) VALUES (?, ?)", seen)
    ).result()
    page.row_actions["filter"].trigger()
    qtbot.waitUntil(lambda: page.window().findChild(FilterDialog) is not None)
    dialog = page.window().findChild(FilterDialog)
    assert dialog.boxes["finding", "different_answers"].text().endswith("(2)")
    dialog.boxes["finding", "different_answers"].setChecked(True)
    dialog.accept()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    settled(qtbot, page)
    assert [page.model.index(row, ANSWER).data() for row in (0, 1)] == ["A rose.", "A fire engine."]
    assert chips(page)[-1] == "Sorted by Prompt"


def test_a_pattern_that_is_none_or_takes_for_ever_ends_and_the_rows_come_back(qtbot, page, workspace, monkeypatch):
    monkeypatch.setattr(search, "SECONDS", 0.1)
    slow = [(Completion("a" * 4000 + "!", "x"), Part.TRAINING)]
    workspace.do(text("step.insert_row"), lambda edit: edit.append(slow))
    qtbot.waitUntil(lambda: page.model.rowCount() == 301)
    settled(qtbot, page)
    page.filter.show(Look(has=Search("(", regex=True)))
    qtbot.waitUntil(page.notice.isVisible)
    qtbot.waitUntil(lambda: page.model.rowCount() == 301 and not page.filter_row.isVisible())
    page.notice.hide()
    page.filter.show(Look(has=Search("(a|aa)+$", regex=True)))
    qtbot.waitUntil(page.notice.isVisible)
    qtbot.waitUntil(lambda: page.model.rowCount() == 301 and not page.filter_row.isVisible())


def test_chosen_rows_are_shown_alone_until_their_condition_is_taken_away(qtbot, page):
    shown(qtbot, page, Look(rows=(5, 200)), 2)
    assert prompts(page) == ["q004", "q199"]
    assert any("Chosen rows: 2" in words for words in chips(page))
    shown(qtbot, page, Look(), 300)


def test_no_dialog_opens_over_another_project_than_was_counted(qtbot, page, workspace):
    page.row_actions["filter"].trigger()
    workspace.close()
    qtbot.waitUntil(lambda: page.filter._counting is None)
    assert page.window().findChild(FilterDialog) is None
