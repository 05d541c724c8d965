"""A fresh Debian in a folder: made by debootstrap, lent for one story, with a person who is no administrator."""

import hashlib
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.campaign import BrokenError
from tests.campaigns.screen import Screen

HOME = "home/person"
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
INSIDE = """
set -e
mount --make-rprivate /
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mkdir -p "$1/tmp/.X11-unix"
[ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"
[ "$2" = online ] || ip link set lo up
exec chroot "$1" sh -c "$3"
"""
"""Its mounts are those of one command alone and end with it."""


@dataclass(frozen=True, slots=True)
class Root:
    """The folder, and which Debian it holds."""

    folder: Path
    suite: str

    @property
    def home(self) -> str:
        """Return the person's home, seen from the root."""
        return HOME

    def run(self, command: str, *, online: bool = False, **variables: str) -> str:
        """Run a command as root and return what it says; raise BrokenError when it does not end well."""
        done = subprocess.run(
            self._apart(command, online=online),
            env=PLAIN | {"HOME": "/root"} | variables,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            said = (done.stdout + done.stderr)[-3000:]
            raise BrokenError(f"{self.suite}: {command[:300]} ended with {done.returncode}: {said}")
        return done.stdout

    def user(self, command: str, screen: Screen | None = None) -> str:
        """Run a command as the person, in their home, without a network."""
        return self.run(self._as_person(command, screen))

    def start(self, command: str, screen: Screen) -> "subprocess.Popen[bytes]":
        """Start a command as the person and let it run."""
        inside = self._apart(self._as_person(command, screen), online=False)
        return subprocess.Popen(inside, env=PLAIN, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def apt(self, *arguments: str) -> str:
        """Run apt-get."""
        return self.run(shlex.join(["apt-get", *arguments]), online=True)

    def apt_install(self, *debs: Path) -> None:
        """Install package files with what they need, and nothing that they only recommend."""
        place = self.folder / "debs"
        place.mkdir(exist_ok=True)
        for deb in debs:
            if not (place / deb.name).exists():
                os.link(deb, place / deb.name)
        names = [f"/debs/{deb.name}" for deb in debs]
        self.apt("install", "-y", "--no-install-recommends", *names)

    def packages(self) -> list[str]:
        """Return the names of the installed packages."""
        return self.run("dpkg-query -W -f '${Package}\\n'").split()

    def installed(self, name: str) -> str:
        """Return the version of an installed package."""
        return self.run(f"dpkg-query -W -f '${{Version}}' {name}")

    def has(self, path: str) -> bool:
        """Tell whether there is such a file or folder."""
        return os.path.lexists(self.folder / path.lstrip("/"))

    def listing(self, path: str) -> str:
        """Return a mark of which files lie below a folder."""
        return hashlib.sha256(self.run(f"find {path} | sort").encode()).hexdigest()

    def _as_person(self, command: str, screen: Screen | None) -> str:
        told = f"export DISPLAY={screen.name}; " if screen is not None else ""
        told += f"export HOME=/{HOME} XDG_RUNTIME_DIR=/run/user/1000; cd /{HOME}; {command}"
        return f"setpriv --reuid=1000 --regid=1000 --clear-groups sh -c {shlex.quote(told)}"

    def _apart(self, command: str, *, online: bool) -> list[str]:
        # What a command leaves running ends with it: the engine would go on for a minute, out of the next one's reach.
        kinds = ["--mount", "--ipc", "--pid", "--fork", "--kill-child", *([] if online else ["--net"])]
        where = "online" if online else "offline"
        return ["unshare", *kinds, "sh", "-c", INSIDE, "sh", str(self.folder), where, command]


@contextmanager
def lent(suite: str, folder: Path) -> Iterator[Root]:
    """Lend a fresh root of this suite; it is removed afterwards."""
    kept = Path(os.environ.get("TUNEDESK_ROOTS", folder / "roots")) / suite
    if not (kept / "etc/debian_version").exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["debootstrap", "--variant=minbase", suite, str(kept), _mirror()],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BrokenError(f"debootstrap could not make {suite}: {done.stdout[-1000:]}")
    root = Root(folder / f"root-{suite}", suite)
    shutil.rmtree(root.folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(kept), str(root.folder)], check=True)
    try:
        _settle(root)
        yield root
    finally:
        shutil.rmtree(root.folder, ignore_errors=True)


def _settle(root: Root) -> None:
    """Let the root reach what this computer reaches, and make the person."""
    shutil.copy("/etc/resolv.conf", root.folder / "etc/resolv.conf")
    rules = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
    (root.folder / "etc/apt/apt.conf.d/90host").write_text(rules)
    (root.folder / "etc/dpkg/dpkg.cfg.d/90brief").write_text("force-unsafe-io\n")  # no power cut is feared for it
    root.apt("update")
    root.run(f"mkdir -p /{HOME} /run/user/1000; chown 1000:1000 /{HOME} /run/user/1000; chmod 700 /run/user/1000")
    root.run(f"echo 'person:x:1000:1000::/{HOME}:/bin/sh' >> /etc/passwd; echo 'person:x:1000:' >> /etc/group")


def _mirror() -> str:
    """Return where this computer has its own Debian packages from."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = [line for line in told.splitlines() if line.rstrip("/").endswith("/debian")]
    if not found:
        raise BrokenError("this computer has no source of Debian packages")
    return found[0]
