"""The models page: what can be had, what was trained here and elsewhere, comparing and deleting, by keyboard."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton

from desktop_app.core.change import Change
from desktop_app.gui.models.page import ModelsPage
from desktop_app.work import models
from tests.cloud.server import Cloud
from tests.fake_provider import BASE, TUNED, base_model
from tests.gui.accessible import unnamed_controls
from tests.sites import connect

STEP = f"{TUNED}:ckpt-step-4"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the engine be asked more often than people need it."""
    monkeypatch.setattr(models, "POLL_SECONDS", 0.03)


@pytest.fixture
def show(qtbot, in_window, training_parts, provider):
    """Return a function that shows the page of an engine with these tuned models."""

    def made(*tuned):
        provider.tuned = [(name, 1_700_000_000 + n) for n, name in enumerate(tuned)]
        workspace, background, sites = training_parts
        page = in_window(ModelsPage(background, sites, workspace))
        qtbot.waitUntil(
            lambda: page.state in ("content", "problem") and (page.state == "problem" or "Tiny" in said(page))
        )
        return page

    return made


def said(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def button(page, words):
    return next(b for b in page.findChildren(QPushButton) if b.text().startswith(words) and b.isVisible())


def names(page):
    return [row.model_id for row in page.rows]


def ask_to_delete(qtbot, row):
    qtbot.waitUntil(row.delete.isVisible)  # a row that was just made is shown a moment later
    row.delete.setFocus()
    qtbot.keyClick(row.delete, Qt.Key.Key_Space)
    assert row.farewell.confirm.isVisible()
    assert row.farewell.keep.hasFocus()


def test_it_lists_what_is_there_the_newest_first(show):
    page = show(STEP, TUNED)
    assert names(page) == [TUNED, STEP]
    words = said(page)
    assert "Tiny model" in words
    assert "ready on this computer, 272 MB, licence: Apache-2.0" in words
    assert "Checkpoint of tiny" in words
    assert "step 4" in words
    assert unnamed_controls(page) == []


def test_before_the_first_training_it_says_so(show):
    page = show()
    assert "No model has been trained here yet" in said(page)
    assert unnamed_controls(page) == []


def test_a_base_model_is_fetched_with_progress(qtbot, show, provider):
    provider.bases.append(base_model("other", "Other model", state="absent"))
    page = show()
    fetch = button(page, "Fetch Other model (272 MB)")
    fetch.setFocus()
    qtbot.keyClick(fetch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "pull" in provider.visits)
    provider.bases[1]["progress"] = 0.25
    qtbot.waitUntil(lambda: any(bar.isVisible() and bar.value() == 250 for bar in page.findChildren(QProgressBar)))
    assert unnamed_controls(page) == []
    provider.bases[1].update(state="ready", progress=1.0)
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 2)


def test_compare_names_the_model(qtbot, show):
    page = show(STEP, TUNED)
    compare = page.rows[1].compare
    compare.setFocus()
    with qtbot.waitSignal(page.compare_wanted, check_params_cb=lambda name: name == STEP):
        qtbot.keyClick(compare, Qt.Key.Key_Space)


def test_deleting_asks_once_and_says_what_is_lost(qtbot, show, provider):
    page = show(STEP, TUNED)
    row = page.rows[1]
    ask_to_delete(qtbot, row)
    assert "cannot be brought back" in said(page)
    assert unnamed_controls(page) == []
    qtbot.keyClick(row.farewell.keep, Qt.Key.Key_Escape)
    assert not row.farewell.confirm.isVisible()
    assert row.delete.hasFocus()
    ask_to_delete(qtbot, row)
    qtbot.keyClick(row.farewell.keep, Qt.Key.Key_Space)
    assert "delete" not in provider.visits
    ask_to_delete(qtbot, row)
    qtbot.keyClick(row.farewell.keep, Qt.Key.Key_Tab)
    assert row.farewell.confirm.hasFocus()
    qtbot.keyClick(row.farewell.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(page) == [TUNED])
    assert provider.tuned == [(TUNED, 1_700_000_001)]
    assert QApplication.focusWidget() is page.rows[0].compare


