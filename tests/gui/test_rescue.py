"""The rescue's page: an account is looked at, chosen from, brought home, and what it came to is said."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton

from desktop_app.core.network import Network
from desktop_app.core.secret import Secret
from desktop_app.gui.rescue.page import RescuePage
from desktop_app.settings.connections import Connections
from desktop_app.settings.secrets import Secrets
from desktop_app.store.project import Project
from desktop_app.work import patience
from desktop_app.work.reach import Reach
from tests.gui.accessible import unnamed_controls
from tests.settings.test_secrets import Store
from tests.work.test_rescue import fill


@pytest.fixture
def cloud(clouds):
    running = clouds()
    fill(running, 3)
    return running


@pytest.fixture
def reach(tmp_path):
    store = Store()
    secrets = Secrets(tmp_path / "places.json", {}, lambda: store)
    return Reach(Connections(tmp_path / "connections.json"), secrets, Network)


class Keeper(QObject):
    """Owns what a test asks of the background."""

    done = Signal()


@pytest.fixture
def account(reach, background, cloud, qtbot, theme):
    """Return a function that adds the cloud with its key."""

    def added(key=cloud.account.key):
        connection = reach.connections.add("custom", "My cloud", cloud.address)
        keeper = Keeper()
        task = background.run(keeper, reach.secrets.keep(connection.id, connection.address, Secret(key)))
        with qtbot.waitSignal(task.done):
            pass
        return connection

    return added


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let it be asked again without rests."""
    monkeypatch.setattr(patience.Patience, "__init__", _quick)


@pytest.fixture
def page(reach, apart, background, in_window, qtbot, account):
    """Return a function that shows the page."""

    def shown():
        return in_window(RescuePage(reach, background, apart))

    yield shown
    keeper = Keeper()  # the work goes with whoever asked for it
    task = background.run(keeper, reach.close())
    with qtbot.waitSignal(task.ended):
        pass


def _quick(self, tries=6, first=0.01, longest=0.02, sleep=patience.asyncio.sleep):
    for name, value in (("tries", tries), ("first", first), ("longest", longest), ("sleep", sleep)):
        object.__setattr__(self, name, value)


def test_without_an_account_the_way_to_one_is_shown(page, qtbot):
    shown = page()
    assert shown.state == "empty"
    with qtbot.waitSignal(shown.providers_wanted):
        add = next(b for b in shown.findChildren(QPushButton) if b.text() == "Add a provider")
        qtbot.keyClick(add, Qt.Key.Key_Space)


def test_where_nothing_can_be_written_it_says_so_and_looks_again(page, account, qtbot, own_home):
    account()
    own_home.mkdir(exist_ok=True)
    blocked = own_home / "projects"
    blocked.write_text("a file stands where the folder would be")
    shown = page()
    assert shown.state == "problem"
    assert shown.problem.key == "folder_not_writable"
    blocked.unlink()
    shown.look()
    qtbot.waitUntil(lambda: shown.choice.table.rowCount() == 3)


def test_an_account_comes_home_by_keyboard_alone(page, account, cloud, qtbot, own_home):
    account()
    cloud.faults.add("GET files/*/content", "rate")
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    assert shown.choice.table.rowCount() == 3
    assert "14 January 2027" in shown.choice.dates.text
    assert shown.choice.table.item(0, 4).text() == "14 January 2027"
    assert unnamed_controls(shown) == []
    assert shown.primary.text() == "Bring 3 trainings home"
    qtbot.keyClick(shown.choice.table, Qt.Key.Key_Space)
    assert shown.primary.text() == "Bring 2 trainings home"
    qtbot.keyClick(shown.choice.everything, Qt.Key.Key_Space)
    assert len(shown.choice.wish.chosen) == 3
    shown.choice.nothing.setFocus()
    qtbot.keyClick(shown.choice.nothing, Qt.Key.Key_Return)
    assert not shown.running
    assert shown.choice.wish.chosen == frozenset()
    qtbot.keyClick(shown.choice.everything, Qt.Key.Key_Space)
    shown.choice.table.setFocus()
    qtbot.keyClick(shown.choice.table, Qt.Key.Key_Return)
    assert "the rest would have to be brought home later" in shown.loses
    shown.primary.setFocus()
    qtbot.waitUntil(shown.progress.report.isVisible)
    assert shown.loses == ""
    assert shown.progress.sum.text == "Everything is home: 3 projects."
    assert unnamed_controls(shown) == []
    page_file = own_home / "projects" / "Rescue My cloud" / "rescue-report.html"
    assert "Trainings in the account: 3." in page_file.read_text(encoding="utf-8")
    qtbot.waitUntil(shown.progress.list.hasFocus)
    wanted = [n for n in range(shown.progress.list.count()) if "Project" in shown.progress.list.item(n).text()]
    shown.progress.list.setCurrentRow(wanted[0])
    with qtbot.waitSignal(shown.project_wanted) as told:
        qtbot.keyClick(shown.progress.list, Qt.Key.Key_Return)
    project = Project.open(told.args[0])
    project.close()
    qtbot.keyClick(shown.progress.again, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.choice.table.hasFocus)
    assert "home already" in shown.choice.table.item(0, 0).text()


