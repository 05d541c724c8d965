"""Base models on the models page: fetched with pauses, taken in, agreed to with a token, removed; by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressBar, QPushButton

from desktop_app.gui.models.page import ModelsPage
from desktop_app.work import models
from tests.fake_provider import BASE, GIB, TUNED, base_model
from tests.gui.accessible import unnamed_controls

TOKEN = "hf_0123456789abcdefTAIL"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the engine be asked more often than people need it; nobody's own token is seen."""
    monkeypatch.setattr(models, "POLL_SECONDS", 0.03)
    monkeypatch.delenv("HF_ENDPOINT", raising=False)


@pytest.fixture
def show(qtbot, in_window, training_parts, provider):
    """Return a function that shows the page, with one base model here and these others."""

    def made(*others):
        provider.bases += others
        provider.bases[0] |= {"removable": True, "folder": "/engine/models/tiny"}
        workspace, background, sites = training_parts
        page = in_window(ModelsPage(background, sites, workspace), height=1400)
        qtbot.waitUntil(lambda: page.state == "content" and "Tiny" in said(page))
        return page

    return made


def absent(name="org/other", **more):
    return base_model(name, "Other model", state="absent") | {"pausable": True, "memory_bytes": GIB, **more}


def said(part):
    return " ".join(each.text() for each in part.findChildren(QLabel) if each.isVisible())


def button(part, words):
    return next(b for b in part.findChildren(QPushButton) if b.text().startswith(words) and b.isVisible())


def there(part, words):
    return any(b.text().startswith(words) and b.isVisible() for b in part.findChildren(QPushButton))


def press(qtbot, part, words):
    found = button(part, words)
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Space)


def test_it_says_what_is_used_and_which_models_are_too_large_for_this_computer(show):
    page = show(absent(memory_bytes=40 * GIB))
    assert "Models take 272 MB on this computer, trainings 30 MB" in said(page)
    assert "needs about 40 GB of memory; this computer has 16 GB" in said(page)
    assert "not fetched yet, about 272 MB, licence: Apache-2.0" in said(page)
    assert unnamed_controls(page) == []


def test_a_fetching_is_paused_and_gone_on_with(qtbot, show, provider):
    page = show(absent())
    press(qtbot, page, "Fetch Other model")
    qtbot.waitUntil(lambda: provider.bases[1]["state"] == "pulling")
    provider.bases[1]["progress"] = 0.5
    qtbot.waitUntil(lambda: any(bar.isVisible() and bar.value() == 500 for bar in page.findChildren(QProgressBar)))
    press(qtbot, page, "Pause")
    qtbot.waitUntil(lambda: there(page, "Go on fetching Other model"))
    assert "136 MB of 272 MB is here (50 %)" in said(page)
    assert unnamed_controls(page) == []
    assert QApplication.focusWidget() is button(page, "Go on")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: provider.bases[1]["state"] == "pulling")
    provider.bases[1].update(state="ready", progress=1.0, removable=True)
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 2)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page._here.cards[1].remove)


def test_who_has_gone_elsewhere_while_a_pause_is_granted_keeps_the_keyboard(qtbot, show, provider):
    page = show(absent())
    press(qtbot, page, "Fetch Other model")
    qtbot.waitUntil(lambda: there(page, "Pause"))
    press(qtbot, page, "Pause")
    elsewhere = page._here.cards[0].remove
    elsewhere.setFocus()
    qtbot.waitUntil(lambda: there(page, "Go on fetching Other model"))
    assert QApplication.focusWidget() is elsewhere


def test_what_has_come_can_be_thrown_away(qtbot, show, provider):
    page = show(absent(state="paused", progress=0.25))
    press(qtbot, page, "Throw away what has come")
    qtbot.waitUntil(lambda: there(page, "Fetch Other model"))
    assert "cancel_pull" in provider.visits


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("unreachable", "could not be reached"),
        ("no_room", "not enough room on the disk"),
        ("refused", "to keep this computer safe"),
        ("offline", "set to stay offline"),
        ("damaged", "damaged on its way"),
    ],
)
def test_why_a_model_did_not_come_is_said(qtbot, show, provider, code, words):
    page = show(absent())
    press(qtbot, page, "Fetch Other model")
    qtbot.waitUntil(lambda: provider.bases[1]["state"] == "pulling")
    provider.bases[1].update(state="failed", code=code, message="The engine's own reason.")
    qtbot.waitUntil(lambda: words in said(page))
    assert ("The engine's own reason." in said(page)) == (code in ("no_room", "refused"))
    press(qtbot, page, "Try again")
    qtbot.waitUntil(lambda: provider.visits.count("pull") == 2)


def test_a_model_with_an_agreement_asks_for_a_token_which_goes_to_the_hub_alone(qtbot, show, provider):
    others = [absent(f"org/{n}") | {"title": f"Model {n}"} for n in range(2)]
    page = show(absent(gated=True, page="https://hub.example/org/other"), *others)
    assert "its makers want you to agree to it first" in said(page)
    press(qtbot, page, "Fetch Other model")
    qtbot.waitUntil(lambda: there(page, "Open the model's page"))
    assert "agree to their licence" in said(page)
    assert "pull" not in provider.visits
    assert unnamed_controls(page) == []
    line = next(
        each for each in page.findChildren(QLineEdit) if each.accessibleName() == "Hub token" and each.isVisible()
    )
    qtbot.waitUntil(line.isEnabled)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, TOKEN)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "…TAIL" in said(page))
    assert line.text() == ""
    assert "pull" not in provider.visits  # the Enter that keeps the token presses no other button
    press(qtbot, page, "Try again")
    qtbot.waitUntil(lambda: provider.bases[1]["state"] == "pulling")
    assert [(pull["token"], pull["hub"]) for pull in provider.pulls] == [(TOKEN, "https://huggingface.co")]
    assert TOKEN not in said(page)
    provider.bases[1].update(state="ready", progress=1.0)
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 2)