def test_deleting_the_last_one_leaves_a_sentence(qtbot, show):
    page = show(TUNED)
    ask_to_delete(qtbot, page.rows[0])
    qtbot.keyClick(page.rows[0].farewell.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "No model has been trained here yet" in said(page))


def test_a_model_that_cannot_be_deleted_stays_and_it_is_said(qtbot, show, provider):
    provider.refuse("delete", 500)
    page = show(TUNED)
    ask_to_delete(qtbot, page.rows[0])
    qtbot.keyClick(page.rows[0].farewell.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: button_there(page, "Try again"))
    assert names(page) == [TUNED]
    assert page.state == "content"
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not button_there(page, "Try again"))


def button_there(page, words):
    return any(b.text() == words and b.isVisible() for b in page.findChildren(QPushButton))


def test_an_engine_that_does_not_answer_is_said_and_asked_again(qtbot, show, provider):
    provider.refuse("bases", 503)
    page = show(TUNED)
    assert page.problem.key == "provider_faulty"
    assert unnamed_controls(page) == []
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(page) == [TUNED])


def test_a_training_that_ends_brings_its_model_here(qtbot, show, provider, workspace):
    page = show()
    provider.tuned = [(TUNED, 1_700_000_000)]
    workspace.announce(Change(jobs=True))
    qtbot.waitUntil(lambda: names(page) == [TUNED])
    assert provider.bases[0]["id"] == BASE


def test_nothing_is_asked_while_the_page_is_hidden(qtbot, show, provider, workspace):
    page = show(TUNED)
    page.hide()
    provider.visits.clear()
    workspace.announce(Change(jobs=True))
    assert page._looking is None
    assert provider.visits == []
    page.show()
    qtbot.waitUntil(lambda: "bases" in provider.visits)
    qtbot.waitUntil(lambda: page._looking is None)


def test_what_was_uploaded_for_a_model_stays_unless_it_is_ticked(qtbot, show, provider):
    job = provider.add_job("succeeded")
    job.asked, job.tuned = {"training_file": "file-7"}, TUNED
    page = show(STEP, TUNED)
    row = page.rows[0]
    ask_to_delete(qtbot, row)
    qtbot.waitUntil(row.farewell.files.isVisible)
    assert row.farewell.files.text() == "Also delete the file uploaded for it (1 kB)"
    assert not row.farewell.files.isChecked()
    assert unnamed_controls(page) == []
    qtbot.keyClick(row.farewell.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(page) == [STEP])
    assert provider.forgotten == []


def test_what_was_uploaded_goes_with_its_model_when_it_is_ticked(qtbot, show, provider):
    job = provider.add_job("succeeded")
    job.asked, job.tuned = {"training_file": "file-7"}, TUNED
    page = show(TUNED)
    row = page.rows[0]
    ask_to_delete(qtbot, row)
    qtbot.waitUntil(row.farewell.files.isVisible)
    row.farewell.files.setFocus()
    qtbot.keyClick(row.farewell.files, Qt.Key.Key_Space)
    assert "The rows in your project stay" in said(page)
    qtbot.keyClick(row.farewell.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(page) == [])
    assert provider.forgotten == ["file-7"]


def test_a_file_that_cannot_be_deleted_is_said_and_its_model_is_gone(qtbot, show, provider):
    job = provider.add_job("succeeded")
    job.asked, job.tuned = {"training_file": "file-7"}, TUNED
    provider.refuse("forget", 500)
    page = show(TUNED)
    ask_to_delete(qtbot, page.rows[0])
    qtbot.waitUntil(page.rows[0].farewell.files.isVisible)
    page.rows[0].farewell.files.setChecked(True)
    qtbot.keyClick(page.rows[0].farewell.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(page) == [])
    assert "not what was uploaded for it" in said(page)
    assert "rows.jsonl" in said(page)


