"""The providers in the preferences: added, their keys kept and said in words, connections tried out."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop_app.core.network import Network
from desktop_app.core.secret import Keeping, Secret
from desktop_app.gui.preferences.dialog import PreferencesDialog
from desktop_app.gui.preferences.prices_dialog import PricesDialog
from desktop_app.gui.preferences.providers_page import ProvidersPage
from desktop_app.settings import paths
from desktop_app.settings.connections import Connections
from desktop_app.settings.preferences import OFFLINE, PROXY, REPLY_SECONDS, Preferences
from desktop_app.settings.secrets import Secrets
from desktop_app.work.reach import Reach
from desktop_app.work.targets import all_targets
from tests.gui.accessible import unnamed_controls
from tests.settings.test_secrets import Asking, Locked, Store

KEY = "sk-cloud-key-0123456789"


class Setting:
    """What a test may change under the window's feet."""

    def __init__(self):
        self.store = Store()
        self.network = Network()
        self.environment = {}


@pytest.fixture
def setting():
    return Setting()


@pytest.fixture
def reach(tmp_path, setting, background, qtbot):
    secrets = Secrets(tmp_path / "places.json", setting.environment, lambda: setting.store)
    made = Reach(Connections(tmp_path / "connections.json"), secrets, lambda: setting.network)
    yield made
    owner = QObject()
    task = background.run(owner, made.close())
    with qtbot.waitSignal(task.ended):
        pass


@pytest.fixture
def cloud(clouds):
    return clouds()


@pytest.fixture
def show(qtbot, background, reach, tmp_path, theme):
    """Return a function that opens the preferences at the providers."""

    dialogs = []

    def shown():
        pages = []

        def build():
            pages.append(ProvidersPage(reach, background))
            return pages[0]

        dialog = PreferencesDialog(Preferences(tmp_path / "preferences.json"), [("Providers", build)])
        dialogs.append(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show_section("Providers")
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return pages[0]

    yield shown
    dialogs.clear()


def everything(widget: QWidget) -> str:
    """Return all a person or a screen reader could get out of a window."""
    found = []
    for part in [widget.window(), *widget.window().findChildren(QWidget)]:
        found += [part.accessibleName(), part.accessibleDescription(), part.toolTip(), part.whatsThis()]
        if isinstance(part, QLabel):
            found.append(part.text())
        if isinstance(part, QLineEdit):
            found += [part.text(), part.displayText(), part.placeholderText()]
    return "\n".join(found)


def add(qtbot, page, address):
    qtbot.keyClick(page.add, Qt.Key.Key_Space)
    page.form.kind.setCurrentIndex(page.form.kind.findData("custom"))
    after = page.form.kind.nextInFocusChain()
    while not isinstance(after, QLineEdit):
        after = after.nextInFocusChain()
    assert after is page.form.gaps["address"]  # made last, it comes in its place all the same
    qtbot.keyClicks(page.form.gaps["address"], address)
    page.form.title.clear()
    qtbot.keyClicks(page.form.title, "My cloud")
    qtbot.keyClick(page.form.add, Qt.Key.Key_Space)
    qtbot.waitUntil(page.card.key.line.isEnabled)


def test_a_provider_is_added_its_key_kept_and_the_connection_tried(qtbot, show, reach, cloud):
    page = show()
    assert unnamed_controls(page) == []
    add(qtbot, page, cloud.address)
    card = page.card
    assert "There is no key yet" in card.key.state.text
    qtbot.waitUntil(card.key.line.hasFocus)
    qtbot.keyClicks(card.key.line, KEY)
    qtbot.keyClick(card.key.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "…6789" in card.key.state.text)
    assert "password store of this computer (memory)" in card.key.state.text
    assert KEY not in everything(page)
    assert card.key.line.text() == ""
    card.key.line.undo()
    assert card.key.line.text() == ""
    qtbot.keyClick(card.trial.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(card.trial.words) == 5)
    assert card.trial.words[0] == (
        "List of models: This works (2 found). The first of them is switched off on 14 January 2027."
    )
    assert unnamed_controls(page) == []
    assert [known.title for known in reach.connections.all] == ["My cloud"]


def test_no_picture_of_the_window_holds_a_key(qtbot, show, cloud):
    page = show()
    add(qtbot, page, cloud.address)
    line, pictures = page.card.key.line, []
    for key in (KEY, KEY[::-1]):
        line.setText(key)
        line.deselect()
        line.setCursorPosition(0)
        pictures.append(line.grab().toImage())
    line.clear()
    assert pictures[0] == pictures[1]  # as many dots, and nothing of what they stand for
    assert line.grab().toImage() != pictures[0]


def test_a_wrong_key_is_said_in_words_and_can_be_replaced(qtbot, show, cloud):
    page = show()
    add(qtbot, page, cloud.address)
    qtbot.keyClicks(page.card.key.line, "sk-wrong-000000000")
    qtbot.keyClick(page.card.key.keep, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "…0000" in page.card.key.state.text)
    qtbot.keyClick(page.card.trial.button, Qt.Key.Key_Space)
    qtbot.waitUntil(page.card.trial.problem.isVisible)
    assert page.card.trial.problem.problem.key == "provider_key_refused"
    qtbot.keyClicks(page.card.key.line, KEY)
    qtbot.keyClick(page.card.key.keep, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "…6789" in page.card.key.state.text)
    qtbot.keyClick(page.card.trial.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(page.card.trial.words) == 5)


def test_what_is_no_key_is_refused_and_what_was_kept_stays(qtbot, show, cloud):
    page = show()
    add(qtbot, page, cloud.address)
    qtbot.keyClicks(page.card.key.line, "two words")
    qtbot.keyClick(page.card.key.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.card.problem.isVisible)
    assert page.card.problem.problem.key == "key_not_a_key"
    qtbot.waitUntil(lambda: "There is no key yet" in page.card.key.state.text)


@pytest.mark.parametrize(
    ("store", "words"),
    [(None, "has no password store"), (Locked(), "is locked, or waits for you")],
)
def test_each_state_of_the_store_is_said(qtbot, show, reach, setting, store, words):
    setting.store = store
    reach.connections.add("custom", "Mine", "https://mine.example.com/v1")
    page = show()
    qtbot.waitUntil(lambda: words in page.card.key.state.text)
    assert page.card.key.again.isVisible() == (store is not None)


def test_without_a_store_the_key_lasts_for_the_session_and_can_be_forgotten(qtbot, show, setting, cloud):
    setting.store = None
    page = show()
    add(qtbot, page, cloud.address)
    qtbot.keyClicks(page.card.key.line, KEY)
    qtbot.keyClick(page.card.key.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "is kept until TuneDesk is closed" in page.card.key.state.text)
    qtbot.keyClick(page.card.key.forget, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "There is no key yet" in page.card.key.state.text)


def test_a_key_of_the_environment_can_be_moved_into_the_store(qtbot, show, reach, setting):
    setting.environment["OPENAI_API_KEY"] = KEY
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.store.isVisible)
    assert "comes from a variable" in page.card.key.state.text
    qtbot.keyClick(page.card.key.store, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "is in the password store" in page.card.key.state.text)
    assert not page.card.key.store.isVisible()
    setting.environment.clear()


