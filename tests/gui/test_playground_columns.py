"""Columns of the playground: models of any place, settings of their own, marks, code, corrected answers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton

from desktop_app.core.answer import Answer, Drawn, Finish, Sampling
from desktop_app.core.batch import Kind, Setting
from desktop_app.core.code_view import Language
from desktop_app.core.example import Completion, Part
from desktop_app.core.taught import with_answer
from desktop_app.gui.answers.dialogs import CodeDialog, RowDialog, SettingDialog, TokensDialog
from desktop_app.gui.answers.folding import letter_at
from desktop_app.gui.answers.shading import Shade, Span, differing, token_at, unsure
from desktop_app.gui.playground import sums
from desktop_app.gui.playground.asking import Asking
from desktop_app.gui.playground.gaps import filled, gaps
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.playground.past_dialog import PastDialog
from desktop_app.settings import paths
from desktop_app.settings.presets import Presets
from desktop_app.store import batches, examples
from tests.fake_provider import BASE, TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import habits_known, open_project, talks
from tests.sites import connect

MINI = "gpt-4o-mini-2024-07-18"
MINI_THERE = f"{MINI} · Cloud, ends 14 January 2027"


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    def made(rows=None, width=1200):
        provider.tuned = [(TUNED, 200)]
        open_project(qtbot, parts[0], tmp_path / "heroes.tunedesk", rows)
        page = in_window(PlaygroundPage(*parts), width, 800)
        qtbot.waitUntil(lambda: len(page.models) == 2)
        habits_known(qtbot, page)
        return page

    return made


def sides(page):
    return page.comparison.board.columns.all


def asked(qtbot, page):
    qtbot.keyClick(page.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.asking)


def do(side, name):
    """Choose a line of a column's own menu as the keyboard does."""
    side._look_at_acts()
    act = side.acts[name]
    assert act.isEnabled()
    act.trigger()


def dialog(page, kind):
    found = [d for d in page.window().findChildren(QDialog) if isinstance(d, kind) and d.isVisible()]
    assert len(found) == 1
    return found[0]


def push(qtbot, within, words):
    button = next(b for b in within.findChildren(QPushButton) if b.text() == words)
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_models_of_another_place_are_compared_with_those_of_this_computer(qtbot, show, parts, provider, clouds):
    cloud = clouds()
    page = show(talks())
    site = parts[0] and page.comparison  # the page is there before the connection is made
    assert site is not None
    qtbot.waitUntil(lambda: not page._again and not page.offers.busy)
    made = []
    where = parts[2]
    parts[1].run(page, connect(where, "openai", "Cloud", cloud.address, cloud.account.key), on_done=made.append)
    qtbot.waitUntil(lambda: bool(made))
    page.hide()
    page.show()
    menu = sides(page)[0].menu
    qtbot.waitUntil(lambda: menu.findText(MINI_THERE) >= 0)
    push(qtbot, page, "Add a model")
    assert len(sides(page)) == 3
    third = sides(page)[2]
    assert QApplication.focusWidget() is third.menu
    third.menu.setCurrentIndex(third.menu.findText(MINI_THERE))
    third.menu.activated.emit(third.menu.currentIndex())
    assert third.kind == "Base model at Cloud"
    assert (third.title, third._ends.text()) == (f"{MINI} · Cloud", "Ends 14 January 2027")
    assert sides(page)[0]._ends.isHidden()
    asked(qtbot, page)
    assert third.pane.text == f"{MINI} was asked: question 15"
    assert sides(page)[0].pane.text == f"{BASE} says hm."
    assert "$" in third.pane.foot
    assert "$" not in sides(page)[0].pane.foot
    assert cloud.account.asked[0]["messages"][0] == {"role": "system", "content": "Be brief."}
    assert unnamed_controls(page) == []
    parts[1].run(page, where.reach.close(), on_done=made.append)
    qtbot.waitUntil(lambda: len(made) == 2)


