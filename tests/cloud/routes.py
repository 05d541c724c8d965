"""What the cloud does at each address."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.cloud.account import CloudJob, Stored
from tests.cloud.server import refusal, reply

if TYPE_CHECKING:
    from tests.cloud.server import Cloud

_JOBS = "/v1/fine_tuning/jobs"


def routes(cloud: "Cloud") -> list[Route]:
    """Return every route over one cloud's account."""
    files, jobs, models = FileRoutes(cloud), JobRoutes(cloud), ModelRoutes(cloud)
    uploads = UploadRoutes(cloud)
    rows: list[tuple[str, str, Callable[[Request], Awaitable[Response]]]] = [
        ("GET", "/v1/files", files.all),
        ("POST", "/v1/files", files.create),
        ("GET", "/v1/files/{id}", files.one),
        ("GET", "/v1/files/{id}/content", files.content),
        ("DELETE", "/v1/files/{id}", files.delete),
        ("GET", _JOBS, jobs.all),
        ("POST", _JOBS, jobs.create),
        ("GET", _JOBS + "/{id}", jobs.one),
        ("GET", _JOBS + "/{id}/events", jobs.events),
        ("GET", _JOBS + "/{id}/checkpoints", jobs.checkpoints),
        ("POST", _JOBS + "/{id}/{verb}", jobs.steer),
        ("GET", "/v1/models", models.all),
        ("GET", "/v1/models/{id:path}", models.one),
        ("DELETE", "/v1/models/{id:path}", models.delete),
        ("POST", "/v1/chat/completions", models.answer),
        ("POST", "/v1/completions", models.answer),
    ]
    if cloud.account.dialect.uploads:
        rows += [
            ("POST", "/v1/uploads", uploads.create),
            ("POST", "/v1/uploads/{id}/parts", uploads.part),
            ("POST", "/v1/uploads/{id}/complete", uploads.complete),
            ("POST", "/v1/uploads/{id}/cancel", uploads.cancel),
        ]
    return [Route(path, act, methods=[method]) for method, path, act in rows]


def page(request: Request, entries: list[dict[str, Any]], limit: int) -> Response:
    """Return the page after the `after` entry."""
    after = request.query_params.get("after")
    start = next((n + 1 for n, entry in enumerate(entries) if entry["id"] == after), 0)
    end = start + int(request.query_params.get("limit", limit))
    shown = entries[start:end]
    ids = [entry["id"] for entry in shown]
    head = {"first_id": ids[0] if ids else None, "last_id": ids[-1] if ids else None}
    return reply({"object": "list", "data": shown, "has_more": end < len(entries), **head})


class FileRoutes:
    """`/files`."""

    def __init__(self, cloud: "Cloud") -> None:
        self._account = cloud.account

    async def all(self, request: Request) -> Response:
        newest = [f.as_object(self._account.dialect) for f in reversed(self._account.files.values())]
        return page(request, newest, 10_000)

    async def create(self, request: Request) -> Response:
        async with request.form() as form:
            upload = form["file"]
            assert not isinstance(upload, str)
            content = await upload.read()
            states = list(self._account.file_states)
            stored = self._account.add_file(upload.filename or "file", content, str(form["purpose"]), states=states)
        return reply(stored.as_object(self._account.dialect))

    async def one(self, request: Request) -> Response:
        stored = self._account.files.get(request.path_params["id"])
        if stored is None:
            return _no_file(request)
        told = reply(stored.as_object(self._account.dialect))
        stored.looked_at()
        return told

    async def content(self, request: Request) -> Response:
        stored = self._account.files.get(request.path_params["id"])
        if stored is None or stored.expired:
            return _no_file(request)
        first = _first(request) if self._account.dialect.ranges else 0
        stored.begun += 1
        stored.went_on += first > 0
        headers = {"content-type": "application/octet-stream", "content-length": str(stored.length - first)}
        if not first:
            return StreamingResponse(_sent(stored), headers=headers)
        headers["content-range"] = f"bytes {first}-{stored.length - 1}/{stored.length}"
        return StreamingResponse(_sent(stored, first), 206, headers)

    async def delete(self, request: Request) -> Response:
        gone = self._account.files.pop(request.path_params["id"], None)
        return (
            reply({"id": request.path_params["id"], "object": "file", "deleted": True}) if gone else _no_file(request)
        )


