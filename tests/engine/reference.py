"""Adapters of chance for the tiny model, and what it says with each by transformers' own `generate`: a child process.

Nothing here uses TuneDesk's code, so what the engine answers can be compared with it.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROMPTS = ["What colour is the sky", "one two three four five six seven", "Hello", "rose " * 30]
TOKENS = 20


def make_reference(base: Path, folder: Path) -> dict[str, Any]:
    """Write the adapters `a` and `b` into `folder`, and return what each model says and how likely it finds PROMPTS."""
    subprocess.run([sys.executable, __file__, str(base), str(folder)], check=True, capture_output=True)
    found: dict[str, Any] = json.loads((folder / "reference.json").read_text())
    return found


def build(base: Path, folder: Path) -> None:
    """Do it here; imports torch."""
    import torch  # noqa: PLC0415 - heavy, and only in the child process
    from peft import LoraConfig, get_peft_model  # noqa: PLC0415 - heavy
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415 - heavy

    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    told: dict[str, Any] = {"base": _told(model, tokenizer)}
    for name, seed in (("a", 1), ("b", 2)):
        torch.manual_seed(seed)
        lora = LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM")
        tuned = get_peft_model(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), lora).eval()
        with torch.no_grad():
            for part, values in tuned.named_parameters():
                if "lora_B" in part:
                    values.normal_(0, 0.3)
        tuned.save_pretrained(folder / name)
        told[name] = _told(tuned, tokenizer)
    (folder / "reference.json").write_text(json.dumps(told))


def _told(model: Any, tokenizer: Any) -> list[dict[str, Any]]:
    import torch  # noqa: PLC0415 - heavy

    found = []
    for prompt in PROMPTS:
        ids = torch.tensor([[tokenizer.bos_token_id, *tokenizer(prompt)["input_ids"]]])
        with torch.no_grad():
            made = model.generate(input_ids=ids, do_sample=False, max_new_tokens=TOKENS)[0, ids.shape[1] :].tolist()
            logs = model(input_ids=torch.cat([ids, torch.tensor([made])], 1)).logits[0].log_softmax(-1)
        whole = [*ids[0].tolist(), *made]
        chances = [float(logs[place - 1, token]) for place, token in enumerate(whole) if place]
        if made[-1] == tokenizer.eos_token_id:
            made.pop()
        text = tokenizer.decode(made, skip_special_tokens=True)
        read = int(ids.shape[1])
        found.append(
            {"text": text, "read": read, "prompt_logprobs": chances[: read - 1], "logprobs": chances[read - 1 :]}
        )
    return found


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
