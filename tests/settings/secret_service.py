"""A real Secret Service: gnome-keyring under a D-Bus of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HIDDEN = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
"""A locked keyring would open its question on the screen and wait there for ever."""
WORD = b"correct horse"


@contextmanager
def secret_service(folder: Path, *, unlocked: bool = True) -> Iterator[dict[str, str]]:
    """Run the service with its files in `folder`; yields the variables of a program that finds it."""
    if not (shutil.which("dbus-daemon") and shutil.which("gnome-keyring-daemon")):
        pytest.skip("needs dbus and gnome-keyring")
    environment = {k: v for k, v in os.environ.items() if k not in HIDDEN}
    environment.update(XDG_DATA_HOME=str(folder), XDG_RUNTIME_DIR=str(folder), HOME=str(folder))
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert bus.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        # Without the right word it starts all the same, with its keyring locked.
        subprocess.run(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
            input=WORD if unlocked else b"another",
            env=environment,
            check=True,
            capture_output=True,
            timeout=20,
        )
        yield {"DBUS_SESSION_BUS_ADDRESS": environment["DBUS_SESSION_BUS_ADDRESS"]}
    finally:
        bus.terminate()
        bus.wait(10)
        if bus.stdout is not None:
            bus.stdout.close()
