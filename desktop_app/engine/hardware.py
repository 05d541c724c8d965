"""What this computer has for training, found without importing torch."""

import importlib.metadata
import os
import platform
import shutil
from pathlib import Path
from typing import Any

import psutil

from desktop_app.engine.workers import extra_installed, training_threads


def describe(data: Path) -> dict[str, Any]:
    """Return cores, memory and disk (bytes), the likely accelerator, and whether training is set up."""
    memory = psutil.virtual_memory()
    return {
        "cores": os.cpu_count() or 1,
        "training_threads": training_threads(),
        "memory_total": memory.total,
        "memory_available": memory.available,
        "disk_free": shutil.disk_usage(data).free,
        "accelerator": accelerator(),
        "extra_installed": extra_installed(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def accelerator() -> str:
    """Return the guess 'cuda', 'mps' or 'cpu' from the system and the build of torch that is installed."""
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        return "mps"
    has_driver = Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None
    return "cuda" if has_driver and "+cpu" not in torch_version() else "cpu"


def torch_version() -> str:
    """Return the build of torch that is installed, "" where there is none."""
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return ""
