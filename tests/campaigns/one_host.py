"""A Slurm of one host, made of the distribution's packages (slurmctld, slurmd, slurm-client, munge), in a folder."""

import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.campaigns import job_folder
from tests.campaigns.campaign import must

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo")
_CONFIGURATION = """\
ClusterName=one
SlurmctldHost={host}
SlurmctldPort={control_port}
SlurmdPort={node_port}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
MinJobAge=10
SlurmdParameters=config_overrides
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} CPUs=4 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Start it, and lend the environment in which its programs find it; root alone may."""
    missing = [name for name in PROGRAMS if shutil.which(name, path=_path()) is None]
    must(not missing, f"not installed: {', '.join(missing)}")
    for name in ("state", "spool"):
        (folder / name).mkdir(parents=True, mode=0o755)
    key = folder / "munge.key"
    key.write_bytes(secrets.token_bytes(128))
    key.chmod(0o600)
    settings = folder / "slurm.conf"
    host = socket.gethostname().partition(".")[0]
    settings.write_text(
        _CONFIGURATION.format(host=host, folder=folder, control_port=_free_port(), node_port=_free_port())
    )
    environment = {**os.environ, "PATH": _path(), "SLURM_CONF": str(settings)}
    with ExitStack() as stack:
        munge = [f"--{name}={folder}/munge.{name}" for name in ("socket", "pid-file", "log-file", "seed-file")]
        for command in (
            ["munged", "--foreground", "--force", f"--key-file={key}", *munge],
            ["slurmctld", "-D", "-i"],
            ["slurmd", "-D", "-N", host],
        ):
            stack.enter_context(_program(command, environment, folder))
        idle = ["sinfo", "--noheader", "--format=%T"]
        job_folder.until(lambda: said(idle, environment).strip() == "idle", "a Slurm that has a node", 60)
        yield environment


def said(command: list[str], environment: dict[str, str]) -> str:
    """Return what a program of Slurm's says."""
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout


@contextmanager
def _program(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[None]:
    with (folder / f"{command[0]}.out").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
