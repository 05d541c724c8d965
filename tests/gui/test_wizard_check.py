"""The check-up's page: every finding is explained and decided about, nothing is repaired that nobody wanted."""

import asyncio
import json
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.core import sentences
from desktop_app.core.checks.finding import Finding, Severity, Subject
from desktop_app.core.example import Completion, Conversation, Message, Preference
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.gui.theme import say as say_module
from desktop_app.gui.widgets.changes import Fate, Piece, as_it_is, changes, sections
from desktop_app.gui.widgets.marked import Marked, in_words
from desktop_app.gui.wizard.alike import Alike
from desktop_app.gui.wizard.before_after import BeforeAfter
from desktop_app.gui.wizard.check_step import CheckStep
from desktop_app.gui.wizard.finding_words import look_of, subject_name
from desktop_app.settings import paths
from desktop_app.store.sources import LeftOut
from desktop_app.work.intake import Progress, Shown
from tests.gui.accessible import unnamed_controls
from tests.gui.drafted import Real, Scripted, asked, finding, intake_of, wizard_of

WORDS = {
    "finding.twice.title": "{count} rows stand there twice.",
    "finding.twice.why": "A row that stands there twice counts twice.",
    "finding.spaces.title": "{count} answers end with a space.",
    "finding.spaces.why": "The model would learn to write it.",
    "finding.small.title": "There are only {count} rows.",
    "finding.small.why": "No training takes so few.",
    "finding.form.title": "{count} rows have no answer at all.",
    "finding.form.why": "There is nothing to learn in them.",
    "remedy.drop_rows": "take out {count} rows",
    "remedy.trim": "take away the space",
}
TWICE = finding("twice", subject=Subject.DUPLICATES, remedy="drop_rows")
SPACES = finding("spaces", Severity.ADVICE, Subject.CHARACTERS, 12, "trim", recommended=False)
SMALL = finding("small", Severity.BLOCKS, Subject.AMOUNT, 5)
FORM = finding("form", Severity.BLOCKS, Subject.CHAT, 2)


@pytest.fixture(autouse=True)
def made_up_sentences(monkeypatch):
    """Give the made-up findings sentences of their own."""
    monkeypatch.setattr(say_module, "ENGLISH", {**sentences.ENGLISH, **WORDS})


@pytest.fixture
def page(qtbot, theme, background, in_window):
    """Return a function that brings the page on show over a scripted draft."""

    def made(draft: Scripted, rows_before: int = 0, wait: bool = True) -> CheckStep:
        step = CheckStep()
        in_window(step)
        step.begin(intake_of(draft, background, rows_before=rows_before))
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
    assert list(paths.drafts_dir().glob("*")) == []


