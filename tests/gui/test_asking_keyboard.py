"""The rooms that ask models by keyboard alone: no trap, all of it seen and named, and every act within reach."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QToolButton

from desktop_app.core.batch import Kind
from desktop_app.core.example import Completion, Part
from desktop_app.gui.finder.page import FinderPage
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.talk.page import TalkPage
from desktop_app.store import batches, examples
from tests.fake_provider import BASE, TUNED, Speech, base_model
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import habits_known, open_project, talks

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
MOST = 120
"""More stops than these no page has; who walks on has met a circle that does not close."""


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    """Return a function that shows a room with two models and these rows ("nothing" for no project)."""

    def made(kind, rows=None, tuned=((TUNED, 200),), window=(1200, 800)):
        provider.tuned = list(tuned)
        if rows != "nothing":
            open_project(qtbot, parts[0], tmp_path / "heroes.tunedesk", rows)
        page = in_window(kind(*parts), *window)
        qtbot.waitUntil(lambda: not page.offers.busy and page.state != "busy")
        if kind is PlaygroundPage:
            habits_known(qtbot, page)
        return page

    return made


def awake(qtbot, page):
    """Let the window have the keyboard, as any desktop does when a menu or dialog over it closes."""
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    if QApplication.focusWidget() is None:
        qtbot.keyClick(page.window(), Qt.Key.Key_Tab)


def focused(qtbot, page):
    """Return what has the keyboard; it is seen, it is part of the page, and who hears it is told what it is."""
    now = QApplication.focusWidget()
    assert now is not None, "nobody has the keyboard"
    told = f"{type(now).__name__} {now.accessibleName()!r}"
    assert now.window() is page.window(), f"{told} is not in this window"
    assert now.isEnabled(), f"{told} cannot be used"
    if now.visibleRegion().isEmpty():
        qtbot.waitUntil(lambda: not now.visibleRegion().isEmpty())  # what was just made first has to find its place
    interface = QAccessible.queryAccessibleInterface(now)
    assert interface is not None, told
    assert interface.text(QAccessible.Text.Name).strip(), f"{told} has no name"
    return now


def trip(qtbot, page, key=Qt.Key.Key_Tab):
    """Press a key until the keyboard is back where it began; return the stops in their order."""
    first, met = focused(qtbot, page), []
    for _ in range(MOST):
        qtbot.keyClick(QApplication.focusWidget(), key, SHIFT if key == Qt.Key.Key_Backtab else NONE)
        met.append(focused(qtbot, page))
        if met[-1] is first:
            return met
        assert met[-1] not in met[:-1], f"{met[-1].accessibleName()!r} is a trap"
    raise AssertionError(f"the way does not end: {[one.accessibleName() for one in met[-8:]]}")


def there_and_back(qtbot, page):
    """Walk all the way round, and round the other way: the same stops, the other way about."""
    awake(qtbot, page)
    onward = trip(qtbot, page)
    back = trip(qtbot, page, Qt.Key.Key_Backtab)
    assert back[:-1] == onward[-2::-1]
    assert unnamed_controls(page) == []
    return onward


def reach(qtbot, page, wanted):
    """Press Tab until the keyboard is at what is wanted: a control, or a button with these words; return it."""
    awake(qtbot, page)
    for _ in range(MOST):
        now = focused(qtbot, page)
        if now is wanted or (
            isinstance(now, QPushButton | QToolButton) and wanted in (now.text(), now.accessibleName())
        ):
            return now
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    raise AssertionError(f"{wanted} is out of reach")


def pick(qtbot, page, button, words):
    """Open the menu of a button by keyboard and choose what has these words."""

    def choose():
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _ in range(20):
            qtbot.keyClick(menu, Qt.Key.Key_Down)
            if menu.activeAction() is not None and menu.activeAction().text() == words:
                qtbot.keyClick(menu, Qt.Key.Key_Return)
                return
        menu.close()
        raise AssertionError(f"the menu has no {words!r}")

    reach(qtbot, page, button)
    QTimer.singleShot(0, choose)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    if QApplication.activeModalWidget() is None:
        awake(qtbot, page)


def leave_dialog(qtbot, page):
    """Leave the open dialog by Esc; before that everything in it has a name."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert unnamed_controls(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    return dialog


def ask(qtbot, page):
    qtbot.keyClick(focused(qtbot, page), Qt.Key.Key_Return, CTRL)


def finished(qtbot, page):
    qtbot.waitUntil(lambda: not page.asking)


