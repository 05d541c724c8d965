"""Trainings by several processes (torchrun) and under Slurm give the losses of one process on this computer."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from openai import OpenAI

from tests.campaigns import job_folder, one_host
from tests.campaigns.campaign import Campaign, Round, must
from tests.engine.running import Running, ended, messages, send, start, until
from tests.engine.tiny_model import as_jsonl, colour_rows, make_tiny_model, pair_rows

OPTIONS = ("--linger", "600", "--threads", "1", "--recovery-steps", "9")
PAIRS = {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.2}}}
LEAST = 1e-4


@contextmanager
def playing_processes(folder: Path) -> Iterator[Round]:
    """Start an engine of one process and one of two, and lend the round."""
    tiny = make_tiny_model(folder / "tiny")
    alone = start(folder / "alone", *OPTIONS, model=tiny)
    both = start(folder / "both", *OPTIONS, "--runner", "torchrun", "--processes", "2", model=tiny)
    try:
        yield lambda chance: _compared(alone, both, chance)
    finally:
        alone.stop()
        both.stop()


@contextmanager
def playing_cluster(folder: Path) -> Iterator[Round]:
    """Start a Slurm and an engine that trains on this computer, and lend the round."""
    tiny = make_tiny_model(folder / "tiny")
    with one_host.running(folder / "slurm") as environment:
        alone = start(folder / "alone", *OPTIONS, model=tiny)
        try:
            yield lambda chance: _clustered(alone, folder / f"slurm-{chance.random()}", tiny, environment, chance)
        finally:
            alone.stop()


def _compared(alone: Running, both: Running, chance: Random) -> Counter[str]:
    """Train the same by one process and by two."""
    wish = _wish(chance)
    with alone.client() as one, both.client() as other:
        jobs = [_create(client, wish) for client in (one, other)]
        statuses = [ended(client, job, 400).status for client, job in zip((one, other), jobs, strict=True)]
        must(statuses == ["succeeded"] * 2, f"{statuses}: {messages(other, jobs[1])[-3:]}")
    points = _same_losses(alone.data / "jobs" / jobs[0], both.data / "jobs" / jobs[1])
    return Counter({"jobs": 2, "losses compared": points, "jobs of pairs": 2 * ("method" in wish)})


def _clustered(alone: Running, data: Path, tiny: Path, environment: dict[str, str], chance: Random) -> Counter[str]:
    """Train under Slurm, kill the supervisor meanwhile, compare; then have a running job cancelled."""
    wish, counted = _wish(chance), Counter[str]()
    options = (*OPTIONS, "--runner", "slurm", "--processes", str(chance.randint(1, 2)), "--slurm-option=--ntasks=1")
    with alone.client() as one:
        job = _create(one, wish)
        must(ended(one, job, 400).status == "succeeded", "the job on this computer did not succeed")
    running = start(data, *options, model=tiny, **environment)
    with running.client() as client:
        other = _create(client, wish)
        until(lambda: _queue(environment), 60)
        counted["jobs seen in squeue"] += 1
        step = chance.randint(0, 8)
        job_folder.until(lambda: job_folder.step(data / "jobs" / other) >= step, f"step {step}", 200)
    running.process.kill()
    running.process.communicate()
    counted["supervisors killed"] += 1
    running = start(data, *options, model=tiny, **environment)
    try:
        with running.client() as client:
            status = ended(client, other, 400).status
            must(status == "succeeded", f"the job under Slurm {status}: {messages(client, other)[-3:]}")
            told = [line for line in messages(client, other) if "goes on" in line]
            must(not told, f"the job was started again: {told}")
            counted["losses compared"] += _same_losses(alone.data / "jobs" / job, data / "jobs" / other)
            counted["jobs cancelled"] += _cancelled(client, data, wish, environment)
    finally:
        running.stop()
    return counted


def _cancelled(client: OpenAI, data: Path, wish: dict[str, object], environment: dict[str, str]) -> int:
    job = _create(client, {**wish, "extra_body": {"hyperparameters": {"n_epochs": 50}}})
    job_folder.until(lambda: job_folder.step(data / "jobs" / job) >= 1, "a first step", 200)
    client.fine_tuning.jobs.cancel(job)
    until(lambda: not _queue(environment), 60)
    until(lambda: messages(client, job)[-1] == "Fine-tuning job cancelled", 60)
    return 1


def _queue(environment: dict[str, str]) -> str:
    return one_host.said(["squeue", "--noheader", "--format=%j %T"], environment).strip()


def _wish(chance: Random) -> dict[str, object]:
    settings = {"n_epochs": 3, "learning_rate": 0.005, "batch_size": chance.choice([4, 8])}
    wish: dict[str, object] = {"seed": chance.randint(0, 999), "extra_body": {"hyperparameters": settings}}
    return wish | ({"method": PAIRS} if chance.random() < 0.5 else {})


def _create(client: OpenAI, wish: dict[str, object]) -> str:
    rows = (pair_rows(24), pair_rows(8, 2)) if "method" in wish else (colour_rows(24), colour_rows(8))
    file, check = (send(client, as_jsonl(some)) for some in rows)
    return str(client.fine_tuning.jobs.create(model="tiny", training_file=file, validation_file=check, **wish).id)


def _same_losses(one: Path, other: Path) -> int:
    first, second = job_folder.curve(one), job_folder.curve(other)
    must([point[:2] for point in first] == [point[:2] for point in second], "the curves have other points")
    apart = max(abs(a[2] - b[2]) for a, b in zip(first, second, strict=True) if a[1].endswith("loss"))
    must(apart <= LEAST, f"the losses are {apart} apart")
    return sum(point[1].endswith("loss") for point in first)


PROCESSES = Campaign(
    "processes",
    "A training by two processes (torchrun) has, at every step, the losses of a training by one to 1e-4, with answers "
    "and with pairs (a tiny model, CPU).",
    3,
    playing_processes,
    ("torch", "transformers", "peft", "trl"),
)
CLUSTER = Campaign(
    "cluster",
    "Under Slurm (one host, the distribution's packages) a training is run, shown by squeue, watched on by the next "
    "supervisor when the first is killed, cancelled, and has the losses of a training on this computer to 1e-4.",
    3,
    playing_cluster,
    ("torch", "transformers", "peft", "trl"),
)
