"""What makes the desktop know the program: its entry, icons, its kind of file, its page for software centres."""

import os
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

from place import ROOT, Missing, listen

from bundle.tree import Tree

LINUX = ROOT / "packaging" / "linux"
ICON = ROOT / "resources" / "app" / "tunedesk.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
DRAW = ROOT / "packaging" / "bundle" / "draw_icons.py"


def write(share: Path, version: str, tree: Tree) -> None:
    """Fill a folder `share` as the freedesktop.org standards have it."""
    for name, place in (("tunedesk.desktop", "applications"), ("tunedesk.xml", "mime/packages")):
        (share / place).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(LINUX / name, share / place / name)
    (share / "metainfo").mkdir(parents=True)
    (share / "metainfo" / "org.tunedesk.TuneDesk.metainfo.xml").write_text(metainfo(version), encoding="utf-8")
    icons = share / "icons" / "hicolor"
    (icons / "scalable" / "apps").mkdir(parents=True)
    (icons / "scalable" / "mimetypes").mkdir(parents=True)
    shutil.copyfile(ICON, icons / "scalable" / "apps" / "tunedesk.svg")
    shutil.copyfile(ICON, icons / "scalable" / "mimetypes" / "application-x-tunedesk.svg")
    for size in SIZES:
        (icons / f"{size}x{size}" / "apps").mkdir(parents=True)
    targets = [f"{size}={icons / f'{size}x{size}' / 'apps' / 'tunedesk.png'}" for size in SIZES]
    draw(tree.python, targets)
    for path in share.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def draw(python: Path, targets: "list[str]") -> None:
    """Have a Python that has Qt draw the icon; a target is "SIZE=FILE.png", "ico=FILE" or "icns=FILE"."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [str(python), "-P", "-s", str(DRAW), str(ICON), *targets]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Missing(f"The icons could not be drawn: {done.stderr.strip()[-1000:]}")


def metainfo(version: str) -> str:
    """Return the page for software centres, with this version as its newest."""
    text = (LINUX / "tunedesk.metainfo.xml").read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).replace(
        "@DATE@", datetime.fromtimestamp(moment(), UTC).date().isoformat()
    )


def moment() -> int:
    """Return the second of the build that is written down: that of the commit, so that two builds are alike."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not told and shutil.which("git") is not None:
        told = listen(["git", "log", "-1", "--format=%ct"]).stdout.strip()
    return int(told) if told else int(time.time())


def day_in_words() -> str:
    """Return that second as Debian's changelogs write it."""
    return datetime.fromtimestamp(moment(), UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
