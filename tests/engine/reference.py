"""What the workshop can do to check the engine's answers: the same by transformers' own means; imports torch.

Nothing here uses TuneDesk's code, so what the engine says can be compared with it.
"""

from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    AutoModel,
    AutoModelForCausalLM,
    AutoTokenizer,
    BertConfig,
    BertModel,
    PreTrainedTokenizerFast,
)


def adapters_and_answers(base: str, folder: str, prompts: list[str], tokens: int) -> dict[str, Any]:
    """Write two adapters of chance, `a` and `b`, into `folder`; return what each model goes on with, and how likely.

    For `base`, `a` and `b` there is an entry a prompt: `text` with at most so many `tokens`, how many tokens of the
    prompt were `read`, the `prompt_logprobs` of all but its first, and the `logprobs` of the answer's.
    """
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    told: dict[str, Any] = {"base": [_gone_on(model, tokenizer, prompt, tokens) for prompt in prompts]}
    for name, seed in (("a", 1), ("b", 2)):
        torch.manual_seed(seed)
        lora = LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM")
        tuned = get_peft_model(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), lora).eval()
        with torch.no_grad():
            for part, values in tuned.named_parameters():
                if "lora_B" in part:
                    values.normal_(0, 0.3)
        tuned.save_pretrained(Path(folder, name))
        told[name] = [_gone_on(tuned, tokenizer, prompt, tokens) for prompt in prompts]
    return told


def _gone_on(model: Any, tokenizer: Any, prompt: str, tokens: int) -> dict[str, Any]:
    ids = torch.tensor([[tokenizer.bos_token_id, *tokenizer(prompt)["input_ids"]]])
    with torch.no_grad():
        made = model.generate(input_ids=ids, do_sample=False, max_new_tokens=tokens)[0, ids.shape[1] :].tolist()
        logs = model(input_ids=torch.cat([ids, torch.tensor([made])], 1)).logits[0].log_softmax(-1)
    whole = [*ids[0].tolist(), *made]
    chances = [float(logs[place - 1, token]) for place, token in enumerate(whole) if place]
    if made[-1] == tokenizer.eos_token_id:
        made.pop()
    text = tokenizer.decode(made, skip_special_tokens=True)
    read = int(ids.shape[1])
    return {"text": text, "read": read, "prompt_logprobs": chances[: read - 1], "logprobs": chances[read - 1 :]}


def embedder(folder: str, context: int) -> dict[str, Any]:
    """Write a random two-layer model for embeddings with its own tokenizer: it says nothing of meaning."""
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *(f"w{number}" for number in range(96))]
    inner = Tokenizer(models.WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]"))
    inner.pre_tokenizer = pre_tokenizers.Whitespace()
    inner.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    torch.manual_seed(11)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=context,
    )
    Path(folder).mkdir(parents=True, exist_ok=True)
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return {}


def vectors(folder: str, texts: list[str]) -> dict[str, Any]:
    """Return what the `vectors` of short texts must be."""
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    found = []
    for said in texts:
        with torch.no_grad():
            states = model(**tokenizer(said, return_tensors="pt")).last_hidden_state[0]
        found.append(torch.nn.functional.normalize(states.mean(0), dim=0).tolist())
    return {"vectors": found}
