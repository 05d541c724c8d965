"""Making data in its room, by keyboard, over real HTTP: a grid and rows worked over, from the plan to the table."""

import asyncio
import csv
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.core.batch import Kind
from desktop_app.core.example import Completion, Part
from desktop_app.core.problem import Problem
from desktop_app.core.rework import Act
from desktop_app.gui.answers.ahead_dialog import AheadDialog
from desktop_app.gui.doing import Doing
from desktop_app.gui.making.demands_dialog import DemandsDialog
from desktop_app.gui.making.items_model import Shown
from desktop_app.gui.making.page import MakingPage
from desktop_app.store import batches, examples
from desktop_app.work import bookkeeping, made_items, make
from tests.fake_provider import TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import HeldBack, leave_while_costs_are_found_out, nothing_under_way
from tests.gui.test_asking_keyboard import reach, there_and_back
from tests.sites import connect

CTRL = Qt.KeyboardModifier.ControlModifier
MINI = "gpt-4o-mini-2024-07-18"


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    """Return a function that opens a project with these rows and shows the room."""

    def made(rows=(), tuned=((TUNED, 200),)):
        provider.tuned = list(tuned)
        open_project(qtbot, parts[0], tmp_path / "heroes.tunedesk", list(rows))
        page = in_window(MakingPage(*parts), 1100, 900)
        qtbot.waitUntil(lambda: page.state in ("empty", "problem") or page.plan.form.voice is not None)
        return page

    return made


def pairs(count):
    return [(Completion(f"question {n}", f"answer {n}"), Part.TRAINING) for n in range(count)]


def plan(qtbot, page, values="18\n60", repeats=2):
    page.plan.grid.template.setPlainText("Describe {age}.")
    page.plan.grid.values.lists["age"].box.setPlainText(values)
    page.plan.grid.repeats.setValue(repeats)
    qtbot.waitUntil(lambda: page.plan.answers > 0)


def press(qtbot, page):
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)


def rest(qtbot, page):
    """Wait until nothing is asked and what came was read once more."""
    underway = page.underway
    qtbot.waitUntil(lambda: underway.sheet is not None and not underway.running and not underway._reading.running)


def asked(qtbot, page):
    press(qtbot, page)
    qtbot.waitUntil(lambda: page.underway.sheet is not None)
    rest(qtbot, page)


def rows_of(workspace):
    with workspace.project.reading() as connection:
        return [row.example for row in examples.rows(connection)]


def button(widget, words):
    return next(one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisible())


def items(page):
    return page.underway.sheet.items


def test_a_grid_by_keyboard_alone_from_the_plan_to_rows_undone_and_done_again(qtbot, show, provider, workspace):
    provider.answers = lambda _model, question: Speech(f"{question} Number {len(provider.asked)}")
    page = show()
    assert page.primary.text() == "Ask"
    assert not page.primary.isEnabled()
    assert "Write what the model is to be asked." in page.plan.form.amount.text()
    plan(qtbot, page)
    assert page.plan.grid.prompt.toPlainText() == "{age}"
    assert page.plan.form.amount.text() == "2 age × 2 repeats = 4 answers"
    assert "Describe 18." in page.plan.grid.first.text
    assert page.primary.text() == "Ask 4 times"
    assert unnamed_controls(page) == []
    asked(qtbot, page)
    assert [item.title for item in items(page)] == ["18", "18", "60", "60"]
    assert page.primary.text() == "Make 4 rows"
    assert page.result.shape.isVisible()
    assert unnamed_controls(page) == []
    table = page.result.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert page.primary.text() == "Make 3 rows"
    page.result.pane.answer.setPlainText("My own words.")
    page.result.pane.commit()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    press(qtbot, page)
    qtbot.waitUntil(lambda: len(rows_of(workspace)) == 4)
    rest(qtbot, page)
    assert rows_of(workspace)[1] == Completion("18", "My own words.")
    qtbot.waitUntil(lambda: page.primary.text() == "Show in the table")
    assert not page.result.shape.isVisible()
    assert "4 rows are in the table" in page.result.made.text
    wanted = []
    page.rows_wanted.connect(wanted.append)
    press(qtbot, page)
    assert [len(ids) for ids in wanted] == [4]
    workspace.undo()
    qtbot.waitUntil(lambda: page.primary.text() == "Make 4 rows")
    workspace.redo()
    qtbot.waitUntil(lambda: page.primary.text() == "Show in the table")
    trained = []
    page.training_wanted.connect(lambda: trained.append(True))
    button(page.result, "Train a model").click()
    assert trained