def test_files_nobody_could_look_up_stay(qtbot, show, provider):
    provider.refuse("jobs", 500)
    page = show(TUNED)
    ask_to_delete(qtbot, page.rows[0])
    qtbot.waitUntil(lambda: "could not be looked up, so they stay" in said(page))
    assert not page.rows[0].farewell.files.isVisible()


@pytest.fixture
def cloud():
    with Cloud() as running:
        for title in ("marv", "heroes"):
            account = running.account
            file = account.add_file(f"{title}.jsonl", b"x" * 4000)
            job = account.add_job({"model": "gpt-4.1-mini-2025-04-14", "training_file": file.id, "suffix": title})
            account.begin(job)
            account.finish(job)
        yield running


@pytest.fixture
def away(show, sites, cloud):
    """Show the page with one provider."""
    asyncio.run(connect(sites, "openai", "OpenAI of the school", cloud.address, cloud.account.key))
    return show()


def test_models_at_a_provider_are_listed_when_asked_for_with_the_day_they_end(qtbot, away, cloud):
    [card] = away.cards
    assert card.bases.text().splitlines()[0] == "GPT-4.1 mini, ends 14 January 2027"
    assert not cloud.visits
    cloud.account.models["gpt-4.1-mini-2025-04-14"]["shutdown_date"] = "2027-03-01"
    card.look.setFocus()
    qtbot.keyClick(card.look, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(card.list.rows) == 2)
    assert card.bases.text().splitlines()[0] == "GPT-4.1 mini, ends 1 March 2027"
    qtbot.waitUntil(lambda: "ends 14 January 2027" in said(card.list.rows[0]))
    assert "heroes" in said(card.list.rows[0])
    assert not card.list.rows[0].compare.isVisible()
    assert unnamed_controls(away) == []
    assert card.look.hasFocus()
    for row in card.list.rows:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert row.delete.hasFocus()


def test_a_model_at_a_provider_is_deleted_with_its_files(qtbot, away, cloud):
    [card] = away.cards
    qtbot.keyClick(card.look, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(card.list.rows) == 2)
    row = card.list.rows[0]
    ask_to_delete(qtbot, row)
    assert "What you have not brought home from OpenAI of the school is lost" in said(row)
    qtbot.waitUntil(row.farewell.files.isVisible)
    row.farewell.files.setChecked(True)
    assert "Your rows are then gone at OpenAI of the school" in said(row)
    qtbot.keyClick(row.farewell.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(card.list.rows) == 1)
    assert card.list.rows[0].delete.hasFocus()
    assert [file.name for file in cloud.account.files.values()].count("heroes.jsonl") == 0
    assert [file.name for file in cloud.account.files.values()].count("marv.jsonl") == 1
    assert "marv" in card.list.rows[0].model_id


def test_a_provider_that_does_not_answer_is_said_on_its_card(qtbot, away, cloud):
    [card] = away.cards
    cloud.faults.add("GET models", "unknown_key")
    qtbot.keyClick(card.look, Qt.Key.Key_Space)
    qtbot.waitUntil(card.problem.isVisible)
    assert card.problem.problem.key == "provider_key_refused"
    assert away.state == "content"
    qtbot.keyClick(button(card, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(card.list.rows) == 2)
    assert not card.problem.isVisible()


def test_looking_can_be_stopped(qtbot, away, cloud):
    [card] = away.cards
    cloud.faults.add("GET models", "slow", seconds=30.0)
    qtbot.keyClick(card.look, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: cloud.visits["GET models"] == 1)
    assert card.look.text() == "Stop looking"
    qtbot.keyClick(card.look, Qt.Key.Key_Space)
    assert card.look.text() == "Look what is there"
    qtbot.keyClick(card.look, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(card.list.rows) == 2)
