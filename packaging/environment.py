"""Sets up everything TuneDesk needs in the folder `.venv`, or names in one sentence what is missing.

Only Python's standard library is used here: this runs before anything is installed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "tunedesk-installed"
QT_PACKAGES = [
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "libglib2.0-0",
    "libxcb-cursor0",
    "libxkbcommon-x11-0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
]


class Missing(Exception):  # noqa: N818 - it is no fault of anybody
    """Something this script cannot bring itself; the text says what and how to get it."""


def prepare(extras: str) -> None:
    """Make `.venv` hold TuneDesk with these extras ("engine" or "engine,test"); quick if it already does."""
    wanted = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + f"{extras}{sys.version}{ROOT}".encode()
    ).hexdigest()
    have = STAMP.read_text().split() if STAMP.is_file() else []
    if wanted not in have:
        make_venv()
        say("Installing what TuneDesk needs (a few minutes, once) ...")
        pip("install", "--quiet", "--upgrade", "pip")
        install_torch()
        pip("install", "--quiet", "--editable", f"{ROOT}[{extras}]")
        STAMP.write_text("\n".join([*have, wanted]))
    check_qt()


def make_venv() -> None:
    """Create `.venv`; on Debian and Ubuntu the module for it is a package of its own."""
    if PYTHON.is_file() and run([PYTHON, "-m", "pip", "--version"], quiet=True) == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if run([sys.executable, "-c", "import ensurepip, venv"], quiet=True) != 0:
        install_packages([package], why="Python's venv module is missing")
    shutil.rmtree(VENV, ignore_errors=True)
    if run([sys.executable, "-m", "venv", VENV]) != 0:
        raise Missing(f"Python could not make the folder {VENV}: see its own words above.")


def install_torch() -> None:
    """Install PyTorch, without gigabytes of CUDA on a Linux computer that has no NVIDIA card."""
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    torch = next(requirement for requirement in extra["engine"] if requirement.startswith("torch=="))
    if sys.platform != "linux" or has_nvidia() or not brings_cuda(torch):
        pip("install", "--quiet", torch)
        return
    say("This computer has no NVIDIA card: taking PyTorch's smaller build for processors.")
    pip("install", "--quiet", "uv")
    command = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, "--torch-backend", "cpu", torch]
    if run(command) != 0:
        raise Missing(
            f"PyTorch's build for processors could not be fetched. Install it yourself into {VENV} "
            f"({torch}, CPU build), then start this again."
        )


def has_nvidia() -> bool:
    """Tell whether an NVIDIA card with its driver is there."""
    return shutil.which("nvidia-smi") is not None or Path("/proc/driver/nvidia/version").exists()


def brings_cuda(requirement: str) -> bool:
    """Tell whether pip, left alone, would bring the CUDA libraries along; only metadata is fetched to find out."""
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--dry-run",
        "--no-deps",
        "--ignore-installed",
        "--report",
        "-",
    ]
    found = subprocess.run([*map(str, command), requirement], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise Missing(
            f"{requirement} cannot be fetched. Is this computer connected to the internet?\n{found.stderr[-500:]}"
        )
    needs = json.loads(found.stdout)["install"][0]["metadata"].get("requires_dist", [])
    return any(need.startswith(("nvidia-", "cuda-")) for need in needs)


def check_qt() -> None:
    """See that Qt finds its system libraries; install them where that is possible."""
    if run([PYTHON, "-m", "desktop_app.preflight"], quiet=True) == 0:
        return
    install_packages(QT_PACKAGES, why="Qt's system libraries are missing")
    if run([PYTHON, "-m", "desktop_app.preflight"]) != 0:
        raise Missing("Qt still misses the library named above; install it with your system's package manager.")


def install_packages(packages: "list[str]", why: str) -> None:
    """Install Debian packages when we may, else say which ones are needed."""
    may = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not may:
        raise Missing(f"{why}. Install with: sudo apt install {' '.join(packages)}  (then start this again)")
    say(f"{why}: installing {' '.join(packages)}")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=quietly, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Missing(f"{why}, and `{' '.join(command)}` did not succeed:\n{done.stderr[-1500:]}")


def pip(*arguments: str) -> None:
    """Run pip in `.venv`."""
    if run([PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments]) != 0:
        raise Missing(
            f"`pip {' '.join(arguments)}` did not succeed; its own words are above. "
            "Is this computer connected to the internet, and is there enough free disk space (about 3 GB)?"
        )


def run(command: "list[object]", *, quiet: bool = False) -> int:
    """Run a command in the project's folder and return its exit code."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run([str(c) for c in command], cwd=ROOT, stdout=output, stderr=output, check=False).returncode


def say(sentence: str) -> None:
    """Print a sentence at once."""
    print(sentence, flush=True)
