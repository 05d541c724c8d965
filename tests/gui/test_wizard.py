"""From a file to rows, by keyboard, with the real worker: nothing is lost unsaid, nothing is created before the end."""

import io
import json
import sqlite3

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.core.errand import Errand
from desktop_app.core.example import Completion, Part, Shape
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Kind
from desktop_app.core.text import text
from desktop_app.core.wizard import Step, to_recipe
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.wizard.intake import Tools
from desktop_app.gui.wizard.page import WizardPage
from desktop_app.gui.wizard.seen import Seen
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.tokens.seen import Piece
from desktop_app.work import take_in, targets
from tests.gui.accessible import unnamed_controls
from tests.work import orders

HEROES = "age,gender,power,description\n" + "".join(f"{n},woman,flight,She is number {n}.\n" for n in range(20))
CHATS = "".join(
    json.dumps({"messages": [{"role": "user", "content": f"q{n}"}, {"role": "assistant", "content": f"answer {n}"}]})
    + "\n"
    for n in range(20)
)


@pytest.fixture
def workspace(qtbot, background, tmp_path):
    made = Workspace(background)
    made.create(tmp_path / "heroes.tunedesk")
    qtbot.waitUntil(lambda: made.project is not None)
    yield made
    made.close()


@pytest.fixture
def page(workspace, background, apart, in_window):
    return in_window(WizardPage(workspace, background, Tools(apart, targets.all_targets)))


@pytest.fixture
def read(qtbot, page, tmp_path, faults):
    """Return a function that writes a file and lets the wizard read it."""

    def made(content: str | bytes, name: str = "table.csv", **known) -> WizardPage:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        page.start(Errand(path, **known))
        qtbot.waitUntil(lambda: (page.wizard is not None and page.state == "content") or page.state == "problem")
        assert faults == []
        return page

    return made


def press(qtbot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def rows_of(workspace: Workspace) -> list[examples.Row]:
    with workspace.project.reading() as connection:
        return examples.page(connection, list(examples.ids(connection)))


def go_to(qtbot, page: WizardPage, step: Step) -> None:
    """Press Enter until a step is on show and has worked out what it has to show."""
    while page.wizard.step is not step:
        qtbot.waitUntil(page.next.isEnabled)
        press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page.next.isEnabled)


def create(qtbot, page: WizardPage):
    """Go to the end and press the last button; return what was done."""
    go_to(qtbot, page, Step.SPLIT)
    with qtbot.waitSignal(page.finished) as done:
        press(qtbot, Qt.Key.Key_Return)
    return done.args[0]


def tab_to(qtbot, control) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(60):
        if QApplication.focusWidget() is control:
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError("Tab never came there")


def words(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def seen_of(qtbot, page: WizardPage, expected: str) -> None:
    """Wait until the live view shows a text."""
    pane = page.steps.shape.pane
    qtbot.waitUntil(lambda: pane.fresh and any(expected in said for said in words(pane.seen)))


def test_enter_alone_walks_from_the_file_to_the_rows(qtbot, read, workspace):
    page = read(HEROES, "heroes.csv")
    changes = []
    workspace.changed.connect(changes.append)
    assert page.wizard.step is Step.READ
    assert page.steps.read.facts.text().startswith("Table (CSV, TSV), 689 bytes, 4 columns. It has 20")
    go_to(qtbot, page, Step.SHAPE)
    assert page.steps.shape.columns.prompt.line.text() == "{age}, {gender}, {power} ->"
    assert QApplication.focusWidget() is page.steps.shape.shapes.first
    done = create(qtbot, page)
    assert (done.created, done.left_out) == (20, 0)
    assert changes[0].examples
    assert changes[0].order
    rows = rows_of(workspace)
    assert [row.part for row in rows].count(Part.TRAINING) == 16
    assert rows[3].example.messages[-1].content == "She is number 3."
    with sqlite3.connect(workspace.project.path) as other:
        assert other.execute("SELECT count(*) FROM body").fetchone() == (20,)
    other.close()


def test_how_the_file_is_read_can_be_changed_by_keyboard_and_is_shown_at_once(qtbot, read):
    rows = "".join(f"Straße {n};grün {n}\n" for n in range(12))
    page = read(f"frage;antwort\n{rows}".encode("cp1252"))
    read_step = page.steps.read
    assert read_step.menus.kind.currentData() == Kind.DELIMITED
    tab_to(qtbot, read_step.menus.delimiter)
    press(qtbot, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: page.next.isEnabled() and len(page.wizard.found.columns) == 1)
    assert read_step.table.model().columnCount() == 1
    assert page.wizard.reading.delimiter == ","
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.next.isEnabled() and page.wizard.found.columns == ("frage", "antwort"))
    tab_to(qtbot, read_step.menus.header)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.next.isEnabled() and page.wizard.found.columns[0] != "frage")
    assert read_step.table.model().rowCount() == 13


