"""The value finder: a search over settings, by keyboard, over real HTTP; paused, gone on with, read and used."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QInputDialog, QLineEdit, QPushButton

from desktop_app.core.batch import Cell, Kind
from desktop_app.core.example import Completion, Part
from desktop_app.core.sweep import Knob
from desktop_app.core.sweep_figures import Figure
from desktop_app.gui.answers.ahead_dialog import AheadDialog
from desktop_app.gui.finder.heat_model import Role
from desktop_app.gui.finder.heat_view import contrast, ground
from desktop_app.gui.finder.page import FinderPage
from desktop_app.gui.finder.prompts_form import Which
from desktop_app.gui.theme import palette
from desktop_app.providers.pace import AT_ONCE
from desktop_app.settings import paths
from desktop_app.settings.presets import Presets
from desktop_app.store import batches
from desktop_app.work import bookkeeping
from tests.fake_provider import TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project, talks
from tests.gui.held import leave_while_costs_are_found_out
from tests.sites import connect

CTRL = Qt.KeyboardModifier.ControlModifier
HELD_OUT = 20
MINI = "gpt-4o-mini-2024-07-18"


def rows():
    parts = [Part.TRAINING] * 4 + [Part.TEST] * HELD_OUT
    return [(Completion(f"question {n}", f"answer {n}"), part) for n, part in enumerate(parts)]


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    """Return a function that opens a project with these rows and shows the value finder."""

    def made(given=None, tuned=((TUNED, 200),)):
        provider.tuned = list(tuned)
        open_project(qtbot, parts[0], tmp_path / "heroes.tunedesk", given or rows())
        page = in_window(FinderPage(*parts), 1100, 900)
        qtbot.waitUntil(lambda: page.state in ("empty", "problem") or page.plan.voice is not None)
        return page

    return made


@pytest.fixture
def cold_knows(provider):
    """Let the model be right at temperature 0 and talk nonsense, never the same, above."""

    def answers(_model, question):
        cold = provider.asking["temperature"] == 0
        return Speech(question.replace("question", "answer") if cold else f"nonsense {len(provider.asked)}")

    provider.answers = answers


def button(widget, words):
    return next(one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisible())


def type_values(page, knob, values):
    field = next(one for one in page.plan.axes.fields if one.knob is knob)
    field.mark.setChecked(values is not None)
    if values is not None:
        field.line.setText(values)


def plan(page, prompts=4, repeats=2, temperature="0 1", top_p=None):
    page.plan.prompts.count.setValue(prompts)
    page.plan.repeats.setValue(repeats)
    type_values(page, Knob.TEMPERATURE, temperature)
    type_values(page, Knob.TOP_P, top_p)


def choose(page, which):
    menu = page.plan.prompts.which
    menu.setCurrentIndex(menu.findData(which.value))
    menu.activated.emit(menu.currentIndex())


def go(qtbot, page):
    """Press the primary button by its keys and wait for the end of what it begins."""
    before = page.searching.known
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.searching.known is not before)
    ended(qtbot, page)


def ended(qtbot, page):
    searching = page.searching
    qtbot.waitUntil(lambda: searching.known is not None and not searching.running and not searching.reading)


def kept(workspace):
    with workspace.project.reading() as connection:
        return batches.listed(connection, [Kind.SWEEP])


def read_out(page):
    model = page.results.model
    return [
        model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]


def test_a_search_by_keyboard_alone_from_the_plan_to_a_preset(qtbot, show, provider, cold_knows, workspace):
    page = show()
    plan(page, prompts=10, repeats=1, top_p="0.5 1")
    assert page.primary.text() == "Ask 40 times"
    assert unnamed_controls(page) == []
    go(qtbot, page)
    assert {(b["temperature"], b.get("top_p", 1)) for b in provider.asked} == {(0, 0.5), (0, 1), (1, 0.5), (1, 1)}
    assert len(provider.asked) == 40
    (line,) = kept(workspace)
    assert (line.size, line.answered) == (40, 40)
    heat, cell = page.results.heat, page.results.cell
    heat.setFocus()
    assert cell.words == "temperature 0, top_p 0.5"
    assert read_out(page)[0] == (
        "top_p 0.5, temperature 0: 100 %, probably from 72 % to 100 % (10 prompts, 10 answers)"
    )
    qtbot.keyClick(heat, Qt.Key.Key_Right)
    assert cell.words == "temperature 1, top_p 0.5"
    qtbot.keyClick(heat, Qt.Key.Key_Left)
    qtbot.keyClick(heat, Qt.Key.Key_Down)
    assert cell.words == "temperature 0, top_p 1"
    qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert cell.list.hasFocus()
    qtbot.keyClick(cell.list, Qt.Key.Key_Down)
    assert cell.pane.text == "answer 6"
    assert "the model came to its end" in cell.pane.foot
    assert cell.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "question 6, right"
    names = []
    page.preset_saved.connect(names.append)
    cell.keep.setFocus()
    qtbot.keyClick(cell.keep, Qt.Key.Key_Space)
    asking = page.window().findChild(QInputDialog)
    assert asking.textValue() == "temperature 0, top_p 1"
    line_edit = asking.findChild(QLineEdit)
    line_edit.setText("  calm   one ")
    qtbot.keyClick(line_edit, Qt.Key.Key_Return)
    assert names == ["calm one"]
    assert "calm one" in cell.said.text()
    preset = Presets(paths.data_dir() / "presets.json").all()["calm one"]
    assert (preset.sampling.temperature, preset.sampling.top_p) == (0, 1)
    with qtbot.waitSignal(page.compare_wanted) as wanted:
        qtbot.keyClick(cell.compare, Qt.Key.Key_Space)
    assert wanted.args[0].voice.model == TUNED
    assert wanted.args[0].setting == preset
    assert unnamed_controls(page) == []


def test_a_best_setting_is_named_only_where_chance_could_not_have_done_it(qtbot, show, cold_knows):
    page = show()
    plan(page, prompts=8, repeats=1)
    go(qtbot, page)
    said = page.results.verdict.text
    assert said.startswith("The best setting is temperature 0 (100 %")
    assert page.results.verdict.property("kind") == "good"
    model = page.results.model
    assert [model.index(0, column).data(Role.LEADS) for column in range(2)] == [True, False]
    assert read_out(page)[0].endswith("The best setting")
    assert [model.index(0, column).data(Role.STRENGTH) for column in range(2)] == [1.0, 0.0]
    page.primary.click()
    plan(page, prompts=3, repeats=1)
    assert "hardly which one is best" in page.plan._remarks.text()
    go(qtbot, page)
    assert "no difference that one could tell" in page.results.verdict.text
    assert not any(model.index(0, column).data(Role.LEADS) for column in range(2))


def test_one_typed_prompt_shows_what_the_settings_do_and_claims_no_more(qtbot, show, provider, cold_knows):
    page = show()
    choose(page, Which.OWN)
    assert page.primary.text() == "Ask"
    assert not page.primary.isEnabled()
    plan(page, repeats=3)
    page.plan.prompts.typed.setPlainText("question 99")
    assert page.primary.text() == "Ask 6 times"
    go(qtbot, page)
    assert {body["prompt"] for body in provider.asked} == {"question 99"}
    figures = page.results.figure
    assert next(Figure(figures.itemData(n)) for n in range(figures.count())) is Figure.SPREAD
    assert read_out(page)[0].startswith("temperature 0: 0 %")
    assert "it cannot be said which setting answers best" in page.results.verdict.text
    cell = page.results.cell
    assert not cell._expected.isVisible()
    page.primary.click()
    page.plan.prompts.expected.setPlainText("answer 99")
    go(qtbot, page)
    assert "This rests on one prompt." in page.results.verdict.text
    assert read_out(page)[0].startswith("temperature 0: 100 %")


def test_a_pause_keeps_what_has_come_and_going_on_asks_the_rest(qtbot, show, provider, workspace):
    provider.answers = lambda _model, _question: Speech("so so", waits_after=1 if len(provider.asked) >= 11 else None)
    page = show()
    plan(page, prompts=8, repeats=2)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.searching.known is not None and len(page.searching.known.answers) == 11)
    qtbot.waitUntil(lambda: provider.speaking == AT_ONCE)  # all that are under way have come to the provider
    assert page.primary.text() == "Pause"
    assert not page.results.verdict.isVisible()
    qtbot.waitUntil(lambda: "11 of 32 answers." in page.results.progress.text())
    qtbot.keyClick(page.results.heat, Qt.Key.Key_Escape)
    assert not page.searching.running
    assert page.primary.text() == "Go on"
    assert "Paused." in page.results.notice.text
    qtbot.waitUntil(lambda: provider.speaking == 0)  # else what is let go on might still be heard to its end
    provider.let_go()
    provider.answers = lambda _model, _question: Speech("so so")
    before = len(provider.asked)
    qtbot.waitUntil(lambda: kept(workspace)[0].answered == 11)
    go(qtbot, page)
    assert kept(workspace)[0].answered == 32
    assert len(provider.asked) - before == 21
    assert page.primary.text() == "New search"
    assert len(kept(workspace)) == 1


def test_an_unfinished_search_is_found_again_after_a_restart(qtbot, show, provider, workspace, parts, in_window):
    provider.answers = lambda _model, _question: Speech("so so", waits_after=1 if len(provider.asked) >= 5 else None)
    page = show()
    plan(page, prompts=5, repeats=1)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.searching.known is not None and len(page.searching.known.answers) == 5)
    page.searching.pause()
    path = workspace.project.path
    workspace.close()
    assert page.searching.known is None
    assert page.state == "empty"
    provider.let_go()
    provider.answers = lambda _model, _question: None
    again = in_window(FinderPage(*parts), 1100, 900)
    workspace.open(path)
    banner = again.plan.unfinished
    qtbot.waitUntil(banner.isVisible)
    assert "it has 5 of 10 answers." in banner.text
    asked = len(provider.asked)
    qtbot.keyClick(button(banner, "Show it"), Qt.Key.Key_Space)
    ended(qtbot, again)
    assert len(provider.asked) == asked
    assert len(again.searching.known.answers) == 5
    go(qtbot, again)
    assert len(provider.asked) == asked + 5
    assert kept(workspace)[0].answered == 10


def test_earlier_searches_are_shown_again_and_removed(qtbot, show, provider, workspace):
    page = show()
    plan(page, prompts=2, repeats=1)
    go(qtbot, page)
    page.show_plan()
    qtbot.keyClick(page.earlier, Qt.Key.Key_Space)
    dialog = page.window().findChild(QDialog)
    qtbot.waitUntil(lambda: dialog.list.model().rowCount() == 1)
    assert "(4 of 4 answers)" in dialog.list.currentIndex().data()
    assert unnamed_controls(dialog) == []
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.results.isVisible() and not page.searching.reading)
    assert len(page.searching.known.answers) == 4
    assert len(provider.asked) == 4
    qtbot.keyClick(page.earlier, Qt.Key.Key_Space)
    again = next(one for one in page.window().findChildren(QDialog) if one.isVisible())
    qtbot.waitUntil(lambda: again.list.model().rowCount() == 1)
    qtbot.keyClick(again.remove, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: again.list.model().rowCount() == 0)
    assert not again.show_it.isEnabled()
    assert "it is gone" in again.said.text()
    qtbot.keyClick(again.back, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: again.list.model().rowCount() == 1)
    qtbot.keyClick(again.remove, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: again.list.model().rowCount() == 0)
    assert len(kept(workspace)) == 1
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: kept(workspace) == [])


def test_what_did_not_come_is_said_and_asked_again(qtbot, show, provider):
    provider.answers = lambda _model, question: Speech(status=400, code="x") if question == "question 4" else None
    page = show()
    plan(page, prompts=2, repeats=1)
    go(qtbot, page)
    assert page.primary.text() == "Go on"
    assert page.results.notice.text.startswith("2 answers did not come:")
    cell = page.results.cell
    assert cell.pane.problem is not None
    provider.answers = lambda _model, _question: None
    qtbot.keyClick(button(cell.pane, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.searching.known.left == 0)
    ended(qtbot, page)
    assert cell.pane.problem is None
    assert page.primary.text() == "New search"


def test_three_settings_are_cut_through_and_each_can_lie_across(qtbot, show):
    page = show()
    plan(page, prompts=1, repeats=1, top_p="0.5 1")
    type_values(page, Knob.FREQUENCY, "0 0.5 1")
    go(qtbot, page)
    model, menus = page.results.model, page.results.menus
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    other = menus.others[Knob.FREQUENCY]
    assert other.isVisible()
    seen = set()
    for place in range(3):
        other.setCurrentIndex(place)
        other.activated.emit(place)
        seen |= {model.column_at(model.index(row, column)) for row in range(2) for column in range(2)}
    assert seen == set(range(12))
    menus.across.setCurrentIndex(2)
    menus.across.activated.emit(2)
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    menus.down.setCurrentIndex(2)
    menus.down.activated.emit(2)
    assert menus.across.currentIndex() != 2
    assert (model.rowCount(), model.columnCount()) == (3, 2)
    assert model.headerData(1, Qt.Orientation.Vertical) == "frequency penalty 0.5"


def test_the_plan_says_what_is_to_be_changed_what_is_asked_and_what_it_takes(qtbot, show):
    page = show()
    plan(page, temperature="0 warm")
    assert not page.primary.isEnabled()
    field = page.plan.axes.fields[0]
    assert "“warm” is not a number" in field.line.accessibleDescription()
    plan(page, temperature=None)
    assert "Mark at least one setting" in page.plan._amount.text()
    plan(page, temperature=" ".join(f"{n / 10}" for n in range(12)), top_p=" ".join(f"{n / 20}" for n in range(1, 13)))
    type_values(page, Knob.PRESENCE, "0 1")
    assert "too many combinations" in page.plan._amount.text()
    type_values(page, Knob.PRESENCE, None)
    plan(page, prompts=4, repeats=2)
    assert page.plan._amount.text() == "2 settings × 4 prompts × 2 repeats = 16 answers"
    qtbot.waitUntil(lambda: "It costs nothing" in page.plan._outlay.text())
    assert "repeats there will be alike" in page.plan._remarks.text()
    assert not page.plan.limited.isVisible()
    choose(page, Which.FIRST)
    plan(page, prompts=3, repeats=1, temperature="0")
    assert [prompt.row for prompt in page.plan.prompts.read()] == [5, 6, 7]
    choose(page, Which.ONE)
    page.plan.prompts.row.setValue(20)
    assert [prompt.row for prompt in page.plan.prompts.read()] == [24]
    assert page.primary.text() == "Ask once"
    choose(page, Which.SPREAD)
    page.plan.prompts.count.setValue(4)
    assert [prompt.row for prompt in page.plan.prompts.read()] == [5, 10, 15, 20]


def test_without_any_model_the_way_to_one_is_shown(qtbot, show, provider):
    provider.bases = []
    page = show(tuned=())
    qtbot.waitUntil(lambda: page.state == "empty")
    with qtbot.waitSignal(page.training_wanted):
        button(page, "Train a model").click()


def test_a_provider_is_asked_after_its_cost_was_told_and_stops_where_the_money_ends(
    qtbot, show, parts, monkeypatch, clouds
):
    # The cloud of this test lies on this computer, and what is asked there has to cost something.
    monkeypatch.setattr(bookkeeping, "is_here", lambda address: False)
    cloud = clouds()
    _, background, where = parts
    page = show(talks())
    qtbot.waitUntil(lambda: not page.offers.busy)
    made = []
    background.run(page, connect(where, "openai", "Cloud", cloud.address, cloud.account.key), on_done=made.append)
    qtbot.waitUntil(lambda: bool(made))
    page.hide()
    page.show()
    menu = page.plan.model
    qtbot.waitUntil(lambda: menu.findText(f"{MINI} · Cloud, ends 14 January 2027") >= 0)
    menu.setCurrentIndex(menu.findText(f"{MINI} · Cloud, ends 14 January 2027"))
    menu.activated.emit(menu.currentIndex())
    plan(page, prompts=6, repeats=4)
    qtbot.waitUntil(page.plan.limited.isVisible)
    said = page.plan._outlay.text()
    assert "It costs about less than $0.01" in said
    assert "The prompts are sent to 127.0.0.1" in said
    page.plan.limited.setChecked(True)
    page.plan.limit.setDecimals(6)
    page.plan.limit.setMinimum(0.000001)
    page.plan.limit.setValue(0.00005)  # dollars, a third of what all answers cost
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.window().findChildren(AheadDialog)))
    assert cloud.account.asked == []
    dialog = page.window().findChild(AheadDialog)
    assert dialog.ask.text() == "Ask 48 times"
    qtbot.keyClick(dialog.ask, Qt.Key.Key_Space)
    ended(qtbot, page)
    assert page.results.notice.text.startswith("It stopped because it has cost")
    answered = len(page.searching.known.answers)
    assert 1 <= answered < 48
    assert "They have cost" in page.results.progress.text()
    before = page.searching.known
    qtbot.keyClick(page.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.searching.known is not before)
    ended(qtbot, page)
    assert page.searching.enough > 0.0001
    assert answered < len(page.searching.known.answers) < 48
    page._show(page.searching.known.number)  # as after a restart
    qtbot.waitUntil(lambda: page.results.notice.text.startswith("Paused."))
    left = 48 - len(page.searching.known.answers)  # what was on its way at the stop has been read, too
    assert f"The other {left} answers will cost about less than $0.01." in page.results.notice.text
    closed = []
    background.run(page, where.reach.close(), on_done=closed.append)
    qtbot.waitUntil(lambda: bool(closed))


def test_what_a_model_says_is_shown_letter_by_letter(qtbot, show, provider):
    hostile = "<b>bold</b> <img src='file:///etc/passwd'> \u202eright"
    provider.answers = lambda _model, _question: Speech(hostile)
    page = show([(Completion(f"<i>{n}</i>", hostile), Part.TEST) for n in range(3)])
    plan(page, prompts=1, repeats=1)
    go(qtbot, page)
    cell = page.results.cell
    assert cell.pane.text == hostile
    assert cell._prompt.text == "<i>0</i>"
    tip = cell.list.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert "&lt;b&gt;bold" in tip
    known = page.searching.known
    assert known.scores[Cell(0, 0)].values[Figure.EXACT] == 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("strong", [False, True])
def test_every_figure_can_be_read_on_its_colour(dark, strong):
    table = palette.choose(dark=dark, contrast=strong)
    text = QColor(table.text)
    grounds = [ground(table, step / 20) for step in range(21)]
    assert all(contrast(text, one) >= 4.5 for one in grounds)
    assert contrast(grounds[0], grounds[-1]) > 1.8
    light = [one.lightnessF() for one in grounds]
    assert light == sorted(light, reverse=not dark)


def test_a_project_that_is_closed_ends_the_search(qtbot, show, provider, workspace, faults):
    provider.answers = lambda _model, _question: Speech("so so", waits_after=1)
    page = show()
    plan(page)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: provider.speaking > 0)
    workspace.close()
    assert not page.searching.running
    assert page.state == "empty"
    qtbot.waitUntil(lambda: provider.speaking == 0)
    provider.let_go()
    with qtbot.waitSignal(page.start_wanted):
        button(page, "Go to Start").click()
    assert faults == []


def test_esc_ends_the_finding_out_of_what_a_search_costs(qtbot, show, provider, monkeypatch):
    page = show()
    plan(page)
    leave_while_costs_are_found_out(qtbot, monkeypatch, page)
    assert page._board.planning
    assert provider.asked == []
