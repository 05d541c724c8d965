"""The prices, by keyboard: looked up, changed, brought back, added to; what is wrong is said where it stands."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.network import Network
from desktop_app.gui.preferences.prices_dialog import PricesDialog
from desktop_app.gui.theme.say import day
from desktop_app.gui.widgets.amounts import number
from desktop_app.settings.connections import Connections
from desktop_app.settings.secrets import Secrets
from desktop_app.settings.today import today
from desktop_app.work.bookkeeping import price_of
from desktop_app.work.reach import Reach
from desktop_app.work.targets import own_path
from tests.gui.accessible import unnamed_controls

MINI, MINI_NAME = "gpt-4.1-mini-2025-04-14", "GPT-4.1 mini"


@pytest.fixture
def reach(tmp_path, background, qtbot):
    secrets = Secrets(tmp_path / "places.json", {}, lambda: None)
    made = Reach(Connections(tmp_path / "connections.json"), secrets, Network)
    made.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    yield made
    owner = QObject()
    task = background.run(owner, made.close())
    with qtbot.waitSignal(task.ended):
        pass


@pytest.fixture
def below(qtbot, theme):
    window = QWidget()
    window.resize(1200, 800)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def show(qtbot, reach, below):
    def shown(**more):
        dialog = PricesDialog(reach, below, **more)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return shown


def rows(dialog):
    table = dialog.table
    return [[table.item(row, column).text() for column in range(7)] for row in range(table.rowCount())]


def row(dialog, model):
    return next(each for each in rows(dialog) if each[1] == model)


def kept():
    return json.loads(own_path().read_text(encoding="utf-8"))["providers"]


def retype(qtbot, line, typed):
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, typed)


def helps(dialog):
    """Return what stands under the fields of figures, by their names."""
    return {name: field._help.text() for name, field in dialog.form.figures._fields.items()}


def test_the_known_prices_stand_there_with_their_day_and_source(show):
    dialog = show()
    mini = row(dialog, MINI_NAME)
    assert mini[:6] == ["OpenAI", MINI_NAME, "5.00", "0.80", "3.20", "21 November 2026"]
    assert mini[6].startswith("OpenAI, Pricing: https://")
    assert row(dialog, "text-embedding-3-small")[2:5] == ["–", "0.02", "–"]
    assert row(dialog, "Qwen 32B")[2:7] == ["–", "–", "–", "not known", "–"]
    assert dialog.table.line.model == MINI
    assert dialog.table.hasFocus()
    assert unnamed_controls(dialog) == []
    assert not dialog.form.back.isVisible()
    assert "US dollars" in dialog.form.figures.lines["input"].accessibleDescription()


def test_a_price_is_changed_and_brought_back_by_keyboard_and_counts_at_once(show, reach, qtbot):
    dialog = show()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    first = dialog.form.figures.lines["training"]
    assert first.hasFocus()
    assert first.text() == "5"
    retype(qtbot, first, "7.5")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert row(dialog, MINI_NAME)[2:] == ["7.50", "0.80", "3.20", day(today()), "you"]
    stored = {
        "training": 7.5, "input": 0.8, "output": 3.2, "cached_input": 0.2,
        "as_of": today().isoformat(), "source": "you",
    }  # fmt: skip
    assert kept() == [{"id": "openai", "models": [{"id": MINI, "price": stored}]}]
    assert dialog.said.text() == f"Kept. From now on TuneDesk reckons with this price of {MINI_NAME}."
    assert dialog.table.hasFocus()
    assert price_of(reach.profiles["openai"], MINI).training == 7.5
    assert "What TuneDesk came with: training $5.00, input $0.80" in dialog.form.about.text()
    dialog.form.back.setFocus()
    qtbot.keyClick(dialog.form.back, Qt.Key.Key_Return)
    assert row(dialog, MINI_NAME)[2] == "5.00"
    assert kept() == []
    assert not dialog.form.back.isVisible()
    assert price_of(reach.profiles["openai"], MINI).training == 5
    assert dialog.isVisible()


def test_a_client_that_is_open_goes_on_with_the_new_price(show, reach, qtbot, background):
    """A training's record takes the price from there."""

    class Kept:
        made_of = (reach.connections.all[0],)

        class provider:  # noqa: N801 - it stands for an attribute
            profile = reach.profiles["openai"]

    reach._kept["openai"] = Kept
    dialog = show()
    dialog.form.figures.lines["training"].setText("9")
    dialog.form.give()
    reach._kept.clear()
    assert price_of(Kept.provider.profile, MINI).training == 9


