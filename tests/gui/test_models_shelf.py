"""Your models: one list of all, searched, grouped, named, tried, deleted and put back; by keyboard."""

import asyncio
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_app.core.batch import Voice
from desktop_app.core.change import Change
from desktop_app.core.job import HERE
from desktop_app.gui.models.shelf_list import Group
from desktop_app.gui.models.shelf_page import ShelfPage
from desktop_app.settings.model_names import own_names
from desktop_app.work.all_models import Origin
from tests.fake_provider import BASE, TUNED
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.sites import connect

STEP = f"{TUNED}:ckpt-step-4"


@pytest.fixture
def show(qtbot, in_window, training_parts, provider):
    """Return a function that shows the page of an engine with these tuned models."""

    def made(*tuned):
        provider.tuned = [(name, 1_700_000_000 + n) for n, name in enumerate(tuned)]
        workspace, background, sites = training_parts
        page = in_window(ShelfPage(background, sites, workspace), height=900)
        qtbot.waitUntil(lambda: page.state != "busy" and not page._look.busy and page._look.loaded)
        return page

    return made


def said(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def names(page):
    return [one.model for one in page.list.shown]


def choose(page, model):
    one = next(each for each in page.list.shown if each.model == model)
    assert page.list.choose(one.key)
    return page.details


def press(qtbot, button):
    assert button.isVisible(), button.text()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def ask_to_delete(qtbot, page, model):
    details = choose(page, model)
    press(qtbot, details.button("delete"))
    qtbot.waitUntil(details.farewell.confirm.isEnabled)
    return details.farewell


def test_everything_stands_in_one_list_by_its_origin(show):
    page = show(STEP, TUNED)
    assert {one.model: one.origin for one in page.list.models} == {
        TUNED: Origin.TUNED_HERE,
        STEP: Origin.CHECKPOINT,
        BASE: Origin.FETCHED,
    }
    choose(page, TUNED)
    assert "Tuned here\nMade from" in said(page)
    assert f"Made from {BASE}" in said(page)
    assert unnamed_controls(page) == []


def test_searching_grouping_and_sorting_keep_what_is_chosen(qtbot, show):
    page = show(STEP, TUNED)
    choose(page, STEP)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "STEP 4")
    assert names(page) == [STEP]
    assert page.details.known.model == STEP
    page.search.clear()
    page.group.setCurrentIndex(page.group.findData(Group.NONE.value))
    page.list.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    assert names(page) == [BASE, STEP, TUNED]
    page.list.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert names(page) == [TUNED, STEP, BASE]
    assert page.details.known.model == STEP


def test_a_model_gets_a_name_and_a_note_that_outlive_the_program(qtbot, show, own_home):
    page = show(TUNED)
    details = choose(page, TUNED)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    assert details.name.hasFocus()
    qtbot.keyClicks(details.name, "  My   hero ")
    qtbot.keyClick(details.name, Qt.Key.Key_Tab)
    qtbot.keyClicks(details.note, "made on Monday")
    qtbot.keyClick(details.note, Qt.Key.Key_Return)
    kept = own_home / "model-names.json"
    qtbot.waitUntil(lambda: kept.is_file() and "Monday" in kept.read_text())
    assert json.loads(kept.read_text()) == {f"{HERE} {TUNED}": {"name": "My hero", "note": "made on Monday"}}
    qtbot.waitUntil(lambda: "My hero" in said(page))
    assert TUNED in [part.whole for part in page.findChildren(type(details._id)) if part.isVisible()]
    page.search.setText("monday")
    assert names(page) == [TUNED]


def test_what_was_typed_is_taken_back_with_esc(qtbot, show):
    page = show(TUNED)
    details = choose(page, TUNED)
    details.name.setFocus()
    qtbot.keyClicks(details.name, "x")
    qtbot.keyClick(details.name, Qt.Key.Key_Escape)
    assert details.name.text() == ""


def test_trying_comparing_exporting_and_opening_the_training(qtbot, show):
    page = show(TUNED)
    details = choose(page, TUNED)
    with qtbot.waitSignal(page.try_wanted) as tried:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert isinstance(tried.args[0], Voice)
    assert (tried.args[0].site, tried.args[0].model) == (HERE, TUNED)
    for name, signal in (("compare", page.compare_wanted), ("export", page.export_wanted)):
        with qtbot.waitSignal(signal, check_params_cb=lambda model: model == TUNED):
            press(qtbot, details.button(name))
    assert not details.button("training").isVisible()  # no project is open that made it


