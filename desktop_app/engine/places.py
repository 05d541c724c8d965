"""Where this engine lets its trainings run, as it was told at its start."""

from desktop_app.engine.awake import WakefulRunner, own_lock
from desktop_app.engine.runner import ProcessRunner, Runner
from desktop_app.engine.settings import Settings
from desktop_app.engine.slurm import SlurmRunner


def runner_of(settings: Settings) -> Runner:
    """Return the runner: processes of this computer, one or several for a job, or a cluster under Slurm."""
    if settings.runner == "slurm":
        # The cluster trains; this computer may fall asleep meanwhile.
        return SlurmRunner(settings.slurm_options, settings.processes)
    processes = settings.processes if settings.runner == "torchrun" else 1
    return WakefulRunner(ProcessRunner(processes), own_lock())
