"""The small files beside a model's weights that go with it wherever it goes: tokenizer, chat template, licence."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from desktop_app.engine.disk import read_json, write_json

BESIDE = (
    *("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json"),
    *("merges.txt", "tokenizer.model", "chat_template.jinja", "chat_template.json"),
)
"""The files by which text becomes tokens."""
LICENCES = ("LICENSE", "LICENCE", "NOTICE", "USE_POLICY")
_OURS = ("is_local", "local_files_only")
"""What the tokenizer's settings say of this computer alone."""


def copy_beside(base: Path, folder: Path, names: Iterable[str]) -> None:
    """Copy the small files of these names that there are, and what says under which licence the base model is."""
    licences = (path.name for path in base.iterdir() if path.name.split(".")[0] in LICENCES)
    for name in (*names, *licences):
        if (base / name).is_file():
            shutil.copyfile(base / name, folder / name)
    settings = read_json(folder / "tokenizer_config.json")
    if settings is not None:
        # Transformers of before version 5 does not know the newer name of the same thing.
        if settings.get("tokenizer_class") == "TokenizersBackend":
            settings["tokenizer_class"] = "PreTrainedTokenizerFast"
        write_json(folder / "tokenizer_config.json", {k: v for k, v in settings.items() if k not in _OURS})
