"""The self-test of an installed program: a line for each thing that works, in a home of its own."""

import os
import subprocess
import sys

BLIND = """
import importlib.util as found
looked = found.find_spec
found.find_spec = lambda name, package=None: None if name == "torch" else looked(name, package)
"""
"""Makes the engine believe that its training part is not installed, as it is not with the window's package alone."""


def self_test(tmp_path, **variables: str) -> "subprocess.CompletedProcess[str]":
    (tmp_path / "sitecustomize.py").write_text(BLIND)
    (tmp_path / "tmp").mkdir()
    inherited = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    surroundings = inherited | {"PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")} | variables
    command = [sys.executable, "-m", "desktop_app", "--smoke"]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=100)


def test_each_thing_that_works_has_its_line_and_nothing_is_left(home, tmp_path):
    before = sorted(home.rglob("*"))
    done = self_test(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:3]] == [["ok", "window"], ["ok", "rows"], ["ok", "engine"]]
    assert "120 rows of the sample" in lines[1]
    assert "training part is not installed" in lines[2]
    assert lines[3:] == ["ok  everything works"]
    assert list((tmp_path / "tmp").glob("tunedesk-self-test-*")) == []
    assert sorted(home.rglob("*")) == before, "the user's own home was touched"


def test_what_does_not_work_is_said_and_counts(tmp_path):
    broken = BLIND + "import csv\ndef reader(*_, **__): raise RuntimeError('broken on purpose')\ncsv.reader = reader\n"
    (tmp_path / "odd").mkdir()
    done = self_test(tmp_path / "odd", PYTHONPATH=_with(tmp_path, broken))
    assert done.returncode == 1, done.stdout
    assert done.stdout.startswith("ok  window")
    assert "\nno  " in done.stdout


def _with(tmp_path, source: str) -> str:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(source)
    return str(folder)
