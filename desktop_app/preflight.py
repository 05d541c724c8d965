"""Can a window be shown here? Asked before Qt is loaded, because Qt ends the whole process if it cannot."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
"""Library Qt always needs -> the Debian package that brings it."""
_NETWORK = "libgssapi_krb5.so.2"
"""Needed by Qt's network module alone, through which a second start speaks to the first."""

SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""Library Qt needs besides on an X screen -> the Debian package that brings it."""

PACKAGES = QT | SCREEN
LIBRARY_MISSING = 2
QT_DAMAGED = 3


def has_screen() -> bool:
    """Tell whether there is a screen to show windows on (or Qt was told what to use)."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_library(*, for_screen: bool) -> str | None:
    """Return the system library Qt does not find, the loader's words if Qt itself is damaged, None if all is well."""
    if sys.platform != "linux":
        return None
    try:
        from PySide6 import QtWidgets  # noqa: F401, PLC0415 - loading it is the question
    except ImportError as error:
        return _culprit(str(error))
    if not is_there(_NETWORK):
        return _NETWORK
    if for_screen and _uses_x():
        spec = importlib.util.find_spec("PySide6")
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        try:
            ctypes.CDLL(str(folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"))
        except OSError as error:
            return _culprit(str(error))
    return None


def missing_packages() -> list[str]:
    """Return the Debian packages of the libraries Qt will need here and not find; works before Qt is installed."""
    if sys.platform != "linux":
        return []
    missing = [package for library, package in PACKAGES.items() if not is_there(library)]
    needed = PACKAGES if _uses_x() else QT
    return missing if set(missing) & set(needed.values()) else []


def sentence(culprit: str) -> str:
    """Return what to tell the user about what `missing_library` found."""
    if not _is_library(culprit):
        return (
            f"TuneDesk cannot show its window: Qt is not installed as it should be ({culprit}). "
            "Set it up anew with packaging/run.py, or install TuneDesk again."
        )
    package = PACKAGES.get(culprit)
    remedy = (
        f"Install it with: sudo apt install {package}" if package else "Install it with your system's package manager"
    )
    everything = " ".join(sorted(PACKAGES.values()))
    return (
        f"TuneDesk cannot show its window: the system library {culprit} is missing. {remedy}, then start again. "
        f"(All that Qt needs on Debian and Ubuntu: {everything})"
    )


def _uses_x() -> bool:
    """Tell whether Qt will show its windows on an X screen."""
    told = os.environ.get("QT_QPA_PLATFORM", "")
    return told.startswith("xcb") or (not told and bool(os.environ.get("DISPLAY")))


def is_there(library: str) -> bool:
    """Tell whether the system can load this library, which is named as its file is."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _culprit(message: str) -> str:
    """Return NAME out of the loader's message "NAME: cannot open shared object file", else the whole message."""
    library, found, _ = message.partition(": cannot open shared object file")
    return library.strip() if found and _is_library(library.strip()) else message


def _is_library(culprit: str) -> bool:
    """Tell whether this is the name of one of the system's libraries, not one of Qt's own and not a sentence."""
    own = ("libQt6", "libpyside6", "libshiboken6", "libicu")
    return ".so" in culprit and "/" not in culprit and " " not in culprit and not culprit.startswith(own)


def main() -> int:
    """Say what is missing, if anything; 0 if a window can be shown, 2 if a library is missing, 3 if Qt is damaged."""
    found = missing_library(for_screen=True)
    if found is None:
        return 0
    sys.stderr.write(sentence(found) + "\n")
    return LIBRARY_MISSING if _is_library(found) else QT_DAMAGED


if __name__ == "__main__":
    sys.exit(main())