def test_columns_come_and_go_and_the_last_one_stays(qtbot, show):
    page = show()
    do(sides(page)[0], "remove")
    assert page.models == [TUNED]
    sides(page)[0]._look_at_acts()
    assert not sides(page)[0].acts["remove"].isEnabled()
    for _ in range(20):
        push(qtbot, page, "Add a model")
    assert len(sides(page)) == 12
    qtbot.waitUntil(lambda: page.comparison.board.columns.horizontalScrollBar().maximum() > 0)


def test_one_model_is_compared_with_itself_in_two_ways(qtbot, show, provider):
    page = show()
    sides(page)[0].choose(sides(page)[1].voice)
    do(sides(page)[1], "setting")
    opened = dialog(page, SettingDialog)
    assert unnamed_controls(opened) == []
    opened.form._temperature.setValue(0.7)
    opened.form._stop.setPlainText(" END\n\\n\\n")
    push(qtbot, opened, "Use these")
    assert "temperature 0.7" in sides(page)[1].how
    asked(qtbot, page)
    by_temperature = {body["temperature"]: body.get("stop") for body in provider.asked}
    assert by_temperature == {0.0: None, 0.7: [" END", "\n\n"]}
    assert len(page.results) == 1
    do(sides(page)[1], "setting")
    push(qtbot, dialog(page, SettingDialog), "Use the settings of all columns")
    assert sides(page)[1].setting is None


def test_every_setting_is_sent(qtbot, show, provider):
    page = show(talks())
    form = page.comparison.board.parameters.form
    wanted = Setting(Sampling(0.3, 77, ("a", "b\\n"), 0.9, 0.5, -0.5, 11, 2), "Speak plainly.")
    form.show_setting(wanted)
    assert form.setting == wanted
    asked(qtbot, page)
    body = provider.asked[0]
    told = {
        name: body[name] for name in ("temperature", "max_tokens", "stop", "top_p", "seed", "logprobs", "top_logprobs")
    }
    assert told == {
        "temperature": 0.3, "max_tokens": 77, "stop": ["a", "b\\n"], "top_p": 0.9, "seed": 11, "logprobs": True,
        "top_logprobs": 2,
    }  # fmt: skip
    assert (body["presence_penalty"], body["frequency_penalty"]) == (0.5, -0.5)
    assert body["messages"][0] == {"role": "system", "content": "Speak plainly."}


def test_how_the_data_asks_is_carried_over_to_what_is_typed(qtbot, show, provider):
    names = ("Ada", "Bob", "Cyd", "Dan")
    rows = [(Completion(f"{name} ->", f" Off flies {name} END"), Part.TRAINING) for name in names]
    page = show(rows)
    form = page.comparison.board.parameters.form
    qtbot.waitUntil(lambda: form.setting.sampling.stop == (" END",))
    box = page.comparison.board.prompt.box
    box.setFocus()
    qtbot.keyClicks(box, "Eve")
    assert "“ ->”" in page.comparison.board.prompt.ending.text()
    asked(qtbot, page)
    assert {(body["prompt"], tuple(body["stop"])) for body in provider.asked} == {("Eve ->", (" END",))}


def test_the_code_that_is_shown_asks_the_same_and_has_no_key(qtbot, show, provider):
    page = show()
    do(sides(page)[1], "code")
    opened = dialog(page, CodeDialog)
    assert unnamed_controls(opened) == []
    shown = []
    for number in range(opened.menu.count()):
        opened.menu.setCurrentIndex(number)
        shown.append(opened.shown.toPlainText())
    assert [opened.menu.itemText(n) for n in range(3)] == [language.value for language in Language]
    assert all("question 15" in code and TUNED in code and "TUNEDESK_ENGINE_TOKEN" in code for code in shown)
    push(qtbot, opened, "Copy the code")
    assert QApplication.clipboard().text() == shown[-1]


