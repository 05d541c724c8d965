"""The folder of a base model on disk."""

from pathlib import Path


def is_model(folder: Path) -> bool:
    """Whether a folder holds everything that training and answering read."""
    weights = (folder / "model.safetensors").is_file() or (folder / "model.safetensors.index.json").is_file()
    return weights and (folder / "config.json").is_file() and (folder / "tokenizer.json").is_file()
