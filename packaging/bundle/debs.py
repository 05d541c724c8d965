"""The two Debian packages: `tunedesk`, and `tunedesk-engine`, which adds the engine's folder to it."""

import gzip
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from place import ROOT, Missing, say

from bundle import desktop
from bundle.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

HOME = Path("usr/lib/tunedesk")
NEEDS = (
    *("libc6 (>= 2.36)", "libstdc++6", "libgcc-s1", "zlib1g", "libbz2-1.0", "liblzma5", "libffi8", "libuuid1"),
    *("libegl1", "libgl1", "libxkbcommon0", "libxkbcommon-x11-0", "libfontconfig1", "libdbus-1-3"),
    *("libglib2.0-0 | libglib2.0-0t64", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    *("libwayland-cursor0", "libgssapi-krb5-2"),
)
"""What the carried Python and Qt take from the system; the first is the glibc of Debian 12, where it was built."""
RECOMMENDED = ("gnome-keyring | kwalletmanager | keepassxc", "fonts-noto-core")
NOBODY = ("The TuneDesk authors", "nobody@tunedesk.invalid")
"""Who stands in a package that nobody signs for; a release is built with DEBFULLNAME and DEBEMAIL set."""
_OTHERS = {"engine", "about-engine", "share"}
"""What lies in the tree and is not the window's; TuneDesk's own folder `engine` is, so only the top is meant."""
STRENGTH = "10"
"""How hard zstd tries: more would cost minutes for a few percent."""


@dataclass(frozen=True)
class Deb:
    """One package: its name, what it needs, and what it is for."""

    name: str
    needs: "tuple[str, ...]"
    recommends: "tuple[str, ...]"
    suggests: "tuple[str, ...]"
    summary: str
    story: "tuple[str, ...]"


WINDOW = Deb(
    "tunedesk",
    NEEDS,
    RECOMMENDED,
    ("tunedesk-engine",),
    "teach a language model from your own spreadsheet",
    (
        "TuneDesk prepares training data from tables, checks it, trains language models at a provider or,",
        "with the package tunedesk-engine, on this computer, draws the curves and compares answers.",
    ),
)
ENGINE = Deb(
    "tunedesk-engine",
    (),
    (),
    (),
    "training part of TuneDesk, with a small model to begin with",
    (
        "With this package TuneDesk trains and asks models on this computer. It brings PyTorch for processors",
        "and the model SmolLM2 135M Instruct, so that nothing has to be fetched.",
    ),
)


def window(tree: Tree, version: str, out: Path) -> Path:
    """Make the package of the window."""
    stage = _stage(out, WINDOW.name)
    _copy(tree.root, stage / HOME, ignore=lambda folder, _: _OTHERS if Path(folder) == tree.root else set())
    (stage / "usr/bin").mkdir(parents=True)
    (stage / "usr/bin/tunedesk").symlink_to("../lib/tunedesk/bin/tunedesk")
    desktop.write(stage / "usr/share", version, tree)
    _documents(stage, WINDOW.name, tree.root / "about", version)
    return _build(WINDOW, stage, version, out)


def engine(tree: Tree, version: str, out: Path) -> Path:
    """Make the package of the engine, which fits the window of the same version alone."""
    stage = _stage(out, ENGINE.name)
    _copy(tree.engine, stage / HOME / "engine")
    _documents(stage, ENGINE.name, tree.root / "about-engine", version)
    needs = (f"tunedesk (= {version})",)
    return _build(Deb(ENGINE.name, needs, (), (), ENGINE.summary, ENGINE.story), stage, version, out)


def _stage(out: Path, name: str) -> Path:
    stage = out / "stage" / name
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    return stage


def _copy(source: Path, target: Path, ignore: "Callable[[str, list[str]], set[str]] | None" = None) -> None:
    """Copy a folder by links to the same files: a package of a gigabyte needs no second one on the disk."""
    shutil.copytree(source, target, symlinks=True, ignore=ignore, copy_function=os.link)


def _documents(stage: Path, name: str, about: Path, version: str) -> None:
    folder = stage / "usr/share/doc" / name
    folder.mkdir(parents=True)
    shutil.copy2(about / "LICENCES.txt", folder / "copyright")
    shutil.copy2(about / "sbom.cdx.json", folder / "sbom.cdx.json")
    words = (
        f"tunedesk ({version}) stable; urgency=medium\n\n  * What changed: see CHANGELOG.md.gz.\n\n -- {maintainer()}  "
    )
    words += f"{desktop.day_in_words()}\n"
    (folder / "changelog.gz").write_bytes(gzip.compress(words.encode(), mtime=0))
    (folder / "CHANGELOG.md.gz").write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))


def maintainer() -> str:
    """Return who answers for the packages, from the variables that Debian's own tools read."""
    return f"{os.environ.get('DEBFULLNAME', NOBODY[0])} <{os.environ.get('DEBEMAIL', NOBODY[1])}>"


def control(deb: Deb, version: str, kilobytes: int) -> str:
    """Return the words of the file `control`."""
    lists = {"Depends": deb.needs, "Recommends": deb.recommends, "Suggests": deb.suggests}
    lines = [f"Package: {deb.name}", f"Version: {version}", "Architecture: amd64", f"Maintainer: {maintainer()}"]
    lines += [f"Installed-Size: {kilobytes}", *(f"{key}: {', '.join(names)}" for key, names in lists.items() if names)]
    lines += ["Section: science", "Priority: optional", f"Description: {deb.summary}"]
    return "\n".join([*lines, *(f" {line}" for line in deb.story)]) + "\n"


def _build(deb: Deb, stage: Path, version: str, out: Path) -> Path:
    say(f"Packing {deb.name} ...")
    files = sorted(path for path in stage.rglob("*") if path.is_file() and not path.is_symlink())
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in files)
    sums = "".join(f"{_md5(path)}  {path.relative_to(stage).as_posix()}\n" for path in files)
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN/control").write_text(control(deb, version, kilobytes), encoding="utf-8")
    (stage / "DEBIAN/md5sums").write_text(sums, encoding="utf-8")
    for folder in [stage, *(path for path in stage.rglob("*") if path.is_dir() and not path.is_symlink())]:
        folder.chmod(0o755)
    target = out / f"{deb.name}_{version}_amd64.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", f"-z{STRENGTH}", "--build", str(stage), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Missing(f"dpkg-deb could not make {target.name}: {done.stderr.strip()}")
    shutil.rmtree(stage)
    return target


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()
