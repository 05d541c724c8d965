"""The first minutes in the whole program: samples, the first steps, hints, and the help that leads back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop_app.app import Program
from desktop_app.core.first_path import STOPS, Stop
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.samples import SAMPLES
from desktop_app.core.wizard import STEPS
from desktop_app.crash import CrashBorder
from desktop_app.settings import paths
from desktop_app.settings.preferences import FIRST_STEPS, HINTS_SEEN, Preferences
from desktop_app.store import examples, jobs
from tests.engine.ending import end_engine
from tests.gui.accessible import unnamed_controls
from tests.sample_styles import carries_style

KEY = Qt.Key


@pytest.fixture
def program(qapp, qtbot, theme, no_stray_windows):
    border = CrashBorder(paths.log_dir())
    made = Program(qapp, border)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window.close()
    border.stop()
    end_engine(paths.engine_dir())
    made.deleteLater()


@pytest.fixture
def panel(program):
    return program.guiding.panel


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key)


def walk(program, qtbot):
    """Go through the wizard with Enter, and return what the panel said on each page."""
    wizard, said = program.rooms.wizard, []
    for step in STEPS:
        qtbot.waitUntil(
            lambda step=step: wizard.wizard is not None and wizard.wizard.step is step and wizard.next.isEnabled()
        )
        said.append(program.guiding.panel.stop)
        wizard.next.click()
    editor = program.rooms.editor
    qtbot.waitUntil(lambda: editor.state == "content" and not program.rooms.data.importing)
    return said


def without_engine(program, *places):
    """Put an empty page at these places, so that no engine is started for what is shown there."""
    for place in places:
        program.window.add_page(place, QWidget)


def kept_preferences():
    return Preferences(paths.data_dir() / "preferences.json")


@pytest.mark.parametrize("sample", SAMPLES[1:], ids=lambda sample: sample.name)
def test_a_sample_becomes_rows_that_still_teach_what_they_are_for(program, qtbot, sample):
    program.actions[f"open_{sample.name}"].trigger()
    walk(program, qtbot)
    with program.workspace.project.reading() as connection:
        rows = examples.page(connection, examples.ids(connection))
    assert len(rows) >= 60
    answers = [row.example.messages[-1].content if sample.system else row.example.completion for row in rows]
    assert [answer for answer in answers if not carries_style(sample, answer)] == []


def test_the_first_steps_follow_what_the_user_does_and_do_nothing_themselves(program, qtbot, panel, monkeypatch):
    assert not panel.isVisible()
    program.actions["first_steps"].trigger()
    assert panel.isVisible()
    assert panel.stop is Stop.OPEN
    press(qtbot, KEY.Key_Return)  # "Show me where" has the keyboard
    assert program.rooms.start.sample.hasFocus()
    assert program.workspace.project is None
    press(qtbot, KEY.Key_Return)
    assert walk(program, qtbot) == [Stop.READ, Stop.SHAPE, Stop.CHECK, Stop.SPLIT]
    qtbot.waitUntil(lambda: panel.stop is Stop.ROWS)
    table = program.rooms.editor.table
    qtbot.waitUntil(lambda: table.model().rowCount() > 1 and not program.rooms.data.importing)
    panel.where.click()
    assert table.hasFocus()
    qtbot.keyClick(table, KEY.Key_Down)
    qtbot.waitUntil(lambda: panel.stop is Stop.TRAIN)
    assert program.window.place == "data", "nobody is sent anywhere"
    project = program.workspace.project
    for status, stop in ((JobStatus.RUNNING, Stop.WAIT), (JobStatus.SUCCEEDED, Stop.COMPARE)):
        job = Job("job-1", "local", "m", status, 1.0, tuned_model="tuned" if status.ended else None)
        if status is JobStatus.RUNNING:
            project.write(lambda c, job=job: jobs.add(c, job, Plan("m"))).result()
        else:
            project.write(lambda c, job=job: jobs.update(c, job)).result()
        program.rooms.training_ended.emit("", "", "")
        assert panel.stop is stop
    playground = program.rooms.playground
    program.guiding._watch("playground")  # as when it is entered, but without an engine that is asked for its models
    playground.comparison.asking_changed.emit(False)
    assert panel.stop is Stop.COMPARE, "nothing was answered"
    monkeypatch.setattr(type(playground), "results", property(lambda _: [("q", "a", ("after",))]))
    playground.comparison.asking_changed.emit(False)
    assert panel.stop is Stop.COMPARE, "one model alone is compared with nothing"
    monkeypatch.setattr(type(playground), "results", property(lambda _: [("q", "a", ("before", "after"))]))
    playground.comparison.asking_changed.emit(False)
    assert panel.stop is None


def test_the_first_steps_end_with_answers_side_by_side_and_stay_away(program, qtbot, panel):
    program.guiding.begin()
    panel.show_stop(None)
    assert "✓" in panel._names[Stop.COMPARE].text()
    assert not panel.where.isVisible()
    panel.close_button.setFocus()
    press(qtbot, KEY.Key_Return)
    assert not panel.isVisible()
    assert kept_preferences().get(FIRST_STEPS) == 0
    assert program.rooms.start.isAncestorOf(program.window.focusWidget())


def test_closed_first_steps_go_on_where_the_user_is(program, qtbot, panel):
    program.guiding.begin()
    assert kept_preferences().get(FIRST_STEPS) == 1
    panel.where.setFocus()
    press(qtbot, KEY.Key_Escape)
    assert not panel.isVisible()
    program.bringing.take_sample()
    walk(program, qtbot)
    program.actions["first_steps"].trigger()
    assert panel.stop is Stop.ROWS
    assert [name.text().startswith("✓") for name in panel._names.values()] == [
        STOPS.index(stop) < STOPS.index(Stop.ROWS) for stop in STOPS
    ]


def test_the_first_steps_begun_in_the_help_know_the_file_on_its_way(program, qtbot, panel):
    program.bringing.take_sample("marv")
    wizard = program.rooms.wizard
    qtbot.waitUntil(lambda: wizard.wizard is not None and wizard.next.isEnabled())
    program.guiding.show_help("words")
    program.guiding.begin()
    assert panel.stop is Stop.READ
    panel.where.click()
    assert program.rooms.data.importing
    assert wizard.next.hasFocus()


def test_neither_hint_nor_advice_takes_a_wizard_for_the_rows_that_are_there(program, qtbot):
    program.bringing.take_sample("marv")
    walk(program, qtbot)
    program.window.enter("start")
    program.guiding._keep(HINTS_SEEN, ["start"])
    hint, data, wizard = program.guiding.hint, program.rooms.data, program.rooms.wizard
    program.bringing.take(paths.resource("samples", SAMPLES[1].file))
    assert data.importing
    assert not hint.isVisible(), "what is done in the wizard is not kept at once"
    qtbot.waitUntil(lambda: wizard.wizard is not None and wizard.next.isEnabled())
    program.guiding.show_help("advice")
    page = program.window.page("help").room("advice")
    page.wish.buttons[2].click()
    page.go.click()
    assert program.window.place == "data"
    assert data.importing, "the file on its way is not put out of sight"
    wizard.cancel.click()
    qtbot.waitUntil(lambda: not data.importing)
    assert hint.name == "data"
    program.workspace.close()
    assert not hint.isVisible(), "nothing is open that could be kept"


def test_each_hint_is_said_once_and_there_are_three(program, qtbot):
    without_engine(program, "training", "playground", "models")
    hint, window = program.guiding.hint, program.window
    assert hint.name == "start"
    assert hint.banner.isVisible()
    said = [hint.banner.text]
    hint.away.setFocus()
    press(qtbot, KEY.Key_Return)
    assert not hint.isVisible()
    window.enter("data")
    assert not hint.isVisible(), "there are no rows yet"
    program.bringing.take_sample("marv")
    assert not hint.isVisible(), "what is done in the wizard is not kept at once"
    walk(program, qtbot)
    assert hint.name == "data"
    said.append(hint.banner.text)
    for place in ("training", "playground", "models", "start", "data", "training"):
        window.enter(place)
        said += [hint.banner.text] if hint.isVisible() else []
    assert len(said) == len(set(said)) == 3
    window.enter("start")
    assert set(kept_preferences().get(HINTS_SEEN)) == {"start", "data", "training"}


def test_the_hint_of_the_start_leads_to_the_first_steps(program, qtbot, panel):
    hint = program.guiding.hint
    hint.lead.click()
    assert panel.isVisible()
    assert not hint.isVisible()
    program.window.enter("data")
    assert not hint.isVisible(), "who is led gets no hints as well"


@pytest.mark.parametrize(("action", "room"), [("words", "words"), ("internet", "internet"), ("advice", "advice")])
def test_the_help_opens_from_the_menu_and_esc_leads_back(program, qtbot, action, room):
    without_engine(program, "models")
    program.window.enter("models")
    program.actions[action].trigger()
    place = program.window.page("help")
    assert place.isVisible()
    assert place.current == room
    assert unnamed_controls(program.window) == []
    press(qtbot, KEY.Key_Escape)
    assert program.window.place == "models"


def test_f1_and_the_start_page_lead_to_the_help(program, qtbot):
    press(qtbot, KEY.Key_F1)
    qtbot.waitUntil(lambda: program.window.place == "help")
    program.window.enter("start")
    program.rooms.start.help_wanted.emit("internet")
    assert program.window.page("help").current == "internet"


def test_an_advice_leads_to_its_room(program, qtbot):
    without_engine(program, "playground")
    program.guiding.show_help("advice")
    page = program.window.page("help").room("advice")
    page.tried.buttons[1].click()
    page.go.click()
    assert program.window.place == "playground"
    program.guiding.show_help("advice")
    page.wish.buttons[2].click()
    page.go.click()
    assert program.window.place == "start", "without a project there are no rows whose meanings could be compared"
    notes = program.window._notices
    assert any("Begin with a table" in said.text() for said in notes.findChildren(QLabel)), "and that is said"
    program.bringing.take_sample("marv")
    walk(program, qtbot)
    program.guiding.show_help("advice")
    page.go.click()
    assert program.rooms.data.rooms.current == "meaning"