def test_a_corrected_answer_becomes_a_training_row_with_its_origin(qtbot, show, provider, workspace):
    page = show()
    asked(qtbot, page)
    do(sides(page)[1], "row")
    opened = dialog(page, RowDialog)
    assert unnamed_controls(opened) == []
    opened.answer.setPlainText("better")
    push(qtbot, opened, "Take it into the data")
    qtbot.waitUntil(lambda: "question 15" not in [row.example.prompt for row in rows_of(workspace, Part.TEST)])
    (row,) = [row for row in rows_of(workspace, Part.TRAINING) if row.example.prompt == "question 15"]
    assert row.example.completion == "better"
    assert "heroes" in row.note
    assert workspace.project.history().undo.key == "step.take_answer"
    page.comparison.board.choose_row(0)
    box = page.comparison.board.prompt.box
    box.setFocus()
    qtbot.keyClicks(box, "new?")
    asked(qtbot, page)
    do(sides(page)[0], "row")
    push(qtbot, dialog(page, RowDialog), "Take it into the data")
    qtbot.waitUntil(lambda: rows_of(workspace, Part.TRAINING)[-1].example == Completion("new?", f"{BASE} says hm."))


def rows_of(workspace, part):
    with workspace.project.reading() as connection:
        return list(examples.rows(connection, part))


def test_differences_are_marked_where_they_are(qtbot, show, provider):
    provider.speech = {BASE: Speech("answer 🦸 sixteen"), TUNED: Speech("answer 15")}
    page = show()
    asked(qtbot, page)
    shade = page.comparison.board.shade
    shade.setCurrentIndex(shade.findData(Shade.EXPECTED))
    marks = [side.pane._answer.extraSelections() for side in sides(page)]
    assert [one.cursor.selectedText() for one in marks[0]] == ["🦸 sixteen"]
    assert marks[1] == []
    shade.setCurrentIndex(shade.findData(Shade.FIRST))
    assert [one.cursor.selectedText() for one in sides(page)[1].pane._answer.extraSelections()] == ["15"]
    assert sides(page)[0].pane._answer.extraSelections() == []


def test_likelihoods_are_marked_and_stand_in_a_table(qtbot, show):
    page = show()
    drawn = (Drawn("Yes", -0.01), Drawn(" <b>no</b>", -3.0, ((" sir", -0.1), (" <b>no</b>", -3.0))), Drawn("!", -0.5))
    answer = Answer(0, BASE, "Yes <b>no</b>!", Finish.STOP, 3, 1.0, drawn=drawn)
    pane = sides(page)[0].pane
    pane.show_outcome(answer)
    pane.shade(Shade.LIKELIHOOD, "")
    marks = pane._answer.extraSelections()
    assert [one.cursor.selectedText() for one in marks] == [" <b>no</b>", "!"]
    assert [one.format.fontUnderline() for one in marks] == [True, False]
    do(sides(page)[0], "tokens")
    table = dialog(page, TokensDialog).table
    model = table.model()
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(3)]
    assert cells[1] == ["“ <b>no</b>”", "5.0 %", "“ sir” 90.5 %"]
    assert "<b>" not in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_the_answers_are_in_the_project_with_all_that_is_known_of_them(qtbot, show, workspace):
    page = show()
    asked(qtbot, page)
    asked(qtbot, page)
    with workspace.project.reading() as connection:
        newest, older = batches.listed(connection, [Kind.COMPARE])
        kept = batches.get(connection, newest.id)
    assert (newest.title, newest.answered, older.answered) == ("question 15", 2, 2)
    assert [column.voice.model for column in kept.columns] == [BASE, TUNED]
    assert "try 2" in sides(page)[0].pane.foot


@pytest.mark.parametrize(
    ("text", "other", "spans"),
    [
        ("a b c", "a b c", []),
        ("a b c", "a x c", [Span(2, 3)]),
        ("a b", "a", [Span(2, 3)]),
        ("a", "a b", []),
        ("", "a", []),
        ("x " * 9000, "y", []),
    ],
)
def test_where_texts_differ(text, other, spans):
    assert differing(text, other) == spans


def test_tokens_and_letters_are_counted_as_people_see_them():
    drawn = [Drawn("🦸", 0.0), Drawn("ab", -1.0)]
    assert unsure(drawn) == [Span(1, 3)]
    assert token_at(drawn, 0) is drawn[0]
    assert token_at(drawn, 2) is drawn[1]
    assert token_at(drawn, 3) is None
    assert [letter_at("🦸ab", units) for units in (0, 2, 3)] == [0, 1, 2]