def test_a_model_of_the_hub_is_shown_with_its_licence_before_it_is_fetched(qtbot, show, provider):
    page = show()
    page.adding.name.setFocus()
    qtbot.keyClicks(page.adding.name, "someone/model")
    qtbot.keyClick(page.adding.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "someone/model: 2.0 GB to fetch. Licence: mit." in said(page))
    assert "pull" not in provider.visits
    assert QApplication.focusWidget() is button(page, "Fetch someone/model (2.0 GB)")
    assert unnamed_controls(page) == []
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(model["id"] == "someone/model" for model in provider.bases))
    qtbot.waitUntil(lambda: page.adding.name.text() == "")
    assert page.adding.name.hasFocus()
    qtbot.waitUntil(lambda: there(page._to_fetch, "Pause"))
    provider.bases[-1].update(state="ready", progress=1.0)
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 2)


@pytest.mark.parametrize(
    ("code", "words"),
    [("hub_gated", "agree to their licence"), ("hub_not_there", "has no model"), ("hub_offline", "stay offline")],
)
def test_what_the_hub_refuses_is_said_in_words(qtbot, show, provider, code, words):
    provider.refuse("look", 400, code, "in English")
    page = show()
    page.adding.name.setText("someone/model")
    press(qtbot, page.adding, "Look at it")
    qtbot.waitUntil(lambda: words in said(page.adding))
    assert there(page.adding, "Open the hub") == (code != "hub_offline")


def drop(page, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    held = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *held)
    page.dragEnterEvent(enter)
    if enter.isAccepted():
        page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *held))
    return enter.isAccepted()


def test_a_folder_is_dropped_and_taken_out_of_the_list_again(qtbot, show, provider, tmp_path):
    page = show()
    folder = tmp_path / "my-model"
    folder.mkdir()
    assert not drop(page, tmp_path / "table.csv")
    assert drop(page, folder)
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 2)
    assert "my-model can be used now" in said(page)
    card = page._here.cards[1]
    card.remove.setFocus()
    qtbot.keyClick(card.remove, Qt.Key.Key_Space)
    assert card.parting.keep.hasFocus()
    assert f"The folder {folder} stays as it is" in said(card)
    press(qtbot, card, "Take it out of the list")
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 1)
    assert provider.visits.count("clear") == 1
    assert page.undo.button.hasFocus()
    qtbot.keyClick(page.undo.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: said(page).count("ready on this computer") == 2)


def test_what_failed_before_anybody_followed_it_is_said_and_not_begun_anew(qtbot, show, provider):
    page = show(absent("small"))
    provider.bases[-1].update(state="failed", code="not_usable", message="It holds a kind that is not known.")
    (card,) = page._to_fetch.cards
    card.show_model(replace(card.model, state="pulling"), 0)  # as it was a moment ago
    qtbot.waitUntil(lambda: "It holds a kind that is not known." in said(page))
    assert "pull" not in provider.visits


def test_a_gguf_file_is_converted_and_what_is_wrong_with_it_is_said(qtbot, show, provider, tmp_path):
    page = show()
    assert drop(page, tmp_path / "small.GGUF")
    qtbot.waitUntil(lambda: "small is here and is being prepared" in said(page))
    provider.bases[-1].update(state="failed", code="not_usable", message="It holds a kind that is not known.")
    qtbot.waitUntil(lambda: "It holds a kind that is not known." in said(page))
    assert not there(page, "Try again")
    press(qtbot, page, "Take it out of the list")
    qtbot.waitUntil(lambda: "small" not in said(page._to_fetch))
    provider.refuse("take_in", 400, "model_refused", "The folder holds program code (evil.py).")
    drop(page, tmp_path / "bad.gguf")
    qtbot.waitUntil(lambda: "evil.py" in said(page.adding))


def test_removing_says_which_tuned_models_are_lost_for_the_while(qtbot, show, provider):
    job = provider.add_job("succeeded")
    job.asked, job.tuned = {"model": BASE}, TUNED
    provider.tuned = [(TUNED, 1_700_000_000)]
    page = show()
    card = page._here.cards[0]
    card.remove.setFocus()
    qtbot.keyClick(card.remove, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "cannot be asked or compared without it: heroes" in said(card))
    assert "can be put back until TuneDesk closes. After that it has to be fetched again." in said(card)
    assert unnamed_controls(page) == []
    qtbot.keyClick(card.parting.keep, Qt.Key.Key_Escape)
    assert card.remove.hasFocus()
    provider.refuse("clear", 409, "model_in_use", "no")
    qtbot.keyClick(card.remove, Qt.Key.Key_Space)
    press(qtbot, card, "Delete from this computer")
    qtbot.waitUntil(lambda: "A training still needs" in said(card))
    press(qtbot, card, "Try again")
    press(qtbot, card, "Delete from this computer")
    qtbot.waitUntil(lambda: not page._here.cards)


def test_a_folder_that_may_not_be_used_any_more_says_why(show):
    page = show(absent("bad", state="failed", folder="/models/bad", removable=True, message="It holds evil.py."))
    assert "It holds evil.py." in said(page._here)
    assert there(page._here.cards[1], "Remove")
    assert not there(page._here.cards[1], "Fetch")
