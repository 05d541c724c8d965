"""What the engine's heavy half consists of: its packages with licences and sizes, in the versions it was tried with."""

import json
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.settings import paths
from desktop_app.work.pip_run import Wanted

_CARD = Path("/proc/driver/nvidia/version")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the heavy half consists of: modules to try, requirements, their licences, bytes, and further places.

    `pinned` are the versions and checksums this TuneDesk was tried with on this kind of computer; may be empty.
    `index` is where PyTorch's build for processors lies, which is asked where the usual one brings gigabytes for cards.
    """

    modules: tuple[str, ...]
    requirements: tuple[str, ...]
    licences: Mapping[str, str]
    download: int
    disk: int
    pinned: tuple[Wanted, ...] = ()
    index: str = ""
    card: bool = False

    @property
    def named(self) -> tuple[tuple[str, str, str], ...]:
        """Return name, version (or which ones will do) and licence of each package that is asked for."""
        known = {each.name: each.version for each in self.pinned}
        names = [(line, line.split("=")[0].rstrip("<>~!")) for line in self.requirements]
        return tuple(
            (n, known.get(n, line[len(n) :].removeprefix("==")), self.licences.get(n, "")) for line, n in names
        )


def parts() -> Parts:
    """Return what the heavy half consists of for this Python on this computer."""
    told = json.loads(paths.resource("engine", "parts.json").read_text(encoding="utf-8"))
    card = sys.platform == "linux" and (shutil.which("nvidia-smi") is not None or _CARD.exists())
    sizes = told["with_card" if card else "plain"]
    pinned = () if card else _pinned()
    return Parts(
        tuple(told["modules"]),
        tuple(told["requirements"]),
        told["licences"],
        int(sizes["download"]),
        int(sizes["disk"]),
        pinned,
        "" if card or sys.platform != "linux" else str(told["processor_index"]),
        card,
    )


def _pinned() -> tuple[Wanted, ...]:
    """Return the versions and checksums this TuneDesk was tried with here; none for another Python or computer."""
    machine = {"AMD64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    system = platform.system().lower().replace("darwin", "macos")
    path = paths.resource("engine", f"{system}-{machine}-{sys.version_info.major}.{sys.version_info.minor}.txt")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    rows = [line.replace(" --hash=sha256:", "==").split("==") for line in lines if line and not line.startswith("#")]
    return tuple(Wanted(name, version, sha256) for name, version, sha256 in rows)
