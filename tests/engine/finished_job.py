"""A training that is over, as its folder stands, with an adapter of chance: for tests that need a tuned model fast."""

import json
from pathlib import Path

import numpy as np

NAME = "ft:tiny:local:my colours:aa11"
_RANK = 4


def put_finished_job(data: Path, base: Path) -> str:
    """Write the folder into an engine's data before that starts; return the tuned model's name."""
    job = data / "jobs" / "ftjob-1"
    (job / "data").mkdir(parents=True)
    row = {"messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "the answer be blue"}]}
    (job / "data" / "training.jsonl").write_text(json.dumps(row) + "\n")
    request = {"id": "ftjob-1", "created": 1, "order": 1, "model": base.name, "model_name": NAME}
    request |= {"training_file": "file-1", "seed": 1, "hyperparameters": {"n_epochs": 1}, "base_folder": str(base)}
    (job / "job.json").write_text(json.dumps(request))
    state = {"status": "succeeded", "finished_at": 2, "trained_tokens": 9, "result_files": [], "fine_tuned_model": NAME}
    (job / "state.json").write_text(json.dumps(state))
    write_adapter(job / "result" / "adapter", base)
    return NAME


def write_adapter(folder: Path, base: Path, seed: int = 5) -> None:
    """Write an adapter of chance that changes every matrix of the layers."""
    folder.mkdir(parents=True)
    config = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": _RANK, "lora_alpha": 2 * _RANK, "bias": "none"}
    config |= {"base_model_name_or_path": str(base), "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"]}
    config["target_modules"] += ["gate_proj", "up_proj", "down_proj"]
    (folder / "adapter_config.json").write_text(json.dumps(config))
    with (base / "model.safetensors").open("rb") as file:
        head = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    chance = np.random.default_rng(seed)
    halves = {}
    for name, entry in head.items():
        if "_proj.weight" in name:
            wide, narrow = entry["shape"]
            place = f"base_model.model.{name.removesuffix('.weight')}"
            halves[f"{place}.lora_A.weight"] = chance.normal(0, 0.3, (_RANK, narrow)).astype(np.float32)
            halves[f"{place}.lora_B.weight"] = chance.normal(0, 0.3, (wide, _RANK)).astype(np.float32)
    from safetensors.numpy import save_file  # noqa: PLC0415 - part of the engine's heavy half

    save_file(halves, str(folder / "adapter_model.safetensors"))
