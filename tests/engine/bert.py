"""A random two-layer model for embeddings with its own tokenizer: it says nothing of meaning, and is there at once."""

import subprocess
import sys
from pathlib import Path

CONTEXT = 64


def make_embedder(folder: Path) -> Path:
    """Write such a model into `folder`, in a child process, and return it."""
    subprocess.run([sys.executable, __file__, str(folder)], check=True, capture_output=True)
    return folder


def build(folder: Path) -> None:
    """Make the model here; imports torch."""
    import torch  # noqa: PLC0415 - heavy, and only in the child process
    from tokenizers import Tokenizer, models, pre_tokenizers, processors  # noqa: PLC0415 - heavy
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # noqa: PLC0415 - heavy

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
        max_position_embeddings=CONTEXT,
    )
    folder.mkdir(parents=True, exist_ok=True)
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def reference(folder: Path, texts: list[str]) -> list[list[float]]:
    """Return what the vectors of short texts must be, made without any of our code; imports torch."""
    import torch  # noqa: PLC0415 - heavy, and only in a child process
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - heavy

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    found = []
    for said in texts:
        with torch.no_grad():
            states = model(**tokenizer(said, return_tensors="pt")).last_hidden_state[0]
        found.append(torch.nn.functional.normalize(states.mean(0), dim=0).tolist())
    return found


if __name__ == "__main__":
    import json

    place = Path(sys.argv[1])
    if len(sys.argv) == 2:
        build(place)
    else:
        print(json.dumps(reference(place, sys.argv[2:])))
