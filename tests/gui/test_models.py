"""Get models: base models of this computer and those to be had; an engine that does not answer; by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from desktop_app.core.change import Change
from desktop_app.gui.models.page import ModelsPage
from desktop_app.work import models
from tests.fake_provider import base_model
from tests.gui.accessible import unnamed_controls


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the engine be asked more often than people need it."""
    monkeypatch.setattr(models, "POLL_SECONDS", 0.03)


@pytest.fixture
def show(qtbot, in_window, training_parts):
    """Return a function that shows the page."""

    def made():
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


def test_it_lists_the_base_models_that_are_here(show):
    page = show()
    words = said(page)
    assert "Tiny model" in words
    assert "ready on this computer, 272 MB, licence: Apache-2.0" in words
    assert unnamed_controls(page) == []


def test_a_base_model_is_fetched_with_progress(qtbot, show, provider):
    provider.bases.append(base_model("other", "Other model", state="absent"))
    page = show()
    fetch = button(page, "Fetch Other model (272 MB)")
    fetch.setFocus()
    qtbot.keyClick(fetch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: provider.bases[1]["state"] == "pulling")
    provider.bases[1]["progress"] = 0.25
    qtbot.waitUntil(lambda: any(bar.isVisible() and bar.value() == 250 for bar in page.findChildren(QProgressBar)))
    assert unnamed_controls(page) == []
    provider.bases[1].update(state="ready", progress=1.0)
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 2)


def test_an_engine_that_does_not_answer_is_said_and_asked_again(qtbot, show, provider):
    provider.refuse("bases", 503)
    page = show()
    assert page.problem.key == "provider_faulty"
    assert unnamed_controls(page) == []
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Tiny model" in said(page))


def test_nothing_is_asked_while_the_page_is_hidden(qtbot, show, provider, workspace):
    page = show()
    page.hide()
    provider.visits.clear()
    workspace.announce(Change(jobs=True))
    assert page._looking is None
    assert provider.visits == []
    page.show()
    qtbot.waitUntil(lambda: "bases" in provider.visits)
    qtbot.waitUntil(lambda: page._looking is None)
