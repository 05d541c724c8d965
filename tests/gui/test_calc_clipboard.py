"""Blocks of cells survive the way to a real LibreOffice Calc and back."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.gui.calc_session import HARD, PLAIN

PYTHON = "/usr/bin/python3"
NEEDED = ("Xvfb", "openbox", "xdotool", "soffice")
missing = [name for name in NEEDED if shutil.which(name) is None]


@contextmanager
def running(command: list[str], **options):
    """Lend a process; it and all it started are ended in the end."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


@pytest.mark.system
@pytest.mark.timeout(300)
@pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=f"not installed: {', '.join(missing)}")
def test_blocks_survive_the_way_to_calc_and_back(tmp_path):
    with ExitStack() as stack:
        options = {"stderr": subprocess.DEVNULL}
        screen = stack.enter_context(
            running(
                ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24"],
                stdout=subprocess.PIPE,
                text=True,
                **options,
            )
        )
        display = f":{screen.stdout.readline().strip()}"
        home = {"HOME": str(tmp_path), "TUNEDESK_HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(tmp_path)}
        environment = os.environ | home | {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen", "QT_QPA_PLATFORM": "xcb"}
        pipe = f"tunedesk{os.getpid()}"
        stack.enter_context(running(["openbox"], env=environment, **options))
        calc = ["soffice", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
        calc += [f"--accept=pipe,name={pipe};urp;", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"]
        stack.enter_context(running(calc, env=environment, stdout=subprocess.DEVNULL, **options))
        session = [sys.executable, "-m", "tests.gui.calc_session", str(tmp_path), pipe, PYTHON]
        root = Path(__file__).parents[2]
        done = subprocess.run(
            session, env=environment, cwd=root, capture_output=True, text=True, timeout=250, check=False
        )
    assert done.returncode == 0, done.stderr + done.stdout
    found = {name: [tuple(row) for row in rows] for name, rows in json.loads(done.stdout.splitlines()[-1]).items()}
    assert found == {
        "plain to calc": PLAIN,
        "hard to calc": HARD,
        "hard from calc": HARD,
        "plain from calc": PLAIN,
    }
