"""The exports of the server that plays the engine: each goes on when the test says so."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SIZES = {"F32": 540_000_000, "base": 270_000_000, "F16": 270_000_000, "Q8_0": 145_000_000}


class FakeExports:
    """What can be exported, and how far each export is."""

    def __init__(self) -> None:
        self.refused: dict[str, tuple[int, str, str]] = {}
        """Status, code and words for a form that cannot be had."""
        self.looks: list[tuple[str, str]] = []
        """Each form and precision that was looked up."""
        self.orders: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {"state": "working", "progress": 0.0, "message": "", "code": None}
        """How the newest export stands."""
        self.ended = 0
        self.at_once = False
        """Whether each export is done as soon as it is begun."""

    def routes(self) -> list[Route]:
        """Return its routes."""
        return [
            Route("/local/exports/look", self._look, methods=["POST"]),
            Route("/local/exports", self._begin, methods=["POST"]),
            Route("/local/exports/{id}", self._stand, methods=["GET"]),
            Route("/local/exports/{id}/cancel", self._cancel, methods=["POST"]),
        ]

    def finish(self) -> None:
        """Let the newest export be done: its folder is there with what was to lie beside the model."""
        folder = Path(self.orders[-1]["folder"])
        folder.mkdir()
        for name, words in self.orders[-1]["texts"].items():
            (folder / name).write_text(words, encoding="utf-8")
        self.state = {**self.state, "state": "done", "progress": 1.0}

    async def _look(self, request: Request) -> Response:
        asked = await request.json()
        self.looks.append((asked["form"], asked["precision"]))
        if asked["form"] in self.refused:
            status, code, words = self.refused[asked["form"]]
            error = {"message": words, "type": "invalid_request_error", "param": "form", "code": code}
            return JSONResponse({"error": error}, status_code=status)
        size = 12_000_000 if asked["form"] == "adapter" else SIZES[asked["precision"]]
        about = {"parameters": 134_515_008, "raw": False, "system": None, "base": "tiny", "licence": "Apache-2.0"}
        return JSONResponse({"object": "local.export_prospect", "bytes": size, "room": size + 20_000_000, **about})

    async def _begin(self, request: Request) -> Response:
        order = await request.json()
        self.state = {**self.state, "state": "working", "progress": 0.0}
        self.orders.append(order)  # last: a test that sees it may let it be done at once
        if self.at_once:
            self.finish()
        return self._told()

    async def _stand(self, _: Request) -> Response:
        return self._told()

    async def _cancel(self, _: Request) -> Response:
        self.ended += 1
        self.state = {**self.state, "state": "cancelled"}
        return self._told()

    def _told(self) -> Response:
        order = self.orders[-1]
        about = {"object": "local.export", "folder": order["folder"], "form": order["form"], "bytes": 270_000_000}
        return JSONResponse({"id": f"export-{len(self.orders)}", **about, **self.state})
