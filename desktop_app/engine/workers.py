"""How worker processes are started: command, surroundings, and the cores they may use."""

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from desktop_app.core.redact import without_secrets

HEAVY = ("torch", "transformers", "peft", "trl", "accelerate", "datasets")
_TAKEN_AWAY = ("OPENAI_", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "TUNEDESK_ENGINE_TOKEN")
"""Variables that no worker is given, also short ones; whatever else holds a secret goes by what it is called."""
_YES = ("1", "ON", "YES", "TRUE")
_SURROUNDINGS = {
    # Without these two, threads that wait spin and take the core from whoever needs it (measured: 2 to 3 times slower).
    "OMP_WAIT_POLICY": "PASSIVE",
    "GOMP_SPINCOUNT": "0",
    "KMP_BLOCKTIME": "0",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_DATASETS_OFFLINE": "1",
    "PYTORCH_ENABLE_MPS_FALLBACK": "1",
    "PYTHONUTF8": "1",
}

OURS = (*_SURROUNDINGS, "PYTHONPATH")
"""The variables that are set for workers, wherever they run."""


def extra_installed() -> bool:
    """Whether the heavy half of the engine is there; nothing is imported to find out."""
    return all(importlib.util.find_spec(name) is not None for name in HEAVY)


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line of one of our own modules."""
    return [sys.executable, "-P", "-m", f"desktop_app.engine.{module}", *arguments]


def surroundings() -> dict[str, str]:
    """Return the environment of a worker: quiet, offline, and without anybody's keys."""
    kept = {name: value for name, value in without_secrets(os.environ).items() if not name.startswith(_TAKEN_AWAY)}
    root = str(Path(__file__).parents[2])
    paths = [root, *kept.get("PYTHONPATH", "").split(os.pathsep)]
    return {**kept, **_SURROUNDINGS, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def outside(data: Path, options: Mapping[str, Any]) -> dict[str, str]:
    """Return the environment of the one worker that may use the internet, by the user's rules for it.

    It has no home but the data folder, and knows no key that lies about on this computer.
    """
    offline = bool(options.get("offline")) or os.environ.get("HF_HUB_OFFLINE", "").upper() in _YES
    rules = {"HTTPS_PROXY": options.get("proxy"), "SSL_CERT_FILE": options.get("certificate")}
    if options.get("proxy"):
        rules |= {"HTTP_PROXY": options["proxy"]}
    if options.get("hub"):
        rules["HF_ENDPOINT"] = options["hub"]  # a token goes nowhere but to the address that it was entered for
    return {
        **surroundings(),
        **{name: str(value) for name, value in rules.items() if value},
        "HF_HUB_OFFLINE": "1" if offline else "0",
        "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HOME": str(data / "hub"),
    }


def training_threads() -> int:
    """Return the threads that leave one core to the window."""
    return max(1, _cores() - 1)


def _cores() -> int:
    process = psutil.Process()
    # Two threads of one core do not train faster than one; and a container may be given fewer cores than there are.
    allowed = len(process.cpu_affinity()) if hasattr(process, "cpu_affinity") else os.cpu_count() or 1
    return min(psutil.cpu_count(logical=False) or allowed, allowed)
