"""The plan of a training: places, models, settings, what it will take, and what stands in the way; by keyboard."""

import asyncio
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QToolButton

from desktop_app.core.example import Conversation, Message, Part, Preference
from desktop_app.core.job import Plan
from desktop_app.core.network import Network
from desktop_app.core.run_record import Phase, RunRecord, Sending
from desktop_app.core.target import Method, Price
from desktop_app.gui.training.plan_card import PlanCard
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.work import price_list
from tests.cloud.dialects import FOUNDRY, NEBIUS, OPENAI
from tests.fake_provider import BASE, base_model
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import PARTS, open_project, talks
from tests.sites import connect

pytestmark = pytest.mark.usefixtures("no_stray_windows")


@pytest.fixture
def cloud(clouds):
    return clouds(OPENAI)


def connected(sites, cloud, profile="openai", title="My OpenAI"):
    return asyncio.run(connect(sites, profile, title, cloud.address, cloud.account.key))


@pytest.fixture
def show(qtbot, in_window, training_parts, provider, tmp_path):
    """Return a function that opens a project with these rows and shows the plan of a training."""
    assert provider.extra_installed

    def made(rows=None, *, name="heroes", width=760, height=900, apart=None):
        project = open_project(qtbot, training_parts[0], tmp_path / f"{name}.tunedesk", rows)
        card = PlanCard(*training_parts[1:], apart)
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
    card.look()
    card.form.where.choose(site_id)
    qtbot.waitUntil(lambda: card.board.site.id == site_id and card.board.settled)


def private():
    """Return chats of which every one holds an address, and half a telephone number."""
    return [
        (Conversation((Message("user", f"Write to eva{n}@web.de"), Message("assistant", _call(n)))), part)
        for n, part in enumerate(PARTS)
    ]


def _call(number):
    return "Call +49 30 901820" if number % 2 else "done"


def preferences():
    asked, good, bad = Message("user", "Which one?"), Message("assistant", "This one."), Message("assistant", "No.")
    return [(Preference((asked,), (good,), (bad,)), part) for part in PARTS]


def ready(qtbot, card):
    qtbot.waitUntil(lambda: card.board.settled)


def choices(menu):
    return [menu.itemText(place) for place in range(menu.count()) if menu.itemText(place)]


def settings(card):
    return {each.parameter.name: each for each in card.form.settings.settings if not each.isHidden()}


def test_here_it_says_what_it_takes_and_nothing_leaves(qtbot, show):
    card = show()
    qtbot.waitUntil(lambda: card.can_start and card.board.settled)
    words = said(card)
    for part in ("12 training rows", "3 validation rows", "6 test rows", "Free of charge", "neither your rows"):
        assert part in words
    assert "less than a minute on this computer (8 processor cores" in words
    assert "estimated" in words  # the tiny model's own word list is not here
    assert "Automatic: 8 passes, because there are few rows." in words
    assert card.form.passes.text() == "Automatic (8)"
    assert card.button_text == "Start training"
    assert card.form.name.placeholderText() == "heroes"
    assert unnamed_controls(card) == []


def test_at_a_provider_the_button_says_what_it_costs_and_the_card_what_is_sent(qtbot, show, sites, cloud):
    card = show(private() * 8)
    at(qtbot, card, connected(sites, cloud))
    found = card.board.outlook
    assert found.dollars == pytest.approx(found.tokens * 3 * 5 / 1_000_000)
    assert card.can_start
    assert card.button_text == f"Start training (about ${found.dollars:.2f})"
    words = said(card)
    host = cloud.address.split("/")[2]
    for part in (f"120 rows, about {found.leaving.bytes // 1000} kB, to {host}", "Your rows are sent to OpenAI"):
        assert part in words
    assert "$5.00 for a million tokens as of" in words
    assert "e-mail addresses (rows: 120), telephone numbers (rows: 56)" in words
    assert "switched off on 14 January 2027" in words
    assert "GPT-4.1 mini, ends 14 January 2027" in choices(card.model_menu)
    with qtbot.waitSignal(card.data_wanted):
        qtbot.keyClick(button(card, "Look at them"), Qt.Key.Key_Space)
    assert unnamed_controls(card) == []


