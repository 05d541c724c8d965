"""The plan of a training: places, models, settings, what it will take, and what stands in the way; by keyboard."""

import asyncio

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QToolButton

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference
from desktop_app.core.job import Plan
from desktop_app.core.network import Network
from desktop_app.core.run_record import Phase, RunRecord, Sending
from desktop_app.core.target import Method
from desktop_app.gui.training.plan_card import PlanCard
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.work.apart import Apart
from tests.cloud.dialects import FOUNDRY, NEBIUS, OPENAI
from tests.cloud.server import Cloud
from tests.fake_provider import BASE, base_model
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import PARTS, open_project, talks
from tests.sites import connect

pytestmark = pytest.mark.usefixtures("no_stray_windows")


@pytest.fixture
def cloud():
    with Cloud(OPENAI) as made:
        yield made


def connected(sites, cloud, profile="openai", title="My OpenAI"):
    return asyncio.run(connect(sites, profile, title, cloud.address, cloud.account.key))


@pytest.fixture
def show(qtbot, in_window, workspace, background, sites, provider, tmp_path):
    """Return a function that opens a project with these rows and shows the plan of a training."""

    def made(rows=None, name="heroes", width=760, height=900):
        project = open_project(qtbot, workspace, tmp_path / f"{name}.tunedesk", rows)
        card = PlanCard(background, sites)
        in_window(scrolling(card), width, height)
        card.show_project(project)
        card.look()
        return card

    return made


def said(card):
    return " ".join(part.text() for part in card.findChildren(QLabel) if part.isVisible())


def buttons(card):
    return {b.text() for b in card.findChildren(QPushButton) if b.isVisible()}


def button(card, words):
    return next(b for b in card.findChildren(QPushButton) if b.text() == words and b.isVisible())


def at(qtbot, card, site_id):
    card.form.where.choose(site_id)
    qtbot.waitUntil(lambda: card.board.site.id == site_id and card.board.settled)


def test_here_it_says_what_it_takes_and_nothing_leaves(qtbot, show):
    card = show()
    qtbot.waitUntil(lambda: card.can_start and card.board.settled)
    words = said(card)
    for part in ("12 training rows", "3 validation rows", "6 test rows", "Free of charge", "neither your rows"):
        assert part in words
    assert "about 4 minutes" in words or "minute" in words
    assert "estimated" in words  # the tiny model's own word list is not here
    assert card.button_text == "Start training"
    assert unnamed_controls(card) == []