def test_a_way_of_reading_that_fits_nothing_is_said_and_another_one_helps(qtbot, read):
    page = read(HEROES)
    menus = page.steps.read.menus
    tab_to(qtbot, menus.kind)
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(page.steps.read.problem.isVisible)
    assert "JSON" in page.steps.read.problem.text
    assert not page.next.isEnabled()
    press(qtbot, Qt.Key.Key_Return)
    assert page.wizard.step is Step.READ
    assert page.wizard.reading.kind is None, "what does not work is not kept as an answer"
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(page.next.isEnabled)
    assert not page.steps.read.problem.isVisible()
    assert page.wizard.found.columns == ("text",)
    go_to(qtbot, page, Step.SHAPE)
    assert page.steps.shape.columns.prompt.menu.currentText() == "Nothing (answers alone)"
    page.steps.shape.pane.row.setValue(2)
    seen_of(qtbot, page, "0,woman,flight,She is number 0.")


def test_another_separator_can_be_typed(qtbot, read):
    page = read("".join(f"question {n}~answer {n}\n" for n in range(12)))
    menus = page.steps.read.menus
    menus._choose_kind(Kind.DELIMITED)
    qtbot.waitUntil(lambda: page.next.isEnabled() and page.wizard.reading.kind is Kind.DELIMITED)
    tab_to(qtbot, menus.delimiter)
    press(qtbot, Qt.Key.Key_End)
    qtbot.keyClicks(QApplication.focusWidget(), "~")
    qtbot.waitUntil(lambda: page.next.isEnabled() and len(page.wizard.found.columns) == 2)
    assert page.wizard.reading.delimiter == "~"


def test_every_answer_of_the_shape_can_be_given_by_keyboard(qtbot, read, workspace):
    page = read("question;answer;extra\n" + "".join(f"q{n};a{n};e{n}\n" for n in range(30)))
    go_to(qtbot, page, Step.SHAPE)
    shape = page.steps.shape
    assert QApplication.focusWidget() is shape.shapes.cards[Shape.CHAT].radio
    press(qtbot, Qt.Key.Key_Down)
    assert page.wizard.mapping.shape is Shape.COMPLETION
    assert not shape.system.isVisible()
    tab_to(qtbot, shape.columns.answer)
    press(qtbot, Qt.Key.Key_Down)
    assert page.wizard.mapping.answer == "{extra}"
    seen_of(qtbot, page, "e0")
    tab_to(qtbot, shape.pane.row)
    press(qtbot, Qt.Key.Key_Up)
    seen_of(qtbot, page, "e1")
    assert create(qtbot, page).created == 30
    assert rows_of(workspace)[0].example.completion.strip() == "e0"


def test_places_in_a_sheet_are_rows_and_those_in_a_text_are_lines(qtbot, read, tmp_path):
    book = openpyxl.Workbook()
    for cells in [("question", "answer"), *((f"q{n}", f"a{n}" if n != 7 else None) for n in range(20))]:
        book.active.append(cells)
    book.save(tmp_path / "made.xlsx")
    page = read((tmp_path / "made.xlsx").read_bytes(), "table.xlsx")
    go_to(qtbot, page, Step.CHECK)
    assert page.steps.check.board.left_out.lines[0].startswith("Row 9 of the sheet: ")
    table = "question,answer\n" + "".join(f'"q{n}\nand more",a{n}\n' for n in range(20)) + "lost,\n"
    page = read(table, "table.csv")
    go_to(qtbot, page, Step.CHECK)
    assert page.steps.check.board.left_out.lines[0].startswith("Line 42 of the file: ")


