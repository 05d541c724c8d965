"""Both Debian packages in fresh roots of Debian 12 and 13: installed over an older one, offline self-test and walk.

It wants root, debootstrap, makensis, Xvfb and xdotool, and takes the packages from the folder that TUNEDESK_PACKAGES
names, or builds them there first. What is played in a root has no network but the computer's own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

from desktop_app import __version__
from tests.campaigns import fresh_root
from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.fresh_root import Root
from tests.campaigns.screen import Screen

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
SUITES = ("bookworm", "trixie")
OLDER = "0.0.9"
ROWS = 24
LEFT = ("/usr/lib/tunedesk", "/usr/bin/tunedesk", "/usr/share/applications/tunedesk.desktop", "/usr/share/doc/tunedesk")
MAKE = """
import sys
from contextlib import closing
from pathlib import Path
from desktop_app.settings import paths
from desktop_app.settings.preferences import OFFLINE, Preferences
from desktop_app.store.project import Project
Preferences(paths.data_dir() / "preferences.json").set(OFFLINE, 1)
for name in sys.argv[1:]:
    with closing(Project.create(Path(name))): pass
"""
"""What the older version is made to leave behind: settings, and two projects."""
LOOK = """
import json, sys
from contextlib import closing
from pathlib import Path
from desktop_app.settings import paths
from desktop_app.settings.preferences import OFFLINE, Preferences
from desktop_app.store.project import Project
for name in sys.argv[1:]:
    with closing(Project.open(Path(name))): pass
print(json.dumps({"offline": Preferences(paths.data_dir() / "preferences.json").get(OFFLINE)}))
"""

TWICE = """
tunedesk mine.tunedesk & first=$!
until [ -e again ]; do sleep 0.2; done
tunedesk yours.tunedesk && touch ended
wait $first
"""
"""Two starts of one person; the second when we have seen the window of the first."""


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Have the packages, and an older one of the window."""
    made = Path(os.environ.get("TUNEDESK_PACKAGES", folder / "dist"))
    window, engine = (made / f"{name}_{__version__}_amd64.deb" for name in ("tunedesk", "tunedesk-engine"))
    if not (window.is_file() and engine.is_file()):
        subprocess.run(
            [sys.executable, str(PACKAGING / "build.py"), "linux", "--without-archive", "--out", str(made)], check=True
        )
    older = _older(window, folder)
    yield partial(one_round, folder, older, (window, engine))


def one_round(folder: Path, older: Path, debs: tuple[Path, Path], _: Random) -> Counter[str]:
    """Play the whole story on each system, side by side."""
    counted = _compiled_for_windows(folder)
    with ThreadPoolExecutor(len(SUITES)) as pool:
        for told in pool.map(partial(_story, folder, older, debs), SUITES):
            counted += told
    return counted


def _story(folder: Path, older: Path, debs: tuple[Path, Path], suite: str) -> Counter[str]:
    """Play the story on one system."""
    counted = Counter({"systems": 1})
    with fresh_root.lent(suite, folder) as root:
        counted += _installed(root, older, debs)
        counted += _works(root)
        counted += _shown(root)
        _removed(root)
    return counted


