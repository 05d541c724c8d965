"""A real server on this computer that answers with exactly the bytes a test gives it, breaks off, or stays silent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field

from desktop_app.providers.client import Provider, make_client


@dataclass
class OddServer:
    """Replies in turn with `replies` (the last one again and again); remembers what it was asked."""

    replies: list[bytes]
    asked: list[str] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection; it is closed also where the test ends before the client has said anything."""
        with closing(writer):
            await self._answer(reader, writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next((int(h.split(":")[1]) for h in head.split("\r\n") if h.lower().startswith("content-length")), 0)
        body = (await reader.readexactly(length)).decode(errors="replace")
        self.asked.append(head + body)
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        writer.write(reply)
        await writer.drain()
        if not reply or reply.endswith(b"data: slow\n\n"):
            await reader.read()  # silent until the client leaves
            self.left.set()


def refusal(status: int, code: str | None = None, message: str = "no") -> bytes:
    """Return an error reply in OpenAI's form."""
    return json_reply({"error": {"message": message, "type": "x", "param": None, "code": code}}, status)


def json_reply(value: object, status: int = 200) -> bytes:
    """Return a whole JSON reply."""
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return (head + "Connection: close\r\nx-request-id: req-7\r\n\r\n").encode() + body


def events(*chunks: object, end: bytes = b"data: [DONE]\n\n") -> bytes:
    """Return a stream of server-sent events."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    return head + b"".join(b"data: " + json.dumps(c).encode() + b"\n\n" for c in chunks) + end


@asynccontextmanager
async def odd_provider(*replies: bytes) -> AsyncIterator[tuple[Provider, OddServer]]:
    """Lend a provider whose server replies like this."""
    odd = OddServer(list(replies))
    server = await asyncio.start_server(odd.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = make_client(f"http://127.0.0.1:{port}/v1", "test-key")
    try:
        yield Provider("odd", "Odd Cloud", client.with_options(max_retries=0)), odd
    finally:
        await client.close()
        server.close()
        await server.wait_closed()
