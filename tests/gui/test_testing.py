"""The test room: two models on held-out rows, by keyboard, over real HTTP; paused, gone on with, read, corrected."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Kind, Voice
from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.problem import Problem
from desktop_app.gui.testing import page as room
from desktop_app.gui.testing.mending import MendingDialog
from desktop_app.providers.pace import AT_ONCE
from desktop_app.store import answers, batches, examples
from desktop_app.work import test_figures, test_run
from desktop_app.work.test_run import RECORDED
from tests.fake_provider import BASE, TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import leave_while_costs_are_found_out, nothing_under_way

CTRL = Qt.KeyboardModifier.ControlModifier
TESTED = 24


def colour(question):
    return ("red", "blue")[int(question.split()[1]) % 2]


def rows(answer=colour):
    parts = [Part.TRAINING] * 12 + [Part.TEST] * TESTED
    return [(Completion(f"row {n} ->", f" {answer(f'row {n}')}"), part) for n, part in enumerate(parts)]


@pytest.fixture
def show(qtbot, in_window, parts, apart, provider, tmp_path):
    """Return a function that opens a project with these rows and shows the test room."""

    def made(given=None, tuned=((TUNED, 200),)):
        provider.tuned = list(tuned)
        if given != "no project":
            open_project(qtbot, parts[0], tmp_path / "colours.tunedesk", rows() if given is None else given)
        page = in_window(room.TestingPage(*parts, apart), 1100, 900)
        counted = given == "no project"
        qtbot.waitUntil(lambda: (counted or page.preparing.counted) and not page.offers.busy)
        assert page.state in ("content", "empty", "problem")
        if QApplication.focusWidget() is None:  # the window was there before the content; who enters a room is in it
            page.window().focusNextChild()
        return page

    return made


@pytest.fixture
def one_learned(provider):
    """Let the tuned model know every answer but one, and the base model always say red."""

    def said(model, question):
        if model == BASE:
            return Speech("red", likely=(("red", -0.1), ("blue", -2.0)))
        known = colour(question) if "row 16 " not in question else "blue"
        other = "blue" if known == "red" else "red"
        return Speech(known, likely=((known, -0.1), (other, -2.0)))

    provider.answers = said


def button(page, words):
    return next(each for each in page.findChildren(QPushButton) if each.text() == words and each.isVisible())


def press(qtbot, page):
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)


def answered(qtbot, page, models=2):
    qtbot.waitUntil(lambda: page.board.result.lines.lines != () and not page.running.running)
    qtbot.waitUntil(lambda: page.running.answered == models * TESTED and page.board.result.said.text() != "")


def cells(page):
    return {line.name: line.cells for line in page.board.result.lines.lines}


def listed(page):
    menu = page.board.result.rows.menu
    return [menu.itemText(at) for at in range(menu.count())]


def test_two_models_are_tested_by_keyboard_and_the_better_one_is_named(qtbot, show, provider, one_learned):
    page = show()
    assert [voice.model for voice in page.board.choice.voices] == [TUNED, BASE]
    qtbot.waitUntil(lambda: "24 rows, 48 questions" in page.board.choice.said.text())
    assert "Everything stays on this computer." in page.board.choice.said.text()
    press(qtbot, page)
    answered(qtbot, page)
    assert page.primary.text() == "New test"
    shown = page.board.result
    assert "is better than tiny" in shown.said.text()
    assert "Newly right rows: 12, newly wrong: 1." in shown.detail.text()  # the base model had row 16 right by chance
    assert cells(page)["Rows answered"] == ("24 of 24", "24 of 24")
    assert cells(page)["Right"][0].startswith("50.0 % (")
    assert cells(page)["Right"][1].startswith("95.8 % (")
    areas = [name for name in cells(page) if name.endswith(("(AUROC)", "(AUPRC)"))]
    assert len(areas) == 2
    assert all(cell != "–" for name in areas for cell in cells(page)[name])
    assert "\t" in shown.lines.as_text()
    assert {body["max_tokens"] for body in provider.asked} == {1}  # the labels begin with different letters


def test_the_weights_of_f_scores_are_chosen(qtbot, show, one_learned):
    page = show()
    press(qtbot, page)
    answered(qtbot, page)
    shown = page.board.result
    before = cells(page)
    assert "red: both (F1)" in before
    assert shown.beta.isVisible()
    for place, name in ((2, "Weighted F2"), (1, "Weighted F0.5")):
        shown.beta.setCurrentIndex(place)
        shown.beta.activated.emit(place)
        qtbot.waitUntil(lambda name=name: name in cells(page))
    precision, recall = 1.0, 11 / 12  # of “red”: one of the twelve rows was answered with “blue”
    f_beta = 1.25 * precision * recall / (0.25 * precision + recall)
    assert cells(page)["red: both (F0.5)"][1].startswith(f"{f_beta:.3f} (")
    assert cells(page)["Right"] == before["Right"]


def test_a_cell_shows_its_rows_and_the_rows_can_be_seen_in_the_table(qtbot, show, one_learned):
    page = show()
    press(qtbot, page)
    answered(qtbot, page)
    shown = page.board.result
    assert listed(page)[:2] == ["Newly wrong (1)", "Newly right (12)"]
    assert shown.rows.prompt.text == "row 16 ->"
    assert (shown.rows.expected.text, shown.rows.answers[1].text) == (" red", "blue")
    table = shown.confusion.model()
    index = next(
        table.index(r, c) for r in range(2) for c in range(2) if table.pair(table.index(r, c)) == ("red", "blue")
    )
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Expected “red”, came “blue”: 1"
    shown.confusion.setFocus()
    shown.confusion.setCurrentIndex(index)
    qtbot.keyClick(shown.confusion, Qt.Key.Key_Return)
    assert "“red” expected, “blue” came (1)" in shown.rows.menu.currentText()
    assert len(shown.rows.rows.shown) == 1
    with qtbot.waitSignal(page.rows_wanted) as wanted:
        qtbot.keyClick(shown.rows.show_rows, Qt.Key.Key_Space)
    assert wanted.args == [(17,)]


def test_a_row_is_corrected_and_learned_from(qtbot, show, one_learned, workspace):
    page = show()
    press(qtbot, page)
    answered(qtbot, page)
    qtbot.keyClick(page.board.result.rows.correct, Qt.Key.Key_Space)
    dialog = next(each for each in page.window().findChildren(QDialog) if isinstance(each, MendingDialog))
    assert (dialog.asked.text, dialog.came.text, dialog.corrected) == ("row 16 ->", "blue", " red")
    assert unnamed_controls(dialog) == []
    qtbot.waitUntil(lambda: "% alike" in dialog.near.text)
    assert "by their words" in dialog.near.accessibleName()
    assert dialog.near.text.count("→") == 3
    dialog.answer.setPlainText(" green")
    take = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Take it into the data")
    with qtbot.waitSignal(workspace.changed):
        qtbot.keyClick(take, Qt.Key.Key_Space)
    with workspace.project.reading() as connection:
        (row,) = examples.page(connection, [17])
    assert (row.part, expected(row.example), row.note) == (Part.TRAINING, " green", "Corrected after a test")


def test_a_test_is_paused_gone_on_with_and_found_again(qtbot, show, provider, workspace):
    provider.answers = lambda _model, asked: Speech("red", waits_after=0 if int(asked.split()[1]) >= 24 else None)
    page = show()
    press(qtbot, page)
    qtbot.waitUntil(lambda: page.running.answered >= TESTED)
    qtbot.waitUntil(lambda: provider.speaking == AT_ONCE)  # all that are under way have come to the provider
    assert page.primary.text() == "Pause"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.running.running)
    assert page.primary.text() == "Go on"
    qtbot.waitUntil(lambda: page.board.result.lines.lines != ())
    assert "Answered: 24 of 48." in page.board.result.far.text()
    page.show_choice()
    earlier = page.board.earlier
    qtbot.waitUntil(lambda: earlier.count() == 2 and "(24 of 48 answers)" in earlier.itemText(1))
    earlier.setFocus()
    qtbot.keyClick(earlier, Qt.Key.Key_Down)
    earlier.activated.emit(1)
    qtbot.waitUntil(lambda: page.primary.text() == "Go on")
    provider.let_go()
    provider.answers = lambda _model, _asked: Speech("blue")
    asked = len(provider.asked)
    press(qtbot, page)
    answered(qtbot, page)
    assert len(provider.asked) == asked + TESTED
    with workspace.project.reading() as connection:
        assert [line.answered for line in batches.listed(connection, (Kind.TEST,))] == [48]


def test_a_test_that_could_not_go_on_goes_on_when_it_is_tried_again(qtbot, show, provider, workspace, monkeypatch):
    provider.answers = lambda _model, asked: Speech("red", waits_after=0 if int(asked.split()[1]) >= 24 else None)
    page = show()
    press(qtbot, page)
    qtbot.waitUntil(lambda: page.running.answered >= TESTED)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.board.result.lines.lines != ())
    provider.let_go()
    provider.answers = lambda _model, _asked: Speech("blue")

    async def fails(*_):
        raise Problem("project_damaged", name="colours")
        yield

    with monkeypatch.context() as patched:
        patched.setattr(test_run, "go_on", fails)
        press(qtbot, page)
        qtbot.waitUntil(lambda: page.state == "problem")
    qtbot.waitUntil(lambda: nothing_under_way(page.running))
    number = page.running.number
    button(page, "Try again").click()
    assert page.state == "content"
    qtbot.waitUntil(lambda: not page.running.running and page.running.answered == 48)
    answered(qtbot, page)
    assert page.running.number == number
    with workspace.project.reading() as connection:
        assert [line.answered for line in batches.listed(connection, (Kind.TEST,))] == [48]


def test_figures_that_could_not_be_reckoned_are_reckoned_when_it_is_tried_again(qtbot, show, provider, monkeypatch):
    provider.answers = lambda _model, _asked: Speech("red")
    page, reckon, asked = show(), test_figures.report, []

    async def fails(*_):
        raise Problem("project_damaged", name="colours")

    press(qtbot, page)
    answered(qtbot, page)
    asked.extend(provider.asked)
    monkeypatch.setattr(test_figures, "report", fails)
    page.running.weigh(2.0)
    qtbot.waitUntil(lambda: page.state == "problem")
    number = page.running.number
    button(page, "Try again").click()
    assert page.state == "content"
    qtbot.waitUntil(lambda: page.state == "problem")  # as long as it cannot be, there is another way
    monkeypatch.setattr(test_figures, "report", reckon)
    button(page, "Try again").click()
    with qtbot.waitSignal(page.running.reckoned):
        assert page.running.number == number
    assert page.state == "content"
    monkeypatch.setattr(test_figures, "report", fails)
    page.running.weigh(1.0)
    qtbot.waitUntil(lambda: page.state == "problem")
    button(page, "New test").click()
    assert page.running.number is None
    assert page.board.choosing
    assert provider.asked == asked


def test_texts_are_compared_by_how_near_they_come(qtbot, show, provider):
    def said(model, question):
        right = question.replace("row", "answer to row").removesuffix(" ->")
        return Speech(right if model == TUNED else "something else")

    provider.answers = said
    page = show(rows(lambda row: f"answer to {row}"))
    press(qtbot, page)
    answered(qtbot, page)
    assert "In letters" in page.board.result.detail.text()
    assert cells(page)["Letters in common"][1].startswith("1.000 (")
    assert not page.board.result.confusion.isVisible()
    assert listed(page)[0] == "Newly wrong (0)"
    assert page.board.result.rows.menu.currentText() == "Newly right (24)"


def test_recorded_answers_are_tested_without_asking_anybody(qtbot, show, provider, parts, tmp_path):
    project = open_project(qtbot, parts[0], tmp_path / "old.tunedesk", rows())
    for n in range(12, 12 + TESTED):
        request = Request(0, "ft:gone", f"row {n} ->", Sampling())
        answer = Answer(0, "ft:gone", colour(f"row {n}"), Finish.STOP, 1, 0.1)
        project.write(lambda c, r=request, a=answer: answers.add(c, r, a)).result()
    page = show("no project", tuned=())
    choice = page.board.choice
    qtbot.waitUntil(lambda: Voice(RECORDED, "ft:gone") in page.preparing.voices)
    assert "recorded answers" in choice.model.item(0).text()
    for row, marked in ((0, True), (1, False)):
        item = choice.model.item(row)
        if (item.checkState() is Qt.CheckState.Checked) is not marked:
            choice.list.setCurrentIndex(item.index())
            qtbot.keyClick(choice.list, Qt.Key.Key_Return)
    assert choice.voices == (Voice(RECORDED, "ft:gone"),)
    qtbot.waitUntil(lambda: "Nothing is asked" in choice.said.text())
    press(qtbot, page)
    answered(qtbot, page, models=1)
    assert "24 of 24 rows right" in page.board.result.said.text()
    assert provider.asked == []


def test_few_rows_are_said_to_be_few(qtbot, show, one_learned):
    page = show()
    page.board.choice.most.setValue(5)
    qtbot.waitUntil(lambda: "5 rows, 10 questions" in page.board.choice.said.text())
    press(qtbot, page)
    qtbot.waitUntil(lambda: page.running.answered == 10 and page.board.result.said.text() != "")
    assert page.board.result.warned.text().startswith("With 5 rows only large differences show.")


@pytest.mark.parametrize(
    ("given", "tuned", "words"),
    [("no project", (), "Go to Start"), ([], ((TUNED, 200),), "Go to Data")],
)
def test_what_is_missing_is_said(show, given, tuned, words):
    page = show(given, tuned)
    assert page.state == "empty"
    assert any(each.text() == words and each.isVisible() for each in page.findChildren(QPushButton))


def test_another_project_is_another_test(qtbot, show, one_learned, workspace, tmp_path):
    page = show()
    press(qtbot, page)
    answered(qtbot, page)
    open_project(qtbot, workspace, tmp_path / "other.tunedesk", rows())
    assert page.board.choosing
    assert page.running.number is None
    assert page.primary.text() == "Start the test"


def test_everything_has_a_name(qtbot, show, one_learned):
    page = show()
    assert unnamed_controls(page) == []
    press(qtbot, page)
    answered(qtbot, page)
    assert unnamed_controls(page) == []


def test_rows_of_a_file_are_tested(qtbot, show, provider, one_learned, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text("question,answer\n" + "".join(f"row {n},{colour(f'row {n}')}\n" for n in range(40, 52)), "utf-8")
    page = show()
    menu = page.board.choice.part
    menu.setCurrentIndex(menu.count() - 1)
    menu.activated.emit(menu.currentIndex())
    dialog = next(each for each in page.window().findChildren(QFileDialog))
    assert menu.currentText() == "Test rows (24)"  # until a file was chosen
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(lambda: menu.currentText() == "more.csv (12 rows)")
    qtbot.waitUntil(lambda: "12 rows, 24 questions" in page.board.choice.said.text())
    qtbot.keyClick(page.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.running.answered == 24 and page.board.result.said.text() != "")
    assert cells(page)["Rows answered"] == ("12 of 12", "12 of 12")
    assert {body["prompt"] for body in provider.asked} >= {"row 40 ->", "row 51 ->"}
    assert not page.board.result.rows.correct.isEnabled()  # no row of the table


def test_a_file_without_answers_is_refused_in_words(qtbot, show, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text("question,mood\nrow 1,fine\n", "utf-8")
    page = show()
    page.files.read(path)
    said = page.board.choice.file_said
    qtbot.waitUntil(lambda: "has no answers to compare with" in said.text())
    page.preparing.look()  # what it takes is found out anew, and said beside it
    page.board.choice.said.clear()
    qtbot.waitUntil(lambda: bool(page.board.choice.said.text()))
    assert said.isVisible()
    assert "has no answers to compare with" in said.text()
    assert page.board.choice.part.currentText() == "Test rows (24)"
    assert page.primary.isEnabled()


def test_esc_ends_the_finding_out_of_what_a_test_costs(qtbot, show, provider, monkeypatch):
    page = show()
    leave_while_costs_are_found_out(qtbot, monkeypatch, page)
    assert page.running.number is None
    assert provider.asked == []