def test_every_choice_tells_at_once_what_it_takes(qtbot, show, sites, cloud):
    card = show(talks() * 20)
    at(qtbot, card, connected(sites, cloud))
    before = card.board.outlook
    card.form.passes.setValue(10)
    assert card.board.outlook.dollars == pytest.approx(before.dollars * 10 / 3)
    assert "10 passes read" in said(card)
    rows = card.board.outlook.leaving.rows
    card.form.validation.setFocus()
    qtbot.keyClick(card.form.validation, Qt.Key.Key_Space)
    assert card.board.outlook.leaving.rows == rows - 60
    assert not card.plan.validation
    expensive = card.model_menu.findData("gpt-4.1-2025-04-14")
    card.model_menu.setCurrentIndex(expensive)
    qtbot.waitUntil(lambda: card.board.weighed)
    assert card.board.outlook.dollars == pytest.approx(before.tokens * 10 * 25 / 1_000_000)


def test_an_answer_about_another_choice_is_never_shown(qtbot, show, sites, cloud):
    """The cloud answers late, and by then this computer is wanted again."""
    one = connected(sites, cloud)
    card = show(talks())
    ready(qtbot, card)
    cloud.faults.add("GET models", "slow", seconds=0.5)
    card.form.where.choose(one)
    assert "being asked which models" in said(card)
    assert not card.can_start
    card.form.where.choose("local")
    ready(qtbot, card)
    qtbot.wait(700)
    assert choices(card.model_menu) == ["Tiny model"]
    assert card.plan.connection == "local"
    assert "neither your rows" in said(card)


def test_a_place_shows_only_what_it_can_do(qtbot, show, sites, cloud, clouds):
    card = show(talks())
    ready(qtbot, card)
    assert {"lora_r", "context_length", "learning_rate", "early_stopping_patience"} <= set(settings(card))
    assert not card.form.settings._awake.isHidden()
    at(qtbot, card, connected(sites, cloud))
    assert set(settings(card)) == {"batch_size", "learning_rate_multiplier"}
    assert card.form.settings._awake.isHidden()
    assert card.form.settings._type_field.isHidden()
    nebius = clouds(NEBIUS)
    at(qtbot, card, connected(sites, nebius, "nebius", "Nebius"))
    assert "Speed of learning (learning rate)" in settings(card)["learning_rate_multiplier"].spin.accessibleName()
    assert "warmup_ratio" in settings(card)
    assert [choice.tuned for choice in card.board._offers.offer.choices] == [False, False]
    foundry = clouds(FOUNDRY)
    at(qtbot, card, connected(sites, foundry, "foundry", "Foundry"))
    assert card.form.validation.isHidden()  # it is wanted there in any case
    assert card.plan.validation
    assert card.plan.training_type == "standard"
    card.model_menu.setCurrentIndex(card.model_menu.findData("Qwen-32B"))
    assert card.plan.training_type == "globalStandard"
    qtbot.waitUntil(lambda: card.board.weighed)
    assert card.button_text == "Start training (price not known)"


def test_pairs_of_answers_are_learned_with_dpo_where_that_is_known(qtbot, show, sites, cloud):
    card = show(preferences())
    ready(qtbot, card)
    assert card.plan.method is Method.PREFERENCE
    assert "prefer the better answer" in said(card)
    assert card.can_start
    at(qtbot, card, connected(sites, cloud))
    assert card.plan.method is Method.PREFERENCE
    assert "prefer the better answer" in said(card)
    assert "beta" in settings(card)
    assert card.can_start
    card.model_menu.setCurrentIndex(card.model_menu.findData("gpt-4o-2024-08-06"))
    assert not card.can_start
    assert "GPT-4o does not learn from pairs" in said(card)


def test_the_plan_holds_every_choice(qtbot, show, provider):
    provider.bases.append(base_model("other", "Other model"))
    card = show()
    ready(qtbot, card)
    card.model_menu.setCurrentIndex(1)
    form = card.form
    form.passes.setValue(2)
    form.name.setText("brave")
    for name, value in (("batch_size", 8), ("learning_rate_multiplier", 0.5), ("lora_r", 16), ("learning_rate", 2e-5)):
        settings(card)[name].set_value(value)
    settings(card)["early_stopping_patience"].set_value(2)
    form.settings._awake.setChecked(True)
    form.settings._seed.setValue(7)
    form.validation.setChecked(False)
    more = {"lora_r": 16, "learning_rate": 2e-5}
    wanted = Plan("other", 2, 8, 0.5, 7, "brave", more=more, validation=False, patience=2, awake=True)
    assert card.plan == wanted
    summary = form.settings._fold._button.accessibleDescription()
    for part in ("8 rows at once", "speed × 0.5", "rate 0.00002", "LoRA rank 16", "seed 7", "stays awake"):
        assert part in summary
    settings(card)["lora_r"].set_value(None)
    assert "lora_r" not in card.plan.more


