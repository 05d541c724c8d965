"""What a training is going to take on this computer: from a few real steps, which are remembered for its kind."""

import asyncio
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from desktop_app.engine import hardware, workers
from desktop_app.engine.disk import read_json, write_json, write_text
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.hyperparameters import PREFERENCE, SUPERVISED, read_method, read_request, resolve
from desktop_app.engine.models import Model, ModelShelf
from desktop_app.engine.probe import STEPS, rows
from desktop_app.engine.settings import Settings
from desktop_app.engine.wire import EXTRA_MISSING, WireError, new_id, refused

_TOKEN_BYTES = 14
"""What one token takes in the prepared examples, with its label."""
_MOST = 10**10
_BUSY = "A training is running, and measuring would slow it down and be wrong itself. Ask again when it has ended."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A training to be judged: its training examples, their tokens in all, and those of the longest."""

    examples: int
    tokens: int
    longest: int
    method: str
    settings: dict[str, Any]

    @property
    def usual(self) -> int:
        """The tokens of an example in the middle."""
        return max(2, round(self.tokens / self.examples))


@dataclass(frozen=True, slots=True)
class Probe:
    """What a few steps took; sizes in bytes."""

    seconds_a_step: float
    seconds_before: float
    memory: int
    checkpoint_bytes: int
    adapter_bytes: int


class Estimator:
    """Answers /local/estimate."""

    def __init__(self, settings: Settings, models: ModelShelf) -> None:
        self._settings = settings
        self._models = models
        self._known = settings.data / "probes.json"
        self._measuring = asyncio.Lock()
        for left in settings.data.glob("probe-*"):  # by an engine that was killed while it measured
            shutil.rmtree(left, ignore_errors=True)

    async def estimate(self, body: Mapping[str, Any], *, busy: bool) -> dict[str, Any]:
        """Return time, memory and disk of a training; raises WireError for what cannot be judged.

        The first question of its kind takes as long as a few steps and the start of a training.
        """
        wanted = read_wanted(body)
        name = body.get("model")
        if not isinstance(name, str):
            raise refused("'model' is missing or is not text.", "model", "missing_required_parameter")
        model = self._models.get(name)
        kind = self._kind(model, wanted)
        async with self._measuring:
            kept = read_json(self._known) or {}
            if kind not in kept:
                if busy:
                    raise WireError(409, _BUSY, "busy")
                kept[kind] = asdict(await self._measure(model, wanted))
                write_json(self._known, kept)
        free = shutil.disk_usage(self._settings.data).free
        return foretold(wanted, Probe(**kept[kind]), psutil.virtual_memory().available, free)

    def _kind(self, model: Model, wanted: Wanted) -> str:
        """Name everything that a measurement depends on: another training, and another place to compute, take another.

        Not in it is what the arithmetic afterwards knows of: how many examples there are, and how many passes.
        """
        training = (wanted.method, wanted.settings["batch_size"], wanted.usual, wanted.longest)
        place = (hardware.accelerator(), self._settings.threads, hardware.torch_version())
        return " ".join(map(str, (model.base, *training, wanted.settings["lora_r"], *place)))

    async def _measure(self, model: Model, wanted: Wanted) -> Probe:
        if not workers.extra_installed():
            raise WireError(503, EXTRA_MISSING, "engine_extra_missing")
        folder = JobFolder(self._settings.data / new_id("probe-"))
        try:
            await asyncio.to_thread(_prepare, folder, model, wanted, self._settings.threads)
            said = await _run(folder.path)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder.path, ignore_errors=True)
        if "error" in said:
            raise WireError(400, said["error"]["message"], said["error"]["code"], "model")
        return Probe(**said)


def read_wanted(body: Mapping[str, Any]) -> Wanted:
    """Return the training that a request describes; raises WireError by name."""
    method = read_method(body)
    numbers = {name: body.get(name) for name in ("examples", "tokens", "longest")}
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST:
            raise refused(f"'{name}' must be a whole number above 0.", name)
    examples, tokens, longest = (int(value or 0) for value in numbers.values())
    settings = resolve(read_request(body), examples, method).as_dict()
    most = settings["context_length"]
    if longest * examples < tokens:
        raise refused("'longest' is smaller than the tokens of an example in the middle.", "longest")
    return Wanted(examples, min(tokens, most * examples), max(2, min(longest, most)), method, settings)


def foretold(wanted: Wanted, probe: Probe, memory: int, disk: int) -> dict[str, Any]:
    """Return the estimate, and whether it fits into so much free memory and disk."""
    epochs, batch = wanted.settings["n_epochs"], wanted.settings["batch_size"]
    steps = -(-wanted.examples // batch) * epochs
    # The last checkpoint has what is needed to go on from it; those of the other passes are models alone.
    needed = probe.checkpoint_bytes + epochs * probe.adapter_bytes + wanted.tokens * _TOKEN_BYTES
    return {
        "object": "local.estimate",
        "steps": steps,
        "seconds": round(probe.seconds_before + steps * probe.seconds_a_step, 1),
        "seconds_a_step": round(probe.seconds_a_step, 4),
        "memory": probe.memory,
        "disk": needed,
        "fits": probe.memory <= memory and needed <= disk,
        "hyperparameters": wanted.settings,
    }


def _prepare(folder: JobFolder, model: Model, wanted: Wanted, threads: int) -> None:
    folder.tokens.mkdir(parents=True)
    made = rows(wanted.method == PREFERENCE, wanted.settings["batch_size"], wanted.usual, wanted.longest)
    write_text(folder.tokens / "training.jsonl", "".join(json.dumps(row) + "\n" for row in made))
    write_json(folder.tokens / "report.json", {"probe": True})
    request = {
        "id": folder.path.name,
        "base_folder": str(model.folder),
        "seed": 1,
        "method": SUPERVISED,
        "hyperparameters": {**wanted.settings, "n_epochs": 1, "early_stopping_patience": 0},
        "settings": {"threads": threads, "recovery_steps": 10 * STEPS, "recovery_seconds": 1e9},
    }
    write_json(folder.request, request)


async def _run(folder: Path) -> dict[str, Any]:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *workers.command("probe", str(folder)), stdin=pipe, stdout=pipe, stderr=pipe, env=workers.surroundings()
    )
    try:
        # Our end of its input has to stay open for as long as it works.
        read = (stream.read() for stream in (child.stdout, child.stderr) if stream is not None)
        said, complaint = await asyncio.gather(*read)
        await child.wait()
    except asyncio.CancelledError:
        child.kill()
        await child.wait()
        raise
    lines = said.decode(errors="replace").strip().splitlines()
    if child.returncode != 0 or not lines:
        words = complaint.decode(errors="replace").strip().splitlines()[-1:] or [f"exit status {child.returncode}"]
        return {"error": {"code": "probe_broke", "message": f"The trial steps broke off: {words[0][:300]}"}}
    found: dict[str, Any] = json.loads(lines[-1])
    return found
