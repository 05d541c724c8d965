"""Training lines as the trainers of Hugging Face (TRL) read them, and back.

The lines have TRL's standard forms: prompt and completion; messages; prompt, chosen and rejected. Tools are written as
the text of their JSON, which TRL reads: as objects, the tables that `datasets` makes of the lines would fill each tool
with the empty keys of all others.
"""

import json
from collections.abc import Mapping
from typing import Any

_OF_THE_INPUT = ("tools", "parallel_tool_calls", "functions")
"""The keys of a preference pair's input, which TRL wants beside it."""


def trl_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a training line of ours in TRL's form."""
    if "input" in line:
        asked = line["input"]
        rest = {k: v for k, v in line.items() if k not in ("input", "preferred_output", "non_preferred_output")}
        beside = {k: v for k, v in asked.items() if k != "messages"}
        pair = {"chosen": line["preferred_output"], "rejected": line["non_preferred_output"]}
        line = {"prompt": asked["messages"], **pair, **beside, **rest}
    written = dict(line)
    if isinstance(line.get("tools"), list):
        written["tools"] = json.dumps(line["tools"], ensure_ascii=False)
    return written


def source_of(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return our training line for one in TRL's form; any other line comes back as it is."""
    chat, pair = isinstance(line.get("messages"), list), isinstance(line.get("chosen"), list)
    if isinstance(line.get("tools"), str) and (chat or pair):
        line = {**line, "tools": _tools(line["tools"])}
    if not (pair and isinstance(line.get("prompt"), list) and isinstance(line.get("rejected"), list)):
        return line
    return {
        "input": {"messages": line["prompt"], **{name: line[name] for name in _OF_THE_INPUT if name in line}},
        "preferred_output": line["chosen"],
        "non_preferred_output": line["rejected"],
        **{k: v for k, v in line.items() if k not in ("prompt", "chosen", "rejected", *_OF_THE_INPUT)},
    }


def _tools(said: str) -> object:
    try:
        tools = json.loads(said)
    except (ValueError, RecursionError):
        return said
    return tools if isinstance(tools, list) else said
