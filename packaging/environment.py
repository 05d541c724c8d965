"""Sets up everything TuneDesk needs in the folder `.venv`, or names in one sentence what is missing."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from fetching import UNFINISHED, install_torch, pip
from place import PYTHON, ROOT, VENV, Missing, listen, run, say
from turns import only_one

sys.path.insert(0, str(ROOT))
from desktop_app import preflight  # found only after the line above; it needs nothing but Python

STAMP = VENV / "tunedesk-installed"
"""Says for which state of this folder which extras were installed."""
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
OF_TESTS = {"libgomp.so.1": "libgomp1"}
"""Library that llama.cpp needs, to which tests give what was exported -> the Debian package that brings it."""


def prepare(extras: str) -> None:
    """Make `.venv` hold TuneDesk with these extras ("engine" or "engine,test"); quick if it already does."""
    try:
        with only_one():
            if not is_ready(extras):
                install(extras)
            if why_not_qt():
                say("The folder .venv is damaged: making it anew.")
                UNFINISHED.touch()
                install(extras)
                words = why_not_qt()
                if words:
                    raise Missing(f"Setting {VENV} up anew did not help: Qt cannot be loaded.\n{words[-1000:]}")
    except PermissionError as error:
        raise Missing(
            f"{error.filename or ROOT} may not be written by you. Give the folder {ROOT} to yourself, or put a copy of "
            "it where you may write, then start this again."
        ) from error


def is_ready(extras: str) -> bool:
    """Tell whether nothing has to be installed."""
    return PYTHON.is_file() and not UNFINISHED.exists() and set(extras.split(",")) <= installed()


def installed() -> "set[str]":
    """Return the extras that are installed for the present state of this folder."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return set(stamp["extras"]) if stamp["state"] == state() else set()
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def state() -> str:
    """Return a mark that changes when the folder is moved, Python is another one or the requirements change."""
    place = f"{VERSION}\0{ROOT}".encode("utf-8", "surrogateescape")
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + place).hexdigest()


def install(extras: str) -> None:
    """Make or repair `.venv` and bring everything into it."""
    install_packages(missing_packages(extras))
    if not venv_fits():
        make_venv()
    STAMP.unlink(missing_ok=True)
    say("Installing what TuneDesk needs (a few minutes, once). First PyTorch ...")
    pip("install", "--quiet", "--upgrade", "pip")  # older ones download a package to see its metadata
    install_torch()
    say("Now Qt and the rest ...")
    pip("install", "--quiet", "--editable", f".[{extras}]")
    make_way_relative()
    STAMP.write_text(json.dumps({"state": state(), "extras": extras.split(",")}), encoding="utf-8")


def make_way_relative() -> None:
    """Write the way from `.venv` to this folder without the names on it."""
    # Pip writes it in UTF-8, and Python before 3.13 reads it in the language of the system: one umlaut in the folder's
    # name, and it does not find TuneDesk (Windows) or does not even start (a terminal without a language).
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    for way in packages.glob("*tunedesk*.pth"):
        way.write_text(Path(os.path.relpath(ROOT, packages)).as_posix() + "\n", encoding="ascii")


def venv_fits() -> bool:
    """Tell whether `.venv` is whole and was made here for this Python; a moved one has wrong paths in its scripts."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    told = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    version = told.get("version") or told.get("version_info", "")
    here = "command" not in told or os.path.normcase(told["command"]).endswith(" " + os.path.normcase(VENV))
    if not (here and version.startswith(VERSION + ".") and PYTHON.is_file()) or UNFINISHED.exists():
        return False
    return run([PYTHON, "-m", "pip", "--version"], quiet=True) == 0


def make_venv() -> None:
    """Create `.venv` from nothing."""
    shutil.rmtree(VENV, ignore_errors=True)
    made = listen([sys.executable, "-m", "venv", VENV])
    if made.returncode != 0:
        raise Missing(
            f"Python could not make the folder {VENV}. May you write there, and is there space left? Its own words:\n"
            f"{(made.stdout + made.stderr).strip()[-1000:]}"
        )


def missing_packages(extras: str) -> "list[str]":
    """Return the Debian packages of what no Python package brings: Python's venv module, libraries."""
    missing = [] if importlib.util.find_spec("ensurepip") else [f"python{VERSION}-venv"]
    missing += preflight.missing_packages()
    if "test" in extras.split(",") and sys.platform == "linux":
        missing += [package for library, package in OF_TESTS.items() if not preflight.is_there(library)]
    return missing


def why_not_qt() -> str:
    """Return why Qt cannot be loaded out of `.venv`, "" if it can; what it misses elsewhere is installed or Missing."""
    command = [PYTHON, "-m", "desktop_app.preflight"]
    seen = listen(command)
    if seen.returncode == preflight.LIBRARY_MISSING:
        install_packages(preflight.missing_packages())
        seen = listen(command)
        if seen.returncode == preflight.LIBRARY_MISSING:
            raise Missing(seen.stderr.strip())
    return "" if seen.returncode == 0 else seen.stderr.strip() or f"Python ended with {seen.returncode}."


def install_packages(packages: "list[str]") -> None:
    """Install Debian packages when we may, else say which ones are needed."""
    if not packages:
        return
    names = " ".join(packages)
    why = "TuneDesk needs some system packages that are not there"
    if shutil.which("apt-get") is None:
        raise Missing(
            f"{why}: install them with your system's package manager, then start this again. "
            f"On Debian and Ubuntu they are called: {names}"
        )
    if os.geteuid() != 0:
        raise Missing(f"{why}. Install them with: sudo apt install {names}  (then start this again)")
    say(f"{why}: installing {names}")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=quietly, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode != 0:
            raise Missing(
                f"{why}, and `{' '.join(command)}` did not succeed; see to it, then start this again. Its own words:\n"
                f"{done.stderr.strip()[-1500:]}"
            )
