"""From a file to rows, by keyboard: nothing is lost unsaid, nothing is created before the last button."""

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.core.example import Part, Shape
from desktop_app.core.mapping import ColumnMapping, apply
from desktop_app.gui.wizard.page import WizardPage
from desktop_app.gui.wizard.seen import Seen
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from tests.gui.accessible import unnamed_controls

HEROES = "age,gender,power,description\n" + "".join(f"{n},woman,flight,She is number {n}.\n" for n in range(20))


@pytest.fixture
def workspace(qtbot, background, tmp_path):
    made = Workspace(background)
    made.create(tmp_path / "heroes.tunedesk")
    qtbot.waitUntil(lambda: made.project is not None)
    yield made
    made.close()


@pytest.fixture
def page(qtbot, theme, workspace, background):
    made = WizardPage(workspace, background)
    qtbot.addWidget(made)
    made.resize(1000, 720)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


@pytest.fixture
def read(qtbot, page, tmp_path):
    """Return a function that writes a file and lets the wizard read it."""

    def made(content: str | bytes, name: str = "table.csv", mapping: ColumnMapping | None = None) -> WizardPage:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        page.start(path, mapping)
        qtbot.waitUntil(lambda: page.wizard is not None or page.state == "problem")
        return page

    return made


def press(qtbot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def rows_of(workspace: Workspace) -> list[examples.Row]:
    with workspace.project.reading() as connection:
        return examples.page(connection, list(examples.ids(connection)))


def to_split(qtbot, page: WizardPage) -> None:
    while not page.wizard.is_last:
        press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page.next.isEnabled)


def words(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_enter_alone_walks_from_the_file_to_the_rows(qtbot, read, workspace):
    page = read(HEROES, "heroes.csv")
    changes = []
    workspace.changed.connect(changes.append)
    assert QApplication.focusWidget() is page.steps.columns.prompt.line
    assert page.steps.columns.prompt.line.text() == "{age}, {gender}, {power} ->"
    to_split(qtbot, page)
    assert page.next.text() == "Create 20 rows (16 for training)"
    with qtbot.waitSignal(page.finished) as done:
        press(qtbot, Qt.Key.Key_Return)
    assert done.args[0].created == 20
    assert changes[0].examples
    assert changes[0].order
    rows = rows_of(workspace)
    assert [row.part for row in rows].count(Part.TRAINING) == 16
    assert [m.content for m in rows[3].example.messages] == ["3, woman, flight ->", "She is number 3."]
    with sqlite3.connect(workspace.project.path) as other:
        assert other.execute("SELECT count(*) FROM body").fetchone() == (20,)
        assert other.execute("SELECT value FROM setting WHERE key = 'shape'").fetchone() == ("chat",)
    other.close()


def test_every_answer_can_be_given_by_keyboard(qtbot, read, workspace):
    page = read("question;answer;extra\n" + "".join(f"q{n};a{n};e{n}\n" for n in range(30)))
    columns = page.steps.columns
    assert QApplication.focusWidget() is columns.prompt.menu
    press(qtbot, Qt.Key.Key_Tab)
    while QApplication.focusWidget() is not columns.answer:
        press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Down)
    assert page.wizard.mapping.answer == "{extra}"
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.steps.shape.chat.radio
    press(qtbot, Qt.Key.Key_Down)
    assert page.wizard.mapping.shape is Shape.COMPLETION
    assert not page.steps.shape.system.isEnabled()
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.steps.split.validation
    qtbot.waitUntil(page.next.isEnabled)
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_PageUp)
    assert page.steps.split.validation.value() == 21
    assert not page.next.isEnabled(), "what will be created is not known yet"
    qtbot.waitUntil(page.next.isEnabled)
    assert page.next.text() == "Create 30 rows (21 for training)"
    with qtbot.waitSignal(page.finished):
        press(qtbot, Qt.Key.Key_Return)
    assert rows_of(workspace)[0].example.completion == " e0"