def test_a_completion_keeps_the_mark_its_answers_end_with():
    old = Completion("p ->", " old END")
    assert with_answer(old, " new", " END") == Completion("p ->", " new END")
    assert with_answer(old, " new END", " END") == Completion("p ->", " new END")


def test_an_earlier_comparison_is_found_shown_again_saved_and_removed(qtbot, show, provider, workspace, tmp_path):
    page = show()
    asked(qtbot, page)
    first = [side.pane.text for side in sides(page)]
    board = page.comparison.board
    board.choose_row(0)
    board.prompt.box.setFocus()
    qtbot.keyClicks(board.prompt.box, "Whence?")
    provider.speech = {BASE: Speech("From the sea."), TUNED: Speech("Hence.")}
    asked(qtbot, page)
    page.comparison._results.clear()
    board.choose_row(1)
    assert [side.pane.text for side in sides(page)] == ["", ""]
    push(qtbot, page, "Earlier…")
    past = dialog(page, PastDialog)
    assert unnamed_controls(past) == []
    qtbot.waitUntil(lambda: past.model.rowCount() == 2)
    qtbot.keyClicks(past.words, "SEA")
    qtbot.waitUntil(lambda: past.model.rowCount() == 1)
    assert "Whence?" in past.list.currentIndex().data()
    past._write(past.chosen, tmp_path / "x.html")
    qtbot.waitUntil(lambda: past.said.text() == "Saved as x.html.")
    assert "From the sea." in (tmp_path / "x.html").read_text("utf-8")
    push(qtbot, past, "Show it again")
    qtbot.waitUntil(lambda: [side.pane.text for side in sides(page)] == ["From the sea.", "Hence."])
    assert board.prompt_text == "Whence?"
    push(qtbot, page, "Earlier…")
    past = dialog(page, PastDialog)
    qtbot.waitUntil(lambda: past.model.rowCount() == 2)
    qtbot.keyClick(past.list, Qt.Key.Key_Down)
    push(qtbot, past, "Show it again")
    qtbot.waitUntil(lambda: [side.pane.text for side in sides(page)] == first)
    assert board.prompt_text == "question 15"
    assert "try" not in sides(page)[0].pane.foot
    push(qtbot, page, "Earlier…")
    past = dialog(page, PastDialog)
    qtbot.waitUntil(lambda: past.model.rowCount() == 2)
    push(qtbot, past, "Remove")
    qtbot.waitUntil(lambda: past.model.rowCount() == 1)
    past.reject()

    def left():
        with workspace.project.reading() as connection:
            return [line.title for line in batches.listed(connection, [Kind.COMPARE])]

    qtbot.waitUntil(lambda: left() == ["question 15"])


def test_a_comparison_that_broke_off_is_gone_on_with(qtbot, show, provider, workspace):
    page = show()
    quick = ("question 15", "question 16")
    provider.answers = lambda _model, said: None if said in quick else Speech("never", waits_after=0)
    page.comparison.ask_all()
    qtbot.waitUntil(lambda: len(page.results) == 2 and provider.speaking == 8)
    page.comparison.stop()
    qtbot.waitUntil(lambda: provider.left == 8)
    with workspace.project.reading() as connection:
        (line,) = batches.listed(connection, [Kind.COMPARE])
    assert (line.answered, line.size) == (4, 12)
    page.comparison._results.clear()
    before = len(provider.asked)
    provider.answers = lambda _model, _said: None
    push(qtbot, page, "Earlier…")
    past = dialog(page, PastDialog)
    qtbot.waitUntil(lambda: past.chosen is not None)
    assert unnamed_controls(past) == []
    push(qtbot, past, "Ask what is missing")
    qtbot.waitUntil(lambda: page.asking)
    qtbot.waitUntil(lambda: not page.asking)
    assert sorted(row[0] for row in page.results) == [f"question {n}" for n in range(15, 21)]
    assert page.comparison.board.progress.text() == "6 of 6 prompts answered."
    again = [(body["model"], body["prompt"]) for body in provider.asked[before:]]
    assert len(again) == len(set(again)) == 8
    assert not [said for _, said in again if said in quick]
    push(qtbot, page, "Earlier…")
    past = dialog(page, PastDialog)
    qtbot.waitUntil(lambda: past.chosen is not None)
    assert not past._go_on.isVisible()
    past.reject()
    with workspace.project.reading() as connection:
        assert [(line.answered, line.size) for line in batches.listed(connection, [Kind.COMPARE])] == [(12, 12)]


