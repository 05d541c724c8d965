"""Somebody who uses the real program on a screen of their own, and finds and does everything through AT-SPI."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.campaigns.campaign import BrokenError
from tests.campaigns.screen import Screen

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "/usr/bin/python3"
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
Part = dict[str, Any]


def missing() -> list[str]:
    """Return the names of the system programs that are wanted and not installed."""
    wanted = [name for name in ("Xvfb", "openbox", "xdotool", "dbus-daemon", PYTHON) if shutil.which(name) is None]
    wanted += [] if LAUNCHER.exists() else ["at-spi2-core"]
    if PYTHON not in wanted:
        trial = [PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
        asked = subprocess.run(trial, capture_output=True, check=False)
        wanted += ["gir1.2-atspi-2.0"] if asked.returncode else []
    return wanted


class Sitting:
    """The running program as a screen reader knows it: parts with names, roles and states."""

    def __init__(self, reader: "subprocess.Popen[str]", program: "subprocess.Popen[bytes]", screen: Screen) -> None:
        self._reader, self._program, self.screen = reader, program, screen

    def ask(self, *command: object) -> Any:
        """Return what the reader answers to a command."""
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        self._reader.stdin.write(json.dumps(command) + "\n")
        self._reader.stdin.flush()
        answer = self._reader.stdout.readline()
        if not answer:
            raise BrokenError(f"the reader is gone after {command}")
        return json.loads(answer)

    def parts(self) -> list[Part]:
        """Return everything on show, in the order a reader comes to it."""
        return self.ask("tree") or []

    def words(self) -> str:
        """Return every name, description and text on show."""
        said = [part[kind] for part in self.parts() for kind in ("name", "description", "text")]
        return "\n".join(words for words in said if words)

    def until(self, holds: Callable[[], Any], what: str, seconds: float = 60) -> Any:
        """Return what `holds` returns as soon as it is something."""
        end = time.monotonic() + seconds
        while not (answer := holds()):
            if self._program.poll() is not None:
                raise BrokenError(f"the program ended with {self._program.returncode} before: {what}")
            if time.monotonic() > end:
                raise BrokenError(f"not within {seconds:g} s: {what}. On show:\n{self.words()[:4000]}")
            time.sleep(0.1)
        return answer

    def press(self, role: str, name: str, seconds: float = 60) -> None:
        """Do the first action of the part whose name begins so, as soon as it is there and can be used."""
        self.until(lambda: self.ask("act", role, name), f"the {role} {name!r} can be used", seconds)

    def settled(self) -> list[Part]:
        """Return everything on show once two looks in a row find the same parts."""
        seen: list[list[Part]] = [[]]

        def same() -> bool:
            seen.append(self.parts())
            before, now = ([(part["role"], part["name"]) for part in look] for look in seen[-2:])
            return bool(now) and before == now

        self.until(same, "the page rests")
        return seen[-1]

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Wait until these words are on show."""
        self.until(lambda: words in self.words(), f"the words {words!r}", seconds)

    def write(self, role: str, name: str, words: str) -> None:
        """Put words into a field."""
        self.until(lambda: self.ask("write", role, name, words), f"words in the {role} {name!r}")

    def keys(self, chord: str) -> None:
        """Press keys, which go to whatever has the keyboard."""
        environment = {"DISPLAY": self.screen.name, "PATH": "/usr/bin:/bin"}
        subprocess.run(["xdotool", "key", "--clearmodifiers", *chord.split()], env=environment, check=True)


@contextmanager
def sitting(home: Path, *arguments: object) -> Iterator[Sitting]:
    """Start the program with these arguments and this home, and lend the sitting; all ends with its use."""
    with ExitStack() as stack:
        screen = stack.enter_context(Screen.lent())
        environment = {k: v for k, v in os.environ.items() if k not in ("WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS")}
        environment |= {"DISPLAY": screen.name, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
        environment |= {"TUNEDESK_HOME": str(home), "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        bus = stack.enter_context(
            _running(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environment, subprocess.PIPE)
        )
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        stack.enter_context(_running([str(LAUNCHER), "--launch-immediately"], environment))
        stack.enter_context(_running(["openbox"], environment))
        told = stack.enter_context((home / "program.txt").open("wb"))
        command = [sys.executable, "-m", "desktop_app", *map(str, arguments)]
        program = stack.enter_context(_running(command, environment, told, told))
        reader = stack.enter_context(
            subprocess.Popen(
                [PYTHON, str(ROOT / "tests" / "assistive" / "reader.py"), str(program.pid)],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(reader.terminate)
        here = Sitting(reader, program, screen)
        here.until(lambda: any("active" in part["states"] for part in here.parts()), "the program's window")
        yield here


@contextmanager
def _running(command: list[str], environment: dict[str, str], out: Any = None, told: Any = None) -> Iterator[Any]:
    """Lend a process; it and all it started are ended in the end."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=out or nothing, stderr=told or nothing, start_new_session=True
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()
