"""What every test with Qt gets: no screen, an empty home of its own, and proof that nothing was left behind."""

import asyncio
import functools
import gc
import os
import threading
from contextlib import ExitStack

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QLocale, QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop_app.app import Program
from desktop_app.crash import CrashBorder
from desktop_app.gui.background import Background
from desktop_app.gui.doing import Doing
from desktop_app.gui.theme.theme import Theme
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.work.apart import Apart
from tests.cloud.server import Cloud
from tests.fake_provider import TUNED, FakeProvider
from tests.gui.accessible import StrayWindows
from tests.sites import sites as make_sites

PATIENCE_S = 40
"""As long as a busy machine may take for anything at all."""
WRITING_MS = 5000
"""As long as a write may take that a test began; one that it holds up on purpose is not waited for any longer."""


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Keep preferences, logs and projects of a test in its own folder."""
    home = tmp_path / "home"
    monkeypatch.setenv("TUNEDESK_HOME", str(home))
    QStandardPaths.setTestModeEnabled(True)
    return home


@pytest.fixture(autouse=True)
def nothing_left(request):
    """Fail a test that leaves a window, a thread or a held mouse button behind; empty the clipboard.

    What the clipboard holds crashes the exit; a button that is held down changes what the next test sees.
    """
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("qapp")
    QTest.keyClick(QWidget(), Qt.Key.Key_F35)  # else Qt believes Ctrl or Shift held after the last test
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
    before = set(map(id, QApplication.topLevelWidgets()))
    threads, numbers = set(threading.enumerate()), QLocale()
    yield
    app.clipboard().clear()
    QLocale.setDefault(numbers)
    gc.collect()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in before]
    # Menus of a menu bar and list popups of combo boxes are windows of their own; their owner counts.
    owned = [w for w in left if w.parent() is not None]
    names = [f"{type(w).__name__} {w.windowTitle()!r} {w.objectName()!r}" for w in left if w not in owned]
    assert not names, f"windows left open: {names}"
    held = QApplication.mouseButtons()
    if held != Qt.MouseButton.NoButton:
        QTest.mouseRelease(QWidget(), held)
        pytest.fail(f"the mouse is still held down: {held}")
    late = [t.name for t in threading.enumerate() if t not in threads and t.name == "background"]
    assert not late, f"threads left running: {late}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Let the writes of a test come to their end while the page that made them still stands, as in the program."""
    workspace = item.funcargs.get("workspace")
    if workspace is not None and workspace.project is not None:
        limit = QDeadlineTimer(WRITING_MS)
        while workspace.findChild(Doing) is not None and not limit.hasExpired():
            QTest.qWait(1)
    return (yield)


@pytest.fixture
def no_stray_windows(qapp):
    """Fail the test if anything but a main window, dialog or menu was ever shown as a window of its own."""
    watcher = StrayWindows()
    qapp.installEventFilter(watcher)
    yield watcher
    qapp.removeEventFilter(watcher)
    assert watcher.found == []


@pytest.fixture
def provider(own_home):
    """Lend a server that speaks the engine's routes; `engine` finds it."""
    with FakeProvider(own_home / "engine") as made:
        yield made


@pytest.fixture
def program(qapp, qtbot, theme, provider):
    """Show the whole program, whose engine is played by the fake provider."""
    provider.tuned = [(TUNED, 200)]
    border = CrashBorder(paths.log_dir())
    made = Program(qapp, border)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()
    border.stop()
    made.deleteLater()


@pytest.fixture
def engine(own_home, provider):
    """Return the engine whose part the server plays."""
    return LocalEngine(own_home / "engine")


@pytest.fixture
def workspace(qapp, background):
    """Return a workspace without a project; one that a test opens in it is closed in the end."""
    made = Workspace(background)
    yield made
    made.close()


@pytest.fixture
def parts(workspace, background, sites):
    """Return what rooms that ask models are made from."""
    return workspace, background, sites


@pytest.fixture
def sites(engine, own_home):
    """Return where trainings can run: the engine, and the connections a test adds."""
    return make_sites(engine, own_home)


@pytest.fixture
def training_parts(workspace, background, sites):
    """Return what the training room is made from."""
    return workspace, background, sites


@pytest.fixture
def in_window(qtbot, theme, no_stray_windows):
    """Return a function that shows a page in an active window of this size."""

    windows = []

    def shown(page, width=1000, height=760):
        window = QMainWindow()
        windows.append(window)
        window.setCentralWidget(page)
        window.resize(width, height)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return page

    yield shown
    windows.clear()


@pytest.fixture
def qtbot(qtbot):
    """Let a wait take as long as a busy machine needs: it says what must happen, not how fast."""
    for name in ("waitUntil", "waitSignal", "waitSignals"):
        setattr(qtbot, name, functools.partial(getattr(qtbot, name), timeout=1000 * PATIENCE_S))
    return qtbot


@pytest.fixture
def undressed(monkeypatch):
    """Leave the style sheet away where a module looks at what a room does, not at how it looks.

    A room with the sheet takes a third longer to make. What dressed rooms look like is proven by the pictures, the
    walks and other modules.
    """
    monkeypatch.setattr("desktop_app.gui.theme.theme.sheet", lambda _table, _percent: "")


@pytest.fixture
def theme(qapp, qtbot, monkeypatch):
    """Return the theme in its light palette at 100 %, and undo what the test changes.

    Each window that the test hands to qtbot wears it, as the program's own window does.
    """
    made = Theme(qapp)
    made.apply("light")
    made.set_text_size(100)
    add = qtbot.addWidget

    def add_dressed(widget, **options):
        add(widget, **options)
        if widget.parent() is None and not widget.styleSheet():
            made.dress(widget)

    monkeypatch.setattr(qtbot, "addWidget", add_dressed)
    yield made
    made.apply("light")
    made.set_text_size(100)
    made.deleteLater()


class Faults(list):
    """Collects the faults that reached the borders of a Background."""

    def unexpected(self, fault):
        self.append(fault)

    def on_problem(self, problem):
        self.append(problem)


@pytest.fixture
def faults():
    """Return the list of faults that nobody in the room took."""
    return Faults()


@pytest.fixture
def apart():
    """Return what work is done with in a process of its own, which is ended when nobody asks it any more."""
    made = Apart()
    yield made
    asyncio.run(made.close())


@pytest.fixture
def clouds():
    """Return a function that makes a provider, which listens until whoever asks it is gone.

    Connections whose server has left while they are asked through are lost, where the work is cancelled in the very
    moment in which two of them are let go of: httpcore shields that from anyio's cancelling alone, not from asyncio's.
    """
    with ExitStack() as until_then:
        yield lambda *dialect: until_then.enter_context(Cloud(*dialect))


@pytest.fixture
def background(request, qapp, faults, clouds):
    """Return a running Background; it must stop in time, and unexpected faults must have been looked at.

    What its work asks lives longer than it does.
    """
    engine, sites, _ = (
        request.getfixturevalue(name) if name in request.fixturenames else None for name in ("engine", "sites", "apart")
    )

    async def hang_up():
        if sites is not None:
            await sites.reach.close()
        if engine is not None:
            await engine.close()

    made = Background(faults.unexpected, faults.on_problem)
    made.start()
    yield made
    assert made.stop(PATIENCE_S, hang_up()), "the background did not stop"
