"""Python's own installer (pip), asked and followed: which packages are missing, and fetching exactly these."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.providers import launching

_QUIET = ("--disable-pip-version-check", "--no-input")
_ASIDE = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_NO_CACHE_DIR": "1"}
"""What people set for what they install themselves, and what would stop pip from filling a folder; and no second copy
of it all in a place that nobody empties."""
_LONGEST_LINE = 1 << 24
_KEPT_LINES = 60
_REASONS: Sequence[tuple[str, str]] = (
    ("No module named pip", "setup_no_installer"),
    ("No space left on device", "setup_disk_full"),
    ("not enough space on the disk", "setup_disk_full"),
    ("Disk quota exceeded", "setup_disk_full"),
    ("DO NOT MATCH THE HASHES", "setup_not_whole"),
    ("connection broken by", "setup_unreachable"),
    ("ConnectionError", "setup_unreachable"),
    ("NewConnectionError", "setup_unreachable"),
    ("NameResolutionError", "setup_unreachable"),
    ("ConnectTimeoutError", "setup_unreachable"),
    ("ProxyError", "setup_unreachable"),
    ("Read timed out", "setup_unreachable"),
    ("Network is unreachable", "setup_unreachable"),
    ("confirming the ssl certificate", "setup_unreachable"),
    ("IncompleteRead", "setup_unreachable"),
    ("No matching distribution found", "setup_no_build"),
    ("ResolutionImpossible", "setup_no_build"),
)
"""Signs in what pip said, and the Problem that they are; the first that fits is raised."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One package to be fetched: its name, its version, and the sha256 of its file ("" where nobody knows it)."""

    name: str
    version: str
    sha256: str = ""

    def line(self, *, checked: bool) -> str:
        """Return it as pip reads it, with or without its checksum."""
        return f"{self.name}=={self.version}" + (f" --hash=sha256:{self.sha256}" if checked else "")


@dataclass(frozen=True, slots=True)
class Pip:
    """How pip is started: the user's rules for the network, a folder for what it lays down meanwhile, more places.

    What the computer's own settings of pip say (a mirror, a proxy) counts as it does for every other use of pip.
    """

    network: Network
    scratch: Path
    indexes: tuple[str, ...] = ()

    async def missing(self, requirements: Sequence[str], bounds: Sequence[Wanted]) -> list[Wanted]:
        """Return what this Python lacks for these requirements, with the versions of `bounds` where it names them.

        Nothing is installed. Raise Problem where pip cannot say.
        """
        report, rules = self.scratch / "report.json", self.scratch / "bounds.txt"
        rules.write_text("".join(f"{each.name}=={each.version.split('+')[0]}\n" for each in bounds), encoding="utf-8")
        arguments = ("install", "--quiet", "--dry-run", "--only-binary", ":all:", "--report", str(report))
        async for _ in self._lines(*arguments, "-c", str(rules), *self._places, *requirements):
            pass
        return _read(report)

    async def install(self, wanted: Sequence[Wanted], target: Path) -> AsyncGenerator[str, None]:
        """Fetch exactly these packages into the folder `target`; yield what pip says, line by line."""
        asked = self.scratch / "wanted.txt"
        # Pip wants a checksum of all files or of none.
        known = all(each.sha256 for each in wanted)
        asked.write_text("".join(f"{each.line(checked=known)}\n" for each in wanted), encoding="utf-8")
        sure = ("--require-hashes",) if known else ()
        arguments = ("install", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off", *sure)
        async for line in self._lines(*arguments, "--target", str(target), *self._places, "-r", str(asked)):
            yield line

    @property
    def _places(self) -> tuple[str, ...]:
        return tuple(part for index in self.indexes for part in ("--extra-index-url", index))

    async def _lines(self, *arguments: str) -> AsyncGenerator[str, None]:
        """Yield what pip says; a pip that did not succeed is a Problem, and one nobody listens to is ended."""
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "pip", *arguments[:1], *_QUIET, *arguments[1:]),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=_surroundings(self.network, self.scratch),
            limit=_LONGEST_LINE,
            **launching.windowless(),
        )
        said: list[str] = []
        try:
            while child.stdout is not None and (raw := await child.stdout.readline()):
                line = raw.decode("utf-8", "replace").rstrip()
                said = [*said[1 - _KEPT_LINES :], line]
                yield line
            code = await child.wait()
        finally:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        if code != 0:
            raise why("\n".join(said))


def why(words: str) -> Problem:
    """Return the Problem that pip's words speak of, which are its details."""
    key = next((key for sign, key in _REASONS if sign in words), "setup_stopped")
    return Problem(key, details=words[-4000:], python=f"{sys.version_info.major}.{sys.version_info.minor}")


def _surroundings(network: Network, scratch: Path) -> dict[str, str]:
    """Return the variables of pip: without keys, by the user's rules, and with room of its own for halves of files."""
    rules = {"PIP_PROXY": network.proxy, "PIP_CERT": network.certificate}
    rooms = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    return {
        **launching.keyless(),
        **_ASIDE,
        **{name: value for name, value in rules.items() if value},
        **rooms,
        "PYTHONUTF8": "1",
    }


def _read(report: Path) -> list[Wanted]:
    try:
        told = json.loads(report.read_text(encoding="utf-8"))
        return [_wanted(each) for each in told["install"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem("setup_stopped", details=repr(error)) from error


def _wanted(told: Mapping[str, Mapping[str, object]]) -> Wanted:
    source, metadata = told["download_info"], told["metadata"]
    archive = source.get("archive_info")
    hashes = archive.get("hashes") if isinstance(archive, Mapping) else None
    found = hashes.get("sha256", "") if isinstance(hashes, Mapping) else ""
    name = re.sub(r"[-_.]+", "-", str(metadata["name"])).lower()
    return Wanted(name, str(metadata["version"]), str(found))
