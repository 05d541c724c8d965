"""Can a window be shown here? Asked before Qt is loaded, because Qt ends the whole process if it cannot."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""Library -> the Debian package that brings it."""


def has_screen() -> bool:
    """Tell whether there is a screen to show windows on (or Qt was told what to use)."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_library(*, for_screen: bool) -> str | None:
    """Return the first system library Qt needs and does not find, None if nothing is missing."""
    if sys.platform != "linux":
        return None
    try:
        from PySide6 import QtWidgets  # noqa: F401, PLC0415 - loading it is the question
    except ImportError as error:
        return _library(str(error))
    if for_screen and os.environ.get("DISPLAY"):
        spec = importlib.util.find_spec("PySide6")
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        try:
            ctypes.CDLL(str(folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"))
        except OSError as error:
            return _library(str(error))
    return None


def sentence(library: str) -> str:
    """Return what to tell the user about a missing library."""
    package = PACKAGES.get(library)
    remedy = (
        f"Install it with: sudo apt install {package}" if package else "Install it with your system's package manager"
    )
    everything = " ".join(sorted(PACKAGES.values()))
    return (
        f"TuneDesk cannot show its window: the system library {library} is missing. {remedy}, then start again. "
        f"(All that Qt needs on Debian and Ubuntu: {everything})"
    )


def _library(message: str) -> str:
    """Return the library's name out of the loader's message "NAME: cannot open shared object file"."""
    return message.split(":", maxsplit=1)[0].strip()


def main() -> int:
    """Say what is missing, if anything; 0 if a window can be shown, 2 if not."""
    found = missing_library(for_screen=True)
    if found is not None:
        sys.stderr.write(sentence(found) + "\n")
    return 0 if found is None else 2


if __name__ == "__main__":
    sys.exit(main())
