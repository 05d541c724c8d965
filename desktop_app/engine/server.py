"""The HTTP application of the engine, and its life from the first request to the last."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from desktop_app.engine.disk import FULL
from desktop_app.engine.guard import Guard
from desktop_app.engine.leftovers import sweep
from desktop_app.engine.limits import TooLargeError, throw_away, too_large
from desktop_app.engine.routes import answers, estimate, exports, files, jobs, keeping, local, models, uploads
from desktop_app.engine.state import Engine
from desktop_app.engine.wire import WireError, shortened

_LOG = logging.getLogger(__name__)
HOUSEKEEPING = 0.25
_BIN_EVERY = 40
"""After so many looks around the house it is looked whether those are gone who could put things back from the bin."""
CLOSING_PATIENCE = 8.0
_KINDS = (files, uploads, jobs, models, answers, keeping, local, estimate, exports)


def _make_app(engine: Engine, leave: Callable[[], None]) -> ASGIApp:
    """Return the application; `leave` is called when the engine has been idle long enough."""

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        engine.scheduler.recover()
        await asyncio.to_thread(_tidy_up, engine)
        tasks = [asyncio.create_task(engine.scheduler.run()), asyncio.create_task(_keep_house(engine, leave))]
        for task in tasks:
            task.add_done_callback(lambda ended: _told_if_broken(ended, leave))
        tasks += [
            asyncio.create_task(engine.registrar.validate(job))
            for job in engine.book.all()
            if job.status == "validating_files"
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _close(engine)

    app = Starlette(
        routes=[route for kind in _KINDS for route in kind.ROUTES],
        exception_handlers={
            TooLargeError: _too_large,
            WireError: _refusal,
            HTTPException: _no_route,
            OSError: _no_room,
            500: _broken,
        },
        lifespan=life,
    )
    app.state.engine = engine
    app.state.leave = leave
    hosts = {engine.settings.host, *engine.settings.names}
    # An address with a slash too many is answered as what it is: one that does not exist.
    app.router.redirect_slashes = False
    return Guard(app, engine.settings.token, hosts, engine.traffic)


async def _close(engine: Engine) -> None:
    await engine.scheduler.close(CLOSING_PATIENCE)
    await engine.pulls.close()
    await engine.exports.close()
    await engine.desk.close()
    await asyncio.to_thread(engine.clearing.bin.sweep)


def _tidy_up(engine: Engine) -> None:
    """Remove what an engine that ended suddenly has left behind."""
    sweep(engine.settings, jobs=not engine.scheduler.runner.outlives)
    engine.clearing.bin.sweep()
    engine.exports.recover()


def bind(host: str, port: int) -> socket.socket:
    """Return a bound socket; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY; without, every reply waits 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if port:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound


def serve(engine: Engine, bound: socket.socket) -> None:
    """Answer requests on `bound` until told to stop or idle for long enough."""

    def leave() -> None:
        server.should_exit = True

    config = uvicorn.Config(
        _make_app(engine, leave),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    server.run(sockets=[bound])


def _told_if_broken(task: asyncio.Task[None], leave: Callable[[], None]) -> None:
    # An engine without its queue or its housekeeping only looks alive; the next start reads everything anew.
    if not task.cancelled() and (error := task.exception()) is not None:
        _LOG.error("The engine ends because a part of it broke", exc_info=error)
        leave()


async def _keep_house(engine: Engine, leave: Callable[[], None]) -> None:
    turn = 0
    while True:
        await asyncio.sleep(HOUSEKEEPING)
        await engine.desk.unload_when_idle()
        turn = (turn + 1) % _BIN_EVERY
        if turn == 0:
            await asyncio.to_thread(engine.clearing.bin.tidy)
        if engine.is_idle:
            leave()


async def _refusal(_: Request, error: Exception) -> Response:
    if not isinstance(error, WireError):
        raise error
    return error.response()


async def _too_large(request: Request, _: Exception) -> Response:
    await throw_away(request.receive)
    return too_large(request.url.path).response()


async def _no_route(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 404:
        said = f"The local engine has no address {request.method} {shortened(request.url.path)}."
        return WireError(404, said, "unknown_url").response()
    if error.status_code == 405:
        said = f"{shortened(request.url.path)} cannot be asked with {request.method}."
        return WireError(405, said, "method_not_allowed").response()
    said = f"The request could not be read: {error.detail}"
    return WireError(error.status_code, said, "bad_request").response()


async def _no_room(_: Request, error: Exception) -> Response:
    if not isinstance(error, OSError) or error.errno not in FULL:
        raise error
    said = "The disk of this computer is full, so this could not be kept. Make some room and try again."
    return WireError(507, said, "disk_full").response()


async def _broken(_: Request, __: Exception) -> Response:
    said = "The local engine met an error that it did not expect. The details are in its log. Try again."
    return WireError(500, said, "internal_error").response()