def test_a_text_is_composed_and_its_problems_are_said_beside_it(qtbot, read):
    page = read(HEROES)
    columns = page.steps.columns
    columns.prompt.line.selectAll()
    qtbot.keyClicks(columns.prompt.line, "Hero aged ")
    assert "Choose the column" in columns.prompt_problem.text()
    press(qtbot, Qt.Key.Key_Return)
    assert page.wizard.is_first, "a step with a problem is not left"
    assert columns.prompt.line.hasFocus()
    button = columns.prompt._flow.itemAt(0).widget()
    button.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert columns.prompt.line.text() == "Hero aged {age}"
    assert columns.prompt_problem.text() == ""
    assert columns._asked.whole == "In the first row: Hero aged 0"
    qtbot.keyClicks(columns.prompt.line, " {nobody}")
    assert "There is no column “nobody”" in columns.prompt_problem.text()
    columns.prompt.line.setText("")
    qtbot.keyClicks(columns.prompt.line, "{description}")
    assert "same column" in columns.answer_problem.text()


def test_the_system_prompt_is_seen_at_once_and_kept(qtbot, read, workspace):
    mapping = ColumnMapping(Shape.CHAT, "{age} ->", "{description}", "You announce heroes.")
    page = read(HEROES, mapping=mapping)
    press(qtbot, Qt.Key.Key_Return)
    shape = page.steps.shape
    assert "You announce heroes." in words(shape.seen)
    shape.system.selectAll()
    qtbot.keyClicks(shape.system, "Be brief.")
    assert "Be brief." in words(shape.seen)
    assert "0 ->" in words(shape.seen)
    shape.row.setValue(5)
    assert "4 ->" in words(shape.seen)
    qtbot.keyClick(shape.system, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.wizard.is_last
    qtbot.waitUntil(page.next.isEnabled)
    with qtbot.waitSignal(page.finished):
        press(qtbot, Qt.Key.Key_Return)
    assert rows_of(workspace)[0].example.messages[0].content == "Be brief."


def test_back_keeps_the_answers_and_escape_leaves(qtbot, read):
    page = read(HEROES)
    to_split(qtbot, page)
    page.steps.split.test.setValue(30)
    page.back.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert not page.wizard.is_last
    press(qtbot, Qt.Key.Key_Return)
    assert page.steps.split.test.value() == 30
    assert page.wizard.shares.test == 0.3
    with qtbot.waitSignal(page.left):
        press(qtbot, Qt.Key.Key_Escape)


def test_lines_left_out_are_named_with_their_reason(qtbot, read):
    page = read(HEROES + "1,2\n , , ,\n33,boy,speed,\n")
    assert page.steps.columns.left_out.lines == [
        "Line 22: The line has 2 cells where the header has 4.",
        "Line 23: The line is blank.",
    ]
    to_split(qtbot, page)
    assert page.steps.split.left_out.lines[-1] == "Line 24: The answer is empty."
    assert len(page.steps.split.left_out.lines) == 3
    with qtbot.waitSignal(page.finished) as done:
        press(qtbot, Qt.Key.Key_Return)
    assert (done.args[0].created, len(done.args[0].left_out)) == (20, 3)


def test_the_first_number_typed_is_the_share_and_nothing_warns_before_there_is_a_reason(qtbot, read):
    page = read(HEROES)
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Return)
    assert not page.steps.split.warning.isVisible()
    for key in (Qt.Key.Key_2, Qt.Key.Key_5):
        press(qtbot, key)
    assert page.steps.split.validation.value() == 25


def test_too_few_rows_are_said_and_no_usable_row_creates_nothing(qtbot, read):
    page = read("q,a\n1,2\n3,4\n")
    to_split(qtbot, page)
    assert page.steps.split.warning.isVisible()
    assert "at least 10 rows" in page.steps.split.warning.text
    page = read("q,a\n1,\n3,\n")
    page._go_on()
    page._go_on()
    qtbot.waitUntil(lambda: len(page.steps.split.left_out.lines) == 2)
    assert not page.next.isEnabled()


