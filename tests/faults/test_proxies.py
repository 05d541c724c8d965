"""The user's own proxy: it carries what goes out, and where it stands in the way that is said of it and nobody else."""

import asyncio
import socket
import ssl
from contextlib import asynccontextmanager

import pytest

from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.providers import models
from desktop_app.providers.client import Provider, make_client
from tests.faults.test_certificates import HERE, MODELS, certificate
from tests.providers.odd_server import OddServer

pytest.importorskip("cryptography", reason="makes the certificates; comes with the password store on Linux")


class Proxy:
    """Answers with `refusal`, or leads through."""

    def __init__(self, refusal=""):
        self.refusal = refusal
        self.asked = []

    async def serve(self, reader, writer):
        lines = [writer]
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(head)
            if self.refusal:
                writer.write(f"HTTP/1.1 {self.refusal}\r\ncontent-length: 0\r\n\r\n".encode())
                await writer.drain()
                return
            host, _, port = head.split()[1].partition(":")
            there, back = await asyncio.open_connection(host, int(port))
            lines.append(back)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(carry(reader, back), carry(there, writer))
        finally:
            for line in lines:
                line.close()


async def carry(reader, writer):
    while some := await reader.read(65536):
        writer.write(some)
        await writer.drain()
    writer.write_eof()


@asynccontextmanager
async def listening(proxy):
    """Lend the address of a proxy that listens."""
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def asked(address, network):
    """Ask a place for its models by these rules; return them, or the Problem."""
    provider = Provider("odd", "Odd Cloud", make_client(address, "test-key", network).with_options(max_retries=0))
    try:
        return [model.id for model in await models.list_models(provider)]
    except Problem as problem:
        return problem
    finally:
        await provider.close()


def through(proxy, files, *, trusted):
    """Ask an encrypted server by way of the proxy."""

    async def whole():
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
        odd = OddServer([MODELS])
        server = await asyncio.start_server(odd.serve, HERE, 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        try:
            async with listening(proxy) as address:
                rules = Network(proxy=f"jane:se#cret@{address}", certificate=str(files[0]) if trusted else "")
                return await asked(f"https://{HERE}:{port}/v1", rules)
        finally:
            server.close()

    return asyncio.run(whole())


def test_what_goes_out_goes_through_it_with_name_and_password(tmp_path):
    proxy = Proxy()
    assert through(proxy, certificate(tmp_path), trusted=True) == ["m"]
    assert [head.split()[0] for head in proxy.asked] == ["CONNECT"]
    assert "Basic amFuZTpzZSNjcmV0" in proxy.asked[0]


def test_a_certificate_nobody_knows_is_not_the_proxys_fault(tmp_path):
    problem = through(Proxy(), certificate(tmp_path), trusted=False)
    assert problem.key == "provider_not_trusted"


@pytest.mark.parametrize(
    "refusal", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway", "503 Service Unavailable"]
)
def test_one_that_does_not_let_through_is_said(tmp_path, refusal):
    problem = through(Proxy(refusal), certificate(tmp_path), trusted=True)
    assert problem.key == "proxy_refuses"
    assert refusal[:3] in problem.details
    assert "cret" not in problem.details + english(problem.happened) + english(problem.remedy)


def test_one_that_is_not_there_is_said():
    with socket.socket() as silent:  # its port is taken as long as it is tried, and nobody listens there
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        problem = asyncio.run(asked(f"https://{HERE}:9/v1", Network(proxy=f"http://127.0.0.1:{port}")))
    assert problem.key == "proxy_refuses"
    assert "Odd Cloud" in english(problem.happened)


def test_without_encryption_its_refusal_is_the_reply():
    async def whole():
        async with listening(Proxy("407 Proxy Authentication Required")) as address:
            return await asked(f"http://{HERE}:9/v1", Network(proxy=f"http://{address}"))

    assert asyncio.run(whole()).key == "proxy_refuses"


def test_this_computer_is_never_asked_through_it():
    proxy = Proxy("403 Forbidden")

    async def whole():
        odd = OddServer([MODELS])
        server = await asyncio.start_server(odd.serve, "127.0.0.1", 0)
        try:
            async with listening(proxy) as address:
                port = server.sockets[0].getsockname()[1]
                return await asked(f"http://127.0.0.1:{port}/v1", Network(proxy=f"http://{address}"))
        finally:
            server.close()

    assert asyncio.run(whole()) == ["m"]
    assert proxy.asked == []