def press(qtbot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def words(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_findings_stand_under_their_subjects_with_shape_and_word(qtbot, page):
    step = page(Scripted(SPACES, TWICE))
    assert step.board.list.lines == [
        "Rows that repeat",
        "Problem. 3 rows stand there twice. will be repaired",
        "Characters",
        "Advice. 12 answers end with a space. can be repaired",
    ]
    assert QApplication.focusWidget() is step.board.list
    assert step.board.view.finding is TWICE
    assert "A row that stands there twice counts twice." in words(step.board.view)
    assert step.board.summary.text() == "Rows that came in: 97. Examples made of them: 97. Rows left out: 0."
    assert len({look_of(severity).icon for severity in Severity}) == len(Severity)
    assert len({look_of(severity).word for severity in Severity}) == len(Severity)
    assert len({subject_name(subject) for subject in Subject}) == len(Subject)


def test_recommended_repairs_are_on_and_the_button_counts_them(qtbot, page):
    step = page(Scripted(TWICE, SPACES))
    answers = []
    step.answered.connect(answers.append)
    assert step.ready
    assert step.next_words == "Apply 1 and go on"
    assert step.board.view.accept.isChecked()
    press(qtbot, Qt.Key.Key_Space)
    assert step.next_words == "Next"
    assert answers[-1].skipped == {"twice"}
    assert step.board.view.skip.isChecked()
    assert "skipped" in step.board.list.lines[1]
    press(qtbot, Qt.Key.Key_Down)
    assert step.board.view.finding is SPACES
    assert step.board.view.skip.isChecked()
    step.board.view.accept.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert answers[-1].accepted == {"spaces"}
    assert step.board.recommended.isEnabled()
    step.board.recommended.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert not step.board.recommended.isEnabled()
    assert step.next_words == "Apply 2 and go on"
    assert step.wizard is answers[-1]
    assert not answers[-1].skipped


def test_the_choice_can_be_turned_with_the_arrows_too(qtbot, page):
    step = page(Scripted(TWICE))
    step.board.view.accept.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert step.board.view.skip.isChecked()
    assert step.wizard.skipped == {"twice"}


def test_where_nothing_can_be_repaired_there_is_nothing_to_decide(qtbot, page):
    step = page(Scripted(finding("form", Severity.PROBLEM, count=1)))
    assert not step.board.view.accept.isVisible()
    assert any("does not change this by itself" in said for said in words(step.board.view))
    assert step.board.recommended.isHidden()
    press(qtbot, Qt.Key.Key_Space)
    assert step.next_words == "Next"
    assert not step.wizard.accepted


def test_what_blocks_is_said_and_stops(qtbot, page):
    step = page(Scripted(FORM, TWICE))
    assert not step.ready
    assert "2 rows have no answer at all." in step.board.stop.text
    assert any("cannot mend this for you" in said for said in words(step.board.view))
    assert step.next_words == "Apply 1 and go on"


def test_a_blocking_finding_stops_no_more_once_its_repair_is_wanted(qtbot, page):
    step = page(Scripted(finding("twice", Severity.BLOCKS, remedy="drop_rows", recommended=False)))
    assert not step.ready
    press(qtbot, Qt.Key.Key_Space)
    assert step.ready
    assert step.board.stop.isHidden()


def test_few_rows_may_join_many_but_not_stand_alone(qtbot, page):
    assert not page(Scripted(SMALL, made=5)).ready
    assert page(Scripted(SMALL, made=5), rows_before=100).ready


def test_a_file_that_gives_no_row_goes_no_further(qtbot, page):
    lost = [LeftOut(2, text("row.empty_answer"), "a;")]
    step = page(Scripted(made=0, left_out=lost))
    assert not step.ready
    assert "No row of this file became an example." in step.board.stop.text
    assert step.board.left_out.lines == ["Line 2 of the file: The answer is empty.\na;"]


def test_nothing_found_is_a_calm_sentence_with_the_focus_on_it(qtbot, page):
    step = page(Scripted())
    assert step.ready
    assert step.next_words == "Next"
    assert step.board.calm.isVisible()
    assert not step.board.list.isVisible()
    assert QApplication.focusWidget() is step.board.calm
    assert "Nothing was found" in step.board.calm.accessibleName()


def test_near_duplicates_are_looked_for_when_wanted_and_shown_side_by_side(qtbot, real, in_window, tmp_path):
    path = tmp_path / "table.csv"
    like = "Where is my parcel?;It is on its way to you and will come before the end of this week"
    rows = [*TABLE.splitlines()[:60], f"{like};x", f"{like}, I hope;x"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    intake, wizard = real.look(path)
    step = in_window(CheckStep())
    step.begin(intake)
    step.enter(wizard)
    qtbot.waitUntil(lambda: step.ready)
    before = [finding.check for finding in step.board.findings]
    step.board.near.button.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step.board.view.finding is not None and step.board.view.finding.check == "near_duplicates")
    assert [finding.check for finding in step.board.findings if finding.check not in before] == ["near_duplicates"]
    assert QApplication.focusWidget() is step.board.list
    assert step.board.near.said.whole == "1 row is nearly the same as another."
    view = step.board.view
    qtbot.waitUntil(lambda: bool(view.findChildren(Alike)))
    (card,) = view.findChildren(Alike)
    assert card.accessibleName() == "Line 61 of the file: stays. Line 62 of the file: can go"
    assert "week[differs: , I hope]" in card.accessibleDescription()
    assert view.skip.isChecked(), "it is not recommended"
    assert view.later.isVisible(), "they can be looked at one by one once they are in the table"
    repairs = step.board.repairs
    press(qtbot, Qt.Key.Key_Space)
    assert step.board.repairs == repairs + 1
    assert "near_duplicates" in step.wizard.accepted
    assert unnamed_controls(step) == []


def test_comparing_the_rows_can_be_stopped_and_hinders_nothing(qtbot, page):
    draft = Scripted(TWICE)
    draft.twins = (finding("near_duplicates", Severity.ADVICE, Subject.DUPLICATES, 2, "drop_rows", recommended=False),)
    draft.held = {"twins"}
    step = page(draft)
    near = step.board.near
    near.button.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: near.said.whole == "Comparing the rows: 40 of 97")
    assert step.ready
    assert near.stop.hasFocus()
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "twins over" in draft.orders)
    assert near.said.whole == "Stopped; nothing was changed."
    assert near.button.hasFocus()
    assert step.board.findings == (TWICE,)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: draft.orders.count("twins") == 2)
    step.leave()
    qtbot.waitUntil(lambda: draft.orders.count("twins over") == 2)
    draft.held.clear()
    draft.problem = Problem("worker_gone")
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "has stopped" in near.said.whole)
    draft.problem, draft.twins = None, ()
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: near.said.whole == "No two rows are nearly the same.")


def test_taking_in_tells_how_far_it_is_and_can_be_stopped(qtbot, page):
    draft = Scripted(TWICE)
    draft.progress = (Progress(30_000_000, 60_000_000, 41_000),)
    draft.held = {"take_in"}
    step = page(draft, wait=False)
    assert not step.ready
    qtbot.waitUntil(lambda: any("30 MB of 60 MB" in said for said in words(step)))
    assert QApplication.focusWidget() is step.waiting, "Enter must not press Cancel by mistake"
    with qtbot.waitSignal(step.stopped):
        step.busy._cancel.click()
    qtbot.waitUntil(lambda: "take_in over" in draft.orders)
    draft.held.clear()
    step.enter(wizard_of())
    qtbot.waitUntil(lambda: step.ready)


def test_what_is_wrong_is_on_show_before_what_would_only_be_better(qtbot, page):
    step = page(Scripted(finding("spaces", Severity.ADVICE, Subject.AMOUNT, 5), TWICE))
    assert step.board.list.current is TWICE


def test_the_answers_stay_when_the_page_is_left_and_entered_again(qtbot, page):
    step = page(Scripted(TWICE, SPACES))
    step.board.list.choose("spaces")
    press(qtbot, Qt.Key.Key_Space)
    wizard = step.wizard
    step.leave()
    step.enter(wizard)
    qtbot.waitUntil(lambda: step.ready)
    assert step.next_words == "Apply 2 and go on"
    assert step.board.list.current is SPACES


def test_a_problem_leaves_the_page_and_trying_again_helps(qtbot, page):
    draft = Scripted(TWICE)
    draft.problem = Problem("file_missing", name="table.csv", folder="/home")
    step = page(draft, wait=False)
    with qtbot.waitSignal(step.stuck) as told:
        pass
    assert told.args[0].key == "file_missing"
    assert not step.ready
    draft.problem = None
    step.enter(wizard_of())
    qtbot.waitUntil(lambda: step.ready)


def test_rows_that_come_late_never_stand_under_another_finding(qtbot, page):
    draft = Scripted(TWICE, SPACES)
    draft.held = {"shown twice"}
    step = page(draft)
    view = step.board.view
    assert view.cards == []
    assert "Looking up the rows" in words(view)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Down)
    draft.held.clear()
    qtbot.waitUntil(lambda: len(view.cards) > 0)
    assert view.cards[0].accessibleName() == "Line 2 of the file"
    assert all("of spaces" in card.accessibleDescription() for card in view.cards)
    assert "The first 8 of 12 rows" in words(view)
    assert [order for order in draft.orders if order in ("twice", "spaces")] == ["twice", "spaces"]


def test_rows_that_cannot_be_looked_up_say_why(qtbot, page):
    draft = Scripted(TWICE)
    draft.unseen = Problem("file_missing", name="draft", folder="/home")
    step = page(draft)
    qtbot.waitUntil(lambda: any("is not in /home any more" in said for said in words(step.board.view)))
    assert step.ready, "the findings themselves are known"


def test_a_page_that_is_left_looks_nothing_up_any_more(qtbot, page):
    draft = Scripted(TWICE, SPACES)
    draft.held = {"shown twice"}
    step = page(draft)
    qtbot.waitUntil(lambda: "twice" in draft.orders)
    step.board.list.choose("spaces")
    step.leave()
    draft.held.clear()
    qtbot.waitUntil(lambda: "twice over" in draft.orders)
    step.enter(step.wizard)
    qtbot.waitUntil(lambda: len(step.board.view.cards) > 0)
    assert draft.orders.count("spaces") == 1, "only for the page that is on show again"


def test_a_row_that_is_taken_out_says_so(qtbot, page):
    step = page(Scripted(TWICE))
    qtbot.waitUntil(lambda: len(step.board.view.cards) == 3)
    card = step.board.view.cards[0]
    assert card.accessibleName() == "Line 2 of the file: this row is taken out"
    assert "[taken out: answer of twice ]" in card.accessibleDescription()
    assert any("line-through" in label.text() for label in card.findChildren(Marked))


def test_every_control_has_a_name(qtbot, page):
    step = page(Scripted(TWICE, SPACES, left_out=[LeftOut(2, text("row.empty_answer"), "a;")]))
    qtbot.waitUntil(lambda: len(step.board.view.cards) > 0)
    step.board.left_out.fold.set_open(True)
    assert unnamed_controls(step) == []
    assert unnamed_controls(page(Scripted())) == []


@pytest.mark.parametrize("size", [100, 200])
def test_long_words_and_large_letters_stay_in_the_window(qtbot, theme, page, size):
    theme.set_text_size(size)
    step = page(Scripted(TWICE))
    qtbot.waitUntil(lambda: len(step.board.view.cards) > 0)
    long = "x" * 5000
    step.board.view.show_rows([Shown(1, 2, asked(long, f"{long} "), asked(long, long))])
    assert step.minimumSizeHint().width() < 900
    assert step.board.view.width() <= step.board.view.parentWidget().width()


def test_where_there_is_little_room_the_finding_stands_below_the_list(qtbot, theme, page):
    step = page(Scripted(TWICE, SPACES))
    qtbot.waitUntil(lambda: len(step.board.view.cards) == 3)
    sides = step.board.sides
    assert not sides.stacked
    theme.set_text_size(200)
    qtbot.waitUntil(lambda: sides.stacked)
    assert step.board.view.isVisible()
    assert step.board.view.mapTo(step, step.board.view.rect().topLeft()).y() > step.board.list.geometry().bottom()
    assert step.minimumSizeHint().height() < 300, "the wizard's buttons keep their place"
    theme.set_text_size(100)
    qtbot.waitUntil(lambda: not sides.stacked)
    assert len(step.board.view.cards) == 3


def test_lines_may_break_in_what_goes_and_spaces_at_its_ends_are_seen(qtbot, theme):
    marked = Marked([Piece(" two words  here ", Fate.GOES)])
    qtbot.addWidget(marked)
    assert "two words</span>··" in marked.text(), "a space between words stays one, two of them are marked"
    assert ">·<" in marked.text()


def test_the_marks_follow_the_colours(qtbot, theme, qapp):
    marked = Marked([Piece("gone", Fate.GOES), Piece("kept", Fate.STAYS)])
    qtbot.addWidget(marked)
    marked.show()
    before = marked.text()
    theme.apply("dark")
    qtbot.waitUntil(lambda: marked.text() != before)
    assert "line-through" in marked.text()


def test_texts_are_shown_letter_by_letter(qtbot, theme):
    hard = "<b>bold</b> & \x00 \ud800 end"
    shown = Shown(1, 2, asked("q", hard + "\t\n "), asked("q", hard))
    card = BeforeAfter(shown, "Line 1 of the file", repaired=True)
    qtbot.addWidget(card)
    texts = [label.text() for label in card.findChildren(Marked)]
    assert any("&lt;b&gt;bold&lt;/b&gt; &amp; ⟨U+0000⟩ ⟨U+D800⟩ end" in said for said in texts)
    assert any("⇥\t↵\n·" in said for said in texts), "what goes can be seen"
    assert any(label.text() == "Assistant, after" for label in card.findChildren(QLabel))


def test_a_text_from_the_right_stands_on_the_right(qtbot, theme):
    marked = Marked([Piece("مرحبا بالعالم", Fate.STAYS)])
    qtbot.addWidget(marked)
    assert 'dir="rtl"' in marked.text()


def test_parts_that_come_and_go_are_parts_of_their_own():
    system = Message("system", "Be brief.")
    before = asked("q", "a")
    after = Conversation((system, *before.messages))
    assert [(part.name, part.changed) for part in sections(before, after)] == [
        ("system", True),
        ("user", False),
        ("assistant", False),
    ]
    assert sections(before, Completion("q", "a"))[0].changed
    pair = Preference((Message("user", "q"),), (Message("assistant", "a"),), (Message("assistant", "b"),), {"id": 7})
    assert [part.name for part in as_it_is(pair)] == ["user", "preferred", "non_preferred", "id"]
    calls = Conversation((Message("assistant", "", {"tool_calls": [{"id": "1"}]}),))
    assert "tool_calls" in in_words(as_it_is(calls)[0].pieces)


@given(st.text(max_size=50), st.text(max_size=50))
def test_the_pieces_of_a_change_are_both_texts(before, after):
    pieces = changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.COMES) == before
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.GOES) == after
    assert all(piece.text for piece in pieces)


def test_a_change_in_a_text_of_a_megabyte_is_shown_with_little_around_it():
    text = "word " * 200_000
    pieces = changes(text + " end", text + "end")
    assert sum(len(piece.text) for piece in pieces) < 200
    assert Piece(" ", Fate.GOES) in pieces
    assert sum(len(piece.text) for piece in changes("a" * 10**6, "b" * 10**6)) < 2000


def test_a_finding_without_rows_needs_no_place_for_them(qtbot, page):
    empty = Finding("small", Subject.AMOUNT, Severity.NOTE, 20, TWICE.rows[:0])
    step = page(Scripted(empty))
    assert step.board.view.cards == []
    assert "Looking up the rows" not in words(step.board.view)


TABLE = "question;answer;notes\n" + "".join(f"Question {n}?;Answer number {n}.;x\n" for n in range(120))