async def _sent(stored: Stored, first: int = 0) -> AsyncIterator[bytes]:
    passed = 0
    for piece in stored.pieces():
        if passed + len(piece) > first:
            yield piece[max(0, first - passed) :]
        passed += len(piece)
    stored.served += 1


def _first(request: Request) -> int:
    """Return the byte from which somebody wants to go on; 0 for the whole."""
    told = request.headers.get("range", "")
    return int(told.removeprefix("bytes=").removesuffix("-")) if told else 0


def _no_file(request: Request) -> Response:
    return refusal(404, "file_not_found", f"No such File object: {request.path_params['id']}", "id")


class UploadRoutes:
    """`/uploads`: a file in parts."""

    def __init__(self, cloud: "Cloud") -> None:
        self._account = cloud.account
        self._parts: dict[str, bytes] = {}

    async def create(self, request: Request) -> Response:
        asked = await request.json()
        name = f"upload-{self._account.number():05d}"
        entry = {
            "id": name,
            "object": "upload",
            "bytes": asked["bytes"],
            "created_at": int(time.time()),
            "expires_at": int(time.time()) + 3600,
            "filename": asked["filename"],
            "purpose": asked["purpose"],
            "status": "pending",
        }
        self._account.uploads[name] = entry
        return reply(entry)

    async def part(self, request: Request) -> Response:
        entry = self._account.uploads.get(request.path_params["id"])
        if entry is None:
            return refusal(404, "upload_not_found", "No such upload.")
        if entry["status"] != "pending":
            return refusal(400, "upload_ended", f"The upload is {entry['status']}.")
        async with request.form() as form:
            data = form["data"]
            assert not isinstance(data, str)
            name = f"part-{self._account.number():05d}"
            self._parts[name] = await data.read()
        return reply({"id": name, "object": "upload.part", "created_at": int(time.time()), "upload_id": entry["id"]})

    async def complete(self, request: Request) -> Response:
        entry = self._account.uploads.get(request.path_params["id"])
        if entry is None:
            return refusal(404, "upload_not_found", "No such upload.")
        if entry["status"] != "pending":
            return refusal(400, "upload_ended", f"The upload is {entry['status']}.")
        content = b"".join(self._parts[name] for name in (await request.json())["part_ids"])
        if len(content) != entry["bytes"]:
            return refusal(400, "bytes_mismatch", "The parts are not as long as was said.", "part_ids")
        states = list(self._account.file_states)
        stored = self._account.add_file(entry["filename"], content, entry["purpose"], states=states)
        entry |= {"status": "completed", "file": stored.as_object(self._account.dialect)}
        return reply(entry)

    async def cancel(self, request: Request) -> Response:
        entry = self._account.uploads[request.path_params["id"]]
        entry["status"] = "cancelled"
        return reply(entry)


class JobRoutes:
    """`/fine_tuning/jobs`."""

    def __init__(self, cloud: "Cloud") -> None:
        self._account = cloud.account

    async def all(self, request: Request) -> Response:
        newest = [job.as_object() for job in reversed(self._account.jobs.values())]
        wanted = {name[9:-1]: value for name, value in request.query_params.items() if name.startswith("metadata[")}
        if wanted and self._account.dialect.metadata:
            newest = [job for job in newest if wanted.items() <= (job["metadata"] or {}).items()]
        return page(request, newest, 20)

    async def create(self, request: Request) -> Response:
        asked = await request.json()
        for name in ("training_file", "validation_file"):
            stored = self._account.files.get(asked.get(name, ""))
            if asked.get(name) and (stored is None or stored.states):
                return refusal(400, "invalid_training_file", f"No such file, or not ready: {asked[name]}", name)
        if asked.get("model") not in self._account.models:
            return refusal(404, "model_not_found", f"The model {asked.get('model')!r} cannot be tuned.", "model")
        given = [name for name in ("method", "hyperparameters") if name in asked]
        strange = set(given) - set(self._account.dialect.takes) | set(asked) & set(self._account.dialect.refuses)
        if strange:
            return refusal(400, "unknown_parameter", f"Unrecognized request argument: {sorted(strange)[0]}")
        rows = [r for r in self._account.files[asked["training_file"]].content.split(b"\n") if r.strip()]
        job = self._account.add_job(asked, int(time.time()))
        if len(rows) < 10:
            self._account.fail(job, "invalid_n_examples", f"Training file has {len(rows)} example(s), 10 are needed.")
        return reply(job.as_object())

    async def one(self, request: Request) -> Response:
        job = self._job(request)
        return reply(job.as_object()) if job else _no_job(request)

    async def events(self, request: Request) -> Response:
        job = self._job(request)
        return page(request, job.events[::-1], 20) if job else _no_job(request)

    async def checkpoints(self, request: Request) -> Response:
        job = self._job(request)
        return page(request, job.checkpoints[::-1], 10) if job else _no_job(request)

    async def steer(self, request: Request) -> Response:
        job, verb = self._job(request), request.path_params["verb"]
        if job is None:
            return _no_job(request)
        if verb != "cancel" and not self._account.dialect.pauses:
            return refusal(404, "unknown_url", f"No address {request.url.path}")
        if verb == "cancel" and job.status not in ("succeeded", "failed"):
            job.status, job.finished = "cancelled", job.created + 30
        elif verb == "pause":
            job.status = "paused"
        elif verb == "resume":
            job.status = "running"
        return reply(job.as_object())

    def _job(self, request: Request) -> CloudJob | None:
        return self._account.jobs.get(request.path_params["id"])