def test_deleting_says_what_is_lost_and_can_be_taken_back(qtbot, show, provider, workspace, tmp_path):
    job = provider.add_job("succeeded")
    job.asked, job.tuned = {"training_file": "file-7", "model": BASE}, TUNED
    open_project(qtbot, workspace, tmp_path / "heroes.tunedesk")
    page = show(STEP, TUNED)
    farewell = ask_to_delete(qtbot, page, TUNED)
    assert farewell.keep.hasFocus()
    assert "can be put back until TuneDesk closes" in said(page)
    assert "Checkpoints of it that stay and can still be asked: 1." in said(page)
    assert not farewell.files.isChecked()
    assert unnamed_controls(page) == []
    qtbot.keyClick(farewell.keep, Qt.Key.Key_Escape)
    assert page.details.button("delete").hasFocus()
    assert "clear" not in provider.visits
    farewell = ask_to_delete(qtbot, page, TUNED)
    press(qtbot, farewell.confirm)
    qtbot.waitUntil(lambda: TUNED not in names(page))
    assert page.undo.button.hasFocus()
    assert provider.forgotten == []
    qtbot.keyClick(page.undo.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: TUNED in names(page))
    assert not page.undo.isVisible()


def test_what_was_deleted_last_is_still_offered_once_something_else_is_back(qtbot, show):
    page = show(TUNED)
    press(qtbot, ask_to_delete(qtbot, page, TUNED).confirm)
    qtbot.waitUntil(lambda: TUNED not in names(page))
    items = page.undo._items
    page.undo.button.click()
    page.undo.offer("Something else", items)
    qtbot.waitUntil(lambda: TUNED in names(page))
    assert page.undo.isVisible()
    assert "Something else" in page.undo.text


def test_what_was_uploaded_goes_with_its_model_when_it_is_ticked_and_comes_back_too(qtbot, show, provider):
    job = provider.add_job("succeeded")
    job.asked, job.tuned = {"training_file": "file-7"}, TUNED
    page = show(TUNED)
    farewell = ask_to_delete(qtbot, page, TUNED)
    press(qtbot, farewell.files)
    press(qtbot, farewell.confirm)
    qtbot.waitUntil(lambda: TUNED not in names(page))
    assert [item["kind"] for item in provider.keeping.bin] == ["model", "file"]
    press(qtbot, page.undo.button)
    qtbot.waitUntil(lambda: TUNED in names(page))
    assert provider.keeping.bin == []


def test_a_model_that_cannot_be_deleted_stays_and_it_is_said(qtbot, show, provider):
    provider.refuse("clear", 409, "model_in_use", "no")
    page = show(TUNED)
    farewell = ask_to_delete(qtbot, page, TUNED)
    press(qtbot, farewell.confirm)
    qtbot.waitUntil(lambda: "is being used at this moment" in said(page))
    assert TUNED in names(page)


def test_other_projects_that_use_a_model_are_named(qtbot, show, workspace, tmp_path, own_home):
    (own_home / "projects").mkdir(parents=True)
    other = open_project(qtbot, workspace, own_home / "projects" / "Other.tunedesk")
    asked = json.dumps({"columns": [{"voice": {"model": TUNED}}], "repeats": 1})
    other.write(
        lambda c: c.execute("INSERT INTO batch VALUES (1, 'm', 1.0, 'test', 't', ?)", (asked,)).rowcount
    ).result()
    (own_home / "projects" / "Broken.tunedesk").write_bytes(b"no project")
    open_project(qtbot, workspace, tmp_path / "heroes.tunedesk")
    page = show(TUNED)
    ask_to_delete(qtbot, page, TUNED)
    assert "Other projects use it, too: Other." in said(page)
    assert "Projects that could not be looked into: 1." in said(page)


def test_before_there_is_a_model_the_way_to_one_is_shown(qtbot, show, provider):
    provider.bases[0]["state"] = "absent"
    page = show()
    assert page.state == "empty"
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "Get a model" and b.isVisible())
    with qtbot.waitSignal(page.get_wanted):
        press(qtbot, button)


def test_an_engine_that_does_not_answer_is_said_and_asked_again(qtbot, show, provider):
    provider.refuse("bases", 503)
    page = show(TUNED)
    qtbot.waitUntil(page.trouble.isVisible)
    assert unnamed_controls(page) == []
    again = next(b for b in page.findChildren(QPushButton) if b.text() == "Try again" and b.isVisible())
    press(qtbot, again)
    qtbot.waitUntil(lambda: TUNED in names(page))
    assert not page.trouble.isVisible()


def test_a_training_that_ends_brings_its_model_here_and_a_hidden_page_asks_nothing(qtbot, show, provider, workspace):
    page = show()
    provider.tuned = [(TUNED, 1_700_000_000)]
    workspace.announce(Change(jobs=True))
    qtbot.waitUntil(lambda: TUNED in names(page) and not page.looking)
    page.hide()
    provider.visits.clear()
    workspace.announce(Change(jobs=True))
    assert not page.looking
    assert provider.visits == []


