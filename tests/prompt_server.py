"""A server of uvicorn's for tests, in a thread of its own, that is gone as soon as it is told to leave.

Uvicorn itself looks ten times a second whether it shall leave, and then waits a tenth of a second for its connections:
over the thousand tests that have a server, that is minutes.
"""

import asyncio
import socket
import time
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

_LAST_WORDS = 100
"""So many milliseconds at most its connections have to end what they say."""


class PromptServer(uvicorn.Server):
    """Listens on a free port of this computer, from `begin` to `leave`."""

    def __init__(self, application: ASGIApp, name: str) -> None:
        """Make a server whose thread has this name."""
        super().__init__(
            uvicorn.Config(application, port=0, log_level="critical", log_config=None, ws="none", lifespan="off")
        )
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = Thread(target=lambda: asyncio.run(self.serve()), name=name, daemon=True)

    def begin(self) -> None:
        """Start; return when it can be reached."""
        self._thread.start()
        while not self.started:
            time.sleep(0.001)

    def leave(self) -> None:
        """End; return when its thread has ended."""
        self.soon(self._told.set)
        self._thread.join(10)

    def quiet(self) -> None:
        """Return when all who were connected have hung up and what they had asked by then is heard.

        Whoever hangs up in the middle has put questions on the way that arrive a little later.
        """
        with socket.create_connection(("127.0.0.1", self.port)) as last:
            last.shutdown(socket.SHUT_WR)
            last.recv(1)  # nothing: it is let in, and out again, after all those who came before it
        while self.server_state.connections or self.server_state.tasks:
            time.sleep(0.001)

    def soon(self, act) -> None:
        """Let something be done in the server's thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    @property
    def port(self) -> int:
        """Return where it listens."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port

    async def startup(self, sockets=None) -> None:
        """Begin to listen, as uvicorn has it."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        """Serve until it is told to leave."""
        await self.on_tick(0)
        await self._told.wait()

    async def shutdown(self, sockets=None) -> None:
        """Close the door, and the connections when they have said what they were about to say.

        Nobody else is let in, and who is just being let in comes in, before the door is closed: asyncio loses the
        socket of a connection that it had accepted and not yet given to its server.
        """
        loop = asyncio.get_running_loop()
        for server in self.servers:
            for door in server.sockets:
                loop.remove_reader(door)
        if coming_in := asyncio.all_tasks() - self.server_state.tasks - {asyncio.current_task()}:
            await asyncio.wait(coming_in, timeout=_LAST_WORDS / 1000)
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for _ in range(_LAST_WORDS):
            if not self.server_state.connections:
                break
            await asyncio.sleep(0.001)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # the loop takes the aborted ones away in its next turn
