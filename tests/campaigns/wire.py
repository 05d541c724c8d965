"""A wire between a program and a server that can be cut in the middle of a word, and mended."""

import asyncio
import threading
from contextlib import suppress


class Wire:
    """Listens on a port of its own, also after it was cut, and hands every byte on."""

    def __init__(self, port: int) -> None:
        """Lead to this port of this computer."""
        self._to = port
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._thread.start()
        self.port = 0
        self.mend()

    @property
    def address(self) -> str:
        """Return the address that clients use."""
        return f"http://127.0.0.1:{self.port}/v1"

    def mend(self) -> None:
        """Let connections through again."""
        self._do(self._listen())

    def cut(self) -> None:
        """End every connection as it is, and refuse new ones."""
        self._do(self._hang_up())

    def close(self) -> None:
        """Take the wire away."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, act) -> None:
        asyncio.run_coroutine_threadsafe(act, self._loop).result(10)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self._to)
            ends = {writer, other_writer}
            self._open |= ends
            await asyncio.gather(_pass_on(reader, other_writer), _pass_on(other_reader, writer))
            self._open -= ends


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while (piece := await reader.read(1 << 16)) and not writer.is_closing():
            writer.write(piece)
            await writer.drain()
    with suppress(OSError):
        writer.close()
