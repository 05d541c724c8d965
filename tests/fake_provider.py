"""A real HTTP server that speaks the engine's routes and does what a test tells it, step by step."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from desktop_app.core.proof import proof
from tests.cloud.letters import embedded
from tests.fake_exports import FakeExports
from tests.fake_keeping import FakeKeeping
from tests.prompt_server import PromptServer

BASE = "tiny"
TUNED = f"ft:{BASE}:local:heroes:aa11"
GIB = 1024**3
_JOB = "/v1/fine_tuning/jobs/{id}"


@dataclass
class Speech:
    """What a model says: `words` piece by piece; where it `waits` the test has to let it go on, or it breaks off."""

    words: str = "It cometh."
    waits_after: int | None = None
    breaks_after: int | None = None
    status: int = 200
    code: str | None = None
    finish: str = "stop"
    pause: float = 0.0
    likely: tuple[tuple[str, float], ...] = ()
    """What might have come in the place of each word, with the logarithms of the likelihoods."""

    @property
    def pieces(self) -> list[str]:
        """Return the words one by one, each with the space before it."""
        first, *rest = self.words.split(" ")
        return [first, *(f" {word}" for word in rest)]


@dataclass
class ScriptedJob:
    """A job that goes on when the test says so."""

    id: str
    asked: dict[str, Any]
    total: int = 12
    status: str = "queued"
    paused: bool = False
    step: int = 0
    created: int = field(default_factory=lambda: int(time.time()))
    tuned: str | None = None
    error: str = ""
    resumable: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)

    def say(self, message: str, data: dict[str, Any] | None = None, level: str = "info") -> None:
        """Add an event."""
        kind = "metrics" if data else "message"
        self.events.append(
            {
                "id": f"ftevent-{self.id}-{len(self.events)}",
                "object": "fine_tuning.job.event",
                "created_at": self.created + len(self.events),
                "level": level,
                "message": message,
                "type": kind,
                "data": data,
            }
        )

    def begin(self) -> None:
        """Start training; the validation part is measured before the first step."""
        self.status = "running"
        self.say("Training has begun.")
        self.say("", {"step": 0, "full_valid_loss": 5.5})

    def advance(self, steps: int = 1) -> None:
        """Train so many steps; every fourth one measures the validation part."""
        for _ in range(steps):
            self.step += 1
            data = {"step": self.step, "total_steps": self.total, "train_loss": 5.0 / self.step + 0.5}
            if self.step % 4 == 0:
                data["full_valid_loss"] = 4.0 / self.step + 1.0
            self.say(f"Step {self.step}", data)

    def succeed(self, tuned: str = TUNED) -> None:
        """Finish the training with a tuned model."""
        self.say("The tuned model is ready.")
        self.tuned, self.status = tuned, "succeeded"

    def fail(self, reason: str, *, resumable: bool = False) -> None:
        """Let the training end with an error."""
        self.say(reason, level="error")
        self.error, self.status, self.resumable = reason, "failed", resumable

    def go_on(self) -> None:
        """Let a training that was stopped by an error wait for its turn again."""
        self.say("Fine-tuning job resumed")
        self.error, self.status, self.resumable = "", "queued", False

    def as_object(self) -> dict[str, Any]:
        """Return the job as it stands on the wire."""
        ended = self.status in ("succeeded", "failed", "cancelled")
        return {
            "id": self.id,
            "object": "fine_tuning.job",
            "created_at": self.created,
            "finished_at": self.created + 60 if ended else None,
            "model": self.asked.get("model", BASE),
            "organization_id": "local",
            "status": self.status,
            "paused": self.paused,
            "seed": self.asked.get("seed", 1),
            "training_file": self.asked.get("training_file", "file-x"),
            "result_files": [],
            "hyperparameters": {"n_epochs": 3, "batch_size": 4},
            "fine_tuned_model": self.tuned,
            "error": {"message": self.error, "code": "x", "param": None} if self.error else None,
            "total_steps": self.total if self.step else None,
            "resumable": self.resumable,
        }


@dataclass
class _Refusal:
    status: int
    code: str | None
    message: str
    times: int


class FakeProvider:
    """Listens on a free port and leaves its card where a LocalEngine on `folder` looks for the running engine."""

    def __init__(self, folder: Path) -> None:
        self.extra_installed = True
        self.exports = FakeExports()
        self.accelerator = "cpu"
        self.bases = [base_model(BASE, "Tiny model")]
        self.storage = {"models": 272_000_000, "files": 1_000_000, "jobs": 30_000_000, "other": 0, "free": 212 * GIB}
        self.keeping = FakeKeeping(self)
        self.pulls: list[dict[str, Any]] = []
        """How each look at a model of the hub, and each fetching, was to be done."""
        self.tuned: list[tuple[str, int]] = []
        self.jobs: dict[str, ScriptedJob] = {}
        self.speech: dict[str, Speech] = {}
        """What a model says to everything, unless `answers` knows better."""
        self.answers: Callable[[str, str], Speech | None] = lambda _model, _question: None
        self.asked: list[dict[str, Any]] = []
        """Every body that asked for an answer."""
        self.asking: dict[str, Any] = {}
        """The body for which `answers` is called."""
        self.embedded: list[dict[str, Any]] = []
        """Every body that asked for vectors."""
        self.foretold: dict[str, Any] | None = None
        """What a plan is said to take; None where nothing can be measured."""
        self.measures: asyncio.Event | None = None
        """Where there is one, whoever asks what a plan takes waits for it."""
        self.plans: list[dict[str, Any]] = []
        """Every body that asked what a plan takes."""
        self.unmeasured = 0
        """How many of those who asked have left before they were told."""
        self.files: list[bytes] = []
        self._sent: dict[str, tuple[str, int]] = {}
        self.forgotten: list[str] = []
        """The ids of files that were deleted."""
        self.visits: list[str] = []
        """Every route that was called, by its name."""
        self.speaking = self.most_speaking = self.left = 0
        self._refusals: dict[str, _Refusal] = {}
        self._card = folder / "engine.json"
        self._go = asyncio.Event()
        self._server = PromptServer(self._application(), "fake-provider")

    def __enter__(self) -> "FakeProvider":
        self._server.begin()
        self._card.parent.mkdir(parents=True, exist_ok=True)
        card = {"port": self._server.port, "token": "test-token", "pid": 0, "started": int(time.time())}
        self._card.write_text(json.dumps(card), encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        self._card.unlink(missing_ok=True)
        self.let_go()
        self._server.leave()

    @property
    def job(self) -> ScriptedJob:
        """Return the newest job."""
        return list(self.jobs.values())[-1]

    def add_job(self, status: str = "running", job_id: str = "ftjob-1") -> ScriptedJob:
        """Put up a job that was made before the test began."""
        self.jobs[job_id] = ScriptedJob(job_id, {}, status=status)
        return self.jobs[job_id]

    def refuse(self, route: str, status: int, code: str | None = None, message: str = "no", times: int = 1) -> None:
        """Refuse the next calls of a route."""
        self._refusals[route] = _Refusal(status, code, message, times)

    def let_go(self) -> None:
        """Let every answer that waits go on, now and from now on."""
        self._server.soon(self._go.set)

    def _application(self) -> Starlette:
        def route(path: str, name: str, act: Callable[[Request], Any], method: str = "GET") -> Route:
            async def endpoint(request: Request) -> Response:
                self.visits.append(name)
                refusal = self._refusals.get(name)
                if refusal is not None and refusal.times > 0:
                    refusal.times -= 1
                    return _refused(refusal.status, refusal.code, refusal.message)
                answer = act(request)
                return await answer if asyncio.iscoroutine(answer) else JSONResponse(answer)

            return Route(path, endpoint, methods=[method])

        return Starlette(
            routes=[
                route("/health", "health", self._health),
                route("/local/hardware", "hardware", self._hardware),
                route("/local/estimate", "estimate", self._estimate, "POST"),
                route("/local/models", "bases", lambda _: {"object": "list", "data": self.bases}),
                route("/local/storage", "storage", lambda _: self.storage),
                route("/local/storage/rows", "rows", self.keeping.all_rows),
                route("/local/bin", "bin", self.keeping.lying),
                route("/local/bin", "clear", self.keeping.clear, "POST"),
                route("/local/bin/empty", "empty", self.keeping.empty, "POST"),
                route("/local/bin/{mark}/back", "put_back", self.keeping.put_back, "POST"),
                route("/local/carrying/leaving", "leaving", self.keeping.leaving, "POST"),
                route("/local/models", "take_in", self._take_in, "POST"),
                route("/local/models/{id:path}/pull/cancel", "cancel_pull", self._cancel_pull, "POST"),
                route("/local/models/{id:path}/pull/pause", "pause_pull", self._pause_pull, "POST"),
                route("/local/models/{id:path}/look", "look", self._look, "POST"),
                route("/local/models/{id:path}/pull", "pull", self._pull, "POST"),
                route("/local/models/{id:path}", "remove", self._remove, "DELETE"),
                *self.exports.routes(),
                route("/v1/models", "models", self._models),
                route("/v1/models/{id:path}", "delete", self._delete, "DELETE"),
                route("/v1/files", "files", self._files),
                route("/v1/files", "upload", self._upload, "POST"),
                route("/v1/files/{id}", "file", self._file),
                route("/v1/files/{id}", "forget", self._forget, "DELETE"),
                route("/v1/fine_tuning/jobs", "jobs", self._jobs),
                route("/v1/fine_tuning/jobs", "create", self._create, "POST"),
                route(_JOB, "job", self._retrieve),
                route(_JOB + "/events", "events", self._events),
                route(_JOB + "/{verb}", "steer", self._steer, "POST"),
                route("/v1/chat/completions", "chat", self._answer, "POST"),
                route("/v1/completions", "complete", self._answer, "POST"),
                route("/v1/embeddings", "embed", self._embed, "POST"),
            ]
        )

    async def _embed(self, request: Request) -> Response:
        asked = await request.json()
        self.embedded.append(asked)
        return JSONResponse(embedded(asked))

    def _health(self, request: Request) -> dict[str, Any]:
        return {"status": "ok", "proof": proof("test-token", request.query_params.get("nonce", ""))}

    def _hardware(self, _: Request) -> dict[str, Any]:
        return {
            "cores": 8,
            "memory_total": 16 * GIB,
            "disk_free": 212 * GIB,
            "accelerator": self.accelerator,
            "extra_installed": self.extra_installed,
        }

    async def _estimate(self, request: Request) -> Response:
        self.plans.append(await request.json())
        if self.foretold is None:
            return _refused(409, "busy", "A training is running.")
        waits = self.measures.wait() if self.measures is not None else asyncio.sleep(0)
        told, left = asyncio.ensure_future(waits), asyncio.ensure_future(request.receive())
        await asyncio.wait({told, left}, return_when=asyncio.FIRST_COMPLETED)
        self.unmeasured += not told.done()
        for each in (told, left):
            each.cancel()
        return JSONResponse(self.foretold)

    async def _pull(self, request: Request) -> Response:
        name, asked = request.path_params["id"], await request.json()
        if all(m["id"] != name for m in self.bases):
            self.bases.append(base_model(name, name, "absent") | {"in_catalogue": False, "pausable": True})
        model = next(m for m in self.bases if m["id"] == name)
        if model["state"] != "ready":
            model.update(state="pulling", message="", code=None)
        self.pulls.append(asked)  # last: who waits for it finds the rest done
        return JSONResponse(model)

    def _pause_pull(self, request: Request) -> dict[str, Any]:
        model = next(m for m in self.bases if m["id"] == request.path_params["id"])
        model.update(state="paused")
        return model

    async def _look(self, request: Request) -> Response:
        asked, page = await request.json(), f"https://hub.example/{request.path_params['id']}"
        told = JSONResponse({"licence": "mit", "bytes": 2_000_000_000, "gated": False, "page": page})
        self.pulls.append(asked)  # last, as in _pull
        return told

    async def _take_in(self, request: Request) -> Response:
        path = Path((await request.json())["path"])
        own = path.is_dir()
        made = base_model(path.stem, path.stem, "ready" if own else "converting")
        made |= {"in_catalogue": False, "own": own, "folder": str(path) if own else "", "removable": True}
        self.bases.append(made)
        return JSONResponse(made)

    def _remove(self, request: Request) -> dict[str, Any]:
        name = request.path_params["id"]
        self.bases = [m for m in self.bases if m["id"] != name]
        return {"id": name, "deleted": True}

    def _cancel_pull(self, request: Request) -> dict[str, Any]:
        model = next(m for m in self.bases if m["id"] == request.path_params["id"])
        model.update(state="absent", progress=0.0, message="")
        if not model.get("in_catalogue", True):
            self.bases.remove(model)
        return model

    def _models(self, _: Request) -> dict[str, Any]:
        ready = [(str(m["id"]), 1_700_000_000) for m in self.bases if m["state"] == "ready"]
        rows = [
            {"id": name, "object": "model", "created": created, "owned_by": "local"}
            for name, created in [*ready, *self.tuned]
        ]
        return {"object": "list", "data": rows}

    def _delete(self, request: Request) -> dict[str, Any]:
        name = request.path_params["id"]
        self.tuned = [(other, created) for other, created in self.tuned if other != name]
        return {"id": name, "object": "model", "deleted": True}

    def _jobs(self, _: Request) -> dict[str, Any]:
        newest_first = [job.as_object() for job in reversed(self.jobs.values())]
        return {"object": "list", "data": newest_first, "has_more": False}

    def _file(self, request: Request) -> dict[str, Any]:
        name = request.path_params["id"]
        return _as_file(name, *self._sent.get(name, ("rows.jsonl", 1000)))

    def _files(self, _: Request) -> dict[str, Any]:
        newest_first = [_as_file(name, *sent) for name, sent in reversed(self._sent.items())]
        return {"object": "list", "data": newest_first, "has_more": False}

    def _forget(self, request: Request) -> dict[str, Any]:
        self.forgotten.append(request.path_params["id"])
        return {"id": self.forgotten[-1], "object": "file", "deleted": True}

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            file = form["file"]
            assert isinstance(file, UploadFile)
            self.files.append(await file.read())
        name = f"file-{len(self.files)}"
        self._sent[name] = (file.filename or "", len(self.files[-1]))
        return JSONResponse(_as_file(name, *self._sent[name]))

    async def _create(self, request: Request) -> Response:
        job = ScriptedJob(f"ftjob-{len(self.jobs) + 1}", await request.json())
        job.say("The job was made.")
        self.jobs[job.id] = job
        return JSONResponse(job.as_object())

    def _retrieve(self, request: Request) -> dict[str, Any]:
        return self.jobs[request.path_params["id"]].as_object()

    def _events(self, request: Request) -> dict[str, Any]:
        newest_first = self.jobs[request.path_params["id"]].events[::-1]
        limit, after = int(request.query_params.get("limit", 20)), request.query_params.get("after")
        start = next((n + 1 for n, event in enumerate(newest_first) if event["id"] == after), 0)
        page = newest_first[start : start + limit]
        return {"object": "list", "data": page, "has_more": start + limit < len(newest_first)}

    def _steer(self, request: Request) -> dict[str, Any]:
        job = self.jobs[request.path_params["id"]]
        verb = request.path_params["verb"]
        if verb == "cancel":
            job.status = "cancelled"
        elif verb == "resume" and job.resumable:
            job.go_on()
        else:
            job.paused = verb == "pause"
        return job.as_object()

    async def _answer(self, request: Request) -> Response:
        body = await request.json()
        model = str(body["model"])
        question = str(body["prompt"] if "prompt" in body else body["messages"][-1]["content"])
        self.asking = body
        speech = self.answers(model, question) or self.speech.get(model) or Speech(f"{model} says hm.")
        self.asked.append(body)  # last, as in _pull: what it is answered with is settled
        if speech.status != 200:
            return _refused(speech.status, speech.code, "no")
        return StreamingResponse(self._speak(speech, body), media_type="text/event-stream")

    async def _speak(self, speech: Speech, body: dict[str, Any]) -> AsyncIterator[str]:
        self.speaking += 1
        self.most_speaking = max(self.most_speaking, self.speaking)
        whole = False
        try:
            for number, piece in enumerate(speech.pieces):
                if number == speech.waits_after:
                    await self._go.wait()
                if number == speech.breaks_after:
                    raise ConnectionAbortedError("the test wants the answer to break off here")
                await asyncio.sleep(speech.pause)
                yield _chunk(body, piece, None, likely=dict(speech.likely))
            yield _chunk(body, "", speech.finish)
            yield _chunk(body, None, None, len(speech.pieces)) + "data: [DONE]\n\n"
            whole = True
        finally:
            self.speaking -= 1
            self.left += not whole


def base_model(model_id: str, title: str, state: str = "ready") -> dict[str, Any]:
    """Return a base model as the engine lists it."""
    return {
        "id": model_id,
        "title": title,
        "bytes": 272_000_000,
        "licence": "Apache-2.0",
        "state": state,
        "progress": 1.0 if state == "ready" else 0.0,
        "message": "",
    }


def _as_file(name: str, called: str, length: int) -> dict[str, Any]:
    head = {"id": name, "object": "file", "bytes": length, "created_at": 1_700_000_000}
    return {**head, "filename": called, "purpose": "fine-tune", "status": "processed"}


def _refused(status: int, code: str | None, message: str) -> Response:
    error = {"error": {"message": message, "type": "x", "param": None, "code": code}}
    # The SDK would try again for seconds; the header tells it that there is no use.
    return JSONResponse(error, status, headers={"x-should-retry": "false", "x-request-id": "req-7"})


def _chunk(
    body: dict[str, Any],
    piece: str | None,
    finish: str | None,
    tokens: int | None = None,
    likely: dict[str, float] | None = None,
) -> str:
    chat = "messages" in body
    said: dict[str, Any] = {"delta": {"content": piece}} if chat else {"text": piece}
    said["logprobs"] = _likelihoods(piece, likely, chat=chat) if piece and likely and "logprobs" in body else None
    kind = "chat.completion.chunk" if chat else "text_completion"
    chunk: dict[str, Any] = {"id": "c-1", "object": kind, "created": 1_700_000_000, "model": body["model"]}
    chunk["choices"] = [] if piece is None else [{"index": 0, "finish_reason": finish, **said}]
    if tokens is not None:
        chunk["usage"] = {"prompt_tokens": 9, "completion_tokens": tokens, "total_tokens": 9 + tokens}
    return f"data: {json.dumps(chunk)}\n\n"


def _likelihoods(piece: str, likely: dict[str, float], *, chat: bool) -> dict[str, Any]:
    """Return the likelihoods of one token as each route tells them."""
    own = likely.get(piece, -9.0)
    if not chat:
        return {"tokens": [piece], "token_logprobs": [own], "top_logprobs": [likely], "text_offset": [0]}
    others = [{"token": token, "logprob": value, "bytes": None} for token, value in likely.items()]
    return {"content": [{"token": piece, "logprob": own, "bytes": None, "top_logprobs": others}], "refusal": None}