@pytest.mark.parametrize("replace", [False, True])
def test_new_rows_go_below_the_old_ones_or_in_their_place(qtbot, read, workspace, replace):
    page = read(HEROES)
    to_split(qtbot, page)
    assert not page.steps.split.append.isVisible()
    with qtbot.waitSignal(page.finished):
        press(qtbot, Qt.Key.Key_Return)
    page = read(HEROES.replace("She is", "It is"), "second.csv")
    to_split(qtbot, page)
    assert page.steps.split.append.isVisible()
    assert page.steps.split.append.isChecked()
    page.steps.split.replace.setChecked(replace)
    with qtbot.waitSignal(page.finished):
        press(qtbot, Qt.Key.Key_Return)
    assert len(rows_of(workspace)) == (20 if replace else 40)
    with qtbot.waitSignal(workspace.changed):
        workspace.undo()
    left = rows_of(workspace)
    assert len(left) == 20
    assert left[0].example.messages[-1].content == "She is number 0.", "the import is one step"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "holds no text"),
        (b"", "is empty"),
        (b"only\none\ntwo\n", "only one column"),
    ],
)
def test_wrong_files_are_explained_and_another_can_be_chosen(qtbot, read, content, said):
    page = read(content)
    assert page.state == "problem"
    assert any(said in sentence for sentence in words(page))
    assert page.wizard is None
    with qtbot.waitSignal(page.other_file_wanted):
        press(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.left):
        press(qtbot, Qt.Key.Key_Escape)


def test_a_file_that_was_mended_is_read_again(qtbot, read, page, tmp_path):
    read("only\none\n")
    (tmp_path / "table.csv").write_text("q,a\n1,2\n", encoding="utf-8")
    page.start(tmp_path / "table.csv")
    qtbot.waitUntil(lambda: page.wizard is not None)
    assert page.state == "content"
    assert page.primary.isHidden()


def test_hard_texts_are_shown_and_kept_as_they_are(qtbot, read, workspace):
    word = "x" * 6000
    hard = f'q,a\n"two\nlines","مرحبا بالعالم"\n{word},"say ""hi"""\n'
    page = read(hard)
    press(qtbot, Qt.Key.Key_Return)
    seen = page.steps.shape.seen
    assert "two\nlines" in words(seen)
    arabic = next(label for label in seen.findChildren(QLabel) if "مرحبا" in label.text())
    assert arabic.layoutDirection() is Qt.LayoutDirection.RightToLeft
    page.steps.shape.row.setValue(2)
    assert seen.minimumSizeHint().width() < 800
    to_split(qtbot, page)
    with qtbot.waitSignal(page.finished):
        press(qtbot, Qt.Key.Key_Return)
    rows = rows_of(workspace)
    assert [m.content for m in rows[0].example.messages] == ["two\nlines", "مرحبا بالعالم"]
    assert [m.content for m in rows[1].example.messages] == [word, 'say "hi"']


def test_a_row_that_gives_no_example_says_why(qtbot, theme):
    seen = Seen()
    qtbot.addWidget(seen)
    mapping = ColumnMapping(Shape.CHAT, "{a}", "{b}")
    seen.show_example(apply(mapping, {"a": "x", "b": ""}))
    assert "The answer is empty." in words(seen)


def test_a_new_file_takes_the_place_of_one_that_is_still_being_read(qtbot, page, tmp_path):
    big, small = tmp_path / "big.csv", tmp_path / "small.csv"
    big.write_text("q,a\n" + "one,two\n" * 50_000, encoding="utf-8")
    small.write_text("x,y\n1,2\n", encoding="utf-8")
    page.start(big)
    page.start(small)
    qtbot.waitUntil(lambda: page.wizard is not None)
    assert page.wizard.columns == ("x", "y")


def test_a_file_opened_while_rows_are_being_created_stays_on_show(qtbot, read, page, workspace, tmp_path):
    ended = []
    read(HEROES).finished.connect(ended.append)
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page.next.isEnabled)
    with qtbot.waitSignal(workspace.changed):
        page.next.click()
        page.start(tmp_path / "table.csv")
    qtbot.waitUntil(lambda: page.state == "content" and page.wizard is not None)
    assert len(rows_of(workspace)) == 20
    assert ended == []


def test_a_project_that_was_closed_meanwhile_is_said(qtbot, read, workspace):
    page = read(HEROES)
    to_split(qtbot, page)
    workspace.close()
    press(qtbot, Qt.Key.Key_Return)
    assert page.state == "problem"
    assert "No project is open any more." in words(page)


def test_every_control_of_every_step_has_a_name(qtbot, read):
    page = read(HEROES + "1,2\n")
    page.steps.columns.left_out._fold.set_open(True)
    while True:
        assert unnamed_controls(page) == []
        if page.wizard.is_last:
            break
        press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page.next.isEnabled)