def test_a_column_that_begins_far_down_is_told_of_and_can_then_be_chosen(qtbot, read, workspace):
    lines = [{"question": f"q{n}", "answer": f"a{n}"} for n in range(6000)]
    for number in range(4034, 4046):
        lines[number]["better answer"] = f"late {number}"
    page = read("".join(json.dumps(line) + "\n" for line in lines), "table.jsonl")
    go_to(qtbot, page, Step.CHECK)
    assert any("begin far down in the file (1): better answer" in said for said in page.steps.check.board.list.lines)
    page.back.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    shape = page.steps.shape
    qtbot.waitUntil(shape.isVisible)
    qtbot.waitUntil(lambda: shape.pane.fresh)
    tab_to(qtbot, shape.columns.answer)
    press(qtbot, Qt.Key.Key_End)
    assert page.wizard.mapping.answer == "{better answer}"
    assert not page.wizard.problems()
    go_to(qtbot, page, Step.CHECK)
    assert page.steps.check.board.summary.text().endswith("Rows left out: 5988.")


def test_of_several_columns_only_the_text_to_learn_can_be_taken(qtbot, read, workspace):
    page = read("question;answer;extra\n" + "".join(f"q{n};a{n};e{n}\n" for n in range(30)))
    go_to(qtbot, page, Step.SHAPE)
    shape = page.steps.shape
    picker = shape.columns.prompt
    assert not picker.nothing.isVisible(), "a chat has to ask something"
    press(qtbot, Qt.Key.Key_Down)
    assert picker.nothing.isVisible()
    tab_to(qtbot, picker._one)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    assert picker.nothing.isChecked()
    assert (page.wizard.mapping.prompt, page.wizard.mapping.unasked) == ("", True)
    assert not page.wizard.problems()
    seen_of(qtbot, page, "a0")
    shape.first.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert page.wizard.mapping.shape is Shape.CHAT
    assert (page.wizard.mapping.prompt, page.wizard.mapping.unasked) == ("{question}", False)
    assert picker._one.isChecked()
    press(qtbot, Qt.Key.Key_Down)
    tab_to(qtbot, picker._one)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    create(qtbot, page)
    made = rows_of(workspace)[0].example
    assert (made.prompt, made.completion.strip()) == ("", "a0")


def test_a_text_is_composed_and_its_problems_are_said_beside_it(qtbot, read):
    page = read(HEROES)
    go_to(qtbot, page, Step.SHAPE)
    columns = page.steps.shape.columns
    tab_to(qtbot, columns.prompt.line)
    columns.prompt.line.selectAll()
    qtbot.keyClicks(columns.prompt.line, "Hero aged ")
    assert "Choose the column" in columns.problems["prompt"].text()
    press(qtbot, Qt.Key.Key_Return)
    assert page.wizard.step is Step.SHAPE, "a step with a problem is not left"
    assert columns.prompt.line.hasFocus()
    qtbot.waitUntil(columns.prompt.buttons[0].isVisible)
    columns.prompt.buttons[0].setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert columns.prompt.line.text() == "Hero aged {age}"
    assert columns.problems["prompt"].text() == ""
    assert columns._asked.whole == "In the first row: Hero aged 0"
    qtbot.keyClicks(columns.prompt.line, " {nobody}")
    assert "There is no column “nobody”" in columns.problems["prompt"].text()
    columns.prompt.line.setText("")
    qtbot.keyClicks(columns.prompt.line, "{description}")
    assert "same column" in columns.problems["answer"].text()


def test_the_system_prompt_is_none_the_same_or_from_a_column(qtbot, read, workspace):
    mapping = ColumnMapping(Shape.CHAT, "{age} ->", "{description}", "You announce heroes.")
    page = read(HEROES, mapping=mapping)
    go_to(qtbot, page, Step.SHAPE)
    system = page.steps.shape.system
    assert system.same.isChecked()
    seen_of(qtbot, page, "You announce heroes.")
    system.text.setFocus()
    system.text.selectAll()
    qtbot.keyClicks(system.text, "Be brief.")
    seen_of(qtbot, page, "Be brief.")
    assert page.wizard.mapping.system == "Be brief."
    system.none.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert page.wizard.mapping.system == ""
    press(qtbot, Qt.Key.Key_Down)
    assert page.wizard.mapping.system == "Be brief.", "what was typed is still there"
    press(qtbot, Qt.Key.Key_Down)
    system.menu.setFocus()
    press(qtbot, Qt.Key.Key_End)
    press(qtbot, Qt.Key.Key_Up)
    assert page.wizard.mapping.system == "{power}"
    create(qtbot, page)
    assert rows_of(workspace)[0].example.messages[0].content == "flight"


