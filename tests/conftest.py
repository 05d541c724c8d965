"""What holds for every test: Qt without a screen, a home of its own, and in CI no test that silently stays away."""

import faulthandler
import gc
import os
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for variable in [name for name in os.environ if name.startswith("OPENAI_")]:
    del os.environ[variable]

import pytest  # noqa: E402 - after the environment it must see
from hypothesis import HealthCheck, settings  # noqa: E402 - as above

from desktop_app.gui.plain_import import import_plainly  # noqa: E402 - as above
from desktop_app.store import project  # noqa: E402 - as above
from desktop_app.store.connection import settle  # noqa: E402 - as above

# A time limit for each example would tell of the machine and what else it does, not of the program.
settings.register_profile("no haste", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no haste")


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """Give each test a data folder of its own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TUNEDESK_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def one_day_for_ever(monkeypatch):
    """Let every test be on the same day: models of providers end, and what is said of them depends on when one asks."""

    class Day(date):
        @classmethod
        def today(cls):
            return cls(2026, 11, 22)

    monkeypatch.setattr("desktop_app.settings.today.date", Day)


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    """Let projects leave it to the system when it brings their writes to the disk, which takes most of a short test.

    No process that is killed loses anything by it; a power cut, which would, is nothing a test can make.
    """

    def quick(connection):
        settle(connection)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(project, "settle", quick)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Search for garbage in this thread alone, from before a test with Qt until nothing holds on to its parts any more.

    As in the program (gui.sweeper): were another thread to search, it would take objects of Qt away, or an event of
    theirs. What a test asked for goes only when all is over, and the next test may well have threads. What stands
    before is not searched again and again: heavy libraries are large.
    """
    if "qapp" not in item.fixturenames:
        return (yield)
    gc.freeze()
    gc.disable()
    try:
        return (yield)
    finally:
        with _naming(item):
            gc.collect()
        gc.enable()


@contextmanager
def _naming(item):
    """Write down which test it was that left open what is found now: pytest blames the next one for it."""
    told, hook = item.config.stash.get(TOLD, sys.stderr), sys.unraisablehook

    def blame(left):
        told.write(f"{item.nodeid} left {left.object!r}\n")
        told.flush()
        hook(left)

    sys.unraisablehook = blame
    try:
        yield
    finally:
        sys.unraisablehook = hook


ENGINE = Path(__file__).parent / "engine"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes longest, then the engine's ring, so that no processor stands idle in the end.

    A module takes long when a test in it asks for a time limit of its own. Neighbours in the order stay in one
    process as far as it goes, so the ring's engine is started and its job is trained once, not once a process.
    """
    long = {item.path for item in items if item.get_closest_marker("timeout")}
    items.sort(key=lambda item: (item.path not in long, ENGINE not in item.path.parents))


FAULTS = "TUNEDESK_TEST_FAULTS"
"""Names the folder where processes that run tests write where they were when they crashed."""
TOLD = pytest.StashKey[IO[str]]()


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Let each process that runs tests write down where it crashes: what it says to the terminal is lost in between."""
    import_plainly()
    if hasattr(config, "workerinput"):
        place = Path(os.environ[FAULTS], f"{config.workerinput['workerid']}.txt")
        told = place.open("w")
        config.add_cleanup(told.close)
        config.stash[TOLD] = told
        faulthandler.enable(file=told)
    else:
        os.environ[FAULTS] = tempfile.mkdtemp(prefix="faults-")


def pytest_runtest_setup(item):
    """Write crashes down again, whoever did so in the test before: the program, which left off or did not."""
    if TOLD in item.config.stash:
        faulthandler.enable(file=item.config.stash[TOLD])


def pytest_terminal_summary(terminalreporter):
    """Say where a process crashed, below the list of what did not pass."""
    for each in sorted(Path(os.environ[FAULTS]).glob("*.txt")):
        lines = each.read_text(errors="replace").splitlines()
        for line in [line for line in lines if "site-packages" not in line][:25]:
            terminalreporter.write_line(f"{each.stem}: {line}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """In CI a skipped test is a missing program, and that is a fault."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("CI counts a skipped test as a failure.", red=True)