def test_what_is_no_price_is_said_under_its_field_and_nothing_is_written(show, qtbot):
    dialog = show()
    lines = dialog.form.figures.lines
    for name, typed in (("training", "seven"), ("input", "-1"), ("output", "1,234"), ("cached_input", "200000")):
        lines[name].setText(typed)
    dialog.form.give()
    found = helps(dialog)
    assert found["training"] == "This is no number. Write it like 2.50."
    assert found["input"] == "A price is never below 0."
    assert found["output"].startswith("This may be thousands or decimals.")
    assert found["cached_input"].startswith(f"No model costs more than ${number(100_000)}")
    assert lines["training"].hasFocus()
    assert lines["input"].accessibleDescription() == "A price is never below 0."
    assert not own_path().exists()
    retype(qtbot, lines["input"], "1")
    assert helps(dialog)["input"] == ""
    for line in lines.values():
        line.clear()
    dialog.form.give()
    assert helps(dialog)["training"] == "Enter a price. What costs nothing is 0."
    assert not own_path().exists()


def test_in_german_a_comma_stands_before_the_decimals(show):
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        dialog = show()
        assert row(dialog, MINI_NAME)[3] == "0,80"
        assert dialog.form.figures.lines["input"].text() == "0,8"
        dialog.form.figures.lines["training"].setText("7,5")
        dialog.form.give()
        assert kept()[0]["models"][0]["price"]["training"] == 7.5
        dialog.form.figures.lines["training"].setText("1.234")
        dialog.form.give()
        assert "2,50" in helps(dialog)["training"]
        assert kept()[0]["models"][0]["price"]["training"] == 7.5
    finally:
        QLocale.setDefault(before)


def test_a_model_that_only_reads_is_asked_for_that_alone(show, qtbot):
    dialog = show()
    retype(qtbot, dialog.search, "embedding small")
    lines = dialog.form.figures.lines
    assert [name for name, line in lines.items() if line.isVisible()] == ["input"]
    lines["input"].clear()
    dialog.form.give()
    assert lines["input"].hasFocus()
    lines["input"].setText("0.05")
    dialog.form.give()
    assert row(dialog, "text-embedding-3-small")[2:5] == ["–", "0.05", "–"]


def test_a_price_for_a_model_that_is_not_in_the_list(show, reach, qtbot):
    reach.connections.add("custom", "The school's", "https://models.example.com/v1")
    dialog = show()
    qtbot.keyClick(dialog.add, Qt.Key.Key_Space)
    form = dialog.form
    assert form.model.hasFocus()
    assert unnamed_controls(dialog) == []
    menu = [form.provider.itemText(place) for place in range(form.provider.count())]
    assert menu == ["OpenAI", "Another provider (The school's)"]
    qtbot.keyClick(form.model, Qt.Key.Key_Return)
    assert form._named._help.text() == "Enter the name of the model."
    form.provider.setCurrentIndex(1)
    qtbot.keyClicks(form.model, "zz/model-7b")
    qtbot.keyClicks(form.figures.lines["input"], "0.25")
    qtbot.keyClicks(form.figures.lines["output"], "1")
    qtbot.keyClicks(form.source, "the bill of November")
    qtbot.keyClick(form.source, Qt.Key.Key_Return)
    added = row(dialog, "zz/model-7b")
    assert added == [
        "Another provider", "zz/model-7b", "–", "0.25", "1.00", day(today()), "the bill of November",
    ]  # fmt: skip
    assert dialog.table.line.model == "zz/model-7b"
    assert price_of(reach.profiles["custom"], "zz/model-7b").output == 1
    assert form.back.text() == "Take this price away"
    form.back.click()
    assert "zz/model-7b" not in [each[1] for each in rows(dialog)]
    assert kept() == []


