"""The dialog that exports a tuned model: what it asks, says and leaves, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QWidget

from desktop_app.core.model_export import Form, Precision
from desktop_app.gui.models.export_dialog import ModelExportDialog
from desktop_app.work import export_model
from tests.fake_provider import TUNED
from tests.gui.accessible import unnamed_controls


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the engine be asked more often than people need it."""
    monkeypatch.setattr(export_model, "POLL_SECONDS", 0.02)


@pytest.fixture
def dialog(qtbot, in_window, background, sites, provider, tmp_path):
    """The dialog over a window, with its form filled in; exports go into `tmp_path / "out"`."""
    (tmp_path / "out").mkdir()
    page = in_window(QWidget())
    made = ModelExportDialog(background, sites, TUNED, None, page)
    made.form.use_folder(str(tmp_path / "out"))
    made.open()
    qtbot.waitUntil(made.go_on.isEnabled)
    gone = []
    made.destroyed.connect(lambda *_: gone.append(1))
    yield made
    if not gone:
        made.stop()
        made.reject()
        qtbot.waitUntil(lambda: bool(gone))


def said(dialog):
    return " ".join(part.text() for part in dialog.findChildren(QLabel) if part.isVisible())


def begun(qtbot, dialog, provider):
    dialog.go_on.setFocus()
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(provider.exports.orders))
    return provider.exports.orders[-1]


def test_it_says_what_each_form_is_for_and_how_large_it_becomes(qtbot, dialog, provider):
    words = said(dialog)
    assert "heroes aa11" in words
    assert "A folder to chat with it in Ollama" in words
    assert "270" in dialog.form.said.text()
    assert dialog.form.name_line.text() == "heroes-aa11-ollama"
    dialog.form.precision_menu.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "145" in dialog.form.said.text())
    assert dialog.form.precision is Precision.Q8
    dialog.form.forms[Form.ADAPTER].setChecked(True)
    qtbot.waitUntil(lambda: "12" in dialog.form.said.text())
    assert not dialog.form.precision_menu.isVisible()
    assert dialog.form.name_line.text() == "heroes-aa11-adapter"
    assert provider.exports.looks[-1] == ("adapter", "F32")
    assert unnamed_controls(dialog) == []


def test_all_by_keyboard_from_the_first_question_to_the_folder(qtbot, dialog, provider, tmp_path):
    dialog.form.take_focus()
    qtbot.keyClick(dialog.form.forms[Form.OLLAMA], Qt.Key.Key_Down)
    qtbot.keyClick(dialog.form.forms[Form.LM_STUDIO], Qt.Key.Key_Down)
    assert dialog.form.form is Form.GGUF
    seen = set()
    for _ in range(12):
        seen.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert {dialog.form.precision_menu, dialog.form.name_line, dialog.form.choose_button, dialog.leave} <= seen
    qtbot.waitUntil(dialog.go_on.isEnabled)
    order = begun(qtbot, dialog, provider)
    assert (order["form"], order["precision"]) == ("gguf", "F16")
    assert order["folder"] == str(tmp_path / "out" / "heroes-aa11-gguf")
    assert order["texts"]["README.md"].startswith('---\nbase_model: "tiny"')
    provider.exports.state["progress"] = 0.25
    bar = dialog.busy.findChild(QProgressBar)
    qtbot.waitUntil(lambda: bar.value() == 250)
    assert dialog.behind.hasFocus()
    assert unnamed_controls(dialog) == []
    provider.exports.finish()
    qtbot.waitUntil(dialog.show_folder.hasFocus)
    assert "“heroes-aa11-gguf” is written" in dialog.said.text()
    assert str(tmp_path / "out") in dialog.said.text()


def test_cancel_ends_it_and_shows_the_questions_again(qtbot, dialog, provider):
    begun(qtbot, dialog, provider)
    cancel = next(b for b in dialog.busy.findChildren(QPushButton) if b.isVisible())
    cancel.setFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.form.isVisible() and dialog.go_on.isEnabled())
    assert provider.exports.ended == 1
    assert dialog.form.forms[dialog.form.form].hasFocus()


def test_left_while_it_writes_it_goes_on_and_says_when_it_is_over(qtbot, dialog, provider):
    told, work = [], []
    dialog.told.connect(told.append)
    dialog.work_told.connect(lambda *news: work.append(news))
    begun(qtbot, dialog, provider)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    provider.exports.state["progress"] = 0.5
    qtbot.waitUntil(lambda: ("Exporting “heroes-aa11-ollama”", 0.5) in work)
    assert provider.exports.ended == 0
    gone = []
    dialog.destroyed.connect(lambda *_: gone.append(1))
    provider.exports.finish()
    qtbot.waitUntil(lambda: bool(gone))
    assert work[-1] == (None, None)
    assert "is written" in told[0]


def test_what_cannot_be_had_is_said_and_another_form_can_be_chosen(qtbot, dialog, provider):
    provider.exports.refused["gguf"] = (400, "export_family", "This model is of another one (GemmaForCausalLM).")
    dialog.form.forms[Form.GGUF].setChecked(True)
    qtbot.waitUntil(lambda: "GemmaForCausalLM" in dialog.form.said.text())
    assert not dialog.go_on.isEnabled()
    assert "Whole model (safetensors)" in dialog.form.said.text()
    dialog.form.forms[Form.MERGED].setChecked(True)
    qtbot.waitUntil(dialog.go_on.isEnabled)


def test_where_there_is_no_room_that_is_said_before(qtbot, dialog, monkeypatch):
    monkeypatch.setattr(export_model, "_free", lambda _: 99_000_000)
    dialog.form.forms[Form.MERGED].setChecked(True)
    qtbot.waitUntil(lambda: "only 99" in dialog.form.said.text())
    assert not dialog.go_on.isEnabled()
    dialog.form.forms[Form.ADAPTER].setChecked(True)
    qtbot.waitUntil(dialog.go_on.isEnabled)


def test_a_name_that_is_taken_is_never_written_over(qtbot, dialog, provider, tmp_path):
    (tmp_path / "out" / "mine").mkdir()
    dialog.form.name_line.setText("mine")
    assert not dialog.go_on.isEnabled()
    assert "already" in dialog.form.said.text()
    dialog.form.name_line.setText(" ?? ")
    assert "Give the folder a name" in dialog.form.said.text()
    dialog.form.name_line.setText("other")
    assert dialog.go_on.isEnabled()
    dialog.form.name_line.setText("kept")
    dialog.form.forms[Form.MERGED].setChecked(True)
    assert dialog.form.name_line.text() == "kept"


def test_a_disk_that_fills_up_is_told_in_words_and_one_can_go_back(qtbot, dialog, provider):
    begun(qtbot, dialog, provider)
    provider.exports.state |= {"state": "failed", "code": "no_room", "message": "The disk is full."}
    qtbot.waitUntil(dialog.problem_view.isVisible)
    assert "There is not enough room on that disk." in said(dialog)
    assert unnamed_controls(dialog) == []
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.go_on.isEnabled)
