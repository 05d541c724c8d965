"""An X screen of its own, and the eyes and hands of somebody who sits before it."""

import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.campaigns.campaign import BrokenError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen's name, as in ":7"."""

    name: str

    @classmethod
    @contextmanager
    def lent(cls) -> "Iterator[Screen]":
        """Lend a screen with a free number; it ends with its use."""
        # Without access control: it listens on no network, and whoever is in a root of his own has no cookie of ours.
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-ac"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            assert server.stdout is not None
            try:
                yield cls(f":{server.stdout.readline().strip()}")
            finally:
                server.terminate()

    def windows(self, title: str) -> list[str]:
        """Return the ids of the windows that are shown with a title like this pattern."""
        told = self._do("search", "--onlyvisible", "--name", title)
        return told.split()

    def wait_for(self, title: str, seconds: float = 120) -> str:
        """Return the window with this title as soon as it is shown."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.windows(title)
            if found:
                return found[0]
            time.sleep(0.2)
        raise BrokenError(f"no window {title!r} was shown within {seconds} s")

    def keys(self, window: str, chord: str) -> None:
        """Press keys in a window."""
        self._do("windowfocus", "--sync", window)
        self._do("key", "--clearmodifiers", chord)

    def picture(self, file: "Path") -> None:
        """Keep a picture of the whole screen, where ImageMagick is there."""
        if shutil.which("import") is not None:
            subprocess.run(["import", "-display", self.name, "-window", "root", str(file)], check=False)

    def _do(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={"DISPLAY": self.name, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout
