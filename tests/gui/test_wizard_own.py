"""The wizard over the rows of the open project: checked, converted and divided where they are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.core.errand import Errand
from desktop_app.core.example import Conversation, Message, Part, Shape
from desktop_app.core.text import text
from desktop_app.core.wizard import Step, Where
from desktop_app.gui.wizard.intake import Tools
from desktop_app.gui.wizard.page import WizardPage
from desktop_app.settings import paths
from desktop_app.work import targets
from tests.gui.accessible import unnamed_controls
from tests.gui.test_wizard import go_to, press, rows_of, seen_of


def talk(n):
    said = (f"q{n}", f"a{n}  ", "why", f"so {n}")
    return Conversation(tuple(Message(("user", "assistant")[at % 2], words) for at, words in enumerate(said)))


@pytest.fixture
def page(qtbot, workspace, background, apart, in_window, tmp_path):
    workspace.create(tmp_path / "heroes.tunedesk")
    qtbot.waitUntil(lambda: workspace.project is not None)
    return in_window(WizardPage(workspace, background, Tools(apart, targets.all_targets)))


@pytest.fixture
def begin(qtbot, workspace, page):
    """Return a function that puts rows into the project and lets the wizard go over them."""

    def begun(rows) -> WizardPage:
        change = workspace.project.do(
            text("step.insert_rows", count=len(rows)), lambda edit: edit.append((row, Part.TRAINING) for row in rows)
        )
        change.result()
        page.start(Errand(workspace.project.path, own=True))
        qtbot.waitUntil(lambda: (page.wizard is not None and page.state == "content") or page.state == "problem")
        return page

    return begun


@pytest.fixture
def over_talks(begin):
    return begin([talk(n) for n in range(20)])


def words(page):
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def drafts_there():
    return {each for each in paths.drafts_dir().iterdir() if each.is_dir()}


def finish(qtbot, page):
    with qtbot.waitSignal(page.finished), qtbot.assertNotEmitted(page.set_aside):
        press(qtbot, Qt.Key.Key_Return)


def test_rows_are_gone_over_in_three_pages(qtbot, workspace, over_talks):
    page = over_talks
    assert page.wizard.step is Step.SHAPE
    assert (page.accessibleName(), page.back.isEnabled()) == ("heroes", False)
    assert page.steps.shape.kept.isHidden()
    assert unnamed_controls(page) == []
    seen_of(qtbot, page, "a0")
    go_to(qtbot, page, Step.CHECK)
    board = page.steps.check.board
    assert board.summary.text() == "20 rows were looked over."
    assert [finding.check for finding in board.findings if page.wizard.decides(finding)] == ["answer_spaces"]
    go_to(qtbot, page, Step.SPLIT)
    split = page.steps.split.board
    assert [where for where, radio in split.where.radios.items() if radio.isVisible()] == [Where.KEEP, Where.ANEW]
    assert split.first is split.where.radios[Where.KEEP]
    assert not split.shares.isEnabled()
    assert page.next.text() == "Change the table"
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.next.isEnabled() and split.met.isVisible())
    assert split.met.text() == "4 rows go to another part."
    assert split.shares.isEnabled()
    assert unnamed_controls(page) == []
    finish(qtbot, page)
    rows = rows_of(workspace)
    assert rows[0].example.messages[1].content == "a0"
    assert sum(row.part is not Part.TRAINING for row in rows) == 4
    steps = [step.label.key for step in workspace.project.steps()]
    assert steps[1] == "step.divide_anew"
    assert len(steps) == 3


def test_chats_become_prompts_and_what_cannot_is_named(qtbot, workspace, begin):
    page = begin(
        [talk(n) for n in range(20)]
        + [Conversation((Message("user", "q", {"name": "bob"}), Message("assistant", "a")))]
    )
    press(qtbot, Qt.Key.Key_Down)
    assert page.wizard.mapping.shape is Shape.COMPLETION
    go_to(qtbot, page, Step.CHECK)
    board = page.steps.check.board
    assert board.summary.text() == (
        "40 rows were looked over. One row cannot take the new form and leaves the table; undo brings it back."
    )
    assert board.left_out.lines[0].startswith("Row 21 of the table: The row gives its speakers names")
    go_to(qtbot, page, Step.SPLIT)
    finish(qtbot, page)
    assert {row.example.shape for row in rows_of(workspace)} == {Shape.COMPLETION}
    assert len(rows_of(workspace)) == 40


def test_nothing_decided_leads_back_to_the_table(qtbot, workspace, begin):
    page = begin([Conversation((Message("user", f"q{n}"), Message("assistant", f"word {n}"))) for n in range(12)])
    go_to(qtbot, page, Step.SPLIT)
    assert page.next.text() == "Back to the table: no row changes"
    finish(qtbot, page)
    assert len(workspace.project.steps()) == 1


def test_rows_that_changed_meanwhile_are_looked_over_anew_with_the_same_answers(qtbot, workspace, over_talks):
    page = over_talks
    press(qtbot, Qt.Key.Key_Down)
    go_to(qtbot, page, Step.SPLIT)
    first = rows_of(workspace)[0].id
    workspace.project.do(text("step.delete_row"), lambda edit: edit.delete([first])).result()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.state == "problem")
    assert "The rows of the table have changed" in words(page)
    assert len(rows_of(workspace)) == 19
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.state == "content" and page.wizard is not None)
    assert (page.wizard.step, page.wizard.mapping.shape) == (Step.SHAPE, Shape.COMPLETION)
    go_to(qtbot, page, Step.SPLIT)
    finish(qtbot, page)
    assert len(rows_of(workspace)) == 38


def test_a_refusal_that_comes_while_another_file_is_on_show_is_told_by_the_window(
    qtbot, workspace, over_talks, faults, tmp_path
):
    page = over_talks
    press(qtbot, Qt.Key.Key_Down)
    go_to(qtbot, page, Step.SPLIT)
    first = rows_of(workspace)[0].id
    workspace.project.do(text("step.delete_row"), lambda edit: edit.delete([first])).result()
    (tmp_path / "table.csv").write_text("q,a\n1,2\n3,4\n", encoding="utf-8")
    drafts = drafts_there()
    assert drafts
    page.next.click()
    assert page.creation.writing
    page.start(Errand(tmp_path / "table.csv"))
    qtbot.waitUntil(lambda: bool(faults) and page.wizard is not None)
    assert [fault.key for fault in faults] == ["rows_changed"]
    faults.clear()
    assert (page.state, page.wizard.found.name) == ("content", "table.csv")
    go_to(qtbot, page, Step.SPLIT)
    assert page.next.isEnabled()
    assert not drafts & drafts_there()


def test_leaving_them_leaves_nothing_behind(qtbot, workspace, over_talks, tmp_path):
    page = over_talks
    go_to(qtbot, page, Step.CHECK)
    with qtbot.waitSignal(page.left), qtbot.assertNotEmitted(page.set_aside):
        press(qtbot, Qt.Key.Key_Escape)
    assert len(workspace.project.steps()) == 1
    drafts = tmp_path / "home" / "drafts"
    assert drafts.exists()
    qtbot.waitUntil(lambda: not list(drafts.iterdir()))


def test_an_empty_table_is_told_in_words_and_no_other_file_is_offered(begin):
    page = begin([])
    assert page.state == "problem"
    assert "There are no rows to look over." in words(page)
    assert page.primary.isHidden()


def test_few_rows_can_be_gone_over_as_well(qtbot, workspace, begin):
    page = begin([talk(n) for n in range(4)])
    go_to(qtbot, page, Step.SPLIT)
    finish(qtbot, page)
    assert rows_of(workspace)[0].example.messages[1].content == "a0"


def test_a_file_does_not_wait_behind_the_rows(qtbot, over_talks, tmp_path):
    assert not over_talks.join((tmp_path / "other.csv",))