def test_settings_are_kept_under_a_name_for_all_projects(qtbot, show, provider):
    page = show()
    fold = page.comparison.board.parameters
    qtbot.waitUntil(lambda: fold.presets.menu.findText("As your data answers") >= 0)
    mine = Setting(Sampling(0.4, 60, (" END",)), "Be kind.")
    fold.form.show_setting(mine)
    fold.presets.keep_as("  mine ")
    fold.form.show_setting(Setting(Sampling()))
    assert Presets(paths.data_dir() / "presets.json").all() == {"mine": mine}
    menu = fold.presets.menu
    menu.setCurrentIndex(menu.findText("mine"))
    menu.activated.emit(menu.currentIndex())
    assert fold.form.setting == mine
    qtbot.mouseClick(fold.presets.forget, Qt.MouseButton.LeftButton)
    assert menu.findText("mine") == -1
    assert not fold.presets.forget.isEnabled()
    menu.setCurrentIndex(menu.findText("Stories (temperature 0.7, 500 tokens)"))
    menu.activated.emit(menu.currentIndex())
    assert (fold.form.setting.sampling.temperature, fold.form.setting.sampling.max_tokens) == (0.7, 500)


def test_data_with_labels_offers_one_token_with_likelihoods(qtbot, show):
    rows = [(Completion(f"text {n} ->", f" {'good' if n % 2 else 'bad'}"), Part.TRAINING) for n in range(12)]
    page = show(rows)
    menu = page.comparison.board.parameters.presets.menu
    name = "One label (1 token, with likelihoods)"
    qtbot.waitUntil(lambda: menu.findText(name) >= 0)
    menu.setCurrentIndex(menu.findText(name))
    menu.activated.emit(menu.currentIndex())
    sampling = page.comparison.board.setting.sampling
    assert (sampling.max_tokens, sampling.logprobs, sampling.temperature) == (1, 5, 0.0)


def open_fields(board):
    return [field for field in board.prompt.gaps.findChildren(QLineEdit) if field.isVisible()]


def test_a_typed_prompt_has_gaps_to_fill(qtbot, show, provider):
    page = show()
    board = page.comparison.board
    board.choose_row(0)
    board.prompt.box.setFocus()
    qtbot.keyClicks(board.prompt.box, "{age}, {super power} ->")
    names = ["age", "super power"]
    qtbot.waitUntil(lambda: [field.accessibleName() for field in open_fields(board)] == names)
    fields = open_fields(board)
    for field, words in zip(fields, ("18", "fl{y}ing"), strict=True):
        field.setFocus()
        qtbot.keyClicks(field, words)
    asked(qtbot, page)
    assert {body["prompt"] for body in provider.asked} == {"18, fl{y}ing ->"}
    assert board.prompt_text == "{age}, {super power} ->"
    board.choose_row(1)
    assert not board.prompt.gaps.isVisible()
    board.choose_row(0)
    assert sides(page)[0].pane.text == f"{BASE} says hm."


@pytest.mark.parametrize("text", ['{"a": 1}', "{}", "{{age}}", "no gap", "{ }", "{" + "x" * 50 + "}"])
def test_other_braces_are_just_braces(text):
    assert gaps(text) == ()
    assert filled(text, {}) == text