def _compiled_for_windows(folder: Path) -> Counter[str]:
    """Compile the installer's script for Windows; what it is to bring cannot be made here, so it brings one file."""
    payload = folder / "payload"
    (payload / "python").mkdir(parents=True, exist_ok=True)
    (payload / "python" / "pythonw.exe").write_bytes(b"MZ")
    script = PACKAGING / "windows" / "tunedesk.nsi"
    made = folder / "tunedesk-setup.exe"
    words = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", f"-DVERSION={__version__}", f"-DPAYLOAD={payload}"]
    words += [f"-DOUTFILE={made}", str(script)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    must(done.returncode == 0 and made.read_bytes()[:2] == b"MZ", f"makensis says: {done.stdout[-1000:]}")
    must("warning" not in done.stdout, f"makensis warns: {done.stdout[-1000:]}")
    return Counter({"Windows installers compiled": 1})


def _older(deb: Path, folder: Path) -> Path:
    """Return the package once more, as an older version of itself."""
    inside = folder / "older"
    shutil.rmtree(inside, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-R", str(deb), str(inside)], check=True)
    control = inside / "DEBIAN" / "control"
    control.write_text(control.read_text().replace(f"Version: {__version__}\n", f"Version: {OLDER}\n"))
    only_there = inside / "usr/lib/tunedesk/lib/python3.11/site-packages/desktop_app/only_in_the_older_one.py"
    only_there.write_text("")
    older = folder / f"tunedesk_{OLDER}_amd64.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z1", "--build", str(inside), str(older)]
    subprocess.run(build, check=True, capture_output=True)
    shutil.rmtree(inside)
    return older


def _installed(root: Root, older: Path, debs: tuple[Path, ...]) -> Counter[str]:
    """Install the older one, leave something behind with it, and install both packages over it."""
    before = root.packages()
    root.apt_install(older)
    pulled = len(root.packages()) - len(before) - 1
    must(root.installed("tunedesk") == OLDER, "the older version is not installed")
    projects = ("mine.tunedesk", "yours.tunedesk")
    root.user(f"/usr/lib/tunedesk/bin/python3.11 -P -c '{MAKE}' {' '.join(projects)}")
    settings = root.user("cat ~/.local/share/TuneDesk/preferences.json")
    root.apt_install(*debs)
    for name in ("tunedesk", "tunedesk-engine"):
        must(root.installed(name) == __version__, f"{name} is {root.installed(name)}")
    gone = "/usr/lib/tunedesk/lib/python3.11/site-packages/desktop_app/only_in_the_older_one.py"
    must(not root.has(gone), "a file of the older version stayed")
    must(root.user("tunedesk --version").strip() == f"TuneDesk {__version__}", "another version is started")
    must(root.user("cat ~/.local/share/TuneDesk/preferences.json") == settings, "the settings are others")
    seen = json.loads(root.user(f"/usr/lib/tunedesk/bin/python3.11 -P -c '{LOOK}' {' '.join(projects)}"))
    must(seen["offline"], "a setting is lost")
    return Counter({f"packages pulled on {root.suite}": pulled, "installed over an older one": 1})


def _works(root: Root) -> Counter[str]:
    """Self-test and whole walk, offline, as an ordinary user; nothing may be written where the program lies."""
    before = root.listing("/usr/lib/tunedesk")
    told = root.user("tunedesk --smoke")
    must(told.count("\nok") == 5 and "ok  answer" in told, f"the self-test says: {told}")
    table = "".join(f"Whence cometh number {n}?,It cometh from the number {n - 1}.\n" for n in range(ROWS))
    (root.folder / root.home / "table.csv").write_text("prompt,completion\n" + table, encoding="utf-8")
    root.user("tunedesk tour walk --data table.csv")
    summary = json.loads(root.user("cat walk/summary.json"))
    must(summary["rows"] == ROWS, f"the walk had {summary['rows']} rows")
    must(summary["last_validation_loss"] < summary["first_validation_loss"], "nothing was learnt on the walk")
    must(root.listing("/usr/lib/tunedesk") == before, "files were made beside the program")
    return Counter({"self-tests": 1, "walks": 1, "answers compared": len(summary["answers"])})


def _shown(root: Root) -> Counter[str]:
    """A real window on an X screen; a second start opens its project in the first and ends."""
    with Screen.lent() as screen:
        window = root.start(TWICE, screen)
        screen.wait_for("^mine - TuneDesk$")
        (root.folder / root.home / "again").touch()
        screen.wait_for("^yours - TuneDesk$")
        screen.picture(root.folder.parent / f"{root.suite}.png")
        shown = screen.windows("TuneDesk$")
        must(len(shown) == 1, f"{len(shown)} windows are there after the second start")
        screen.keys(shown[0], "ctrl+q")
        must(window.wait(60) == 0, f"the window ended with {window.returncode}")
    must(root.has(f"{root.home}/ended"), "the second start did not end")
    return Counter({"second starts opened in the first": 1})


def _removed(root: Root) -> None:
    """Take both packages away; what the user made stays."""
    root.apt("purge", "-y", "tunedesk", "tunedesk-engine")
    left = [path for path in LEFT if root.has(path)]
    must(not left, f"left behind: {left}")
    owned = root.run("find / -xdev -name '*tunedesk*' -not -path '/home/*' -not -path '/proc/*'").split()
    strange = [path for path in owned if not re.match(r"/(var/(lib|log|cache)/|debs/)", path)]
    must(not strange, f"left behind: {strange}")
    must(root.has(f"{root.home}/mine.tunedesk"), "a project was removed with the program")


CAMPAIGN = Campaign(
    name="packages",
    proves=(
        "Both Debian packages install in a fresh Debian 12 and 13, over an older version whose projects and settings "
        "stay; without a network the self-test answers a question and the whole walk trains and compares; a second "
        "start opens its project in the first window; removing them leaves nothing but what the user made. The "
        "script of the Windows installer compiles."
    ),
    rounds=1,
    playing=playing,
    made_of=("pyside6-essentials", "torch"),
)
