"""The successor's page: from the old model to a verdict, by keyboard; and the words of the verdict."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Kind
from desktop_app.core.job import HERE, STARTER
from desktop_app.gui.models.succession_page import SuccessionPage
from desktop_app.store import answers, batches
from desktop_app.work import succession
from tests.fake_provider import TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import HeldBack, nothing_under_way

OLD = "ft:gpt-3.5-turbo:school::marv"


def record(project, count=6):
    """Let the project keep the answers of a model that is gone; every second one is right."""

    def write(connection):
        for n in range(15, 15 + count):
            said = f"answer {n}" if n % 2 else "something else"
            asked = Request(0, OLD, f"question {n}", Sampling())
            answers.add(connection, asked, Answer(0, OLD, said, Finish.STOP, 2, 1.0))

    project.write(write).result()


@pytest.fixture
def show(qtbot, in_window, training_parts, provider, workspace, tmp_path):
    """Return a function that shows the page over a project with recorded answers."""

    def made(*, recorded=True, project=True):
        provider.tuned = [(TUNED, 1_700_000_000)]
        if project:
            opened = open_project(qtbot, workspace, tmp_path / "heroes.tunedesk")
            if recorded:
                record(opened)
        _, background, sites = training_parts
        page = in_window(SuccessionPage(background, sites, workspace), height=1000)
        qtbot.waitUntil(lambda: page.state == "empty" or (page.form.isVisible() and page.form.new is not None))
        return page

    return made


def said(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def press(qtbot, button):
    assert button.isVisible(), button.text()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_from_recorded_answers_to_a_verdict_that_does_not_say_too_much(qtbot, show, provider):
    provider.answers = lambda _model, asked: Speech(f"answer {asked.rsplit(' ', 1)[-1]}")
    page = show()
    assert page.form.old.voice.model == OLD
    assert page.form.new.model == TUNED
    qtbot.waitUntil(lambda: "Rows that were held back: 6. The old model's answers to 6 of them are kept." in said(page))
    assert unnamed_controls(page) == []
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.isEnabled())
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: page.run.told is not None and not page.run.unfinished and not page.run.running)
    words = page.result.text
    assert "There are too few rows to tell whether" in words
    assert "On 6 rows, the old model had 50" in words
    assert "Nobody has voted blindly between the two yet." in words
    assert page.primary.text() == "Compare once more"
    assert unnamed_controls(page) == []
    with qtbot.waitSignal(page.vote_wanted, check_params_cb=lambda number: number == page.run.number):
        press(qtbot, page.result.vote)


def test_the_margin_is_chosen_and_the_verdict_says_it(qtbot, show, provider):
    page = show()
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.isEnabled())
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: page.run.told is not None and not page.run.unfinished)
    page.form.margin_menu.setFocus()
    qtbot.keyClick(page.form.margin_menu, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.run.told.rows.margin == 0.1)


def test_the_same_data_is_planned_on_this_computer(qtbot, show):
    page = show()
    with qtbot.waitSignal(page.plan_wanted) as wanted:
        press(qtbot, page.form.train)
    assert (wanted.args[0].base_model, wanted.args[0].connection) == (STARTER, HERE)


def test_the_verdict_is_saved_as_one_page(qtbot, show, tmp_path):
    page = show()
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.isEnabled())
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: page.run.told is not None and not page.run.unfinished and not page.run.running)
    dialog = page.ask_where()
    dialog.fileSelected.emit(str(tmp_path / "verdict"))
    dialog.reject()
    qtbot.waitUntil((tmp_path / "verdict.html").is_file)
    text = (tmp_path / "verdict.html").read_text()
    assert "Is the successor as good?" in text
    assert "The margin was chosen beforehand" in text
    assert OLD in text
    qtbot.waitUntil(lambda: "Saved as verdict.html." in said(page))


def test_without_a_project_or_a_model_that_ends_it_says_so(qtbot, show, workspace, tmp_path):
    page = show(project=False)
    assert "A comparison is kept in a project" in said(page)
    open_project(qtbot, workspace, tmp_path / "empty.tunedesk")
    qtbot.waitUntil(lambda: "No model of this project is going to be switched off" in said(page))
    assert not page.primary.isVisible()
    assert not [b for b in page.findChildren(QPushButton) if b.isVisible() and not b.text()]


def test_a_place_that_does_not_answer_pauses_and_is_gone_on_with(qtbot, show, provider):
    page = show()
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.isEnabled())
    provider.answers = lambda _model, _asked: Speech(status=400, code="invalid")
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: page.run.told is not None and page.run.unfinished and not page.run.running)
    assert page.primary.text() == "Go on"
    provider.answers = lambda _model, _asked: None
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: not page.run.unfinished)


def test_the_number_of_a_test_leads_to_its_rows(qtbot, show):
    page = show()
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.isEnabled())
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: page.run.told is not None and not page.run.running)
    with qtbot.waitSignal(page.rows_wanted):
        press(qtbot, page.result.rows)


def test_a_comparison_that_is_asked_for_twice_in_a_hurry_is_written_down_once(qtbot, show, workspace):
    page = show()
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.isEnabled())
    for _ in range(2):
        page.primary.click()
    qtbot.waitUntil(lambda: page.run.told is not None and not page.run.unfinished and not page.run.busy)
    with workspace.project.reading() as connection:
        assert len(batches.listed(connection, tuple(Kind))) == 1


def test_a_comparison_that_is_being_written_down_does_not_begin_in_another_project(
    qtbot, show, workspace, monkeypatch, provider, tmp_path
):
    page = show()
    qtbot.waitUntil(lambda: page.primary.isVisible() and page.primary.isEnabled())
    held = HeldBack(succession.begin)
    monkeypatch.setattr(succession, "begin", held)
    page.primary.click()
    qtbot.waitUntil(lambda: held.calls == 1)
    record(open_project(qtbot, workspace, tmp_path / "other.tunedesk"))
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page.run))
    assert not page.run.busy
    assert page.run.number is None


def test_the_old_model_that_is_chosen_stays_chosen(qtbot, show, workspace):
    page = show()
    page.find_for(OLD)
    other = "ft:gpt-3.5-turbo:school::another"

    def write(connection):
        for n in range(15, 21):
            asked = Request(0, other, f"question {n}", Sampling())
            answers.add(connection, asked, Answer(0, other, f"answer {n}", Finish.STOP, 2, 1.0))

    workspace.project.write(write).result()
    page.look()
    qtbot.waitUntil(lambda: page.form.old_menu.count() == 2)
    page.form.choose(other)
    page.look()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    assert page.form.old.voice.model == other