def test_a_file_that_is_read_in_one_way_alone_is_walked_with_enter_as_well(qtbot, read):
    rows = {"question": [f"q{n}" for n in range(12)], "answer": [f"a{n}" for n in range(12)]}
    content = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(rows), content)
    page = read(content.getvalue(), "table.parquet")
    assert QApplication.focusWidget() is page.steps.read.table, "there is nothing to choose"
    assert "none" in words(page.steps.read.left_out)
    go_to(qtbot, page, Step.SHAPE)


def test_preference_pairs_ask_for_the_worse_answer(qtbot, read, workspace):
    page = read("q,good,bad\n" + "".join(f"q{n},better {n},worse {n}\n" for n in range(15)))
    go_to(qtbot, page, Step.SHAPE)
    shape = page.steps.shape
    assert page.wizard.mapping.shape is Shape.PREFERENCE, "the columns speak for themselves"
    assert Shape.PREFERENCE in targets.target_of(page.wizard.target).shapes, "the model can learn from pairs"
    assert shape.columns.rejected.currentText() == "bad"
    shape.columns.rejected.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert "two different ones" in shape.columns.problems["rejected"].text()
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is shape.columns.rejected
    press(qtbot, Qt.Key.Key_Down)
    seen_of(qtbot, page, "worse 0")
    assert any("avoid" in said for said in words(shape.pane.seen))


def test_training_data_is_recognised_and_kept_or_converted(qtbot, read, workspace):
    page = read(CHATS, "chats.jsonl")
    go_to(qtbot, page, Step.SHAPE)
    shape = page.steps.shape
    assert "These are chat examples already." in words(shape.kept)
    assert QApplication.focusWidget() is shape.kept.keep
    assert not shape.columns.isVisible()
    assert not shape.shapes.cards[Shape.PREFERENCE].radio.isEnabled()
    shape.shapes.first.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert page.wizard.mapping == ColumnMapping(Shape.COMPLETION, "", "", kept=True)
    assert "several rows, one for each answer" in shape.shapes.consequences.text()
    shape.kept.keep.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert shape.columns.isVisible()
    assert not page.wizard.mapping.kept
    press(qtbot, Qt.Key.Key_Up)
    assert page.wizard.mapping.shape is Shape.COMPLETION, "the answers of the other way are not lost"
    assert create(qtbot, page).created == 20
    assert isinstance(rows_of(workspace)[0].example, Completion)
    assert rows_of(workspace)[4].example.prompt.startswith("q4")


def test_back_keeps_the_answers_and_escape_leaves_with_them(qtbot, read):
    page = read(HEROES)
    go_to(qtbot, page, Step.SHAPE)
    page.steps.shape.system.same.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    page.steps.shape.system.text.setPlainText("Be kind.")
    go_to(qtbot, page, Step.SPLIT)
    for step in (Step.CHECK, Step.SHAPE, Step.READ):
        page.back.setFocus()
        press(qtbot, Qt.Key.Key_Return)
        assert page.wizard.step is step
    assert page.wizard.mapping.system == "Be kind."
    go_to(qtbot, page, Step.SHAPE)
    assert page.steps.shape.system.text.toPlainText() == "Be kind."
    with qtbot.waitSignal(page.set_aside) as left, qtbot.waitSignal(page.left):
        press(qtbot, Qt.Key.Key_Escape)
    assert left.args[0].recipe["mapping"]["system"] == "Be kind."
    assert page.wizard is None


def test_leaving_without_an_answer_leaves_nothing_to_go_on_with(qtbot, read):
    page = read(HEROES)
    go_to(qtbot, page, Step.SHAPE)
    with qtbot.assertNotEmitted(page.set_aside), qtbot.waitSignal(page.left):
        press(qtbot, Qt.Key.Key_Escape)


