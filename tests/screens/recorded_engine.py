"""A local engine that only plays back the recording: the same routes over real HTTP, no torch."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from desktop_app.core.job import STARTER
from desktop_app.core.proof import proof
from tests.fake_exports import FakeExports
from tests.prompt_server import PromptServer
from tests.screens.recorded_keeping import RecordedKeeping
from tests.screens.recording import TUNED, Recording

GIB = 1024**3
HARDWARE = {
    "cores": 2,
    "training_threads": 1,
    "memory_total": 8 * GIB,
    "memory": 8 * GIB,
    "memory_available": 5 * GIB,
    "disk_free": 212 * GIB,
    "accelerator": "cpu",
    "extra_installed": True,
    "python": "3.11",
    "system": "Linux",
}
ESTIMATE = {"seconds": 840.0, "memory": 1_900_000_000, "disk": 61_000_000, "fits": True}
STORAGE = {"models": 272_000_000, "files": 400_000, "jobs": 61_000_000, "other": 20_000, "free": 212 * GIB}
_ABSENT = {"state": "absent", "progress": 0.0, "message": "", "pausable": True, "in_catalogue": True}
_TO_FETCH = [
    {
        **_ABSENT,
        "id": "Qwen/Qwen3-0.6B",
        "title": "Qwen3 0.6B",
        "bytes": 1_519_200_000,
        "licence": "Apache-2.0",
        "memory_bytes": 4_476_000_000,
        "tokens_per_second": 16.3,
        "state": "paused",
        "progress": 0.42,
    },
    {
        **_ABSENT,
        "id": "google/gemma-3-1b-it",
        "title": "Gemma 3 1B",
        "bytes": 2_039_000_000,
        "licence": "Gemma Terms of Use",
        "gated": True,
        "memory_bytes": 6_899_000_000,
        "tokens_per_second": 9.7,
        "page": "https://huggingface.co/google/gemma-3-1b-it",
    },
    {
        **_ABSENT,
        "id": "Qwen/Qwen3-8B",
        "title": "Qwen3 8B",
        "bytes": 16_397_400_000,
        "licence": "Apache-2.0",
        "memory_bytes": 50_044_000_000,
        "tokens_per_second": 1.2,
    },
]
_MANY = 2000
"""A longer answer comes in pieces of several words."""
_AT_ONCE = 20
"""So many words come in one go: a long answer is not slower than the window."""
_NOTHING = {"object": "list", "data": [], "has_more": False}
STEPS_A_SECOND = 2.0
"""How fast the running job goes on while somebody watches."""


@dataclass(slots=True)
class Whims:
    """What is otherwise with the engine than usual; a scene that sets something sets it back."""

    bare: bool = False
    """No model lies on this computer."""
    silent: bool = False
    """It takes its time to tell which models there are."""
    troubled: bool = False
    """It cannot tell which models there are."""
    holds: int | None = None
    """Answers stop after so many words, and go on when this is None again."""
    refused: set[str] = field(default_factory=set)
    """The models that do not answer."""
    says: Callable[[str, str], str] | None = None
    """Returns what a model says to a prompt, in place of what was recorded."""


class RecordedEngine:
    """Listens on a free port of this computer and leaves its card where a LocalEngine looks for it."""

    def __init__(self, folder: Path, recording: Recording, running_job: str, reached: int) -> None:
        """Play back for a LocalEngine on `folder`; the job `running_job` has reached this step."""
        self.whims = Whims()
        steps = sorted({int(data["step"]) for _, data in recording.measured if "full_valid_loss" in data} - {0})
        names = [*(f"{TUNED}:ckpt-step-{step}" for step in steps[:-1]), TUNED]
        self.keeping = RecordedKeeping([(name, 1_795_000_001 + n) for n, name in enumerate(names)])
        self.exports = FakeExports()
        self._card = folder / "engine.json"
        self._recording = recording
        self._running = running_job
        self._reached = reached
        self._asked: float | None = None
        self._server = PromptServer(self._application(), "recorded-engine")

    def __enter__(self) -> "RecordedEngine":
        self._server.begin()
        self._card.parent.mkdir(parents=True, exist_ok=True)
        self._card.write_text(json.dumps({"port": self._server.port, "token": "recorded", "pid": 0}), encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        self._card.unlink(missing_ok=True)
        self._server.leave()

    def _application(self) -> Starlette:
        job = "/v1/fine_tuning/jobs/{id}"
        return Starlette(
            routes=[
                Route("/health", lambda r: JSONResponse({"proof": proof("recorded", r.query_params.get("nonce", ""))})),
                Route("/local/hardware", lambda _: JSONResponse(HARDWARE)),
                Route("/local/models", lambda _: JSONResponse({"data": self._bases()})),
                Route("/local/estimate", lambda _: JSONResponse(ESTIMATE), methods=["POST"]),
                Route("/local/storage", lambda _: JSONResponse(STORAGE)),
                *self.keeping.routes(),
                *self.exports.routes(),
                Route("/v1/models", self._list_models),
                Route("/v1/fine_tuning/jobs", lambda _: JSONResponse(_NOTHING)),
                Route(job, lambda _: JSONResponse(self._job())),
                Route(job + "/events", lambda _: JSONResponse(self._events())),
                Route("/v1/completions", self._complete, methods=["POST"]),
                Route("/v1/chat/completions", self._chat, methods=["POST"]),
            ]
        )

    def _bases(self) -> list[dict[str, Any]]:
        starter = _starter()
        if self.whims.bare:
            starter.update(state="absent", progress=0.0, pausable=True, in_catalogue=True)
        return [starter, *_TO_FETCH]

    async def _list_models(self, _: Request) -> Response:
        while self.whims.silent:
            await asyncio.sleep(0.02)
        if self.whims.troubled:
            return JSONResponse({"error": {"message": "the list of models cannot be read"}}, status_code=500)
        return JSONResponse({"object": "list", "data": [] if self.whims.bare else self._models()})

    def _models(self) -> list[dict[str, Any]]:
        return [
            {"id": name, "object": "model", "created": made, "owned_by": "local"}
            for name, made in [(STARTER, 1_795_000_000), *self.keeping.tuned]
        ]

    def _step(self) -> int:
        """Return the step the running job is at: it goes on from the first asking."""
        now = time.monotonic()
        self._asked = self._asked or now
        return self._reached + int((now - self._asked) * STEPS_A_SECOND)

    def _job(self) -> dict[str, Any]:
        recorded, began = self._recording.job, int(time.time() - self._at(self._reached))
        return {
            "id": self._running,
            "object": "fine_tuning.job",
            "created_at": began,
            "model": STARTER,
            "organization_id": "local",
            "status": "running",
            "seed": 42,
            "training_file": "file-recorded",
            "result_files": [],
            "hyperparameters": {"n_epochs": recorded["epochs"], "batch_size": recorded["batch_size"]},
            "total_steps": recorded["total_steps"],
            "trained_steps": self._step(),
        }

    def _at(self, step: int) -> float:
        return max(at for at, data in self._recording.measured if int(data["step"]) <= step)

    def _events(self) -> dict[str, Any]:
        reached = self._step()
        at, began = self._at(reached), time.time() - self._at(self._reached)
        found = [(when, words, None) for when, words in self._recording.said if when <= at]
        found += [(when, "", data) for when, data in self._recording.measured if int(data["step"]) <= reached]
        data = [
            {
                "id": f"r{when}-{'m' if values else words}",
                "object": "fine_tuning.job.event",
                "created_at": int(began + when),
                "level": "info",
                "message": words,
                "type": "metrics" if values else "message",
                "data": values,
            }
            for when, words, values in sorted(found, key=lambda item: -item[0])
        ]
        return {"object": "list", "data": data, "has_more": False}

    async def _complete(self, request: Request) -> Response:
        asked = json.loads(await request.body())
        model, prompt = str(asked["model"]), str(asked["prompt"])
        if model in self.whims.refused:
            fault = {"message": "the process that answers has died", "code": "answer_worker_died"}
            return JSONResponse({"error": fault}, status_code=503)
        if self.whims.says is not None:
            words = self.whims.says(model, prompt)
            return self._stream(model, words, len(words) // 4, "stop")
        side = "tuned" if model.startswith("ft:") else "base"
        known = {said["prompt"]: (said[side], said[f"{side}_tokens"]) for said in self._recording.answers}
        words, tokens = known.get(prompt, next(iter(known.values())))
        # The likeliest token each time: fewer tokens than recorded are the beginning of what was recorded.
        most = min(int(asked["max_tokens"]), self._recording.max_tokens)
        ending = "length" if tokens >= most else "stop"
        words, tokens = words[: len(words) * min(most, tokens) // tokens], min(most, tokens)
        return self._stream(model, words, tokens, ending)

    async def _chat(self, request: Request) -> Response:
        """Answer a question of which nothing is recorded: only made data are asked for as a chat."""
        model = str(json.loads(await request.body())["model"])
        words = "Capes on, everyone: this hero is on the way."
        return self._stream(model, words, len(words) // 4, "stop", chat=True)

    def _stream(self, model: str, words: str, tokens: int, ending: str, *, chat: bool = False) -> Response:
        return StreamingResponse(self._chunks(model, words, tokens, ending, chat=chat), media_type="text/event-stream")

    async def _chunks(self, model: str, words: str, tokens: int, ending: str, *, chat: bool) -> AsyncIterator[str]:
        spoken = words.split(" ")
        each = 1 if len(spoken) < _MANY else _MANY // 20
        pieces = [" ".join(spoken[at : at + each]) for at in range(0, len(spoken), each)]
        kind = "chat.completion.chunk" if chat else "text_completion"
        head = {"id": "cmpl-recorded", "object": kind, "created": 1795000000, "model": model}
        for number, piece in enumerate(pieces):
            while self.whims.holds is not None and number >= self.whims.holds:
                await asyncio.sleep(0.02)
            text = piece if number == 0 else f" {piece}"
            last = ending if number == len(pieces) - 1 else None
            said = {"delta": {"role": "assistant", "content": text}} if chat else {"text": text}
            choice = {"index": 0, **said, "finish_reason": last, "logprobs": None}
            yield f"data: {json.dumps({**head, 'choices': [choice]})}\n\n"
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0.002)
        usage = {"prompt_tokens": 9, "completion_tokens": tokens, "total_tokens": 9 + tokens}
        yield f"data: {json.dumps({**head, 'choices': [], 'usage': usage})}\n\ndata: [DONE]\n\n"


def _starter() -> dict[str, Any]:
    return {
        "id": STARTER,
        "title": "Starter model (SmolLM2 135M Instruct)",
        "bytes": 272_000_000,
        "licence": "Apache-2.0",
        "state": "ready",
        "progress": 1.0,
        "message": "",
        "removable": True,
        "context_tokens": 8192,
    }
