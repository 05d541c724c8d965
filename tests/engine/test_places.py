"""Where workers run: commands, shares of a batch, and what Slurm is told and says; Slurm itself: campaign cluster."""

import errno
import shlex
import subprocess
import sys

import psutil
import pytest

from desktop_app.engine import places, runner, slurm
from desktop_app.engine.awake import WakefulRunner
from desktop_app.engine.disk import write_json
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.runner import NotTakenError, ProcessRunner, handle_of, shares, surroundings, training_command
from desktop_app.engine.settings import Settings
from desktop_app.engine.slurm import SlurmRunner, batch_options, batch_script, is_alive


@pytest.fixture
def folder(tmp_path):
    made = JobFolder(tmp_path / "with space" / "ftjob-1")
    made.path.mkdir(parents=True)
    write_json(made.request, {"hyperparameters": {"batch_size": 6}})
    return made


def test_a_batch_is_shared_by_as_many_as_divide_it(folder):
    assert [shares(folder, count) for count in (1, 2, 3, 4, 5, 8)] == [1, 2, 3, 3, 3, 6]
    folder.request.unlink()
    assert shares(folder, 8) == 1


def test_the_commands_of_one_and_of_several(folder):
    one, two = training_command(folder, 1), training_command(folder, 2, alone=True)
    assert one[0] == two[0] == sys.executable
    assert one[-3:] == ["-m", "desktop_app.engine.train", str(folder.path)]
    assert two[2:6] == ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    assert two[-4:] == ["-m", "desktop_app.engine.train", "--alone", str(folder.path)]


def test_one_worker_sees_one_graphics_card(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert surroundings(1)["CUDA_VISIBLE_DEVICES"] == "0"
    assert "CUDA_VISIBLE_DEVICES" not in surroundings(2)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3")
    assert surroundings(1)["CUDA_VISIBLE_DEVICES"] == "3"


def test_the_engine_is_told_where_trainings_run(tmp_path):
    for name, kind in (("process", WakefulRunner), ("torchrun", WakefulRunner), ("slurm", SlurmRunner)):
        runner = places.runner_of(Settings(tmp_path, "t", runner=name, processes=2))
        assert isinstance(runner, kind)
        assert runner.outlives is (name == "slurm")


def test_the_script_keeps_the_exit_status_and_names_only_our_own_settings(folder, monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    script = batch_script(folder, ["sh", "-c", "exit 3"], surroundings(1))
    assert "export HF_HUB_OFFLINE=1" in script
    assert "SECRET" not in script
    assert shlex.quote(str(folder.exit_status)) in script
    assert "--export=NONE" in batch_options(folder)
    assert f"--output={folder.stderr}" in batch_options(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_the_script_runs_and_is_believed_at_once(folder):
    script = batch_script(folder, ["sh", "-c", "exit 3"], {})
    subprocess.run(["sh"], input=script, text=True, check=True)
    assert SlurmRunner().poll(f"slurm:1:{folder.path}") == 3


@pytest.mark.parametrize(
    ("status", "said", "alive"),
    [
        (0, "RUNNING\n", True),
        (0, "PENDING\n", True),
        (0, "COMPLETING\n", True),
        (0, "", False),
        (0, "CANCELLED\n", False),
        (0, "OUT_OF_MEMORY\n", False),
        (1, "slurm_load_jobs error: Invalid job id specified\n", False),
        (1, "slurm_load_jobs error: Unable to contact slurm controller\n", None),
    ],
)
def test_what_squeue_says(status, said, alive):
    assert is_alive(status, said) is alive


def test_a_job_is_given_up_when_slurm_does_not_know_it_three_times(folder, monkeypatch):
    now = [0.0]
    runner = SlurmRunner(clock=lambda: now[0])
    monkeypatch.setattr(slurm, "is_alive", lambda status, said: next(answers))
    started = []

    def ask(command, **more):
        started.append(command)
        return real([sys.executable, "-c", ""], **more)

    real = subprocess.Popen
    monkeypatch.setattr(slurm.subprocess, "Popen", ask)
    answers = iter([False, None, False, False, True, False, False, False])

    def looked():
        now[0] += 6
        before = len(started)
        while runner._question is None and len(started) == before:
            assert runner.poll(f"slurm:7:{folder.path}") is None
        runner._question.wait()
        return runner.poll(f"slurm:7:{folder.path}")

    assert [looked() for _ in range(8)] == [None, None, None, None, None, None, None, -1]
    assert started[0][-1] == "--jobs=7"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_a_worker_is_ended_with_all_it_has_started(folder):
    runner = ProcessRunner()
    process = subprocess.Popen(["sh", "-c", "sleep 60 & sleep 60"])
    family = []
    while len(family) < 2:
        family = psutil.Process(process.pid).children()
    runner.signal(handle_of(process.pid))
    process.wait(10)
    assert not any(member.is_running() and member.status() != psutil.STATUS_ZOMBIE for member in family)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (FileNotFoundError("sbatch"), "no program called sbatch"),
        (PermissionError(errno.EACCES, "Permission denied"), r"not be started \(Permission denied\)\."),
        (subprocess.TimeoutExpired("sbatch", 30), "30 seconds"),
    ],
)
def test_a_cluster_that_is_not_there_or_does_not_answer_breaks_nothing(folder, monkeypatch, fault, said):
    def ask(command, **more):
        raise fault

    monkeypatch.setattr(slurm.subprocess, "run", ask)
    with pytest.raises(NotTakenError, match=said):
        SlurmRunner().submit(folder)
    SlurmRunner().signal(f"slurm:7:{folder.path}")


@pytest.mark.parametrize(("module", "name", "kind"), [(runner, "Popen", ProcessRunner), (slurm, "run", SlurmRunner)])
def test_a_full_disk_is_no_refusal(folder, monkeypatch, module, name, kind):
    def fill(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module.subprocess, name, fill)
    with pytest.raises(OSError, match="No space left"):
        kind().submit(folder)