@pytest.fixture
def door(workspace):
    """Return a function that holds the writing of the open project, and one that lets it go on."""
    shut = threading.Event()

    def close():
        shut.clear()
        workspace.project.write(lambda _: shut.wait(30))

    yield close, shut.set
    shut.set()


def made(qtbot, show, provider):
    """Let four answers come, which can be made rows."""
    provider.answers = lambda _model, question: Speech(f"{question} Number {len(provider.asked)}")
    page = show()
    plan(qtbot, page)
    asked(qtbot, page)
    assert page.primary.text() == "Make 4 rows"
    return page


def test_a_double_click_makes_the_rows_once(qtbot, show, provider, workspace, door, monkeypatch):
    page, (close, let_go) = made(qtbot, show, provider), door
    read, anew, go = made_items.read, [], threading.Event()

    async def late(*given):
        anew.append(given)
        while not go.is_set():
            await asyncio.sleep(0.005)
        return await read(*given)

    close()
    monkeypatch.setattr(made_items, "read", late)
    press(qtbot, page)
    press(qtbot, page)
    let_go()
    qtbot.waitUntil(lambda: bool(anew))
    press(qtbot, page)  # it is on disk, and what is on show does not know it yet
    go.set()
    qtbot.waitUntil(lambda: page.primary.text() == "Show in the table")
    press(qtbot, page)
    assert len(rows_of(workspace)) == 4
    workspace.undo()
    qtbot.waitUntil(lambda: page.primary.text() == "Make 4 rows")
    rest(qtbot, page)
    press(qtbot, page)
    qtbot.waitUntil(lambda: page.primary.text() == "Show in the table")
    assert len(rows_of(workspace)) == 4


def test_what_came_to_nothing_can_be_made_once_more(qtbot, show, provider, workspace, door):
    page, (close, let_go) = made(qtbot, show, provider), door
    close()
    press(qtbot, page)
    workspace.findChild(Doing).cancel()
    let_go()
    qtbot.waitUntil(lambda: workspace.findChild(Doing) is None)
    assert rows_of(workspace) == []
    press(qtbot, page)
    qtbot.waitUntil(lambda: page.primary.text() == "Show in the table")
    assert len(rows_of(workspace)) == 4


def test_what_the_disk_did_not_take_can_be_made_once_more(qtbot, show, provider, workspace, monkeypatch):
    page = made(qtbot, show, provider)

    async def fails(*_):
        raise Problem("project_damaged", name="heroes")

    with monkeypatch.context() as patched:
        patched.setattr("desktop_app.work.project.do", fails)
        press(qtbot, page)
        qtbot.waitUntil(lambda: page.state == "problem")
    button(page, "Try again").click()
    qtbot.waitUntil(lambda: page.state == "content")
    press(qtbot, page)
    qtbot.waitUntil(lambda: len(rows_of(workspace)) == 4)
    rest(qtbot, page)


def test_every_step_is_within_reach_of_the_keyboard(qtbot, show, provider, workspace):
    provider.answers = lambda _model, question: Speech(f"{question} Number {len(provider.asked)}")
    page = show()
    grid = page.plan.grid
    there_and_back(qtbot, page)
    qtbot.keyClicks(reach(qtbot, page, grid.template), "Describe {age}.")
    qtbot.waitUntil(lambda: "age" in grid.values.lists)
    values = reach(qtbot, page, grid.values.lists["age"].box)
    for number in ("18", "60"):
        qtbot.keyClicks(values, number)
        qtbot.keyClick(values, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.plan.answers == 2)
    qtbot.keyClick(reach(qtbot, page, page.primary), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.underway.sheet is not None)
    rest(qtbot, page)
    there_and_back(qtbot, page)
    table = reach(qtbot, page, page.result.table)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert page.primary.text() == "Make 1 row"
    qtbot.keyClick(reach(qtbot, page, page.primary), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(rows_of(workspace)) == 1)
    rest(qtbot, page)


