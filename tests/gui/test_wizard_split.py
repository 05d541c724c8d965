"""The last page: what would be created, where it goes, how long the rows are and what training on them costs."""

import json
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.core.checks.finding import Severity, Subject
from desktop_app.core.distribution import Bar
from desktop_app.core.example import Part
from desktop_app.core.problem import Problem
from desktop_app.core.split import Shares
from desktop_app.core.target import Price, Target
from desktop_app.core.text import text
from desktop_app.core.wizard import Where
from desktop_app.gui.theme import say as say_module
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.wizard.check_step import CheckStep
from desktop_app.gui.wizard.histogram import Histogram
from desktop_app.gui.wizard.split_step import SplitStep
from desktop_app.work.intake import Division, Done, Tokens
from tests.gui.accessible import unnamed_controls
from tests.gui.drafted import HERE, Real, Scripted, finding, intake_of, wizard_of

PAID = Target(
    "openai/nano",
    "Nano",
    "openai",
    vocabulary="o200k_base",
    limit=2048,
    price=Price(8.0, as_of=date(2026, 6, 12), source="https://example.org/pricing"),
)
WORDS = {
    "finding.small.title": "There are only {count} rows.",
    "finding.small.why": "No training takes so few.",
    "remedy.drop_rows": "take out {count} rows",
}


@pytest.fixture(autouse=True)
def made_up_sentences(monkeypatch):
    """Give the made-up findings sentences of their own."""
    monkeypatch.setattr(say_module, "ENGLISH", {**say_module.ENGLISH, **WORDS})


@pytest.fixture
def page(qtbot, theme, background, in_window):
    """Return a function that brings the page on show over a scripted draft."""

    def made(draft: Scripted, target: Target = HERE, rows_before: int = 0, wait: bool = True) -> SplitStep:
        step = SplitStep()
        in_window(step)
        step.begin(intake_of(draft, background, target, rows_before))
        step.enter(wizard_of())
        step.first.setFocus()
        if wait:
            qtbot.waitUntil(step.board.isVisible)
        return step

    return made


@pytest.fixture
def real(qtbot, background):
    made = Real(qtbot, background)
    yield made
    made.close()


