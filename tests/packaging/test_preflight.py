"""Before the window: what Qt misses is named together with what brings it."""

import os
import subprocess
import sys

import pytest

from desktop_app import preflight
from tests.packaging.folder import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings all it needs")


@pytest.fixture
def ask(tmp_path):
    """Run the preflight with a PySide6 that ends like this; returns its exit code and its words."""

    def run(source: str, **environment: str) -> tuple[int, str]:
        (tmp_path / "PySide6").mkdir(exist_ok=True)
        (tmp_path / "PySide6" / "__init__.py").write_text(source)
        kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM")}
        surroundings = kept | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"} | environment
        command = [sys.executable, "-P", "-m", "desktop_app.preflight"]
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    return run


def lacks(words: str) -> str:
    return f"raise ImportError({words!r})"


def test_nothing_is_said_when_nothing_is_missing(ask):
    assert ask("QtWidgets = 'here'") == (0, "")


@pytest.mark.parametrize(("library", "package"), preflight.PACKAGES.items())
def test_each_library_is_named_with_its_package(library, package):
    assert f"the system library {library} is missing. Install it with: sudo apt install {package}," in (
        preflight.sentence(library)
    )


def test_a_library_that_cannot_be_loaded_is_named(ask):
    code, words = ask(lacks("libGL.so.1: cannot open shared object file: No such file or directory"))
    assert code == preflight.LIBRARY_MISSING
    assert "libGL.so.1" in words
    assert "sudo apt install libgl1," in words
    assert len(words.splitlines()) == 1


def test_a_library_of_another_package_is_named_too(ask):
    code, words = ask(lacks("libodd.so.3: cannot open shared object file: No such file or directory"))
    assert code == preflight.LIBRARY_MISSING
    assert "libodd.so.3" in words
    assert "package manager" in words


@pytest.mark.parametrize(
    "words",
    [
        "libQt6Core.so.6: cannot open shared object file: No such file or directory",
        "/x/PySide6/QtCore.abi3.so: undefined symbol: _ZN9",
        "No module named 'shiboken6'",
    ],
)
def test_what_belongs_to_qt_itself_is_no_system_library(ask, words):
    code, said = ask(lacks(words))
    assert code == preflight.QT_DAMAGED
    assert words in said
    assert "apt" not in said


def test_on_an_x_screen_its_plugin_is_looked_at(ask):
    assert ask("QtWidgets = 'here'", DISPLAY=":99")[0] == preflight.QT_DAMAGED  # this PySide6 has no plugin
    assert ask("QtWidgets = 'here'", DISPLAY=":99", QT_QPA_PLATFORM="offscreen")[0] == 0
    assert ask("QtWidgets = 'here'", QT_QPA_PLATFORM="xcb")[0] == preflight.QT_DAMAGED


def test_the_real_qt_of_these_tests_is_whole(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert preflight.missing_library(for_screen=True) is None


@pytest.mark.parametrize(
    ("always", "screen", "display", "missing"),
    [
        ({"libc.so.6": "libc6"}, {"libodd.so.1": "odd"}, "", []),
        ({"libc.so.6": "libc6"}, {"libodd.so.1": "odd"}, ":9", ["odd"]),
        ({"libc.so.6": "libc6", "libodd.so.2": "even"}, {"libodd.so.1": "odd"}, "", ["even", "odd"]),
    ],
)
def test_packages_are_asked_for_once_and_only_if_something_is_needed(monkeypatch, always, screen, display, missing):
    monkeypatch.setattr(preflight, "QT", always)
    monkeypatch.setattr(preflight, "PACKAGES", always | screen)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert preflight.missing_packages() == missing


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_screen_is_known_by_its_name(monkeypatch, name):
    for other in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(other, raising=False)
    assert not preflight.has_screen()
    monkeypatch.setenv(name, "x")
    assert preflight.has_screen()