def test_it_is_paused_kept_and_gone_on_with_in_another_room_of_the_same_project(
    qtbot, show, parts, provider, in_window, workspace
):
    provider.answers = lambda _model, question: Speech(question, waits_after=1)
    page = show()
    plan(qtbot, page, "\n".join(map(str, range(20))), 1)
    press(qtbot, page)
    qtbot.waitUntil(lambda: len(page.underway.asked) == 8 and provider.speaking == 8)
    assert page.primary.text() == "Pause"
    states = [page.result.model.words(item) for item in items(page)]
    assert states.count("being asked") == 8
    assert states.count("waiting") == 12
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    rest(qtbot, page)
    assert page.primary.text() == "Go on (20 are missing)"
    provider.let_go()
    provider.answers = lambda _model, question: Speech(question)
    before = len(provider.asked)
    again = in_window(MakingPage(*parts), 1100, 900)
    qtbot.waitUntil(lambda: again.board.earlier.count() == 2)
    again.board.earlier.setCurrentIndex(1)
    again.board.earlier.activated.emit(1)
    qtbot.waitUntil(lambda: again.underway.sheet is not None)
    press(qtbot, again)
    rest(qtbot, again)
    qtbot.waitUntil(lambda: again.underway.left == 0)
    assert len(provider.asked) - before == 20


def test_esc_ends_the_finding_out_of_what_asking_costs(qtbot, show, provider, monkeypatch):
    page = show()
    plan(qtbot, page)
    leave_while_costs_are_found_out(qtbot, monkeypatch, page)
    assert page.board.planning
    assert provider.asked == []


def test_what_goes_wrong_is_said_and_only_what_failed_is_asked_again(qtbot, show, provider, tmp_path):
    page = show()
    provider.refuse("chat", 400, "bad_request", "not like that", times=2)
    plan(qtbot, page)
    asked(qtbot, page)
    faulty = [item for item in items(page) if item.fault is not None]
    assert len(faulty) == 2
    assert page.primary.text() == "Go on (2 are missing)"
    assert button(page.result, "Make 2 rows").isEnabled()
    menu = page.result.menu
    menu.setCurrentIndex(menu.findData(Shown.MISSING))
    menu.activated.emit(menu.currentIndex())
    assert page.result.model.rowCount() == 2
    assert page.result.pane.foot.text()
    before = len(provider.asked)
    press(qtbot, page)
    rest(qtbot, page)
    qtbot.waitUntil(lambda: page.underway.left == 0)
    assert len(provider.asked) - before == 2
    path = tmp_path / "answers.csv"
    page.acts.save_csv(path)
    qtbot.waitUntil(path.exists)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == ["age", "prompt", "sub_prompt", "response_txt", "finish_reason"]


def test_cut_answers_are_left_out_and_said(qtbot, show, provider):
    provider.answers = lambda _model, question: Speech(question, finish="length" if "60" in question else "stop")
    page = show()
    plan(qtbot, page, repeats=1)
    asked(qtbot, page)
    assert page.primary.text() == "Make 1 row"
    assert "1 is left out" in page.result.far.text()
    assert page.result.model.words(items(page)[1]) == "cut off"
    page.result.all.click()
    assert page.primary.text() == "Make 2 rows"
    page.result.none.click()
    assert page.primary.text() == "Something new"


def test_of_two_looks_at_how_answers_differ_the_later_one_is_shown(qtbot, show, monkeypatch):
    page, shown = show(), []
    plan(qtbot, page)
    asked(qtbot, page)
    qtbot.waitUntil(lambda: nothing_under_way(page.result))

    async def weighed(sheet):
        return held.calls

    held = HeldBack(weighed)
    monkeypatch.setattr(made_items, "variety", held)
    monkeypatch.setattr(page.result.variety, "show_variety", shown.append)
    for looks in (1, 2):
        page.underway.look()
        qtbot.waitUntil(lambda looks=looks: held.calls == looks)
    qtbot.waitUntil(lambda: shown == [2])
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page.result))
    assert shown == [2]


def test_what_cannot_be_begun_is_not_said_of_the_next_project(qtbot, show, workspace, tmp_path, monkeypatch):
    async def refused(*_):
        raise Problem("disk_full", name="p", folder="f")

    page, held = show(), HeldBack(refused)
    monkeypatch.setattr(make, "begin_grid", held)
    plan(qtbot, page)
    press(qtbot, page)
    qtbot.waitUntil(lambda: held.calls == 1)
    assert not page.primary.isEnabled()
    open_project(qtbot, workspace, tmp_path / "other.tunedesk", [])
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    assert page.state == "content"