def test_a_model_that_is_there_already_is_shown_and_not_written_over(show, qtbot):
    dialog = show()
    retype(qtbot, dialog.search, "embedding")
    dialog.add.click()
    qtbot.keyClicks(dialog.form.model, MINI)
    dialog.form.figures.lines["training"].setText("99")
    dialog.form.give()
    assert dialog.table.line.model == MINI
    assert "in the list already" in dialog.said.text()
    assert dialog.form.figures.lines["training"].text() == "5"
    assert not own_path().exists()


def test_adding_can_be_left(show, qtbot):
    dialog = show()
    dialog.add.click()
    dialog.form.cancel.click()
    assert not dialog.form.adding
    assert dialog.table.hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_without_a_provider_nothing_can_be_added(show, reach):
    reach.connections.remove("openai")
    dialog = show()
    assert not dialog.add.isEnabled()
    assert rows(dialog)


def test_the_search_narrows_and_says_when_nothing_is_left(show, qtbot):
    dialog = show()
    dialog.search.setFocus()
    qtbot.keyClicks(dialog.search, "OPENAI 4o mini")
    assert [each[1] for each in rows(dialog)] == ["GPT-4o mini"]
    assert dialog.form._title.text() == "GPT-4o mini, OpenAI"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.table.hasFocus()
    retype(qtbot, dialog.search, "nothing like it")
    assert dialog.said.text().startswith("Nothing in the list has these letters.")
    assert not dialog.form.isVisible()
    assert not dialog.table.isVisible()


def test_the_provider_and_the_models_that_are_meant_stand_first(show):
    dialog = show(first="nebius", missed=[("openai", "gpt-5")])
    assert dialog.table.line.profile == "nebius"
    assert row(dialog, "gpt-5")[2:5] == ["–", "–", "–"]


def test_a_list_that_is_broken_is_said_left_alone_and_read_again_when_it_is_mended(show, reach, qtbot):
    own_path().write_text("{", encoding="utf-8")
    dialog = show()
    assert dialog.problem.isVisible()
    assert dialog.problem.problem.key == "providers_not_json"
    assert row(dialog, MINI_NAME)[2] == "5.00"
    dialog.form.figures.lines["training"].setText("7.5")
    dialog.form.give()
    assert dialog.problem.isVisible()
    assert dialog.form.figures.lines["training"].text() == "7.5"
    assert own_path().read_text(encoding="utf-8") == "{"
    own = {"training": 6, "as_of": "2026-11-20", "source": "my bill"}
    told = {"providers": [{"id": "openai", "models": [{"id": MINI, "price": own}]}]}
    own_path().write_text(json.dumps(told), encoding="utf-8")
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.WindowActivate))
    assert not dialog.problem.isVisible()
    assert reach.trouble is None
    assert row(dialog, MINI_NAME)[2:] == ["6.00", "–", "–", "20 November 2026", "my bill"]


def test_a_folder_that_takes_nothing_is_said_and_what_was_typed_stays(show, qtbot):
    dialog = show()
    own_path().mkdir()
    dialog.form.figures.lines["training"].setText("7.5")
    dialog.form.give()
    assert dialog.problem.problem.key == "prices_not_written"
    assert dialog.form.figures.lines["training"].text() == "7.5"
    own_path().rmdir()
    dialog.problem._again.click()
    assert row(dialog, MINI_NAME)[2] == "7.50"
    assert not dialog.problem.isVisible()


def test_the_file_can_be_opened_as_before(show, monkeypatch, qtbot):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    dialog = show()
    qtbot.keyClick(dialog.file, Qt.Key.Key_Space)
    assert opened == [own_path()]
    assert MINI in own_path().read_text(encoding="utf-8")


def test_one_line_is_chosen_where_the_layout_runs_from_the_right(show, qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        dialog = show()
        assert dialog.table.line.model == MINI
        assert dialog.form.isVisible()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_price_of_today_is_of_today(show):
    dialog = show()
    dialog.form.give()
    assert dialog.table.line.price.as_of == today() != dialog.table.line.ours.as_of