def test_three_hundred_models_with_long_names_are_searched_at_once(qtbot, show):
    many = [f"ft:{BASE}:local:{'very-long-' * 9}{n}:2026-01-01-{n:06x}" for n in range(300)]
    page = show(*many)
    assert len(page.list.shown) == 301
    page.search.setText("00012b")
    assert names(page) == [many[299]]
    assert page.width() <= 1200


@pytest.fixture
def cloud(clouds):
    running = clouds()
    for title in ("marv", "heroes"):
        account = running.account
        file = account.add_file(f"{title}.jsonl", b"x" * 4000)
        job = account.add_job({"model": "gpt-4.1-mini-2025-04-14", "training_file": file.id, "suffix": title})
        account.begin(job)
        account.finish(job)
    return running


@pytest.fixture
def away(show, sites, cloud):
    """Show the page with one provider."""
    asyncio.run(connect(sites, "openai", "OpenAI of the school", cloud.address, cloud.account.key))
    return show()


def tuned_away(page):
    return [one for one in page.list.models if one.origin is Origin.TUNED_AWAY]


def test_models_at_a_provider_are_listed_when_asked_for_with_the_day_they_end(qtbot, away, cloud):
    [look] = away.places.buttons
    assert look.text() == "Look what is at OpenAI of the school"
    assert not cloud.visits
    press(qtbot, look)
    qtbot.waitUntil(lambda: len(tuned_away(away)) == 2)
    choose(away, tuned_away(away)[0].model)
    assert "Ends 14 January 2027" in said(away)
    assert away.details.button("successor").isVisible()
    assert unnamed_controls(away) == []


def test_a_model_at_a_provider_is_deleted_for_good_with_its_files(qtbot, away, cloud):
    press(qtbot, away.places.buttons[0])
    qtbot.waitUntil(lambda: len(tuned_away(away)) == 2)
    model = next(one.model for one in tuned_away(away) if "heroes" in one.model)
    farewell = ask_to_delete(qtbot, away, model)
    assert "What you have not brought home from OpenAI of the school is lost" in said(away)
    assert farewell.confirm.text() == "Delete for good"
    press(qtbot, farewell.files)
    assert "Your rows are then gone at OpenAI of the school" in said(away)
    press(qtbot, farewell.confirm)
    qtbot.waitUntil(lambda: len(tuned_away(away)) == 1)
    assert not away.undo.button.isVisible()
    assert [file.name for file in cloud.account.files.values()].count("heroes.jsonl") == 0
    assert [file.name for file in cloud.account.files.values()].count("marv.jsonl") == 1


def test_a_provider_that_does_not_answer_is_said_and_the_list_stays(qtbot, away, cloud):
    cloud.faults.add("GET models", "unknown_key")
    press(qtbot, away.places.buttons[0])
    qtbot.waitUntil(away.trouble.isVisible)
    assert away.trouble.problem.key == "provider_key_refused"
    assert BASE in names(away)


def test_looking_can_be_stopped(qtbot, away, cloud):
    [look] = away.places.buttons
    cloud.faults.add("GET models", "slow", seconds=30.0)
    press(qtbot, look)
    qtbot.waitUntil(lambda: cloud.visits["GET models"] == 1)
    assert look.text() == "Stop looking at OpenAI of the school"
    qtbot.keyClick(look, Qt.Key.Key_Space)
    assert look.text() == "Look what is at OpenAI of the school"
    assert QApplication.focusWidget() is look


def test_names_get_the_room_that_the_other_columns_leave(qtbot, show):
    page = show(STEP, TUNED)
    window, wide = page.window(), page.list.columnWidth(0)
    window.resize(window.width() + 600, window.height())
    qtbot.waitUntil(lambda: page.list.columnWidth(0) >= wide + 300)
    assert page.list.horizontalScrollBar().maximum() == 0
    page.list.setColumnWidth(1, 300)  # as somebody does who drags its edge
    wide = page.list.columnWidth(0)
    window.resize(window.width() - 200, window.height())
    qtbot.waitUntil(lambda: page.list.horizontalScrollBar().maximum() > 0)
    assert (page.list.columnWidth(0), page.list.columnWidth(1)) == (wide, 300)


def test_a_name_that_is_typed_last_is_kept_though_nothing_else_is_done(qtbot, show, monkeypatch):
    page = show(TUNED)
    details = choose(page, TUNED)
    details.rename()
    qtbot.keyClicks(details.name, "My heroes")
    monkeypatch.setattr(page._background, "run", lambda _owner, work, **_: work.close())  # the program ends
    details.name.clearFocus()  # as the window does when it closes
    assert own_names().get(HERE, TUNED).name == "My heroes"
