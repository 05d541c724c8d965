"""Turn a checked GGUF file into the folder layout that training and answering read. Heavy: imports torch."""

import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

from desktop_app.engine.untyped import Network, Tokenizer


def convert(weights: Path, folder: Path) -> None:
    """Write config, bfloat16 safetensors, tokenizer and chat template of `weights` into `folder`."""
    source = {"pretrained_model_name_or_path": str(weights.parent), "gguf_file": weights.name}
    tokenizer = AutoTokenizer.from_pretrained(**source)
    model = AutoModelForCausalLM.from_pretrained(**source, dtype=torch.bfloat16)
    _forget_source_format(model)
    model.generation_config = _plain_generation(tokenizer)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    _keep_template_inside(folder, tokenizer.chat_template)


def _forget_source_format(model: Network) -> None:
    # A model read from GGUF still carries the reader's quantizer, and save_pretrained refuses such a model.
    model.hf_quantizer = None
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.is_quantized = False


def _plain_generation(tokenizer: Tokenizer) -> GenerationConfig:
    return GenerationConfig(
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )


def _keep_template_inside(folder: Path, template: str | None) -> None:
    path = folder / "tokenizer_config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    if template and "chat_template" not in settings:
        settings["chat_template"] = template
        path.write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")