def press(qtbot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def words(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_the_button_says_what_will_be_created(qtbot, page):
    draft = Scripted(made=100)
    step = page(draft)
    assert step.ready
    assert step.next_words == "Create 100 rows (80 for training)"
    assert QApplication.focusWidget() is step.board.shares.validation
    assert draft.orders[0] == "settle"
    step.board.shares.validation.setValue(0)
    step.board.shares.test.setValue(0)
    assert not step.ready, "what will be created is not known yet"
    qtbot.waitUntil(lambda: step.ready)
    assert step.next_words == "Create 100 training rows"


def test_shares_are_answers_and_are_divided_once_they_rest(qtbot, page):
    draft = Scripted(made=100)
    step = page(draft)
    answers = []
    step.answered.connect(answers.append)
    for _ in range(5):
        press(qtbot, Qt.Key.Key_Up)
    assert step.board.shares.validation.value() == 15
    assert answers[-1].shares.validation == 0.15
    qtbot.waitUntil(lambda: step.ready)
    assert step.next_words == "Create 100 rows (75 for training)"
    assert len([order for order in draft.orders if order not in ("settle",)]) == 2, "five presses, one division"
    assert "75 rows" in words(step.board.shares)
    press(qtbot, Qt.Key.Key_Return)
    assert len(answers) == 5, "Enter alone is no answer"


def test_answers_given_while_rows_are_divided_are_divided_after_it(qtbot, page):
    draft = Scripted(made=100)
    step = page(draft)
    draft.held = {"divide"}
    step.board.shares.validation.setValue(20)
    qtbot.waitUntil(lambda: getattr(draft.orders[-1], "shares", None) == step.wizard.shares)
    step.board.shares.validation.setValue(30)
    qtbot.waitUntil(lambda: not step._rest.isActive())
    assert not step.ready
    draft.held.clear()
    qtbot.waitUntil(lambda: step.ready)
    assert draft.orders[-1].shares.validation == 0.3
    assert step.next_words == "Create 100 rows (60 for training)"


def test_a_division_for_a_page_that_was_left_comes_to_nobody(qtbot, page):
    draft = Scripted(made=100)
    step = page(draft)
    draft.held = {"divide"}
    step.board.shares.validation.setValue(20)
    qtbot.waitUntil(lambda: getattr(draft.orders[-1], "shares", None) == step.wizard.shares)
    step.leave()
    step.enter(step.wizard.answer(shares=Shares(0.3, 0.1)))
    draft.held.clear()
    qtbot.waitUntil(lambda: step.ready)
    assert step.next_words == "Create 100 rows (60 for training)"


def test_new_rows_go_where_the_user_wants_them(qtbot, page):
    step = page(Scripted(made=100), rows_before=40)
    where = step.board.where
    assert where.isVisible()
    assert "This project already has 40 rows" in words(where)
    assert where.radios[Where.APPEND].isChecked()
    where.radios[Where.APPEND].setFocus()
    for wanted, said in (
        (Where.REPLACE, "Create 100 rows (80 for training)"),
        (Where.VALIDATION, "Create 100 validation rows"),
        (Where.TEST, "Create 100 test rows"),
    ):
        press(qtbot, Qt.Key.Key_Down)
        assert step.wizard.where is wanted
        qtbot.waitUntil(lambda: step.ready)
        assert step.next_words == said
    assert not step.board.shares.isEnabled(), "all rows go to one part"
    assert "cost nothing" in step.board.cost.headline.text()
    assert step.first is where.radios[Where.TEST]
    assert page(Scripted()).board.where.isHidden()


def test_the_switch_for_equal_mixes_is_there_where_answers_repeat(qtbot, page):
    draft = Scripted(made=100)
    assert page(draft).board.shares.stratified.isHidden()
    draft.labels = (("yes", 60), ("no", 30), ("maybe", 6), ("never", 3), ("always", 1))
    step = page(draft)
    shares = step.board.shares
    assert shares.stratified.isVisible()
    assert shares.stratified.isChecked()
    assert "Answers that repeat: “yes” 60, “no” 30, “maybe” 6, “never” 3 and 1 more" in words(shares)
    shares.stratified.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert not step.wizard.stratified
    qtbot.waitUntil(lambda: step.ready)
    assert not draft.orders[-1].stratified


def test_rows_that_go_where_their_questions_are_already_are_told(page):
    draft = Scripted(made=100)
    assert page(draft).board.met.isHidden()
    for met, said in ((1, "One row asks what a row "), (12, "12 rows ask what rows ")):
        draft.met = met
        assert page(draft, rows_before=40).board.met.text().startswith(said)


def test_repairs_are_told_and_can_be_stopped(qtbot, page):
    draft = Scripted(made=100)
    draft.done = (Done("twice", text("remedy.drop_rows", count=3), 3),)
    draft.held = {"settle"}
    step = page(draft, wait=False)
    qtbot.waitUntil(lambda: "Repairing the rows" in words(step))
    assert QApplication.focusWidget() is step.waiting
    assert not step.ready
    assert step.next_words == "Counting the rows…"
    with qtbot.waitSignal(step.stopped):
        step.busy._cancel.click()
    draft.held.clear()
    step.enter(wizard_of())
    qtbot.waitUntil(lambda: step.ready)
    assert step.board.repaired == ["take out 3 rows"]
    assert step.board.repairs.isVisible()
    assert page(Scripted()).board.repairs.isHidden()


def test_what_repairs_bring_to_light_can_still_stop(qtbot, page):
    draft = Scripted(made=8)
    draft.after = (finding("small", Severity.BLOCKS, Subject.AMOUNT, 8),)
    step = page(draft)
    assert not step.ready
    assert "There are only 8 rows." in step.board.stop.text
    assert page(draft, rows_before=50).ready


def test_few_training_rows_are_warned_of_and_many_are_not(qtbot, page):
    step = page(Scripted(made=11))
    assert step.ready
    assert "at least 10 rows" in step.board.warning.text
    assert step.board.warning.isVisible()
    assert page(Scripted(made=11), rows_before=90).board.warning.isHidden()
    assert page(Scripted(made=100)).board.warning.isHidden()


def test_a_problem_leaves_the_page(qtbot, page):
    draft = Scripted()
    draft.problem = Problem("disk_full", name="draft", folder="/tmp")
    step = page(draft, wait=False)
    with qtbot.waitSignal(step.stuck) as told:
        pass
    assert told.args[0].key == "disk_full"
    draft.problem = None
    step.enter(wizard_of())
    qtbot.waitUntil(lambda: step.ready)


def test_a_fault_nobody_foresaw_leads_one_step_back(qtbot, page, faults):
    draft = Scripted()
    draft.problem = RuntimeError("nobody foresaw this")
    step = page(draft, wait=False)
    with qtbot.waitSignal(step.stopped):
        pass
    assert [str(fault) for fault in faults] == ["nobody foresaw this"]
    assert not step.ready


def test_money_is_tokens_times_passes_times_price(qtbot, page):
    step = page(Scripted(made=100), PAID)
    division = Division({Part.TRAINING: 1000}, {Part.TRAINING: Tokens(100_000, 50_000)}, (), (), 0, ())
    view = step.board.cost
    view.show_cost(division, step.intake, PAID.id, Where.APPEND)
    assert view.headline.text() == "About $2.40 for training Nano."
    assert [fact.replace(",", "") for fact in view.facts] == ["100000", "3", "300000"]
    assert "$8 for a million tokens" in view.source.text().replace(".00", "")
    assert "https://example.org/pricing" in view.source.text()
    assert view.dates.isHidden()
    tiny = replace(division, tokens={Part.TRAINING: Tokens(10, 5, exact=False)})
    view.show_cost(tiny, step.intake, PAID.id, Where.APPEND)
    assert view.headline.text() == "Less than $0.01 for training Nano."
    assert view.facts[0] == "about 10"
    assert "estimated" in view.source.text()


def test_this_computer_is_free_and_takes_time_and_room(qtbot, page):
    view = page(Scripted(made=100), rows_before=20).board.cost
    assert view.headline.text().startswith("Free of charge, on this computer: ")
    assert "MB on the disk" in view.headline.text()
    assert "come on top" in view.source.text()


def test_a_price_nobody_knows_and_an_end_are_said(qtbot, page):
    ending = replace(PAID, price=None, last_start=date(2027, 1, 6), shutdown=date(2027, 1, 14))
    view = page(Scripted(made=100), ending).board.cost
    assert "is not known" in view.headline.text()
    assert view.dates.isVisible()
    assert "6 January 2027" in view.dates.text
    assert "14 January 2027" in view.dates.text


def test_lengths_are_a_drawing_a_sentence_and_tables(qtbot, page):
    draft = Scripted(made=100)
    draft.cut = 1
    tokens = page(draft).board.tokens
    assert "at most 150 tokens" in tokens.sentence.text()
    assert tokens.histogram.accessibleName() == tokens.sentence.text()
    assert "1 row is longer than" in tokens.cut.text
    tokens.bars_fold.set_open(True)
    tokens.longest_fold.set_open(True)
    assert tokens.bars.item(0, 0).text() == "0 to 99"
    assert tokens.bars.item(1, 1).text() == "90"
    assert tokens.longest.item(0, 0).text() == "8"
    assert tokens.longest.item(0, 2).text().replace(",", "") == "952 tokens"
    assert tokens.longest.item(1, 2).text() == "nothing"


def test_tables_of_lengths_grow_with_the_text(qtbot, page, theme):
    tokens = page(Scripted(made=100)).board.tokens
    lower = [table.height() for table in (tokens.bars, tokens.longest)]
    theme.set_text_size(200)
    for table, before in zip((tokens.bars, tokens.longest), lower, strict=True):
        lines = 7 * table.fontMetrics().lineSpacing() + table.horizontalHeader().sizeHint().height()
        assert table.maximumHeight() == lines > before


def test_bars_stand_where_they_belong(qtbot, theme):
    histogram = Histogram()
    qtbot.addWidget(histogram)
    histogram.resize(400, 200)
    histogram.show_bars((Bar(0, 100, 50), Bar(100, 200, 0), Bar(200, 300, 25)), 200)
    picture = histogram.grab().toImage()
    first = colours().curves[0]

    def painted(left: int, right: int, colour: str) -> int:
        place = QRect(left, 0, right - left, 200)
        return sum(
            picture.pixelColor(x, y).name() == colour
            for x in range(place.left(), place.right())
            for y in range(place.top(), place.bottom(), 3)
        )

    # Three bars stand in the middle of the room for eight: 50 pixels each, from 125 to 275.
    assert painted(128, 172, first) > 1000
    assert painted(0, 124, first) == painted(178, 222, first) == painted(277, 400, first) == 0
    assert 0 < painted(228, 272, first) < painted(128, 172, first)
    histogram.show_bars((), None)
    assert histogram.grab().toImage().pixelColor(60, 100).name() != first


def test_every_control_has_a_name(qtbot, page):
    draft = Scripted(made=100)
    draft.done = (Done("twice", text("remedy.drop_rows", count=3), 3),)
    draft.labels = (("yes", 60), ("no", 40))
    step = page(draft, rows_before=10)
    board = step.board
    for fold in (board.repairs, board.tokens.bars_fold, board.tokens.longest_fold):
        fold.set_open(True)
    assert unnamed_controls(step) == []


def test_real_rows_are_repaired_divided_and_taken_back(qtbot, in_window, real, tmp_path):
    path = tmp_path / "mood.csv"
    rows = [
        f"What a {word} day number {n}!,{mood}" for n in range(40) for word, mood in (("fine", "good"), ("sad", "bad"))
    ]
    path.write_text("\n".join(["text,label", *rows, rows[0], rows[1]]), encoding="utf-8")
    intake, wizard = real.look(path, rows_before=30)
    check, split = in_window(CheckStep()), in_window(SplitStep())
    check.begin(intake)
    split.begin(intake)
    check.enter(wizard)
    qtbot.waitUntil(lambda: check.ready)
    found = check.board.list.lines
    check.leave()
    split.enter(check.wizard)
    qtbot.waitUntil(lambda: split.ready)
    assert split.next_words == "Create 80 rows (64 for training)"
    assert len(split.board.repaired) >= 1
    assert split.board.shares.stratified.isVisible(), "two answers come again and again"
    assert "Answers that repeat: “bad” 40, “good” 40" in words(split.board.shares)
    split.board.report.save(str(tmp_path / "report.json"))
    qtbot.waitUntil(lambda: split.board.report.said.whole == "Saved as “report.json”")
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert told["parts"] == {"training": 64, "validation": 8, "test": 8}
    assert any(found["applied"] for found in told["findings"])
    split.board.where.radios[Where.TEST].click()
    qtbot.waitUntil(lambda: split.ready)
    assert split.next_words == "Create 80 test rows"
    split.leave()
    check.enter(split.wizard)
    qtbot.waitUntil(lambda: check.ready)
    assert check.board.list.lines == found, "what was repaired was taken back"
    check.leave()