@pytest.mark.parametrize("kind", [PlaygroundPage, TalkPage, FinderPage])
def test_where_there_is_no_model_the_keyboard_leads_to_one(qtbot, show, provider, kind):
    provider.bases = [base_model(BASE, "Tiny model", state="absent")]
    page = show(kind, tuned=())
    qtbot.waitUntil(page.no_models.fetch.isVisible)
    there_and_back(qtbot, page)
    for words, wanted in (("Train a model", page.training_wanted), ("Connect to a provider", page.provider_wanted)):
        with qtbot.waitSignal(wanted):
            qtbot.keyClick(reach(qtbot, page, words), Qt.Key.Key_Return)
    qtbot.keyClick(reach(qtbot, page, page.no_models.fetch.button), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: provider.bases[0]["state"] == "pulling")
    provider.bases[0].update(state="ready", progress=1.0)
    qtbot.waitUntil(lambda: page.state == "content")
    there_and_back(qtbot, page)


@pytest.mark.parametrize("kind", [PlaygroundPage, TalkPage, FinderPage])
def test_where_nobody_tells_the_models_the_keyboard_tries_again(qtbot, show, provider, kind):
    provider.refuse("models", 500)
    page = show(kind)
    assert page.state == "problem"
    there_and_back(qtbot, page)
    qtbot.keyClick(reach(qtbot, page, "Try again"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.state == "content")
    there_and_back(qtbot, page)


def test_the_value_finder_without_a_project_leads_to_the_start(qtbot, show):
    page = show(FinderPage, "nothing")
    assert page.state == "empty"
    there_and_back(qtbot, page)
    with qtbot.waitSignal(page.start_wanted):
        qtbot.keyClick(reach(qtbot, page, "Go to Start"), Qt.Key.Key_Return)


def test_comparing_by_keyboard_alone(qtbot, show, provider, workspace):
    provider.speech = {BASE: Speech("I do not know.", waits_after=2), TUNED: Speech("cometh", breaks_after=0)}
    page = show(PlaygroundPage)
    board = page.comparison.board
    there_and_back(qtbot, page)
    ask(qtbot, page)
    qtbot.waitUntil(lambda: board.columns.all[0].pane.text == "I do" and board.columns.all[1].pane.problem is not None)
    there_and_back(qtbot, page)
    qtbot.keyClick(focused(qtbot, page), Qt.Key.Key_Escape)
    assert not page.asking
    provider.let_go()
    provider.speech = {}
    qtbot.keyClick(reach(qtbot, page, "Try again"), Qt.Key.Key_Return)
    finished(qtbot, page)
    pick(qtbot, page, board.columns.all[0].more, "Ask this model again")
    finished(qtbot, page)
    assert [side.pane.text for side in board.columns.all] == [f"{BASE} says hm.", f"{TUNED} says hm."]
    qtbot.keyClick(reach(qtbot, page, board.shade), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(board.columns.all[1].pane._answer.extraSelections()))
    pick(qtbot, page, board.columns.all[1].more, "Show the code for this request…")
    assert "Bearer $" in leave_dialog(qtbot, page).shown.text
    pick(qtbot, page, board.columns.all[1].more, "Settings of this column…")
    leave_dialog(qtbot, page)
    qtbot.keyClick(reach(qtbot, page, board.parameters._fold._button), Qt.Key.Key_Space)
    assert board.parameters.form.isVisible()
    there_and_back(qtbot, page)


def test_correcting_and_looking_back_by_keyboard_alone(qtbot, show, workspace, tmp_path):
    page = show(PlaygroundPage)
    board = page.comparison.board
    ask(qtbot, page)
    finished(qtbot, page)
    pick(qtbot, page, board.columns.all[1].more, "Make a training row of this answer…")
    dialog = QApplication.activeModalWidget()
    while QApplication.focusWidget() is not dialog.answer:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.answer, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(dialog.answer, "better")
    while "Take it" not in getattr(QApplication.focusWidget(), "text", str)():
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def learned():
        with workspace.project.reading() as connection:
            return [row for row in examples.page(connection, examples.ids(connection)) if row.note]

    qtbot.waitUntil(lambda: bool(learned()))
    assert learned()[0].example == Completion("question 15", "better")
    assert learned()[0].part is Part.TRAINING
    qtbot.keyClick(reach(qtbot, page, "Earlier…"), Qt.Key.Key_Return)
    past = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: past.chosen is not None)
    while "Save as…" not in getattr(QApplication.focusWidget(), "text", str)():
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    saving = QApplication.activeModalWidget()
    saving.selectFile(str(tmp_path / "kept.html"))
    saving.accept()
    qtbot.waitUntil((tmp_path / "kept.html").exists)
    qtbot.waitUntil(lambda: "Saved as" in past.said.text())
    assert f"{TUNED} says hm." in (tmp_path / "kept.html").read_text("utf-8")
    past.activateWindow()
    qtbot.keyClick(past.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_twelve_columns_are_walked_through_with_each_of_them_in_view(qtbot, show):
    page = show(PlaygroundPage, window=(900, 600))
    board = page.comparison.board
    while len(board.columns) < 12:
        qtbot.keyClick(reach(qtbot, page, "Add a model"), Qt.Key.Key_Return)
    met = there_and_back(qtbot, page)
    assert all(side.menu in met and side.more in met for side in board.columns.all)
    pick(qtbot, page, board.columns.all[11].more, "Remove this column")
    assert len(board.columns) == 11
    assert focused(qtbot, page) is board.columns.all[10].menu


def test_talking_by_keyboard_alone(qtbot, show, provider):
    page = show(TalkPage, talks())
    board = page.conversation.board
    there_and_back(qtbot, page)
    qtbot.keyClick(reach(qtbot, page, "Add a model"), Qt.Key.Key_Return)
    assert len(board.heads.all) == 2
    provider.speech = {TUNED: Speech("It cometh soon.", waits_after=2), BASE: Speech("no", breaks_after=0)}
    qtbot.keyClicks(reach(qtbot, page, board.box), "Whence?")
    ask(qtbot, page)
    views = page.conversation._display.turns.views
    qtbot.waitUntil(lambda: bool(views) and next(iter(views[0].answers.values())).pane.text == "It cometh")
    qtbot.waitUntil(lambda: list(views[0].answers.values())[1].pane.problem is not None)
    there_and_back(qtbot, page)
    qtbot.keyClick(focused(qtbot, page), Qt.Key.Key_Escape)
    assert not page.asking
    provider.let_go()
    provider.speech = {}
    qtbot.keyClick(reach(qtbot, page, "Try again"), Qt.Key.Key_Return)
    finished(qtbot, page)
    there_and_back(qtbot, page)
    tuned, base = views[0].answers.values()
    pick(qtbot, page, base.more, "Ask again")
    finished(qtbot, page)
    assert base.tries.words.text() == "2 of 2"
    pick(qtbot, page, tuned.more, "Show the code for this request…")
    leave_dialog(qtbot, page)
    pick(qtbot, page, tuned.more, "Make a training row of the conversation up to here…")
    leave_dialog(qtbot, page)
    qtbot.keyClick(reach(qtbot, page, views[0].said.change), Qt.Key.Key_Return)
    assert views[0].said.editor.box.hasFocus()
    there_and_back(qtbot, page)
    qtbot.keyClick(focused(qtbot, page), Qt.Key.Key_Escape)
    assert not views[0].said.editing
    pick(qtbot, page, board.heads.all[1].more, "Talk without this model")
    assert focused(qtbot, page) is board.heads.all[0].menu
    qtbot.keyClick(reach(qtbot, page, "Earlier…"), Qt.Key.Key_Return)
    leave_dialog(qtbot, page)
    qtbot.keyClick(reach(qtbot, page, "New conversation"), Qt.Key.Key_Return)
    assert focused(qtbot, page) is board.box


def test_finding_values_by_keyboard_alone(qtbot, show, provider, workspace):
    provider.answers = lambda _model, _question: Speech("so", waits_after=0 if len(provider.asked) >= 3 else None)
    page = show(FinderPage)
    qtbot.waitUntil(lambda: page.plan.voice is not None)
    page.plan.prompts.count.setValue(2)
    page.plan.repeats.setValue(1)
    there_and_back(qtbot, page)
    ask(qtbot, page)
    qtbot.waitUntil(lambda: page.searching.running and page.results.isVisible())
    there_and_back(qtbot, page)
    qtbot.keyClick(focused(qtbot, page), Qt.Key.Key_Escape)
    assert not page.searching.running
    provider.let_go()
    provider.answers = lambda _model, _question: Speech("so")
    there_and_back(qtbot, page)
    ask(qtbot, page)
    qtbot.waitUntil(lambda: not page.searching.unfinished and not page.searching.running)
    heat = reach(qtbot, page, page.results.heat)
    qtbot.keyClick(heat, Qt.Key.Key_Right)
    qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert focused(qtbot, page) is page.results.cell.list
    there_and_back(qtbot, page)
    with qtbot.waitSignal(page.compare_wanted):
        qtbot.keyClick(reach(qtbot, page, "Use in Compare"), Qt.Key.Key_Return)
    qtbot.keyClick(reach(qtbot, page, "Keep as preset…"), Qt.Key.Key_Return)
    leave_dialog(qtbot, page)
    with workspace.project.reading() as connection:
        (line,) = batches.listed(connection, [Kind.SWEEP])
    assert line.answered == line.size
