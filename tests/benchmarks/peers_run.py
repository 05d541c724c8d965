"""`python -m tests.benchmarks.peers_run WAY FILE FOLDER`: what people without a program do with chats.

notebook: the checks and counts of OpenAI's notebook for data of chats, that is all lines into a list, seven looks at
the format, two warnings, then each conversation counted, and the assistant's words once more. datasets: Hugging Face
datasets reads the file and maps a count over it, in portions, in one process. pandas: read_json, equal rows, the count.
All count with tiktoken. Tells processor time, memory, and how many rows and tokens it found.
"""

import json
import os
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.tokens.vocabularies import O200K
from tests.benchmarks.figures import peak
from tests.tokens.reference import reference

if TYPE_CHECKING:
    from tiktoken import Encoding

_KEYS = {"role", "content", "name", "function_call", "weight"}
_ROLES = {"system", "user", "assistant", "function"}
_MESSAGE, _CONVERSATION = 3, 3
"""Tokens that the notebook adds for each message and for each conversation."""
_LIMIT = 65_536

Chat = Sequence[dict[str, Any]]


def notebook(path: Path, _: Path) -> tuple[int, int]:
    """Read all, look at the format, warn, and count, one chat after the other."""
    encoding = reference(O200K)
    with path.open(encoding="utf-8") as file:
        chats = [json.loads(line) for line in file]
    faults = Counter(fault for chat in chats for fault in _faults(chat))
    if faults:
        raise RuntimeError(f"the file should have no faults: {dict(faults)}")
    roles = [{message["role"] for message in chat["messages"]} for chat in chats]
    whole = [_as_the_notebook_counts(encoding, chat["messages"]) for chat in chats]
    answers = [
        sum(len(encoding.encode(said["content"])) for said in chat["messages"] if said["role"] == "assistant")
        for chat in chats
    ]
    lacking = {role: sum(role not in each for each in roles) for role in ("system", "user")}
    spread = {name: statistics.quantiles(each, n=10) for name, each in (("whole", whole), ("answers", answers))}
    print(lacking, spread, sum(tokens > _LIMIT for tokens in whole), file=sys.stderr)
    return len(chats), sum(whole)


def _faults(chat: object) -> list[str]:
    """Return what is wrong with a chat, in the notebook's words."""
    if not isinstance(chat, dict):
        return ["data_type"]
    messages = chat.get("messages")
    if not messages:
        return ["missing_messages_list"]
    found = []
    for message in messages:
        if "role" not in message or "content" not in message:
            found.append("message_missing_key")
        if any(key not in _KEYS for key in message):
            found.append("message_unrecognized_key")
        if message.get("role") not in _ROLES:
            found.append("unrecognized_role")
        if message.get("content") is None and not message.get("function_call"):
            found.append("missing_content")
    if not any(message.get("role") == "assistant" for message in messages):
        found.append("example_missing_assistant_message")
    return found


def _as_the_notebook_counts(encoding: "Encoding", messages: Chat) -> int:
    said = (len(encoding.encode(value)) for message in messages for value in message.values())
    return _CONVERSATION + _MESSAGE * len(messages) + sum(said)


def mapped(path: Path, folder: Path) -> tuple[int, int]:
    """Let datasets read the file and map the count over it, a thousand chats at a time."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    import datasets  # noqa: PLC0415 - it reads the variables when it is imported

    encoding = reference(O200K)

    def counted(portion: dict[str, list[Chat]]) -> dict[str, list[int]]:
        return {"tokens": [_as_the_notebook_counts(encoding, messages) for messages in portion["messages"]]}

    rows = datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(folder / "datasets"))
    rows = rows.map(counted, batched=True, batch_size=1000, new_fingerprint="counted")
    return len(rows), sum(rows["tokens"])


def framed(path: Path, _: Path) -> tuple[int, int]:
    """Let pandas read the file, look for equal rows, and count each."""
    import pandas as pd  # noqa: PLC0415 - only this way needs it

    encoding = reference(O200K)
    rows = pd.read_json(path, lines=True)
    rows["equal"] = rows["messages"].astype(str).duplicated()
    rows["tokens"] = rows["messages"].map(lambda messages: _as_the_notebook_counts(encoding, messages))
    return len(rows), int(rows["tokens"].sum())


WAYS: dict[str, Callable[[Path, Path], tuple[int, int]]] = {
    "notebook": notebook,
    "datasets": mapped,
    "pandas": framed,
}


def main(way: str, path: Path, folder: Path) -> None:
    """Do it and tell."""
    began = time.perf_counter()
    rows, tokens = WAYS[way](path, folder)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "rows": rows,
        "tokens": tokens,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() + children.ru_utime + children.ru_stime,
        "rss": peak(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