def test_what_is_gone_is_listed_with_its_reason(page, account, cloud, qtbot):
    account()
    job = next(iter(cloud.account.jobs.values()))
    del cloud.account.files[job.asked["training_file"]]
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.progress.report.isVisible)
    assert "What could not be had: 1" in shown.progress.sum.text
    told = shown.progress.list.item(0).text()
    assert job.asked["training_file"] in told
    assert "of the training" in told
    assert "My cloud does not have it any more: it was deleted there" in told
    assert "Project" in shown.progress.list.item(1).text()
    assert shown.progress.hint.isVisible()


def test_old_models_are_asked_when_it_is_wished(page, account, cloud, qtbot):
    account()
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    qtbot.keyClick(shown.choice.ask, Qt.Key.Key_Space)
    shown.choice.questions.setValue(2)
    assert "3 models are asked up to 2 questions" in shown.choice._cost.text()
    assert "TuneDesk does not know its prices" in shown.choice._cost.text()
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.progress.report.isVisible)
    assert len(cloud.account.asked) == 6


def test_a_wrong_key_and_no_money_are_said(page, account, cloud, qtbot):
    account("sk-wrong-key-000000")
    shown = page()
    qtbot.waitUntil(lambda: shown.state == "problem")
    assert shown.problem.key == "provider_key_refused"


def test_a_pause_keeps_what_came(page, account, cloud, qtbot):
    account()
    cloud.faults.add("GET jobs/*/events", "slow", seconds=30.0)
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: cloud.visits["GET jobs/*/events"] == 1)
    assert shown.primary.text() == "Pause"
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.choice.table.hasFocus)
    before = cloud.visits["GET files/*/content"]
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.progress.report.isVisible)
    assert cloud.visits["GET files/*/content"] == before


def test_names_are_those_people_gave_and_keep_their_direction(page, account, cloud, qtbot, own_home):
    account()
    title, file = "תשובות", "שאלות ותשובות (2).jsonl"
    for job in cloud.account.jobs.values():
        job.asked["suffix"] = title
        cloud.account.files[job.asked["training_file"]].name = file
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    assert shown.choice.table.item(0, 0).text() == title
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.progress.report.isVisible)
    told = [shown.progress.list.item(n).text() for n in range(shown.progress.list.count())]
    assert f"File \u2068{file}\u2069" in told
    assert f"Curve and settings of \u2068{title}\u2069" in told
    assert not any("/" in line for line in told)


def test_what_nobody_foresaw_leaves_the_page_usable(page, account, qtbot, monkeypatch, faults):
    async def broken(*_):
        raise RuntimeError("nobody foresaw this")
        yield

    account()
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    with monkeypatch.context() as patched:
        patched.setattr("desktop_app.gui.rescue.page.begin", broken)
        qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: shown.state == "empty")
    assert not shown.running
    assert [str(fault) for fault in faults] == ["nobody foresaw this"]
    faults.clear()
    again = next(b for b in shown.findChildren(QPushButton) if b.text() == "Look again")
    qtbot.keyClick(again, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.choice.table.hasFocus)


def test_a_wait_the_provider_asks_for_is_said_while_it_lasts(page, account, cloud, qtbot):
    account()
    cloud.faults.add("GET jobs/*/events", "rate", retry_after="30")
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.progress.waits.isVisible)
    assert "TuneDesk asks again in" in shown.progress.waits.text
    qtbot.keyClick(shown.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(shown.choice.table.hasFocus)


def test_what_recorded_answers_cost_at_most_is_said_before(page, reach, background, cloud, qtbot, theme):
    connection = reach.connections.add("openai", "My cloud", cloud.address)
    task = background.run(
        keeper := Keeper(), reach.secrets.keep(connection.id, connection.address, Secret(cloud.account.key))
    )
    with qtbot.waitSignal(task.done):
        pass
    assert keeper is not None
    shown = page()
    qtbot.waitUntil(shown.choice.table.hasFocus)
    qtbot.keyClick(shown.choice.ask, Qt.Key.Key_Space)
    shown.choice.questions.setValue(500)
    assert "That costs at most about $0." in shown.choice._cost.text()
    assert "by prices read on 21 November 2026" in shown.choice._cost.text()
