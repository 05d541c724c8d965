"""What holds for every test: Qt without a screen, a home of its own, and in CI no test that silently stays away."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for variable in [name for name in os.environ if name.startswith("OPENAI_")]:
    del os.environ[variable]

import pytest  # noqa: E402 - after the environment it must see


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """Give each test a data folder of its own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TUNEDESK_HOME", str(folder))
    return folder


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """In CI a skipped test is a missing program, and that is a fault."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("CI counts a skipped test as a failure.", red=True)
