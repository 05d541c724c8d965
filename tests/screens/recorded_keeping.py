"""What the recorded engine keeps on the disk: models, what is left of trainings, a bin; and what a pack would hold."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.core.job import STARTER
from tests.fake_keeping import FakeKeeping, row
from tests.screens.recording import TUNED

_PACKED = {"path": "adapter.safetensors", "name": "jobs/ftjob-finished/result/adapter.safetensors", "bytes": 61_000_000}


class RecordedKeeping:
    """The tuned models by name and the second they were made in, and what lies beside them."""

    def __init__(self, tuned: list[tuple[str, int]]) -> None:
        self.tuned = tuned
        self.bases: list[dict[str, Any]] = []
        self.kept = FakeKeeping(self)  # type: ignore[arg-type]  # the two lists are all it asks for
        self.kept.rows = [
            row("model", STARTER, 272_000_000, title=STARTER),
            row("adapter", "finished", 19_600_000, title=TUNED),
            row("checkpoint", "finished-10", 19_600_000, title=f"{TUNED}:ckpt-step-10"),
            row("recovery", "finished", 41_300_000, free=True, title=TUNED),
            row("tokens", "finished", 2_100_000, free=True, title=TUNED),
            row("file", "file-recorded", 400_000, title="superheroes.jsonl"),
            row("partial", "Qwen/Qwen3-0.6B", 638_000_000, title="Qwen/Qwen3-0.6B"),
            row("story", "finished", 90_000, title=TUNED),
        ]

    def routes(self) -> list[Route]:
        """Return its routes."""
        kept = self.kept
        return [
            _route("/local/storage/rows", kept.all_rows),
            _route("/local/bin", kept.lying),
            _route("/local/bin", kept.clear, "POST"),
            _route("/local/bin/empty", kept.empty, "POST"),
            _route("/local/bin/{mark}/back", kept.put_back, "POST"),
            _route("/local/carrying/leaving", self._leaving, "POST"),
        ]

    def _leaving(self, _: Request) -> dict[str, Any]:
        return {"files": [_PACKED], "models": [TUNED], "bases": [STARTER], "missing": [], "running": []}


def _route(path: str, act: Callable[[Request], Any], method: str = "GET") -> Route:
    async def endpoint(request: Request) -> Response:
        answer = act(request)
        return await answer if asyncio.iscoroutine(answer) else JSONResponse(answer)

    return Route(path, endpoint, methods=[method])
