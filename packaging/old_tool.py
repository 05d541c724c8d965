"""Fetches the old `prepare_data` tool, against which the check-up is tested; it is no part of TuneDesk."""

import tempfile
import zipfile
from pathlib import Path

from place import PYTHON, ROOT, listen, say

WANTED = "openai==0.28.1"
FOLDER = ROOT / ".cache" / "openai-0.28.1"
MODULE = "openai/validators.py"


def fetch() -> None:
    """Put its one module into `.cache` unless it is there; say so if it cannot be had, its tests are skipped then."""
    if (FOLDER / MODULE).is_file():
        return
    with tempfile.TemporaryDirectory() as folder:
        download = ["-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--dest", folder]
        done = listen([PYTHON, *download, WANTED])
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            say(f"The old tool ({WANTED}) could not be fetched; the tests against it are skipped.")
            return
        with zipfile.ZipFile(wheels[0]) as wheel:
            code = wheel.read(MODULE)
    place, part = FOLDER / MODULE, (FOLDER / MODULE).with_suffix(".part")
    place.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(code)
    part.replace(place)