def test_values_come_from_a_column_and_the_example_fills_the_form(qtbot, show):
    page = show(pairs(3))
    grid = page.plan.grid
    grid.template.setPlainText("Answer {what}.")
    qtbot.waitUntil(grid.values.lists["what"].take.isVisible)
    grid.values.column_wanted.emit("what", "prompt")
    qtbot.waitUntil(lambda: page.plan.answers == 3)
    assert grid.grid.values[0].values == ("question 0", "question 1", "question 2")
    grid.template.clear()
    grid.sample.click()
    qtbot.waitUntil(lambda: page.plan.answers == 294)
    assert page.plan.form.amount.text() == "7 age × 2 gender × 7 power × 3 repeats = 294 answers"
    grid.sampled.setChecked(True)
    grid.most.setValue(10)
    qtbot.waitUntil(lambda: page.plan.answers == 30)


def test_rows_are_worked_over_half_taken_undone_and_done_again(qtbot, show, provider, workspace):
    provider.answers = lambda _model, question: Speech(question.rpartition("\n")[2].upper())
    page = show(pairs(6))
    with workspace.project.reading() as connection:
        ids = list(examples.ids(connection))
    page.rework(ids[:2], ids)
    qtbot.waitUntil(lambda: page.plan.answers == 2)
    rework = page.plan.rework
    rework.rows.setCurrentIndex(1)
    rework.rows.activated.emit(1)
    qtbot.waitUntil(lambda: page.plan.answers == 6)
    assert "answer 0" in rework.first.text
    assert unnamed_controls(page) == []
    asked(qtbot, page)
    assert page.primary.text() == "Take over 6 answers"
    pane = page.result.pane
    assert (pane.before.text, pane.answer.toPlainText()) == ("answer 0", "ANSWER 0")
    assert pane.answer.extraSelections()
    for item in items(page)[::2]:
        page.acts._decide([item], taken=False)
    press(qtbot, page)
    half = [f"ANSWER {n}" if n % 2 else f"answer {n}" for n in range(6)]
    qtbot.waitUntil(lambda: [row.completion for row in rows_of(workspace)] == half)
    workspace.undo()
    qtbot.waitUntil(lambda: rows_of(workspace)[1].completion == "answer 1")
    workspace.redo()
    qtbot.waitUntil(lambda: rows_of(workspace)[1].completion == "ANSWER 1")
    qtbot.waitUntil(lambda: [item.done for item in items(page)] == [False, True] * 3)


def test_those_that_pass_get_their_mark(qtbot, show, provider, workspace):
    provider.answers = lambda _model, question: Speech("answer 1" if "answer 1" in question else " ".join("x" * 40))
    page = show(pairs(3))
    with workspace.project.reading() as connection:
        ids = list(examples.ids(connection))
    page.rework(ids, ids)
    qtbot.waitUntil(lambda: page.plan.answers == 3)
    asked(qtbot, page)
    page.result.passing.click()
    page.result.passing.click()  # a double click asks once
    qtbot.waitUntil(lambda: nothing_under_way(page.acts))
    (dialog,) = page.window().findChildren(DemandsDialog)
    assert dialog.said.text() == "2 answers pass."
    dialog.differs.setChecked(False)
    dialog.short.setChecked(True)
    dialog.longest.setValue(5)
    assert dialog.said.text() == "1 answer passes."
    dialog.short.setChecked(False)
    dialog.differs.setChecked(True)
    dialog.mark.click()
    assert [item.taken for item in items(page)] == [True, False, True]


def test_each_act_proposes_words_and_keeps_those_of_a_person(qtbot, show, workspace):
    page = show(pairs(2))
    with workspace.project.reading() as connection:
        ids = list(examples.ids(connection))
    page.rework(ids, ids)
    rework = page.plan.rework
    for act in Act:
        rework.act.setCurrentIndex(rework.act.findData(act))
        rework.act.activated.emit(rework.act.currentIndex())
        assert "{" in rework.instruction.toPlainText()
        assert rework._often.isVisible() is (act is Act.VARY)
        assert rework._marked.isVisible() is (act is Act.GRADE)
    rework.instruction.setPlainText("My words: {age}")
    rework.act.setCurrentIndex(0)
    rework.act.activated.emit(0)
    assert rework.instruction.toPlainText() == "My words: {age}"
    assert "There is no column {age}" in page.plan.form.amount.text()
    assert not page.primary.isEnabled()
    button(page, "Make new rows instead").click()
    assert not page.plan.of_rows


