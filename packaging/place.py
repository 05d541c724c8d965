"""Where this checkout lies, how a command is run in it and how something is said.

Only Python's standard library is used in this folder: it runs before anything is installed.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
Part = str | Path


class Missing(Exception):  # noqa: N818 - it is no fault of anybody
    """Something these scripts cannot bring themselves; the text says what and how to get it."""


def run(command: Sequence[Part], *, quiet: bool = False) -> int:
    """Run a command in the project's folder, its output shown unless `quiet`; returns its exit code."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run([str(c) for c in command], cwd=ROOT, stdout=output, stderr=output, check=False).returncode


def listen(command: Sequence[Part]) -> "subprocess.CompletedProcess[str]":
    """Run a command in the project's folder and keep what it says, whatever bytes that may be."""
    return subprocess.run(
        [str(c) for c in command], cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
    )


def say(sentence: str) -> None:
    """Print a sentence at once, also where the terminal cannot show every letter of a folder's name."""
    encoding = sys.stdout.encoding or "utf-8"
    print(sentence.encode(encoding, "replace").decode(encoding), flush=True)