def test_rows_beyond_the_chosen_length_are_told(qtbot, show):
    card = show(talks())
    ready(qtbot, card)
    assert "would not see" not in said(card)
    whole = card.board.outlook.tokens
    settings(card)["context_length"].spin.setValue(16)
    qtbot.waitUntil(lambda: card.board.weighed and card.board.outlook.limit == 16)
    assert "15 rows are longer than 16 tokens" in said(card)
    assert card.board.outlook.tokens == 12 * 16 < whole


def test_a_plan_is_taken_up_again_wherever_it_was(qtbot, show, sites, cloud):
    one = connected(sites, cloud)
    card = show(talks())
    ready(qtbot, card)
    old = Plan("gpt-4.1-2025-04-14", 4, 2, 1.5, 3, "again", connection=one, validation=False)
    card.take(old)
    ready(qtbot, card)
    assert card.plan == old
    here = Plan(BASE, 1, seed=9, more={"lora_alpha": 32}, awake=True)
    card.take(here)
    ready(qtbot, card)
    assert card.plan == here
    card.take(Plan("gpt-4.1-2025-04-14", 6, connection="gone"))
    assert "was removed since" in said(card)
    assert card.plan.connection == "local"
    assert card.plan.epochs == 6


def test_a_model_tuned_there_can_be_gone_on_from(qtbot, show, sites, cloud):
    tuned = "ft:gpt-4o-mini-2024-07-18:org:heroes:aa11"
    cloud.account.add_model(tuned, owner="org")
    card = show(talks())
    at(qtbot, card, connected(sites, cloud))
    line = next(line for line in choices(card.model_menu) if line.startswith("Go on from"))
    assert line == "Go on from heroes aa11 (tuned gpt-4o-mini-2024-07-18), ends 14 January 2027"
    card.model_menu.setCurrentIndex(card.model_menu.findData(tuned))
    assert card.plan.base_model == tuned
    assert card.board.outlook.price.training == 3


def test_where_any_model_can_be_trained_its_name_is_typed(qtbot, show, sites, cloud):
    card = show(talks())
    at(qtbot, card, connected(sites, cloud, "custom", "Any"))
    assert not card.can_start
    line = card.model_menu.lineEdit()
    line.setFocus()
    qtbot.keyClicks(line, "zz/model-7b")
    ready(qtbot, card)
    assert card.plan.base_model == "zz/model-7b"
    assert card.can_start
    assert "Look at its price list" in said(card)
    assert card.button_text == "Start training (price not known)"
    there = sites.reach.profiles["custom"]
    named = price_list.line_for((), there, "zz/model-7b")
    price_list.keep(named, Price(9000.0, as_of=date(2026, 11, 22), source="my bill"))
    sites.reach.read_again()
    QApplication.sendEvent(card.board, QEvent(QEvent.Type.WindowActivate))  # as when the preferences are left
    qtbot.waitUntil(lambda: "about $" in card.button_text)
    assert f"${number(9000, 2)} for a million tokens as of 22 November 2026 (source: my bill)" in said(card)


