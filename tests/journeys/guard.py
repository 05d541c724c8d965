"""A guard on every Python process of a journey: it writes down whom they try to reach."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

GUARD = '''
"""Imported by every Python process at its start."""
import json, os, sys

def _watch(event, arguments):
    if event == "socket.connect":
        whom = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        whom = arguments[:2] if event == "socket.getaddrinfo" else arguments[-1:]
    else:
        return
    line = json.dumps([event, whom], default=repr) + "\\n"
    handle = os.open(os.environ["TUNEDESK_TEST_GUARD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, line.encode())
    os.close(handle)

sys.addaudithook(_watch)
'''


def guarded(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return surroundings in which every Python process writes down whom it tries to reach."""
    hook = folder / "hook"
    hook.mkdir(parents=True, exist_ok=True)
    (hook / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    before = environment.get("PYTHONPATH", "")
    path = os.pathsep.join(part for part in (str(hook), before) if part)
    return {**environment, "PYTHONPATH": path, "TUNEDESK_TEST_GUARD": str(folder / "reached.jsonl")}


def reached(folder: Path) -> set[str]:
    """Return the hosts that were named or connected to; a path of this computer's own sockets counts as "local"."""
    found = set()
    for line in (folder / "reached.jsonl").read_text(encoding="utf-8").splitlines():
        _, whom = json.loads(line)
        host = whom[0] if isinstance(whom, list) else whom
        found.add("local" if host is None or str(host).startswith(("/", "\0", "b'")) else str(host))
    return found
