"""How a worker process is started, by whoever has work for one."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from desktop_app.core.redact import secrets_in

_PACKAGES = Path(__file__).resolve().parents[2]
_WINDOWS_BEHIND = 0x00004000 | 0x08000000
"""BELOW_NORMAL_PRIORITY_CLASS and CREATE_NO_WINDOW, which `subprocess` has on Windows alone."""


class WorkerFault(RuntimeError):  # noqa: N818 - a fault nobody foresaw, as the crash border calls it
    """A fault nobody foresaw in a worker; its text is the traceback from over there."""


def started(errors: IO[bytes] | None) -> "subprocess.Popen[bytes]":
    """Start a worker without any secret in its surroundings, which has no use for one; raise OSError if that fails.

    Its standard error goes to `errors`, None for that of this process.
    """
    secrets = secrets_in(os.environ)
    inherited = {name: value for name, value in os.environ.items() if value not in secrets}
    command = [sys.executable, "worker"]
    if not getattr(sys, "frozen", False):
        # With -P nothing is imported from the folder that the user happens to be in; the package itself is named here.
        command = [sys.executable, "-P", "-m", "desktop_app", "worker"]
        paths = [str(_PACKAGES), *inherited.get("PYTHONPATH", "").split(os.pathsep)]
        inherited["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    aside: dict[str, Any] = (
        {"creationflags": _WINDOWS_BEHIND} if sys.platform == "win32" else {"start_new_session": True}
    )
    return subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=inherited, **aside
    )
