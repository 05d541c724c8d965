"""The old tool as a process one can ask, and where it lies."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VALIDATORS = ROOT / ".cache" / "openai-0.28.1" / "openai" / "validators.py"
"""Fetched by `packaging/test.py`."""

SHA256 = "96acb4353b35ad94bb96dfc314a1adc8e9a10557f92f092661c86c88c28c9010"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the old tool said of a file: its findings by name, the rows it would write, why it gave up, its words."""

    findings: dict[str, str]
    rows: list[tuple[str, str]] | None
    stopped: str
    said: str


class OldTool:
    """The process; `judge` files one after another."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def judge(self, path: Path, *, write: bool = False) -> Verdict:
        """Return what the old tool says of a file when everything it recommends is accepted; `write` its files."""
        print(json.dumps({"path": str(path), "write": write}), file=self._process.stdin, flush=True)
        told = json.loads(self._process.stdout.readline())
        rows = None if told["rows"] is None else [(prompt, completion) for prompt, completion in told["rows"]]
        return Verdict(told["findings"], rows, told["stopped"], told["said"])


def is_there() -> bool:
    """Tell whether the old tool was fetched, and is the one we mean."""
    return VALIDATORS.is_file() and hashlib.sha256(VALIDATORS.read_bytes()).hexdigest() == SHA256


@contextmanager
def old_tool() -> Iterator[OldTool]:
    """Lend the running old tool."""
    command = [sys.executable, str(Path(__file__).with_name("old_tool.py")), str(VALIDATORS)]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, encoding="utf-8", **streams) as process:
        yield OldTool(process)
        process.stdin.close()
        process.wait(timeout=30)