def test_the_first_number_typed_is_the_share(qtbot, read):
    page = read(HEROES)
    go_to(qtbot, page, Step.SPLIT)
    for key in (Qt.Key.Key_2, Qt.Key.Key_5):
        press(qtbot, key)
    qtbot.waitUntil(lambda: page.wizard.shares.validation == 0.25)


def test_a_wizard_that_was_left_goes_on_where_it_was(qtbot, read):
    page = read(HEROES)
    wizard = page.wizard.answer(system="Be kind.", answer="{age}", prompt="{description}", step=Step.SPLIT)
    page = read(HEROES, recipe=to_recipe(wizard))
    assert page.wizard.step is Step.CHECK, "what the check-up decides is worked out anew"
    assert page.wizard.mapping == wizard.mapping
    qtbot.waitUntil(page.next.isEnabled)


def test_the_answers_of_last_time_are_filled_in_and_can_be_thrown_away(qtbot, read):
    page = read(HEROES)
    go_to(qtbot, page, Step.SHAPE)
    page.steps.shape.system.same.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    page.steps.shape.system.text.setPlainText("Be kind.")
    create(qtbot, page)
    page = read(HEROES.replace("number", "no."), "again.csv")
    assert page.wizard.mapping.system == "Be kind."
    assert page.steps.read.remembered.isVisible()
    page.steps.afresh_wanted.emit()
    qtbot.waitUntil(lambda: page.wizard.mapping.system == "")
    assert not page.steps.read.remembered.isVisible()


def test_lines_left_out_are_named_with_their_reason(qtbot, read):
    page = read(HEROES + "1,2\n33,boy,speed,\n")
    (line,) = page.steps.read.left_out.lines
    assert line.startswith("Line 22 of the file: ")
    assert line.endswith("\n1,2")
    done = create(qtbot, page)
    assert (done.created, done.left_out) == (20, 2)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "table.csv", "text"),
        (b"", "table.csv", "is empty"),
        (b"PK\x03\x04 no workbook at all", "table.xlsx", "table.xlsx"),
    ],
)
def test_wrong_files_are_explained_and_another_can_be_chosen(qtbot, read, content, name, said):
    page = read(content, name)
    assert page.state == "problem"
    assert any(said in sentence for sentence in words(page))
    assert page.wizard is None
    with qtbot.waitSignal(page.other_file_wanted):
        press(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.left):
        press(qtbot, Qt.Key.Key_Escape)


def test_a_file_that_was_mended_is_read_again(qtbot, read, page, tmp_path):
    read("")
    (tmp_path / "table.csv").write_text("q,a\n1,2\n", encoding="utf-8")
    page.start(Errand(tmp_path / "table.csv"))
    qtbot.waitUntil(lambda: page.wizard is not None)
    qtbot.waitUntil(lambda: page.state == "content")
    assert page.primary.isHidden()


def test_hard_texts_are_shown_and_kept_as_they_are(qtbot, read, workspace):
    word = "x" * 6000
    hard = f'q,a\n"two\nlines","مرحبا بالعالم"\n{word},"say ""hi"""\n'
    page = read(hard + "".join(f"q{n},a{n}\n" for n in range(10)))
    go_to(qtbot, page, Step.SHAPE)
    pane = page.steps.shape.pane
    seen_of(qtbot, page, "two\nlines")
    arabic = next(label for label in pane.seen.findChildren(QLabel) if "مرحبا" in label.text())
    assert arabic.layoutDirection() is Qt.LayoutDirection.RightToLeft
    pane.row.setValue(2)
    seen_of(qtbot, page, "say")
    assert pane.minimumSizeHint().width() < 800
    create(qtbot, page)
    rows = rows_of(workspace)
    assert [m.content for m in rows[0].example.messages] == ["two\nlines", "مرحبا بالعالم"]
    assert [m.content for m in rows[1].example.messages] == [word, 'say "hi"']


