"""`python -m desktop_app.engine.answer`: the answering worker. Requests and news are JSON lines over pipes."""

import json
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from desktop_app.engine.heavy import loading
from desktop_app.engine.lifeline import step_back

GATHER = 0.01
"""Seconds to wait for more after the first request: what is asked side by side is then read side by side."""


@dataclass(slots=True)
class Inbox:
    """What has come in over standard input, in its order."""

    items: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)

    def listen(self) -> None:
        """Read lines until the supervisor is gone, then end this process."""
        with os.fdopen(os.dup(0), "rb", buffering=0) as lines:
            pending = b""
            while block := lines.read(1 << 16):
                *whole, pending = (pending + block).split(b"\n")
                for line in whole:
                    self.items.put(json.loads(line))
        os._exit(3)

    def take(self, *, wait: bool) -> list[dict[str, Any]]:
        """Return what has come; where `wait` is set, at least one item and what follows within a moment."""
        found = [self.items.get()] if wait else []
        until = time.monotonic() + (GATHER if wait else 0.0)
        try:
            while True:
                left = until - time.monotonic()
                found.append(self.items.get(timeout=left) if left > 0 else self.items.get_nowait())
        except queue.Empty:
            return found


def main() -> int:
    """Answer until the supervisor is gone."""
    # The protocol keeps the real standard output for itself; whatever a library prints goes to the log.
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    inbox = Inbox()
    threading.Thread(target=inbox.listen, name="inbox", daemon=True).start()
    step_back(5)
    with loading():
        import transformers.modeling_utils  # noqa: F401, PLC0415 - heavy; every model brings it, and here it costs less

        from desktop_app.engine.answering import Answering  # noqa: PLC0415 - heavy; the lifeline comes first

    answering = Answering(lambda item: print(json.dumps(item), file=pipe, flush=True))
    while True:
        for item in inbox.take(wait=answering.is_idle):
            answering.hear(item)
        answering.step()


if __name__ == "__main__":
    sys.exit(main())