def test_a_real_file_is_taken_in_and_looked_over(qtbot, in_window, real, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(
        TABLE + "Question 3?;Answer number 3.;x\nQuestion lost?;;x\nQ?; spaced answer ;x\n", encoding="cp1252"
    )
    intake, wizard = real.look(path)
    step = in_window(CheckStep())
    step.begin(intake)
    step.enter(wizard)
    qtbot.waitUntil(lambda: step.ready)
    assert step.board.summary.text() == "Rows that came in: 123. Examples made of them: 122. Rows left out: 1."
    assert [line.split("\n")[0] for line in step.board.left_out.lines] == ["Line 123 of the file: The answer is empty."]
    repaired = {found.check: found for found in step.board.findings if wizard.decides(found)}
    assert step.next_words == f"Apply {len(repaired)} and go on"
    twice = next(found for found in repaired.values() if found.subject is Subject.DUPLICATES)
    step.board.list.choose(twice.check)
    qtbot.waitUntil(lambda: bool(step.board.view.cards))
    assert [card.accessibleName() for card in step.board.view.cards] == ["Line 122 of the file: this row is taken out"]
    spaced = next(found for found in repaired.values() if found is not twice)
    step.board.list.choose(spaced.check)
    qtbot.waitUntil(lambda: [card.accessibleName() for card in step.board.view.cards] == ["Line 124 of the file"])
    assert "[taken out:  ]spaced answer[taken out:  ]" in step.board.view.cards[0].accessibleDescription()
    assert unnamed_controls(step) == []
    report = step.board.report
    report.save(str(tmp_path / "before repairs.html"))
    qtbot.waitUntil(lambda: report.said.whole == "Saved as “before repairs.html”")
    assert "Answer number 3." not in (tmp_path / "before repairs.html").read_text(encoding="utf-8"), (
        "nothing is taken out"
    )
    assert "Question lost?" in (tmp_path / "before repairs.html").read_text(encoding="utf-8")
    step.leave()


def test_a_report_that_cannot_be_saved_says_why(qtbot, in_window, real, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(TABLE, encoding="utf-8")
    intake, wizard = real.look(path)
    step = in_window(CheckStep())
    step.begin(intake)
    step.enter(wizard)
    qtbot.waitUntil(lambda: step.ready)
    asked_for = []
    report = step.board.report
    report._choose = lambda parent, title, proposal, filters, chosen: asked_for.append((proposal, chosen))
    report.button.click()
    proposal, chosen = asked_for[0]
    assert proposal == tmp_path / "answers report.html"
    chosen(str(tmp_path / "no folder" / "report.json"))
    qtbot.waitUntil(report.button.isEnabled)
    assert report.said.whole.endswith(".")
    assert "Saved" not in report.said.whole
    chosen(str(tmp_path / "report.json"))
    qtbot.waitUntil(lambda: report.said.whole == "Saved as “report.json”")
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert told["rows_in"] == 120
    assert {found["id"] for found in told["findings"]} == {found.check for found in step.board.findings}
    assert not any(found["applied"] for found in told["findings"])
    step.leave()


def test_taking_in_a_real_file_can_be_stopped_and_begun_again(qtbot, in_window, real, tmp_path, monkeypatch):
    run = real.apart.run

    async def halfway(function, *given):
        async with aclosing(run(function, *given)) as items:
            async for _ in items:
                yield Progress(1, 2, 1)  # how far it is when it is stopped, however fast the machine
                await asyncio.Event().wait()

    path = tmp_path / "many.csv"
    path.write_text("q,a\n" + "".join(f"question {n},answer {n}\n" for n in range(120)), encoding="utf-8")
    intake, wizard = real.look(path)
    step = in_window(CheckStep())
    step.begin(intake)
    told = []
    step.busy.tell, tell = lambda *given: (told.append(given), tell(*given)), step.busy.tell
    with monkeypatch.context() as patched:
        patched.setattr(real.apart, "run", halfway)
        step.enter(wizard)
        qtbot.waitUntil(lambda: any(fraction for _, fraction, _ in told))
        with qtbot.waitSignal(step.stopped):
            told[-1][2]()
    qtbot.waitUntil(lambda: real.apart.process_id is None)
    assert not step.ready
    step.enter(wizard)
    qtbot.waitUntil(lambda: step.ready)
    assert step.board.summary.text().startswith("Rows that came in: 120.")
    step.leave()
