"""The training worker is killed at random steps; its job must end as if nothing had happened."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from openai import OpenAI

from tests.campaigns import job_folder
from tests.campaigns.campaign import Campaign, Round, must
from tests.engine.running import ended, messages, send, start
from tests.engine.tiny_model import as_jsonl, colour_rows, make_tiny_model

HYPERPARAMETERS = {"n_epochs": 24, "learning_rate": 0.003, "lora_dropout": 0.1}
OPTIONS = ("--linger", "600", "--threads", "1", "--recovery-steps", "7")
MOST_KILLS = 2
"""The engine gives a job up after three kills in a row that let it get no further."""


@dataclass(frozen=True, slots=True)
class Calm:
    """How the job ends when nobody disturbs it."""

    steps: int
    adapter: str
    curve: job_folder.Curve


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Start an engine, train once in peace, and lend the round."""
    tiny = make_tiny_model(folder / "tiny")
    running = start(folder / "engine", *OPTIONS, model=tiny)
    try:
        with running.client() as client:
            job = create(client)
            must(ended(client, job).status == "succeeded", "the undisturbed job did not succeed")
            path = running.data / "jobs" / job
            calm = Calm(job_folder.step(path), job_folder.adapter(path), job_folder.curve(path))
            yield lambda chance: one_round(client, running.data / "jobs", calm, chance)
    finally:
        running.stop()


def one_round(client: OpenAI, jobs: Path, calm: Calm, chance: Random) -> Counter[str]:
    """Train the same once more, kill the worker at random steps, and compare what comes out."""
    counted: Counter[str] = Counter()
    job = create(client)
    folder = jobs / job
    for at in sorted(chance.sample(range(calm.steps - 2), chance.randint(1, MOST_KILLS))):
        job_folder.until(lambda at=at: job_folder.step(folder) >= at and job_folder.worker_of(folder), f"step {at}")
        worker = job_folder.worker_of(folder)
        must(worker is not None, "the worker was gone before it was killed")
        reached = job_folder.step(folder)
        worker.kill()
        worker.wait(20)
        counted["kills"] += 1
        counted["kills before the first checkpoint"] += not list(folder.glob("checkpoints/*/COMPLETE"))
        counted["steps done when killed"] += reached
    status = ended(client, job, 200).status
    must(status == "succeeded", f"the job ended as {status}: {messages(client, job)[-3:]}")
    must(job_folder.curve(folder) == calm.curve, "the curve is not that of the undisturbed training")
    must(job_folder.adapter(folder) == calm.adapter, "the adapter is not that of the undisturbed training")
    return counted


def create(client: OpenAI) -> str:
    """Create the job that all rounds share, and return its id."""
    file, check = send(client, as_jsonl(colour_rows(42))), send(client, as_jsonl(colour_rows(6)), "check.jsonl")
    job = client.fine_tuning.jobs.create(
        model="tiny",
        training_file=file,
        validation_file=check,
        seed=11,
        extra_body={"hyperparameters": HYPERPARAMETERS},
    )
    return job.id


CAMPAIGN = Campaign(
    "worker_kills",
    "When the process that trains is killed at any step, the job goes on by itself and ends with the same curve and, "
    "bit for bit, the same adapter as an undisturbed training (a tiny model, one thread, CPU).",
    8,
    playing,
    ("torch", "transformers", "peft", "trl"),
)
