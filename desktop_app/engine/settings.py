"""What the engine is told at its start, and where its things lie."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

RUNNERS = ("process", "torchrun", "slurm")


@dataclass(frozen=True, slots=True)
class Settings:
    """The engine's own settings; times in seconds.

    `runner` is where trainings run, one of RUNNERS; `processes` so many train one job together where its batch can be
    divided; `slurm_options` are added to sbatch's.
    """

    data: Path
    token: str
    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()
    extra_models: tuple[Path, ...] = ()
    linger: float = 60.0
    answer_idle: float = 300.0
    threads: int = 1
    recovery_steps: int = 200
    recovery_seconds: float = 300.0
    runner: str = "process"
    processes: int = 1
    slurm_options: tuple[str, ...] = ()

    @property
    def files(self) -> Path:
        """The folder of uploaded files and results."""
        return self.data / "files"

    @property
    def jobs(self) -> Path:
        """The folder of job folders."""
        return self.data / "jobs"

    @property
    def models(self) -> Path:
        """The folder of base models."""
        return self.data / "models"

    @property
    def card(self) -> Path:
        """The file by which windows find the running engine."""
        return self.data / "engine.json"

    @property
    def lock(self) -> Path:
        """The file whose lock says that an engine runs on this data."""
        return self.data / "engine.lock"


def default_data() -> Path:
    """Return the engine's data folder of this user."""
    home = os.environ.get("TUNEDESK_HOME")
    base = Path(home) if home else Path(platformdirs.user_data_dir("TuneDesk", appauthor=False))
    return base / "engine"