def test_at_a_provider_it_is_said_what_leaves_and_it_stops_at_the_sum(qtbot, show, parts, monkeypatch, sites, clouds):
    workspace, background, _ = parts
    monkeypatch.setattr(bookkeeping, "is_here", lambda _: False)
    cloud = clouds()
    done = []
    work = connect(sites, "openai", "OpenAI", cloud.address, cloud.account.key)
    background.run(workspace, work, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    page = show(tuned=())
    model = page.plan.form.model
    qtbot.waitUntil(lambda: any("OpenAI" in model.itemText(at) for at in range(model.count())))
    place = next(at for at in range(model.count()) if "4o-mini" in model.itemText(at))
    model.setCurrentIndex(place)
    model.activated.emit(place)
    plan(qtbot, page, "\n".join(map(str, range(40))), 1)
    qtbot.waitUntil(page.plan.form.limit.isVisible)
    page.plan.form.limit.setValue(0.01)
    monkeypatch.setattr(bookkeeping, "_A_MILLION", 1000)  # so that few answers cost a cent
    press(qtbot, page)
    qtbot.waitUntil(lambda: page.window().findChild(AheadDialog) is not None)
    dialog = page.window().findChild(AheadDialog)
    dialog.ask.click()
    qtbot.waitUntil(lambda: page.underway.enough is not None)
    rest(qtbot, page)
    assert "as much as you allowed" in page.result.banner.text
    assert 0 < page.underway.left < 40
    page.result.more.setValue(100)
    page.primary.click()
    qtbot.waitUntil(lambda: page.underway.sheet is not None and page.underway.left == 0)
    rest(qtbot, page)
    assert len({body["messages"][-1]["content"] for body in cloud.account.asked}) == 40


def test_without_a_model_or_a_project_it_is_said_what_to_do(qtbot, show, parts, provider, in_window, workspace):
    provider.bases = []
    page = show(tuned=())
    qtbot.waitUntil(lambda: page.state == "empty")
    assert button(page, "Connect to a provider").isEnabled()
    assert unnamed_controls(page) == []
    workspace.close()
    qtbot.waitUntil(lambda: button(page, "Go to Start").isVisible())
    wanted = []
    page.start_wanted.connect(lambda: wanted.append(True))
    button(page, "Go to Start").click()
    assert wanted


def test_what_is_kept_is_a_batch_of_its_kind(qtbot, show, provider, workspace):
    page = show()
    plan(qtbot, page, repeats=1)
    asked(qtbot, page)
    with workspace.project.reading() as connection:
        (line,) = batches.listed(connection, [Kind.MAKE])
    assert (line.title, line.size, line.answered) == ("Describe {age}.", 2, 2)


def test_the_table_and_the_training_lead_there_and_back(qtbot, program, tmp_path):
    open_project(qtbot, program.workspace, tmp_path / "heroes.tunedesk", pairs(6))
    program.window.go("data")
    editor, place = program.rooms.editor, program.rooms.data
    qtbot.waitUntil(lambda: editor.model.rowCount() == 6)
    editor.wishes.rework_wanted.emit(editor.model.ids[1:3], editor.model.ids[:])
    page = place.rooms.room("make")
    assert page.isVisible()
    assert page.plan.of_rows
    qtbot.waitUntil(lambda: page.plan.answers == 2)
    wanted = [editor.model.ids[at] for at in (0, 4)]
    page.rows_wanted.emit(wanted)
    assert editor.isVisible()
    qtbot.waitUntil(lambda: list(editor.model.ids) == wanted)
    page.training_wanted.emit()
    assert program.window.place == "training"
    program.window.go("data")
    place.show_room("make")
    program.workspace.close()
    qtbot.waitUntil(lambda: page.state == "empty")
    open_project(qtbot, program.workspace, tmp_path / "others.tunedesk", pairs(2))
    assert place.rooms.current == "table"
