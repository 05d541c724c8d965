"""The models page: what can be had, what was trained here, comparing and deleting, over real HTTP, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton

from desktop_app.core.change import Change
from desktop_app.gui.models.page import ModelsPage
from desktop_app.work import models
from tests.fake_provider import BASE, TUNED, base_model
from tests.gui.accessible import unnamed_controls

STEP = f"{TUNED}:ckpt-step-4"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the engine be asked more often than people need it."""
    monkeypatch.setattr(models, "POLL_SECONDS", 0.03)


@pytest.fixture
def show(qtbot, in_window, parts, provider):
    """Return a function that shows the page of an engine with these tuned models."""

    def made(*tuned):
        provider.tuned = [(name, 1_700_000_000 + n) for n, name in enumerate(tuned)]
        workspace, background, engine = parts
        page = in_window(ModelsPage(background, engine, workspace))
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
    row.delete.setFocus()
    qtbot.keyClick(row.delete, Qt.Key.Key_Space)
    assert row.confirm.isVisible()
    assert row.keep.hasFocus()


def test_it_lists_what_is_there_the_newest_first(show):
    page = show(STEP, TUNED)
    assert names(page) == [TUNED, STEP]
    words = said(page)
    assert "Tiny model" in words
    assert "ready on this computer, 272 MB, Apache-2.0" in words
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
    qtbot.keyClick(row.keep, Qt.Key.Key_Escape)
    assert not row.confirm.isVisible()
    assert row.delete.hasFocus()
    ask_to_delete(qtbot, row)
    qtbot.keyClick(row.keep, Qt.Key.Key_Space)
    assert "delete" not in provider.visits
    ask_to_delete(qtbot, row)
    qtbot.keyClick(row.keep, Qt.Key.Key_Tab)
    assert row.confirm.hasFocus()
    qtbot.keyClick(row.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(page) == [TUNED])
    assert provider.tuned == [(TUNED, 1_700_000_001)]
    assert QApplication.focusWidget() is page.rows[0].compare


def test_deleting_the_last_one_leaves_a_sentence(qtbot, show):
    page = show(TUNED)
    ask_to_delete(qtbot, page.rows[0])
    qtbot.keyClick(page.rows[0].confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "No model has been trained here yet" in said(page))


def test_a_model_that_cannot_be_deleted_stays_and_it_is_said(qtbot, show, provider):
    provider.refuse("delete", 500)
    page = show(TUNED)
    ask_to_delete(qtbot, page.rows[0])
    qtbot.keyClick(page.rows[0].confirm, Qt.Key.Key_Space)
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
