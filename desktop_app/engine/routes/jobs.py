"""/v1/fine_tuning/jobs: create, list, look at, cancel, pause, resume, events and checkpoints."""

from collections.abc import Mapping

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from desktop_app.engine import views
from desktop_app.engine.jobs import Job
from desktop_app.engine.routes.bodies import read_object
from desktop_app.engine.state import engine_of
from desktop_app.engine.wire import EXTRA_MISSING, WireError, cursor_page, read_limit
from desktop_app.engine.workers import extra_installed

_BASE = "/v1/fine_tuning/jobs"


async def create(request: Request) -> Response:
    """Take in a job; its files are checked after the reply has been sent."""
    engine = engine_of(request)
    body = await read_object(request)
    if not extra_installed():
        raise WireError(503, EXTRA_MISSING, "engine_extra_missing")
    job = engine.registrar.create(body)
    return JSONResponse(views.job_object(job), background=BackgroundTask(engine.registrar.validate, job))


async def index(request: Request) -> Response:
    """List the jobs, newest first."""
    query = request.query_params
    kept = [job for job in engine_of(request).book.all() if _matches(job, query)]
    rows = [views.job_object(job) for job in reversed(kept)]
    return JSONResponse(cursor_page(rows, query.get("after"), read_limit(query, 20, 100)))


async def retrieve(request: Request) -> Response:
    """Describe one job."""
    return _reply(_job(request))


async def cancel(request: Request) -> Response:
    """End a job; again is no error."""
    job = _job(request)
    if job.status in ("succeeded", "failed"):
        raise _too_late(job, "cancelled")
    if job.status != "cancelled":
        engine_of(request).scheduler.cancel(job)
    return _reply(job)


async def pause(request: Request) -> Response:
    """Let a job wait; a running one keeps a checkpoint first. Again is no error."""
    job = _job(request)
    if job.is_final:
        raise _too_late(job, "paused")
    if job.status == "validating_files":
        raise WireError(409, "The job's files are still being checked. Try again in a moment.", "job_not_ready")
    engine_of(request).scheduler.pause(job)
    return _reply(job)


async def resume(request: Request) -> Response:
    """Let a paused job go on, or one that ended for want of room or memory. Again is no error."""
    job = _job(request)
    if job.is_final and not job.can_go_on:
        raise _too_late(job, "resumed")
    engine_of(request).scheduler.resume(job)
    return _reply(job)


async def events(request: Request) -> Response:
    """List a job's events, newest first."""
    query = request.query_params
    return JSONResponse(views.event_page(_job(request), query.get("after"), read_limit(query, 20, 10_000)))


async def checkpoints(request: Request) -> Response:
    """List a job's checkpoints, newest first."""
    query = request.query_params
    rows = views.checkpoint_objects(_job(request))
    return JSONResponse(cursor_page(rows, query.get("after"), read_limit(query, 10, 1000)))


def _job(request: Request) -> Job:
    return engine_of(request).book.get(request.path_params["id"])


def _reply(job: Job) -> JSONResponse:
    return JSONResponse(views.job_object(job))


def _too_late(job: Job, wish: str) -> WireError:
    return WireError(400, f"The job has ended ({job.status}), so it cannot be {wish}.", "job_ended", "id")


def _matches(job: Job, query: Mapping[str, str]) -> bool:
    metadata = job.request["metadata"] or {}
    if query.get("metadata") == "null":
        return not metadata
    asked = {name[9:-1]: value for name, value in query.items() if name.startswith("metadata[")}
    return all(metadata.get(name) == value for name, value in asked.items())


ROUTES = [
    Route(_BASE, create, methods=["POST"]),
    Route(_BASE, index, methods=["GET"]),
    Route(_BASE + "/{id}", retrieve, methods=["GET"]),
    Route(_BASE + "/{id}/cancel", cancel, methods=["POST"]),
    Route(_BASE + "/{id}/pause", pause, methods=["POST"]),
    Route(_BASE + "/{id}/resume", resume, methods=["POST"]),
    Route(_BASE + "/{id}/events", events, methods=["GET"]),
    Route(_BASE + "/{id}/checkpoints", checkpoints, methods=["GET"]),
]