def test_what_is_read_learnt_and_cut_differs_by_words_not_by_colour_alone(qtbot, theme):
    seen = Seen()
    qtbot.addWidget(seen)
    seen.show_pieces(
        (
            Piece("user\n", learnt=False, cut=False),
            Piece("Who?", learnt=False, cut=False),
            Piece("Me.", learnt=True, cut=False),
            Piece(" And so on.", learnt=True, cut=True),
        )
    )
    assert words(seen) == [
        "The model reads this",
        "user\nWho?",
        "",
        "The model learns to write this",
        "Me.",
        "",
        "Cut off: the row is too long for this model",
        " And so on.",
    ]
    seen.show_pieces(text("row.empty_answer"))
    assert "The answer is empty." in words(seen)


def test_a_new_file_takes_the_place_of_one_that_is_still_being_read(qtbot, page, tmp_path):
    big, small = tmp_path / "big.csv", tmp_path / "small.csv"
    big.write_text("q,a\n" + "one,two\n" * 50_000, encoding="utf-8")
    small.write_text("x,y\n1,2\n", encoding="utf-8")
    page.start(Errand(big))
    page.start(Errand(small))
    qtbot.waitUntil(lambda: page.wizard is not None)
    assert page.wizard.found.columns == ("x", "y")


def test_a_file_that_changed_meanwhile_is_looked_at_anew_with_the_same_answers(qtbot, read, tmp_path):
    page = read(HEROES)
    go_to(qtbot, page, Step.SHAPE)
    page.steps.shape.system.same.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    page.steps.shape.system.text.setPlainText("Be kind.")
    (tmp_path / "table.csv").write_text(HEROES + "99,man,speed,He is new.\n", encoding="utf-8")
    page.next.click()
    qtbot.waitUntil(lambda: page.state == "problem")
    assert page.problem.key == "file_changed"
    page.findChild(ProblemView)._again.click()
    qtbot.waitUntil(lambda: page.state == "content" and page.wizard is not None)
    assert page.wizard.step is Step.READ
    assert page.wizard.mapping.system == "Be kind."
    assert page.steps.read.table.model().rowCount() == 21


def test_a_file_opened_while_rows_are_being_created_stays_on_show(qtbot, read, page, workspace, tmp_path):
    ended = []
    read(HEROES).finished.connect(ended.append)
    go_to(qtbot, page, Step.SPLIT)
    with qtbot.waitSignal(workspace.changed):
        page.next.click()
        page.start(Errand(tmp_path / "table.csv"))
    qtbot.waitUntil(lambda: page.state == "content" and page.wizard is not None)
    assert len(rows_of(workspace)) == 20
    assert ended == []


def test_a_fault_nobody_foresaw_does_not_leave_the_page_waiting(qtbot, page, tmp_path, faults, monkeypatch):
    (tmp_path / "table.csv").write_text("q,a\n1,2\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(take_in, "look", orders.stumble)
        page.start(Errand(tmp_path / "table.csv"))
        qtbot.waitUntil(lambda: page.state == "problem")
    assert page.problem.key == "worker_gone"
    (fault,) = faults
    assert "stumble" in str(fault)
    faults.clear()
    page.findChild(ProblemView)._again.click()
    qtbot.waitUntil(lambda: page.state == "content" and page.wizard is not None)


def test_where_no_project_is_open_one_is_asked_for_at_the_very_end(qtbot, read, workspace, tmp_path):
    workspace.close()
    page = read(HEROES)
    go_to(qtbot, page, Step.SPLIT)
    with qtbot.waitSignal(page.project_wanted):
        press(qtbot, Qt.Key.Key_Return)
    page.creation.refuse(Problem("no_project"))
    assert page.state == "problem"
    assert "No project is open any more." in words(page)
    page.findChild(ProblemView)._again.click()
    qtbot.waitUntil(page.next.isEnabled)
    page.project_wanted.connect(lambda: workspace.create(tmp_path / "late.tunedesk", page.creation.go_on))
    with qtbot.waitSignal(page.finished):
        press(qtbot, Qt.Key.Key_Return)
    assert workspace.project.name == "late"
    assert len(rows_of(workspace)) == 20


def test_every_control_of_every_step_has_a_name(qtbot, read):
    page = read(HEROES + "1,2\n")
    page.steps.read.left_out.fold.set_open(True)
    for step in Step:
        go_to(qtbot, page, step)
        assert unnamed_controls(page) == [], step