def test_a_store_that_asks_first_does_not_hold_up_the_window(qtbot, show, reach, setting, cloud):
    setting.store = store = Asking()
    reach.connections.add("custom", "Mine", cloud.address)
    page = show()
    assert page.card.key.state.text.startswith("Waiting for your password store")
    assert not page.card.key.line.isEnabled()
    store.answered.set()
    qtbot.waitUntil(page.card.key.line.isEnabled)


def test_an_address_nobody_can_use_is_said(qtbot, show):
    page = show()
    qtbot.keyClick(page.add, Qt.Key.Key_Space)
    page.form.kind.setCurrentIndex(page.form.kind.findData("custom"))
    for written, key in (("", "address_not_usable"), ("http://far.example.com/v1", "address_not_safe")):
        page.form.gaps["address"].setText(written)
        qtbot.keyClick(page.form.add, Qt.Key.Key_Space)
        assert page.form.problem.isVisible()
        assert page.form.problem.problem.key == key
    qtbot.keyClick(page.form.cancel, Qt.Key.Key_Space)
    assert not page.form.isVisible()


def test_offline_nothing_is_asked_and_that_is_said(qtbot, show, reach, setting):
    setting.network = Network(offline=True)
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    qtbot.keyClick(page.card.trial.button, Qt.Key.Key_Space)
    qtbot.waitUntil(page.card.trial.problem.isVisible)
    assert page.card.trial.problem.problem.key == "offline"


def test_dates_are_said_before_a_key_is_asked_for(qtbot, show, reach):
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    assert "6 January 2027" in everything(page) or "takes no new trainings since" in everything(page)


