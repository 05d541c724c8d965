"""The last border: the log, the report without secrets, and one dialog for one problem."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from desktop_app.core.redact import redact, secrets_in
from desktop_app.crash import CrashBorder, clean
from desktop_app.gui.problem_dialog import ProblemDialog, Reporter
from desktop_app.gui.report import log_qt_messages, make_report
from tests.gui.accessible import unnamed_controls

KEY = "sk-" + "a1B2" * 8


@pytest.fixture
def border(tmp_path):
    made = CrashBorder(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def told(border):
    stories = []
    border.tell_to(stories.append)
    return stories


def dig(text):
    raise ValueError(text)


def fault(text="no water"):
    try:
        dig(text)
    except ValueError as error:
        return error


def test_keys_of_every_form_are_removed():
    for secret in (KEY, "hf_" + "x" * 20, "sk-proj-abc_DEF-123456"):
        assert secret not in redact(f"key={secret} and {secret}.")
    assert redact("Authorization: Bearer abc.def-ghi") == "Authorization: Bearer [removed]"
    assert redact('{"api_key": "plain words"}').count("plain") == 0
    assert redact("HF_TOKEN=abcdef") == "HF_TOKEN=[removed]"
    assert redact("a sky, a task, a risk-free try") == "a sky, a task, a risk-free try"


def test_the_home_folder_and_secret_variables_are_removed():
    secrets = secrets_in({"MY_API_KEY": "water1234", "PATH": "/usr/bin", "SHORT_TOKEN": "ab"})
    assert secrets == ("water1234",)
    assert redact("/people/ann/x water1234", secrets, "/people/ann") == "~/x [removed]"
    assert redact("/usr/bin", (), "/") == "/usr/bin"


def test_an_exception_of_the_main_thread_is_told_and_logged(border, told):
    sys.excepthook(ValueError, fault(), None)
    assert "ValueError: no water" in told[0]
    assert "no water" in border.tail()


def test_an_exception_of_any_thread_is_told(border, told):
    def run():
        raise KeyError("bucket")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert "KeyError: 'bucket'" in told[0]


def test_the_same_fault_is_told_once_however_often_it_comes(border, told):
    for number in range(150):
        border.caught(fault(f"tick {number}"))
    assert len(told) == 1
    assert "now 100 times" in border.tail()
    assert border.tail().count("Traceback") == 1
    border.caught(KeyError("another"))
    assert len(told) == 2


def test_an_interrupt_from_the_keyboard_is_not_a_problem(border, told, capsys):
    hooks = border._hooks
    border._hooks = (sys.__excepthook__, border._hooks[1])
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    border._hooks = hooks
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_the_log_holds_no_keys(border, tmp_path, monkeypatch):
    monkeypatch.setenv("MY_SECRET", "deep-water")
    logging.getLogger("any").warning("sent %s and deep-water", KEY)
    written = (tmp_path / "tunedesk.log").read_text(encoding="utf-8")
    assert KEY not in written
    assert "deep-water" not in written
    assert written.count("[removed]") == 2


def test_the_end_of_the_log_is_short(border):
    for number in range(300):
        logging.getLogger("any").info("line %d", number)
    lines = border.tail(20).splitlines()
    assert len(lines) == 20
    assert lines[-1].endswith("line 299")


def test_everything_is_put_back(tmp_path):
    hooks = (sys.excepthook, threading.excepthook)
    handlers = list(logging.getLogger().handlers)
    border = CrashBorder(tmp_path)
    border.start()
    assert sys.excepthook != hooks[0]
    border.stop()
    assert (sys.excepthook, threading.excepthook) == hooks
    assert logging.getLogger().handlers == handlers


def test_the_report_names_versions_system_and_story(qapp):
    report = make_report(f"ValueError: {KEY}", "the last line", clean)
    assert "TuneDesk" in report
    assert "Qt 6." in report
    assert "Python 3." in report
    assert "ValueError: [removed]" in report
    assert "the last line" in report
    assert KEY not in report


def test_what_qt_says_goes_to_the_log(qapp, caplog):
    back = log_qt_messages()
    try:
        with caplog.at_level(logging.WARNING, "qt"):
            qWarning("a word of Qt")
    finally:
        back()
    assert [record.message for record in caplog.records if record.name == "qt"] == ["a word of Qt"]


@pytest.fixture
def window(qtbot, theme):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_dialog_says_that_work_is_safe_and_lets_the_report_be_read(window, qtbot, tmp_path):
    target = tmp_path / "report.txt"
    dialog = ProblemDialog("the report", unforeseen=True, parent=window, choose=lambda *given: given[-1](str(target)))
    dialog.open()
    said = " ".join(part.text() for part in dialog.findChildren(QLabel))
    assert "Your work is safe" in said
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "the report"
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    buttons["Copy the report"].click()
    assert QGuiApplication.clipboard().text() == "the report"
    buttons["Save the report…"].click()
    assert target.read_text(encoding="utf-8") == "the report"
    assert unnamed_controls(dialog) == []
    buttons["Close"].click()
    assert not dialog.isVisible()


def test_a_report_that_cannot_be_saved_says_why(window, tmp_path):
    nowhere = str(tmp_path / "no" / "such" / "folder")
    dialog = ProblemDialog("x", unforeseen=False, parent=window, choose=lambda *given: given[-1](nowhere))
    dialog.open()
    dialog._save.click()
    assert dialog._said.text().startswith("It could not be saved there")
    dialog.reject()


def test_a_fault_in_a_timer_opens_one_dialog_and_not_one_per_tick(window, qtbot, border):
    reporter = Reporter(lambda: window, border.tail, clean)
    border.tell_to(reporter.tell)
    ticks = []

    def tick():
        ticks.append(1)
        raise RuntimeError("broken tick")

    timer = QTimer(window, interval=1)
    timer.timeout.connect(tick)
    with qtbot.capture_exceptions():  # the test's own hook stands before ours: hand on what it saw
        hook, sys.excepthook = sys.excepthook, border._on_main
        timer.start()
        qtbot.waitUntil(lambda: len(ticks) > 20)
        timer.stop()
        sys.excepthook = hook
    dialogs = [d for d in window.findChildren(ProblemDialog) if d.isVisible()]
    assert len(dialogs) == 1
    assert "broken tick" in dialogs[0].report
    dialogs[0].reject()


def test_a_thread_may_tell(window, qtbot):
    reporter = Reporter(lambda: window, lambda: "log", clean)
    thread = threading.Thread(target=lambda: reporter.tell("a story"))
    thread.start()
    thread.join(10)
    qtbot.waitUntil(lambda: window.findChildren(ProblemDialog) != [])
    assert "a story" in window.findChild(ProblemDialog).report
    window.findChild(ProblemDialog).reject()


def test_the_user_may_ask_for_a_report(window, qtbot):
    reporter = Reporter(lambda: window, lambda: "the log", clean)
    reporter.open()
    dialog = window.findChild(ProblemDialog)
    assert dialog.windowTitle() == "Report a problem"
    assert "the log" in dialog.report
    dialog.reject()
    reporter.open()
    assert len([d for d in window.findChildren(ProblemDialog) if d.isVisible()]) == 1
    window.findChildren(ProblemDialog)[-1].reject()
    assert isinstance(reporter, QObject)
