"""Writing rows as a folder for Hugging Face's trainers (TRL): a file of lines for each part, and a card.

What a line looks like, `formats.trl_lines` knows.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop_app.core.example import Part, Shape, to_line
from desktop_app.core.export import Order, Survey
from desktop_app.core.line_rules import without
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.text import text
from desktop_app.formats import training_file
from desktop_app.formats.export_table import ExportRow
from desktop_app.formats.trl_lines import source_of, trl_line

FILES = {Part.TRAINING: "train.jsonl", Part.VALIDATION: "valid.jsonl", Part.TEST: "test.jsonl"}
_SPLITS = {Part.TRAINING: "train", Part.VALIDATION: "validation", Part.TEST: "test"}
_TEXT = "dtype: string"


@contextmanager
def trl_folder(folder: Path, order: Order, survey: Survey) -> Iterator[Callable[[ExportRow], object]]:
    """Lend the function that puts one more row into its part's file; the card is written at the end."""
    folder.mkdir()
    with ExitStack() as open_files:
        files = {
            part: open_files.enter_context((folder / FILES[part]).open("wb")) for part in Part if part in survey.parts
        }

        def add(row: ExportRow) -> None:
            line = without(to_line(row.example), order.left_out)
            written = trl_line(line)
            if source_of(written) != line:
                raise Problem("export_trl_unfit", row=row.number)
            training_file.put(files[row.part], written)

        yield add
    card = _card(order, survey, {part: (folder / FILES[part]).stat().st_size for part in files})
    (folder / "README.md").write_text(card, encoding="utf-8")


def _card(order: Order, survey: Survey, sizes: Mapping[Part, int]) -> str:
    """Return the card: what `datasets` needs to know about the files, then words for people."""
    title = json.dumps(order.title or order.target.name, ensure_ascii=False)
    lines = ["---", f"pretty_name: {title}", "configs:", "- config_name: default", "  data_files:"]
    for part in sizes:
        lines += [f"  - split: {_SPLITS[part]}", f"    path: {FILES[part]}"]
    features = _features(survey, order)
    if features:
        lines += ["dataset_info:", "  config_name: default", "  features:", *(f"  {line}" for line in features)]
        lines += ["  splits:"]
        for part, size in sizes.items():
            count = survey.parts[part]
            lines += [f"  - name: {_SPLITS[part]}", f"    num_bytes: {size}", f"    num_examples: {count}"]
    rows = ", ".join(f"{survey.parts[part]} {_SPLITS[part]}" for part in sizes)
    said = english(text("export.card", title=order.title or order.target.name, rows=rows))
    return "\n".join([*lines, "---", "", said, ""])


def _features(survey: Survey, order: Order) -> list[str]:
    """Return the columns as a card tells them, so that a key that only some rows have is no surprise; [] if unknown."""
    shape = survey.shape
    kept = set(survey.keys) - order.left_out
    if shape is None or kept - {"tools", "messages[].weight", *(f"messages[].{name}" for name in _MESSAGE_FEATURES)}:
        return []
    names = {Shape.COMPLETION: (), Shape.CHAT: ("messages",), Shape.PREFERENCE: ("prompt", "chosen", "rejected")}[shape]
    found = [line for name in names for line in (f"- name: {name}", "  list:", *_message_features(kept))]
    if shape is Shape.COMPLETION:
        found = ["- name: prompt", f"  {_TEXT}", "- name: completion", f"  {_TEXT}"]
    return [*found, *(["- name: tools", f"  {_TEXT}"] if "tools" in kept else [])]


_MESSAGE_FEATURES: Mapping[str, tuple[str, ...]] = {
    "name": (_TEXT,),
    "tool_call_id": (_TEXT,),
    "tool_calls": (
        "list:",
        "- name: id",
        f"  {_TEXT}",
        "- name: type",
        f"  {_TEXT}",
        "- name: function",
        "  struct:",
        "  - name: name",
        f"    {_TEXT}",
        "  - name: arguments",
        f"    {_TEXT}",
    ),
    "weight": ("dtype: int64",),
}


def _message_features(kept: set[str]) -> list[str]:
    found = ["  - name: role", f"    {_TEXT}", "  - name: content", f"    {_TEXT}"]
    for name, kind in _MESSAGE_FEATURES.items():
        if f"messages[].{name}" in kept:
            found += [f"  - name: {name}", *(f"    {line}" for line in kind)]
    return found