def test_a_provider_is_removed(qtbot, show, reach):
    reach.connections.add("custom", "One", "https://one.example.com/v1")
    reach.connections.add("custom", "Two", "https://two.example.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    qtbot.keyClick(page.card.remove, Qt.Key.Key_Space)
    assert [known.title for known in reach.connections.all] == ["Two"]
    qtbot.keyClick(page.card.remove, Qt.Key.Key_Space)
    assert page.list.count() == 0
    assert page.add.hasFocus()


def test_the_network_section_keeps_what_is_entered(qtbot, tmp_path, theme):
    preferences = Preferences(tmp_path / "preferences.json")
    dialog = PreferencesDialog(preferences)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show_section("Network")
    dialog.show()
    proxy = dialog.findChild(QLineEdit, "proxy")
    proxy.setFocus()
    qtbot.keyClicks(proxy, "http://proxy.example:8080")
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(proxy, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert preferences.get(PROXY) == "http://proxy.example:8080"
    seconds = dialog.findChild(QWidget, "reply_seconds")
    seconds.setValue(60)
    seconds.editingFinished.emit()
    assert preferences.get(REPLY_SECONDS) == 60
    menu = dialog.findChild(QWidget, "offline")
    menu.setCurrentIndex(1)
    menu.activated.emit(1)
    assert preferences.get(OFFLINE) == 1
    assert unnamed_controls(dialog) == []


def test_secrets_of_the_run_are_known_to_whoever_cleans_a_report(tmp_path, qtbot, show, reach, cloud):
    page = show()
    add(qtbot, page, cloud.address)
    qtbot.keyClicks(page.card.key.line, KEY)
    qtbot.keyClick(page.card.key.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "…6789" in page.card.key.state.text)
    assert KEY in reach.secrets.used()
    assert Secret(KEY).tail == "6789"
    assert Keeping.STORED in Keeping


def test_prices_can_be_changed_in_a_list_of_ones_own(qtbot, show, reach, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    qtbot.keyClick(page.card.prices, Qt.Key.Key_Space)
    dialog = page.window().findChild(PricesDialog)
    assert dialog.table.line.profile == "openai"
    qtbot.keyClick(dialog.file, Qt.Key.Key_Space)
    told = json.loads(opened[0].read_text(encoding="utf-8"))
    assert told["providers"][0]["models"][0]["price"]["training"] == 5
    told["providers"][0]["models"][0]["price"]["training"] = 7.5
    opened[0].write_text(json.dumps(told), encoding="utf-8")
    prices = {target.id: target.price for target in all_targets()}
    assert prices["openai/gpt-4.1-mini-2025-04-14"].training == 7.5
    assert prices["openai/gpt-4.1-2025-04-14"].training == 25
    qtbot.keyClick(dialog.file, Qt.Key.Key_Space)
    assert json.loads(opened[1].read_text(encoding="utf-8")) == told


def test_a_list_of_ones_own_that_is_broken_is_said(qtbot, show, reach):
    (paths.data_dir() / "providers.json").write_text("{", encoding="utf-8")
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    assert page.card.trouble.isVisible()
    assert "“providers.json” cannot be understood from line 1 on" in page.card.trouble.text
    assert "the ones it came with do" in page.card.trouble.text
    qtbot.keyClick(page.card.prices, Qt.Key.Key_Space)
    dialog = page.window().findChild(PricesDialog)
    (paths.data_dir() / "providers.json").unlink()
    dialog.look()
    dialog.close()
    assert not page.card.trouble.isVisible()  # it is mended by now, and holds


def test_a_wrong_price_in_ones_own_list_is_said_with_its_place(qtbot, show, reach):
    price = {"training": "5 dollars", "as_of": "2026-11-21", "source": "my bill"}
    told = {"providers": [{"id": "openai", "models": [{"id": "gpt-4.1-2025-04-14", "price": price}]}]}
    (paths.data_dir() / "providers.json").write_text(json.dumps(told), encoding="utf-8")
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    assert "“training” of openai → gpt-4.1-2025-04-14 → price" in page.card.trouble.text
    assert "5 dollars" in page.card.trouble.text


def test_help_with_the_key_opens_a_page_only_when_it_is_pressed(qtbot, show, reach, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    assert not page.card.help.pages[0].isVisible()
    page.card.help.fold.set_open(is_open=True)
    assert opened == []
    assert "https://platform.openai.com/api-keys" in everything(page)
    assert "Enforce a hard limit" in everything(page)
    assert unnamed_controls(page) == []
    qtbot.keyClick(page.card.help.pages[0], Qt.Key.Key_Space)
    assert opened == ["https://platform.openai.com/api-keys"]


def test_offline_no_page_is_opened(qtbot, show, reach, setting, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    reach.connections.add("nebius", "Nebius", "https://api.tokenfactory.nebius.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    setting.network = Network(offline=True)  # turned while the help is on show
    qtbot.mouseClick(page.card.help.pages[0], Qt.MouseButton.LeftButton)
    assert opened == []
    page.card.show_connection(reach.connections.all[0])
    assert not any(button.isEnabled() for button in page.card.help.pages)
    assert page.card.help.pages[0].text() == "Not opened while offline"


def test_an_engine_elsewhere_is_added_with_its_example_and_its_warning(qtbot, show, reach):
    page = show()
    qtbot.keyClick(page.add, Qt.Key.Key_Space)
    page.form.kind.setCurrentIndex(page.form.kind.findData("engine"))
    assert "http://192.168.1.20:8077/v1" in everything(page)
    assert "a computer that you, your school or your lab own" in everything(page)
    qtbot.keyClicks(page.form.gaps["address"], "http://192.168.1.20:8077/v1")
    qtbot.keyClick(page.form.add, Qt.Key.Key_Space)
    qtbot.waitUntil(page.card.key.line.isEnabled)
    assert page.card.plain.isVisible()
    assert "tunedesk engine --host" in everything(page)
    assert not page.card.notice.isVisible()
    reach.connections.change("engine", title="Lab", address="http://127.0.0.1:8077/v1", fields={})
    page.card.show_connection(reach.connections.all[0])
    assert not page.card.plain.isVisible()


def test_what_is_to_be_known_of_a_provider_is_said_on_its_card(qtbot, show, reach):
    reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    page = show()
    qtbot.waitUntil(page.card.key.line.isEnabled)
    assert page.card.notice.isVisible()
    assert "60 days before" in page.card.notice.text
