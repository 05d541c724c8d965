"""What a user sends goes to the address they entered, whatever a reply there says."""

import asyncio
from contextlib import asynccontextmanager

import httpx2
import openai
import pytest

from desktop_app.core.problem import Problem
from desktop_app.providers import client as wire
from desktop_app.providers import models
from desktop_app.providers.client import Provider, make_client
from tests.providers.odd_server import OddServer, json_reply

MODELS = json_reply({"object": "list", "data": [{"id": "m", "object": "model", "created": 1, "owned_by": "x"}]})


def sent_on(status, to):
    head = f"HTTP/1.1 {status} X\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return head.encode()


@asynccontextmanager
async def listening(*replies):
    odd = OddServer(list(replies))
    server = await asyncio.start_server(odd.serve, "127.0.0.1", 0)
    try:
        yield odd, server.sockets[0].getsockname()[1]
    finally:
        server.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_neither_key_nor_rows_go_on_to_another_address(status):
    async def whole():
        async with (
            listening(MODELS) as (other, there),
            listening(sent_on(status, f"http://127.0.0.1:{there}/v1/x")) as (_, here),
        ):
            client = make_client(f"http://127.0.0.1:{here}/v1", "sk-secret-key")
            with pytest.raises(Problem) as caught:
                await models.list_models(Provider("x", "X", client))
            with pytest.raises(openai.APIStatusError), wire.in_words("X"):
                await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "private row"}])
            await client.close()
            return caught.value.key, other.asked

    with pytest.raises(Problem) as caught:
        asyncio.run(whole())
    assert caught.value.key == "provider_sends_elsewhere"


def test_another_path_of_the_same_place_is_gone_to():
    async def whole():
        async with listening(sent_on(307, "/v1/models/"), MODELS) as (odd, here):
            client = make_client(f"http://127.0.0.1:{here}/v1", "sk-secret-key")
            found = await models.list_models(Provider("x", "X", client))
            await client.close()
            return [model.id for model in found], len(odd.asked)

    assert asyncio.run(whole()) == (["m"], 2)


@pytest.mark.parametrize(
    ("method", "home", "there", "goes"),
    [
        ("GET", "https://a.example/v1/files/f/content", "https://store.example/f", True),
        ("GET", "https://a.example/v1/files/f/content", "http://store.example/f", False),
        ("GET", "http://127.0.0.1:8000/v1/models", "https://store.example/f", False),
        ("POST", "https://a.example/v1/files", "https://store.example/f", False),
        ("POST", "https://a.example/v1/files", "https://a.example/v1/files/", True),
        ("POST", "https://a.example/v1/files", "https://a.example:8443/v1/files", False),
    ],
)
def test_only_a_file_may_be_fetched_from_elsewhere(method, home, there, goes):
    asked = httpx2.Request(method, home)
    answer = httpx2.Response(307, headers={"location": there}, request=asked)
    asyncio.run(wire._stays(answer))
    assert answer.has_redirect_location is goes
