"""What was spent, in the preferences: sums by month and provider, and what has no price."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.core.network import Network
from desktop_app.core.spending import Spending, Spent
from desktop_app.gui.preferences.dialog import PreferencesDialog
from desktop_app.gui.preferences.prices_dialog import PricesDialog
from desktop_app.gui.preferences.spending_page import SpendingPage
from desktop_app.gui.widgets.amounts import number
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.preferences import Preferences
from desktop_app.settings.secrets import Secrets
from desktop_app.work.reach import Reach
from tests.gui.accessible import unnamed_controls

NOVEMBER, DECEMBER = 1_795_000_000.0, 1_797_500_000.0


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger.jsonl")


@pytest.fixture
def reach(tmp_path):
    made = Connections(tmp_path / "connections.json")
    made.add("openai", "OpenAI at work", "https://api.openai.com/v1")
    return Reach(made, Secrets(tmp_path / "places.json", {}, lambda: None), Network)


@pytest.fixture
def show(qtbot, background, ledger, reach, tmp_path, theme):
    dialogs = []

    def shown():
        pages = []

        def build():
            pages.append(SpendingPage(ledger, reach, background))
            return pages[0]

        dialog = PreferencesDialog(Preferences(tmp_path / "preferences.json"), [("Spending", build)])
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.show_section("Spending")
        dialog.show()
        qtbot.waitUntil(lambda: not pages[0].words.isVisible() or "Nothing" in pages[0].words.text())
        return pages[0]

    yield shown
    dialogs.clear()


def entry(time=NOVEMBER, connection="openai", dollars=0.25, model="gpt-mini", tokens=1500):
    return Spending(time, connection, model, Spent.ANSWERS, tokens, 0, dollars)


def rows(page):
    table = page.table
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def test_nothing_spent_is_said(show):
    page = show()
    assert page.words.text().startswith("Nothing was spent yet.")
    assert not page.table.isVisible()
    assert not page.unpriced.isVisible()


def test_sums_by_month_and_provider_and_what_has_no_price(show, ledger):
    for one in (
        entry(),
        entry(),
        entry(DECEMBER, dollars=0.001),
        entry(DECEMBER, "gone", None, "llama"),
        entry(NOVEMBER, "gone", 1.0),
        entry(NOVEMBER, "gone", None, "odd"),
    ):
        ledger.add(one)
    page = show()
    assert rows(page) == [
        ["December 2026", "gone (removed)", number(1500), "not known"],
        ["December 2026", "OpenAI at work", number(1500), "less than 0.01"],
        ["November 2026", "gone (removed)", number(3000), "1.00 and more"],
        ["November 2026", "OpenAI at work", number(3000), "0.50"],
    ]
    assert page.unpriced.isVisible()
    assert page.unpriced.text().endswith("llama, odd.")
    assert unnamed_controls(page.window()) == []


def test_the_prices_open_from_there_with_the_models_that_have_none(show, ledger, qtbot):
    ledger.add(entry(dollars=None, model="gpt-new"))
    ledger.add(entry(connection="gone", dollars=None, model="llama"))
    page = show()
    assert page.prices.isVisible()
    page.prices.click()
    dialog = page.window().findChild(PricesDialog)
    dialog.search.setText("gpt-new")
    assert dialog.table.line.model == "gpt-new"
    dialog.form.figures.lines["input"].setText("1")
    dialog.form.figures.lines["output"].setText("4")
    dialog.form.give()
    assert dialog.table.line.price.output == 4
    dialog.search.setText("llama")
    assert "llama" not in [line.model for line in dialog.table._shown]
    dialog.close()


def test_a_ledger_that_cannot_be_read_is_said_and_can_be_tried_again(show, ledger, tmp_path, qtbot):
    (tmp_path / "ledger.jsonl").mkdir()
    page = show()
    assert page.problem.isVisible()
    assert any("cannot be read" in part.text() for part in page.problem.findChildren(QLabel))
    (tmp_path / "ledger.jsonl").rmdir()
    ledger.add(entry())
    next(part for part in page.problem.findChildren(QPushButton) if part.text() == "Try again").click()
    qtbot.waitUntil(page.table.isVisible)
    assert not page.problem.isVisible()