def test_what_keeps_a_place_from_being_used_is_said_with_what_mends_it(qtbot, show, sites, provider, monkeypatch):
    provider.extra_installed = False
    keyless = sites.reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    card = show(talks())
    qtbot.waitUntil(lambda: card.trouble is not None)
    assert "not installed" in said(card)
    with qtbot.waitSignal(card.setup_wanted):
        qtbot.keyClick(button(card, "Set up training on this computer…"), Qt.Key.Key_Space)
    card.form.where.choose(keyless.id)
    qtbot.waitUntil(lambda: card.trouble is not None and card.trouble.key == "key_missing")
    assert not card.can_start
    with qtbot.waitSignal(card.provider_wanted):
        qtbot.keyClick(button(card, "Enter the key…"), Qt.Key.Key_Space)
    monkeypatch.setattr(sites.reach, "_network", lambda: Network(offline=True))
    qtbot.keyClick(button(card, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: card.trouble is not None and card.trouble.key == "offline")
    with qtbot.waitSignal(card.network_wanted):
        qtbot.keyClick(button(card, "Open the network settings…"), Qt.Key.Key_Space)
    with qtbot.waitSignal(card.provider_wanted):
        qtbot.keyClick(button(card, "Add a provider…"), Qt.Key.Key_Space)
    assert unnamed_controls(card) == []


def test_a_provider_that_was_just_added_is_there_when_one_comes_back(qtbot, show, sites, cloud, in_window):
    card = show(talks())
    ready(qtbot, card)
    window = card.window()
    other = QLabel("preferences")
    in_window(other, 200, 100)
    one = connected(sites, cloud)
    other.window().close()
    window.activateWindow()
    qtbot.waitUntil(lambda: card.form.where.menu.findData(one) >= 0)
    assert card.plan.connection == "local"


def test_rows_that_change_are_weighed_again_and_no_rows_while_nobody_looks(qtbot, show, workspace):
    card = show(talks())
    ready(qtbot, card)
    before = card.board.outlook
    added = [(Conversation((Message("user", "new"), Message("assistant", "row"))), Part.TRAINING)]
    card.hide()
    workspace.project.do(before.advice[0], lambda edit: edit.append(added)).result()
    card.rows_changed()
    assert not card.board.foresight.weigher._work.running
    card.show()
    qtbot.waitUntil(lambda: card.board.weighed and card.board.outlook.counts[Part.TRAINING] == 13)
    assert card.board.outlook.tokens > before.tokens


def test_nothing_is_spent_before_it_is_known_how_much(qtbot, show, sites, cloud):
    card = show(talks())
    at(qtbot, card, connected(sites, cloud))
    assert card.can_start
    card.rows_changed()
    assert not card.can_start
    assert card.button_text == "Start training"
    qtbot.waitUntil(lambda: card.can_start)


def test_a_weighing_ends_when_nobody_looks_any_more(qtbot, show):
    card = show(talks())
    ready(qtbot, card)
    card.rows_changed()
    qtbot.waitUntil(lambda: card.board.foresight.weigher._work.running or card.board.weighed)
    card.rows_changed()
    card.hide()
    assert not card.board.foresight.weigher._work.running
    assert not card.board.foresight.weigher._rest.isActive()
    card.show()
    ready(qtbot, card)


def test_too_few_rows_are_said_before_anything_starts(qtbot, show):
    card = show(talks()[:4])
    ready(qtbot, card)
    assert "Training needs at least 10 training rows" in said(card)
    assert not card.can_start
    with qtbot.waitSignal(card.data_wanted):
        qtbot.keyClick(button(card, "Go to the data"), Qt.Key.Key_Space)


def test_the_sending_is_told_and_can_be_stopped(qtbot, show):
    card = show(talks())
    ready(qtbot, card)
    for sending, words in (
        (Sending(Phase.WRITING, 3, 15), "rows are written"),
        (Sending(Phase.SENDING, 3_000_000, 12_000_000), "3 MB of 12 MB"),
        (Sending(Phase.CREATING), "asked to begin"),
    ):
        card.show_sending(sending)
        assert words in said(card)
        assert card.button_text == "Starting…"
        assert not card.can_start
        assert not card.form.isEnabled()
    with qtbot.waitSignal(card.stop_wanted):
        qtbot.keyClick(button(card, "Cancel"), Qt.Key.Key_Space)
    card.show_started()
    assert card.can_start
    assert card.form.isEnabled()
    assert "asked to begin" not in said(card)


def test_trainings_that_were_about_to_begin_are_offered_once_more(qtbot, show):
    card = show(talks())
    ready(qtbot, card)
    records = [RunRecord("a" * 32, 1_763_000_000.0, place, Plan(BASE), (), "") for place in ("local", "gone")]
    card.show_unfinished(records)
    assert "A training of tiny at This computer was about to begin" in said(card)
    assert "a place that was removed since" in said(card)
    go_on = [b for b in card.findChildren(QPushButton) if b.text() == "Go on"]
    assert [b.isEnabled() for b in go_on] == [True, False]
    with qtbot.waitSignal(card.go_on_wanted, check_params_cb=lambda record: record is records[0]):
        qtbot.keyClick(go_on[0], Qt.Key.Key_Space)
    forget = [b for b in card.findChildren(QPushButton) if b.text() == "Forget it"]
    with qtbot.waitSignal(card.forget_wanted, check_params_cb=lambda record: record is records[1]):
        qtbot.keyClick(forget[1], Qt.Key.Key_Space)
    assert unnamed_controls(card) == []
    card.show_unfinished([])
    assert "was about to begin" not in said(card)


def test_the_tabulator_goes_through_the_form_as_it_is_read(qtbot, show, sites, cloud):
    card = show(talks())
    ready(qtbot, card)
    at(qtbot, card, connected(sites, cloud))
    form = card.form
    fold = form.settings.findChild(QToolButton)
    fold.click()
    named = [*(setting.spin for setting in form.settings.settings), form.settings._seed]
    wanted = [form.where.menu, form.where.add, card.model_menu, form.name, form.passes, form.validation, fold, *named]
    form.where.menu.setFocus()
    seen = []
    for _ in wanted:
        seen.append(card.window().focusWidget())
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert seen == wanted


@pytest.mark.parametrize("width", [420, 760, 1100])
def test_nothing_is_wider_than_the_window(qtbot, show, sites, cloud, theme, width):
    long = "Nebius of the institute for comparative linguistics in the old town hall"
    one = connected(sites, cloud, "openai", long)
    theme.set_text_size(200 if width > 420 else 100)
    card = show(private(), name="a" * 60, width=1100)
    card.window().resize(width, 900)
    at(qtbot, card, one)
    area = card.window().findChild(QScrollArea)
    qtbot.waitUntil(lambda: card.width() <= area.viewport().width())
    seen = area.viewport().rect()
    for part in (card.form.where.menu, card.model_menu, card.form.passes, card.form.name, card.view):
        place = QRect(part.mapTo(area.viewport(), QPoint(0, 0)), part.size())
        assert seen.left() <= place.left()
        assert place.right() <= seen.right()


def test_a_table_that_cannot_be_weighed_is_said_and_tried_again(qtbot, show, own_home):
    folder = own_home / "engine" / "models" / BASE
    folder.mkdir(parents=True)
    (folder / "tokenizer.json").write_text("{broken", encoding="utf-8")
    card = show(talks())
    qtbot.waitUntil(lambda: "its list of tokens is damaged" in said(card))
    (folder / "tokenizer.json").unlink()
    qtbot.keyClick(button(card, "Try again"), Qt.Key.Key_Space)
    ready(qtbot, card)
    qtbot.waitUntil(lambda: "damaged" not in said(card))


def test_the_other_process_weighs_for_the_window(qtbot, show, apart):
    card = show(talks(), apart=apart)
    ready(qtbot, card)
    assert apart.process_id is not None
    assert card.board.outlook.tokens > 0


def test_passes_say_the_same_whatever_is_chosen_so_that_nothing_moves(qtbot, show):
    card = show()
    ready(qtbot, card)
    told = card.form.passes.accessibleDescription()
    assert "Automatic: 8 passes" in told
    place = card.form.settings.mapTo(card, QPoint(0, 0))
    card.form.passes.setValue(3)
    qtbot.waitUntil(lambda: "3 passes" in said(card))
    assert card.form.passes.accessibleDescription() == told
    assert card.form.settings.mapTo(card, QPoint(0, 0)) == place


def test_a_model_that_is_still_to_be_named_is_why_there_is_no_start(qtbot, show, sites, cloud):
    card = show()
    at(qtbot, card, connected(sites, cloud, "custom", "My server"))
    model = card.form.model
    assert not card.can_start
    assert "without one, the training cannot start" in said(card)
    assert "without one" in model.menu.accessibleDescription()
    model.menu.setEditText("a-very-long-name-of-a-model-that-somebody-gave-to-it/in-a-registry-of-models-2026-11-21")
    qtbot.waitUntil(lambda: card.can_start)
    assert "without one, the training cannot start" not in said(card)
    assert model.menu.toolTip() == model.model_id
    model.menu.lineEdit().editingFinished.emit()
    assert model.menu.lineEdit().cursorPosition() == 0
    assert f"Your rows are sent to {sites.site(card.board.site.id).host};" in said(card)


def test_of_a_long_name_the_end_is_to_be_seen(qtbot, in_window):
    """Of two dated models the end alone tells which is which."""
    names = [f"a-model-with-a-very-long-name-of-{'x' * 60}-2026-0{n}-01" for n in (1, 2)]
    pictures = []
    for mode in (Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle):
        menu = Menu(12, mode)
        menu.addItems(names)
        in_window(menu, 200, 40)
        for row in (0, 1):
            menu.setCurrentIndex(row)
            pictures.append(menu.grab().toImage())
            assert menu.toolTip() == names[row]
    assert pictures[0] == pictures[1]
    assert pictures[2] != pictures[3]
