"""Setting training up on this computer in the window, with the real installer and small wheels; news of versions."""

import asyncio
import os
from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.release import Release
from desktop_app.gui import release_dialog
from desktop_app.gui.models.page import ModelsPage
from desktop_app.gui.models.setup_dialog import SetupDialog
from desktop_app.gui.models.setup_words import phase_words
from desktop_app.gui.release_dialog import ReleaseDialog
from desktop_app.gui.version_news import VersionNews
from desktop_app.providers import environment
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.preferences import UPDATE_PLACE, UPDATES, Preferences
from desktop_app.work import set_up, updates
from desktop_app.work.set_up import Phase, Standing, Step
from tests.gui.accessible import unnamed_controls
from tests.sites import sites as make_sites
from tests.work import wheels
from tests.work.test_set_up import PARTS


@pytest.fixture
def folder(own_home):
    made = own_home / "engine"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def show(qtbot, theme, background, folder, monkeypatch, no_stray_windows):
    """Return a function that shows the dialog; no engine runs, and these parts are what is missing."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr(set_up, "parts", lambda: PARTS)

    def made(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        dialog = SetupDialog(background, make_sites(LocalEngine(folder), folder.parent))
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.isVisible)
        return dialog

    return made


@pytest.fixture
def shelf(tmp_path):
    wheels.make(tmp_path / "wheels", "tiny_engine", needs=["tiny_maths>=1"])
    wheels.make(tmp_path / "wheels", "tiny_maths")
    return tmp_path / "wheels"


def said(part):
    return " ".join(each.text() for each in part.findChildren(QLabel) if each.isVisible())


def press(qtbot, part, words):
    found = next(b for b in part.findChildren(QPushButton) if b.text() == words and b.isVisible())
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Space)


def test_it_says_what_is_fetched_sets_up_checks_and_removes(qtbot, show, shelf, folder):
    dialog = show(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(shelf))
    cells = [(line.name, *line.cells) for line in dialog.facts.model.lines]
    assert cells == [("tiny_engine", "1.0", "MIT")]
    assert "over the internet" in said(dialog)
    assert "500 kB to fetch and 500 kB on the disk" in said(dialog)
    assert str(folder / "environment") in said(dialog)
    assert unnamed_controls(dialog) == []
    told = []
    dialog.work_told.connect(lambda words, share: told.append((words, share)))
    with qtbot.waitSignal(dialog.changed, timeout=60_000):
        press(qtbot, dialog, "Fetch and set up")
        assert dialog.stop.isVisible()
    qtbot.waitUntil(lambda: not dialog.busy)
    assert told[0][0]
    assert told[-1] == (None, None)
    assert set_up.state(folder, PARTS).standing is Standing.READY
    assert "Training is set up on this computer." in said(dialog)
    press(qtbot, dialog, "Check every file")
    qtbot.waitUntil(lambda: "Every file is whole" in said(dialog), timeout=60_000)
    press(qtbot, dialog, "Remove…")
    assert dialog.keep.hasFocus()
    assert "Nothing can be trained or asked" in said(dialog)
    with qtbot.waitSignal(dialog.changed, timeout=60_000):
        press(qtbot, dialog, "Remove it")
    qtbot.waitUntil(lambda: not dialog.busy)
    assert "are free again" in said(dialog)
    assert set_up.state(folder, PARTS).standing is Standing.ABSENT


def test_stopped_in_the_middle_it_is_as_before_and_closed_meanwhile_it_goes_on(qtbot, show, shelf, folder):
    with wheels.Index(shelf, hold="tiny_maths") as index:
        dialog = show(PIP_INDEX_URL=index.address)
        press(qtbot, dialog, "Fetch and set up")
        qtbot.waitUntil(index.half_sent.is_set, timeout=60_000)
        dialog.close()
        assert dialog.busy
        assert "would have to be fetched again" in dialog.loses
        dialog.show()
        press(qtbot, dialog, "Stop")
        assert "removing what has come" in said(dialog)
        qtbot.waitUntil(lambda: not dialog.busy, timeout=60_000)
    assert dialog.loses == ""
    assert not dialog.problem.isVisible()
    assert dialog.begin.isVisible()
    assert [path for path in (folder / "environment").iterdir() if path.is_dir()] == []


def test_what_stands_in_the_way_is_said(qtbot, show):
    dialog = show()
    dialog._sites.reach._network = lambda: Network(offline=True)
    press(qtbot, dialog, "Fetch and set up")
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.problem.key == "setup_offline"
    assert dialog.begin.isVisible()


def test_stopping_a_look_does_not_say_that_anything_is_removed(qtbot, show, monkeypatch, folder):
    async def endless(_):
        await asyncio.Event().wait()

    monkeypatch.setattr(set_up, "check", endless)
    dialog = show()
    found = environment.PackageSet("set-1", "", "", (), (), {}, 1)
    dialog.show_state(set_up.State(Standing.READY, folder, 1, PARTS, found))
    press(qtbot, dialog, "Check every file")
    press(qtbot, dialog, "Stop")
    assert "removing" not in said(dialog)
    qtbot.waitUntil(lambda: not dialog.busy)


def test_before_the_first_package_has_a_name_none_is_named():
    assert phase_words(Step(Phase.FETCHING, 0, 3)) == phase_words(Step(Phase.ASKING))


def test_where_it_is_there_already_nothing_is_offered(qtbot, show, monkeypatch):
    monkeypatch.setattr(set_up, "state", lambda folder: set_up.State(Standing.OWN, folder, 1, PARTS))
    dialog = show()
    assert "brought its training part along" in said(dialog)
    assert not dialog.begin.isVisible()
    assert not dialog.remove.isVisible()


def test_the_models_page_leads_there(qtbot, in_window, training_parts, provider):
    provider.extra_installed = False
    workspace, background, sites = training_parts
    page = in_window(ModelsPage(background, sites, workspace))
    qtbot.waitUntil(page.unset.isVisible)
    with qtbot.waitSignal(page.setup_wanted):
        press(qtbot, page.unset, "Set up training on this computer…")
    provider.extra_installed = True
    page.look()
    qtbot.waitUntil(lambda: not page.unset.isVisible())


NEWEST = Release("9.1.0", date(2027, 1, 5), "https://tunedesk.example/9", "Faster.")


@pytest.fixture
def ask(qtbot, theme, background, monkeypatch, no_stray_windows):
    def made(answer):
        async def newer(place, network):
            if isinstance(answer, Problem):
                raise answer
            return answer

        monkeypatch.setattr(updates, "newer", newer)
        dialog = ReleaseDialog(background, "https://tunedesk.example/feed", Network)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def test_a_newer_version_is_shown_and_its_page_opened_only_on_a_press(qtbot, ask, monkeypatch):
    opened = []
    monkeypatch.setattr(release_dialog.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    dialog = ask(NEWEST)
    qtbot.waitUntil(dialog.open_page.isVisible)
    assert "9.1.0" in said(dialog)
    assert dialog.notes.toPlainText() == "Faster."
    assert unnamed_controls(dialog) == []
    assert opened == []
    press(qtbot, dialog, "Open its page")
    assert opened == ["https://tunedesk.example/9"]


def test_nothing_newer_and_nobody_who_knows_are_said_too(qtbot, ask):
    dialog = ask(None)
    qtbot.waitUntil(lambda: "newest version" in said(dialog))
    assert not dialog.open_page.isVisible()
    dialog = ask(Problem("updates_no_place", version="0.1.0"))
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "You have version 0.1.0." in said(dialog)


class _Frame(QWidget):
    def __init__(self):
        super().__init__()
        self.said = []

    def notice(self, words):
        self.said.append(words)


@pytest.mark.parametrize("case", [(0, NEWEST, 0, 0), (1, NEWEST, 1, 1), (1, None, 1, 0)])
def test_at_the_start_it_looks_once_a_day_for_those_who_agreed(qtbot, background, monkeypatch, tmp_path, case):
    (agreed, found, asked, said), seen = case, []

    async def newer(place, network):
        seen.append(place)
        return found

    monkeypatch.setattr(updates, "newer", newer)
    kept, frame = Preferences(tmp_path / "preferences.json"), _Frame()
    qtbot.addWidget(frame)
    kept.set(UPDATES, agreed)
    kept.set(UPDATE_PLACE, "https://tunedesk.example/feed")
    news = VersionNews(frame, background, kept, SimpleNamespace(network=Network()))
    for _ in range(2):  # the second start of the same day asks nobody
        news.look_quietly()
        qtbot.waitUntil(lambda: len(seen) == asked and len(frame.said) == said)
    assert all("9.1.0" in words for words in frame.said)