def _no_job(request: Request) -> Response:
    return refusal(404, "fine_tune_not_found", f"No such job: {request.path_params['id']}", "id")


class ModelRoutes:
    """`/models` and the routes that answer."""

    def __init__(self, cloud: "Cloud") -> None:
        self._account = cloud.account

    async def all(self, _: Request) -> Response:
        return reply({"object": "list", "data": list(self._account.models.values())})

    async def one(self, request: Request) -> Response:
        entry = self._account.models.get(request.path_params["id"])
        return reply(entry) if entry else _no_model(request.path_params["id"])

    async def delete(self, request: Request) -> Response:
        name = request.path_params["id"]
        if self._account.models.get(name, {}).get("owned_by") in (None, "system"):
            return _no_model(name)
        del self._account.models[name]
        return reply({"id": name, "object": "model", "deleted": True})

    async def answer(self, request: Request) -> Response:
        asked = await request.json()
        self._account.asked.append(asked)
        name = asked["model"]
        if name not in self._account.models:
            return _no_model(name)
        job = next((j for j in self._account.jobs.values() if j.tuned == name), None)
        if job and self._account.dialect.needs_deployment and not job.deployed:
            return refusal(404, "DeploymentNotFound", "The API deployment for this resource does not exist.")
        question = asked["prompt"] if "prompt" in asked else asked["messages"][-1]["content"]
        words = self._account.spoken.get(name) or f"{name} was asked: {question}"
        if asked.get("stream"):
            return StreamingResponse(_streamed(asked, words), media_type="text/event-stream")
        return reply(_whole(asked, words))


def _no_model(name: str) -> Response:
    return refusal(404, "model_not_found", f"The model `{name}` does not exist or you do not have access to it.")


def _usage(words: str) -> dict[str, int]:
    return {"prompt_tokens": 9, "completion_tokens": len(words.split()), "total_tokens": 9 + len(words.split())}


def _whole(asked: dict[str, Any], words: str) -> dict[str, Any]:
    chat = "messages" in asked
    said: dict[str, Any] = {"message": {"role": "assistant", "content": words, "refusal": None}}
    choice = {"index": 0, "finish_reason": "stop", "logprobs": None, **(said if chat else {"text": words})}
    kind = "chat.completion" if chat else "text_completion"
    head = {"id": "c-1", "object": kind, "created": int(time.time()), "model": asked["model"]}
    return {**head, "choices": [choice], "usage": _usage(words)}


async def _streamed(asked: dict[str, Any], words: str) -> AsyncIterator[str]:
    chat = "messages" in asked
    kind = "chat.completion.chunk" if chat else "text_completion"
    head = {"id": "c-1", "object": kind, "created": int(time.time()), "model": asked["model"]}
    pieces = [(piece, None) for piece in words.split(" ")]
    for number, (piece, finish) in enumerate([*pieces, ("", "stop")]):
        text = f" {piece}" if number and piece else piece
        said: dict[str, Any] = {"delta": {"content": text}} if chat else {"text": text, "logprobs": None}
        yield f"data: {json.dumps({**head, 'choices': [{'index': 0, 'finish_reason': finish, **said}]})}\n\n"
    if (asked.get("stream_options") or {}).get("include_usage"):
        yield f"data: {json.dumps({**head, 'choices': [], 'usage': _usage(words)})}\n\n"
    yield "data: [DONE]\n\n"