def test_several_answers_to_the_same_are_asked_for_and_walked_through(qtbot, show, provider, workspace):
    page = show()
    board = page.comparison.board
    provider.answers = lambda model, _said: Speech(f"{model[:2]} {[b['model'] for b in provider.asked].count(model)}")
    board.parameters._repeats.setValue(3)
    assert "3 answers to each prompt" in board.parameters._fold._button.accessibleDescription()
    asked(qtbot, page)
    tuned = sides(page)[1]
    assert len(provider.asked) == 6
    assert tuned.tries.words.text() == "3 of 3"
    shown = [tuned.pane.text]
    for _ in range(2):
        qtbot.keyClick(tuned.tries.earlier, Qt.Key.Key_Space)
        shown.append(tuned.pane.text)
    assert sorted(shown) == ["ft 0", "ft 1", "ft 2"]
    assert not tuned.tries.earlier.isEnabled()
    with workspace.project.reading() as connection:
        (line,) = batches.listed(connection, [Kind.COMPARE])
    assert (line.answered, line.size) == (6, 6)
    assert unnamed_controls(page) == []
    page.comparison._results.clear()
    board.choose_row(2)
    assert not tuned.tries.isVisible()
    push(qtbot, page, "Earlier…")
    past = dialog(page, PastDialog)
    qtbot.waitUntil(lambda: past.chosen is not None)
    push(qtbot, past, "Show it again")
    qtbot.waitUntil(lambda: sides(page)[1].tries.words.text() == "3 of 3")


def test_while_several_answers_come_one_of_them_is_followed_and_a_stop_keeps_all(qtbot, show, provider):
    page = show()
    provider.speech = {BASE: Speech("a b c", waits_after=1), TUNED: Speech("d e f", waits_after=1)}
    page.comparison.board.parameters._repeats.setValue(2)
    page.comparison.ask()
    qtbot.waitUntil(lambda: provider.speaking == 4)
    qtbot.waitUntil(lambda: [side.pane.text for side in sides(page)] == ["a", "d"])
    begun = page.comparison.findChild(Asking)._open
    qtbot.waitUntil(lambda: len(begun) == 4 and all(each.text for each in begun.values()))
    page.comparison.stop()
    assert [side.tries.words.text() for side in sides(page)] == ["2 of 2", "2 of 2"]
    assert "you stopped it" in sides(page)[0].pane.foot
    provider.let_go()
    qtbot.waitUntil(lambda: provider.speaking == 0)


def test_texts_that_cannot_come_word_for_word_are_not_counted_as_missed(qtbot, show, provider, monkeypatch):
    monkeypatch.setattr(sums, "LONGEST_LABEL", len("answer 1"))  # the answers hoped for are two letters longer
    provider.answers = lambda _model, said: Speech(said.replace("question", "answer"))
    page = show()
    page.comparison.ask_all()
    qtbot.waitUntil(lambda: len(page.results) == 6 and not page.asking)
    qtbot.waitUntil(lambda: sides(page)[1].sum.startswith("6 answers; "))


def test_columns_are_summed_up_and_one_goes_from_difference_to_difference(qtbot, show, provider):
    provider.answers = lambda model, said: Speech(
        said.replace("question", "answer") if model == TUNED or said == "question 16" else "No idea."
    )
    page = show()
    board = page.comparison.board
    page.comparison.ask()
    qtbot.waitUntil(lambda: not page.asking)
    assert not board._next.isVisible()
    page.comparison.ask_all()
    qtbot.waitUntil(lambda: len(page.results) == 6 and not page.asking)
    qtbot.waitUntil(lambda: sides(page)[1].sum.startswith("6 of 6 answers as expected; "))
    assert sides(page)[0].sum.startswith("1 of 6 answers as expected; ")
    gone = []
    for _ in range(6):
        qtbot.keyClick(page, Qt.Key.Key_F3)
        gone.append(board.prompt_text)
    assert gone == [f"question {n}" for n in (17, 18, 19, 20, 15, 17)]
    provider.answers = lambda _model, _said: Speech("All alike.")
    page.comparison.ask_all()
    qtbot.waitUntil(lambda: not page.asking)
    push(qtbot, page, "Next difference")
    assert "answer alike" in board._outlay.text()


def test_an_answer_is_copied_letter_by_letter(qtbot, show, provider):
    provider.speech = {TUNED: Speech("<b>It</b> cometh.")}
    page = show()
    asked(qtbot, page)
    sides(page)[1].acts["copy"].trigger()
    held = QApplication.clipboard().mimeData()
    assert held.text() == "<b>It</b> cometh."
    assert not held.hasHtml()
