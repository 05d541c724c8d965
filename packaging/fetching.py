"""Brings Python packages into `.venv` with pip, and PyTorch without CUDA where no card could use it."""

import json
import platform
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

from place import PYTHON, ROOT, VENV, Missing, listen, run, say

UNFINISHED = VENV / "tunedesk-unfinished"
"""Lies there while pip writes. If it is found at a start, pip was cut off and may have left half a package."""

NO_NETWORK = (
    "connection broken by",
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ProxyError",
    "Read timed out",
    "Network is unreachable",
    "Failed to fetch",
)
NO_TRUST = ("CERTIFICATE_VERIFY_FAILED", "confirming the ssl certificate")
NO_BUILD = ("No matching distribution found",)
NO_SPACE = ("No space left on device", "not enough space on the disk")
TOO_LONG = ("Long Path", "long path", "File name too long", "path too long")
REASONS = {
    NO_SPACE: "There is not enough free space in {venv} or in the temporary folder {temporary}: about 3 GB are needed, "
    "several more with an NVIDIA card. Make room, then start this again.",
    TOO_LONG: "The name of the folder {root} is too long for this system. Move it to a place with a shorter name, "
    "then start this again.",
    NO_TRUST: "The place from which TuneDesk's parts come shows a certificate that this computer does not trust. In "
    "companies and schools a proxy often stands between: ask for the file of its certificate, set the variable "
    "PIP_CERT to that file, then start this again. The installer's own words:\n{words}",
    NO_NETWORK: "What TuneDesk needs could not be fetched. Is this computer connected to the internet? "
    "Then start this again. The installer's own words:\n{words}",
    NO_BUILD: "One of the packages TuneDesk needs is not made for Python {python} on this computer ({system}). "
    "Start this again with another Python, for example python3.12. The installer's own words:\n{words}",
}
"""Signs in what pip said -> what it means and what to do; the first that fits is told."""


def pip(*arguments: str) -> None:
    """Run pip in `.venv`; raises Missing with the reason when it does not succeed."""
    UNFINISHED.touch()
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = listen(command)
    if done.returncode > 0 and _has(done.stderr, NO_NETWORK) and not _has(done.stderr, NO_TRUST):
        # Pip gives up when one of a hundred files comes too slowly; those in its cache it does not fetch again.
        say("The connection broke off. Trying once more ...")
        done = listen(command)
    # Pip fetches everything before it writes anything: without network, or without a build, `.venv` is as it was.
    if done.returncode == 0 or (done.returncode == 1 and _has(done.stderr, NO_NETWORK + NO_TRUST + NO_BUILD)):
        UNFINISHED.unlink()
    if done.returncode != 0:
        raise Missing(explain(done.stderr))


def explain(words: str) -> str:
    """Return what the words of pip or uv mean for the user."""
    values = {
        "venv": VENV,
        "root": ROOT,
        "temporary": tempfile.gettempdir(),
        "python": platform.python_version(),
        "system": f"{platform.system()}, {platform.machine()}",
        "words": _last(words),
    }
    for signs, sentence in REASONS.items():
        if _has(words, signs):
            return sentence.format(**values)
    return f"Python's installer could not finish. Its own words:\n{words.strip()[-2000:]}"


def install_torch() -> None:
    """Install PyTorch, without gigabytes of CUDA on a Linux computer that has no NVIDIA card."""
    torch = torch_requirement()
    if has_torch(torch):
        return
    if sys.platform != "linux" or has_nvidia() or not brings_cuda(torch):
        pip("install", "--quiet", torch)
        return
    say("This computer has no NVIDIA card: taking PyTorch's smaller build for processors.")
    pip("install", "--quiet", "uv")
    UNFINISHED.touch()
    done = listen(uv_command(torch))
    if done.returncode in (0, 1, 2):  # uv ended by itself, and what it fetched is whole
        UNFINISHED.unlink()
    if done.returncode != 0:
        raise Missing(
            f"PyTorch's build for processors could not be fetched. Start this again when its place can be reached, or "
            f'take the build with CUDA, which works without a card but is several GB larger: "{PYTHON}" -m pip install '
            f"{torch}  (then start this again)\n{done.stderr.strip()[-500:]}"
        )


def uv_command(torch: str) -> "list[str | Path]":
    """Return uv's command line; what PyTorch needs besides comes with pip, which knows the user's own settings."""
    options = ["--torch-backend", "cpu", "--no-deps", "--compile-bytecode", "--system-certs", "--quiet"]
    return [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, *options, torch]


def torch_requirement() -> str:
    """Return PyTorch's line in pyproject.toml, "torch==" and a version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return next(line for line in project["optional-dependencies"]["engine"] if line.startswith("torch=="))


def has_torch(requirement: str) -> bool:
    """Tell whether `.venv` holds that PyTorch already, in whatever build."""
    question = "import importlib.metadata as m, sys; sys.exit(m.version('torch').split('+')[0] != sys.argv[1])"
    return run([PYTHON, "-c", question, requirement.removeprefix("torch==")], quiet=True) == 0


def has_nvidia(driver: Path = Path("/proc/driver/nvidia/version")) -> bool:
    """Tell whether an NVIDIA card with its driver is there."""
    return shutil.which("nvidia-smi") is not None or driver.exists()


def brings_cuda(requirement: str) -> bool:
    """Tell whether pip, left alone, would bring the CUDA libraries along; only metadata is fetched to find out."""
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--dry-run", "--no-deps", "--ignore-installed"]
    command += ["--report", "-", requirement]
    # fast-deps reads the metadata out of the far file where the index does not give it; else pip fetched it all.
    found = listen([*command, "--use-feature=fast-deps"])
    if found.returncode == 2:  # a pip that does not know this option any more
        found = listen(command)
    if found.returncode != 0:
        raise Missing(explain(found.stderr))
    needs = json.loads(found.stdout)["install"][0]["metadata"].get("requires_dist", [])
    return any(need.startswith(("nvidia-", "cuda-")) for need in needs)


def _last(words: str) -> str:
    """Return what the installer said last: a few lines, each once and none of them endless."""
    lines = dict.fromkeys(line.strip()[:200] for line in words.splitlines() if line.strip())
    return "\n".join([*lines][-4:])


def _has(words: str, signs: "tuple[str, ...]") -> bool:
    return any(sign in words for sign in signs)
