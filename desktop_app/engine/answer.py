"""`python -m desktop_app.engine.answer`: the answering worker. Requests and news are JSON lines over pipes."""

import json
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from desktop_app.engine.lifeline import step_back

GATHER = 0.03
MOST_ROWS = 16


@dataclass(slots=True)
class Inbox:
    """What has come in over standard input: requests in their order, and whom nobody waits for any more."""

    requests: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    cancelled: set[str] = field(default_factory=set)

    def listen(self) -> None:
        """Read lines until the supervisor is gone, then end this process."""
        with os.fdopen(os.dup(0), "rb", buffering=0) as lines:
            pending = b""
            while block := lines.read(1 << 16):
                *whole, pending = (pending + block).split(b"\n")
                for line in whole:
                    self._take(json.loads(line))
        os._exit(3)

    def _take(self, item: dict[str, Any]) -> None:
        if item["op"] == "cancel":
            self.cancelled.add(item["id"])
        else:
            self.requests.put(item)

    def gather(self, waiting: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return `waiting` and what comes within a moment, at least one request."""
        found = waiting or [self.requests.get()]
        until = time.monotonic() + GATHER
        while (left := until - time.monotonic()) > 0:
            try:
                found.append(self.requests.get(timeout=left))
            except queue.Empty:
                break
        return found


def choose_batch(requests: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Split `requests` into those answered together now, all of the first one's base, and the others."""
    now: list[dict[str, Any]] = []
    later: list[dict[str, Any]] = []
    rows = 0
    for request in requests:
        size = request["sampling"]["n"] * len(request.get("prompts") or [None])
        fits = request["base"] == requests[0]["base"] and (not now or rows + size <= MOST_ROWS)
        if fits and not later:
            now.append(request)
            rows += size
        else:
            later.append(request)
    return now, later


def main() -> int:
    """Answer until the supervisor is gone."""
    # The protocol keeps the real standard output for itself; whatever a library prints goes to the log.
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    inbox = Inbox()
    threading.Thread(target=inbox.listen, name="inbox", daemon=True).start()
    step_back(5)
    from desktop_app.engine.answering import Answering  # noqa: PLC0415 - heavy; the lifeline comes first

    answering = Answering(lambda item: print(json.dumps(item), file=pipe, flush=True), inbox.cancelled)
    waiting: list[dict[str, Any]] = []
    while True:
        now, waiting = choose_batch(inbox.gather(waiting))
        answering.answer(now)


if __name__ == "__main__":
    sys.exit(main())
