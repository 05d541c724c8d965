"""Starting the engine's program so that it outlives this one."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app.core.redact import without_secrets
from desktop_app.providers import environment

_PACKAGES = Path(__file__).resolve().parents[2]
_KEYS = ("OPENAI_", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
"""Variables that a child has no business to know, also short ones: what it may know is handed to it."""
_OWN_KEY = "TUNEDESK_ENGINE_TOKEN"
"""With which people choose the engine's key themselves; nobody but the engine reads it."""
_NO_WINDOW = 0x08000000
_WINDOWS_APART = _NO_WINDOW | 0x00000200
"""CREATE_NO_WINDOW and CREATE_NEW_PROCESS_GROUP, which the subprocess module names on Windows only.

A wholly detached engine would have no console to hand on, and each of its workers would open a black window.
"""


def keyless(*, engine: bool = False) -> dict[str, str]:
    """Return this process's variables without those that hold keys, for a child; the engine is told its own.

    What anybody calls a key, token, secret or password goes under whatever name it stands; proxies and mirrors stay.
    """
    hidden = _KEYS if engine else (*_KEYS, _OWN_KEY)
    kept = without_secrets(os.environ, (_OWN_KEY,) if engine else ())
    return {name: value for name, value in kept.items() if not name.startswith(hidden)}


def with_packages(variables: Mapping[str, str], before: str = "", after: str = "") -> dict[str, str]:
    """Return variables with which a Python looks into further folders of packages as well."""
    paths = [before, *variables.get("PYTHONPATH", "").split(os.pathsep), after]
    return {**variables, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def windowless() -> dict[str, Any]:
    """Return how a child is started that must not open a black window."""
    return {"creationflags": _NO_WINDOW} if sys.platform == "win32" else {}


def launch(folder: Path) -> "subprocess.Popen[bytes]":
    """Start the engine as a process of its own that lives on when this one ends.

    Where this Python lacks the engine's heavy half, the packages that were fetched for it are added.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # With -P nothing is imported from the folder that the user happens to be in; the package itself is named here.
    fetched = environment.added(folder / environment.FOLDER)
    detached: dict[str, Any] = (
        {"creationflags": _WINDOWS_APART} if sys.platform == "win32" else {"start_new_session": True}
    )
    with (folder / "engine.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "desktop_app.engine", "--data", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=with_packages(keyless(engine=True), str(_PACKAGES), str(fetched or "")),
            **detached,
        )
    # Somebody has to wait for it, or it would stay behind as a zombie when it ends before this program.
    threading.Thread(target=process.wait, name="engine-reaper", daemon=True).start()
    return process


def join(folder: Path) -> None:
    """Let this very process, which is about to be the engine, find the packages that were fetched for it, if any.

    Its workers find them, too. `folder` is the engine's folder of this user, whatever data it is to work on.
    """
    fetched = environment.added(folder / environment.FOLDER)
    if fetched is not None:
        sys.path.append(str(fetched))
        os.environ.update(with_packages(os.environ, after=str(fetched)))


def tail(log: Path) -> str:
    """Return the last words of a log, "" where there is none."""
    try:
        return log.read_text(encoding="utf-8", errors="replace")[-2000:]
    except OSError:
        return ""
