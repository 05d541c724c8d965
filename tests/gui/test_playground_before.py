"""What asking many prompts costs and sends away is said before the first request, and asked once."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Column, Prompt, Setting, Voice
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE
from desktop_app.gui.answers.ahead_dialog import AheadDialog
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.widgets.banner import Banner
from desktop_app.work import bookkeeping
from desktop_app.work.ahead import ahead
from tests.fake_provider import BASE, TUNED
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import habits_known, open_project, pairs
from tests.sites import connect

MINI = "gpt-4o-mini-2024-07-18"


@pytest.fixture
def cloud(monkeypatch, clouds):
    monkeypatch.setattr(bookkeeping, "is_here", lambda _: False)  # it lies on this computer, and is to cost something
    return clouds()


@pytest.fixture
def show(qtbot, in_window, parts, provider, cloud, tmp_path):
    """Return a function that shows the playground with a model of this computer and, if wanted, one of a cloud."""

    def made(rows=None, *, away):
        workspace, background, sites = parts
        provider.tuned = [(TUNED, 200)]
        open_project(qtbot, workspace, tmp_path / "a.tunedesk", rows)
        if away:
            ids = []
            work = connect(sites, "openai", "Cloud", cloud.address, cloud.account.key)
            background.run(workspace, work, on_done=ids.append)
            qtbot.waitUntil(lambda: bool(ids))
        page = in_window(PlaygroundPage(*parts), 1200, 800)
        qtbot.waitUntil(lambda: len(page.models) == 2)
        habits_known(qtbot, page)
        if away:
            menu = page.comparison.board.columns.all[0].menu
            qtbot.waitUntil(lambda: menu.findText(f"{MINI} · Cloud, ends 14 January 2027") >= 0)
            menu.setCurrentIndex(menu.findText(f"{MINI} · Cloud, ends 14 January 2027"))
            menu.activated.emit(menu.currentIndex())
        return page

    yield made
    closed = []
    parts[1].run(parts[0], parts[2].reach.close(), on_done=closed.append)
    qtbot.waitUntil(lambda: bool(closed))


def ask_all(qtbot, page):
    button = page.comparison.board.all_button
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def dialog(qtbot, page):
    def found():
        return [each for each in page.window().findChildren(AheadDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def said(shown):
    return "\n".join(part.text() for part in shown.findChildren(QLabel))


def test_what_stays_here_is_asked_at_once_and_said_to_be_free(qtbot, show, provider):
    page = show(away=False)
    ask_all(qtbot, page)
    assert page.asking  # also while it is being found out, so that nobody asks twice
    qtbot.waitUntil(lambda: not page.asking)
    assert page.window().findChildren(AheadDialog) == []
    assert len(provider.asked) == 12
    words = page.comparison.board._outlay.text()
    assert words.startswith("12 requests (6 prompts); about ")
    assert "free, on this computer" in words


def test_before_anything_leaves_it_is_said_what_and_where_to_and_asked_once(qtbot, show, provider, cloud):
    rows = [*pairs(), (Completion("write to ada@weber-und-sohn.de or 4111 1111 1111 1111", "yes"), Part.TEST)]
    page = show(rows, away=True)
    ask_all(qtbot, page)
    shown = dialog(qtbot, page)
    words = said(shown)
    host = cloud.address.split("//")[1].split("/")[0]
    assert "14 requests (7 prompts)" in words
    assert "less than $0.01" in words
    assert re.search(r"\(prices of \d+ \w+ 20\d\d\)", words)
    assert f"in all requests, to {host}." in words
    (banner,) = shown.findChildren(Banner)
    assert "card numbers (prompts: 1), e-mail addresses (prompts: 1)" in banner.text
    assert unnamed_controls(shown) == []
    assert (provider.asked, cloud.account.asked) == ([], [])
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not page.asking
    assert page.primary.isEnabled()
    ask_all(qtbot, page)
    shown = dialog(qtbot, page)
    assert [b.text() for b in shown.findChildren(QPushButton) if b.isDefault()] == ["Ask 14 times"]
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.results) == 7)
    qtbot.waitUntil(lambda: not page.asking)
    assert (len(provider.asked), len(cloud.account.asked)) == (7, 7)
    assert QApplication.activeModalWidget() is None


def test_one_prompt_is_asked_without_more_ado(qtbot, show, cloud):
    page = show(away=True)
    page.primary.click()
    qtbot.waitUntil(lambda: not page.asking)
    assert len(cloud.account.asked) == 1


def test_what_is_being_found_out_can_be_stopped(qtbot, show, provider, cloud):
    page = show(away=True)
    ask_all(qtbot, page)
    page.comparison.stop()
    assert not page.asking
    qtbot.wait(1)
    assert page.window().findChildren(AheadDialog) == []
    assert page.primary.isEnabled()


def test_only_what_leaves_is_weighed_and_looked_through(qtbot, show, parts, provider):
    page = show(away=True)
    site = parts[2].all[1]
    secret = [Prompt("my key is sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD")] * 3
    here = Column(Voice(HERE, BASE), Setting(Sampling()))
    there = Column(Voice(site.id, MINI), Setting(Sampling()))
    found = []
    for columns in ((here,), (here, there)):
        parts[1].run(page, ahead(parts[2], lambda: secret, columns, 2), on_done=found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    stays, leaves = sorted(found, key=lambda one: one.bytes)
    assert (stays.bytes, stays.private, stays.outlay.hosts) == (0, (), ())
    assert (leaves.prompts, leaves.outlay.requests, leaves.outlay.hosts) == (3, 12, (site.host,))
    assert [(each.check, each.count) for each in leaves.private] == [("private_keys", 3)]
    assert 6 * 60 < leaves.bytes < 6 * 400
