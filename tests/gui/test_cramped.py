"""Editing on a disk that is full or taken away: see tests/gui/cramped.py, which plays it in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs a disk of its own"),
    pytest.mark.timeout(240),
]
ROOT = Path(__file__).resolve().parents[2]
SMALL_DISK = "mount -t tmpfs -o size=3m none {0} && exec {1} -m tests.gui.cramped {0}"


def test_nothing_is_lost_where_the_disk_is_full_or_taken_away(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.gui.cramped", str(folder)]
    if _disks_can_be_made():
        command = ["unshare", "-rm", "sh", "-c", SMALL_DISK.format(folder, sys.executable)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all of it held" in done.stdout


def _disks_can_be_made() -> bool:
    """Tell whether this system lets anybody mount a disk that only they see."""
    if shutil.which("unshare") is None:
        return False
    trial = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/tmp"]
    return subprocess.run(trial, capture_output=True, check=False, timeout=60).returncode == 0
