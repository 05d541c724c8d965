"""The engine on this computer: finding the running one, starting it, and what it offers beyond the OpenAI protocol."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from desktop_app.core.job import HERE
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.proof import proof
from desktop_app.core.secret import Secret
from desktop_app.providers.client import Provider, in_words, make_client
from desktop_app.providers.launching import launch, tail
from desktop_app.providers.profiles import Profile

if TYPE_CHECKING:
    from openai import AsyncOpenAI

TITLE = "The engine on this computer"
ANSWERING, EMBEDDING = "text", "embedder"
"""What a base model is for: answers, or vectors of texts."""
_ANYTHING = cast("type[Any]", object)
"""Tells the SDK to hand the parsed JSON through."""
START_SECONDS = 60.0
LEAVE_SECONDS = 20.0
POLL_SECONDS = 0.1
_LONGEST_REPLY = 4096


@dataclass(frozen=True, slots=True)
class Hardware:
    """What this computer can train with; memory and disk in bytes, accelerator "cpu", "cuda" or "mps"."""

    cores: int
    memory: int
    disk_free: int
    accelerator: str
    engine_installed: bool


@dataclass(frozen=True, slots=True)
class BaseModel:
    """An open model to be had; `state` is absent, pulling, converting, paused, ready or failed, `progress` 0 to 1.

    `message` is the engine's reason in English, `code` its name for it.
    """

    id: str
    title: str
    bytes: int
    licence: str
    state: str
    progress: float
    message: str
    download: int = 0
    """How many bytes have to be fetched; `bytes` is what it takes on the disk."""
    gated: bool = False
    """Whether its makers want an agreement to their licence and a hub token."""
    memory: int = 0
    """About how many bytes of memory a training with it takes."""
    pace: float | None = None
    """About how many tokens a second this computer learns with it; None where that is not known."""
    code: str = ""
    pausable: bool = False
    """Whether its fetching can be interrupted, and gone on with where it was."""
    page: str = ""
    """The address of its page at the hub, where its licence can be read and agreed to."""
    folder: str = ""
    """Where it lies; "" while it is not on this computer."""
    own: bool = False
    """Whether it lies in a folder of the user's own, which is used and never changed."""
    removable: bool = False
    listed: bool = True
    """Whether it is one of those that TuneDesk knows, and stays in the list whether it is here or not."""
    tools: bool = False
    """Whether rows with tools can be learnt from with it: its chat template speaks of them."""
    context: int = 0
    """How many tokens it reads at once; 0 where that is not known."""
    kind: str = ANSWERING

    @property
    def ready(self) -> bool:
        """Tell whether the model lies on this computer and can be trained and asked."""
        return self.state == "ready"

    @property
    def fetchable(self) -> bool:
        """Tell whether it can be fetched once more by its name; one from a file has to be chosen again."""
        return self.listed or self.pausable


@dataclass(frozen=True, slots=True)
class _Door:
    """Where the running engine listens, as its file `engine.json` tells."""

    port: int
    token: str


class LocalEngine:
    """The user's one engine, shared by every window; it outlives them and is started again when it is gone."""

    def __init__(
        self,
        folder: Path,
        profiles: Callable[[], Mapping[str, Profile]] = dict,
        network: Callable[[], Network] = Network,
    ) -> None:
        """Use the engine whose data lies in `folder`; `profiles` says what is known of each provider.

        `network` returns the user's rules, which count for what the engine fetches from outside.
        """
        self._network = network
        self.folder = folder
        """Where its data lies."""
        self._profiles = profiles
        self._door: _Door | None = None
        self._provider: Provider | None = None
        self._left: list[Provider] = []
        """Those of engines that are gone; whoever asks through one hears that nobody answers."""
        self._starting = asyncio.Lock()

    async def provider(self) -> Provider:
        """Return the running engine as a provider, started if need be; raise Problem("engine_not_started")."""
        async with self._starting:
            door = self._read_door()
            if door is None or not await _answers(door):
                door = await self._start()
            if self._provider is None or door != self._door:
                if self._provider is not None:
                    self._left.append(self._provider)
                self._door = door
                client = await asyncio.to_thread(make_client, f"{_root(door)}/v1", door.token)  # it loads the SDK
                self._provider = Provider(HERE, TITLE, client, profile=self._profiles().get(HERE))
            return self._provider

    async def close(self) -> None:
        """Hang up; the engine itself goes on as long as it has something to do."""
        open_ones = [*self._left, *([self._provider] if self._provider is not None else [])]
        self._left, self._provider = [], None
        for one in open_ones:
            await one.close()

    async def leave(self) -> None:
        """Have a running engine end, and wait until it has; raise Problem("engine_at_work") where it has work to do."""
        door = self._read_door()
        if door is None or not await _answers(door):
            return
        await self.post("/local/leave", {})
        await self.close()
        until = time.monotonic() + LEAVE_SECONDS
        while self._read_door() is not None and time.monotonic() < until:
            await asyncio.sleep(POLL_SECONDS)

    async def hardware(self) -> Hardware:
        """Return what this computer has."""
        found = await self.get("/local/hardware")
        return Hardware(
            int(found["cores"]),
            int(found["memory_total"]),
            int(found["disk_free"]),
            str(found["accelerator"]),
            bool(found["extra_installed"]),
        )

    async def base_models(self, kind: str | None = ANSWERING) -> list[BaseModel]:
        """Return the open models to be had that are for this (None for all), with what is going on with each."""
        found = await self.get("/local/models")
        every = [_base_model(model) for model in found["data"]]
        return [model for model in every if kind in (None, model.kind)]

    async def pull(self, model_id: str, token: Secret | None = None, hub: str = "") -> None:
        """Begin to fetch a base model by the user's rules for the network; `base_models` tells how far it is.

        `token` is the user's own for the hub at the address `hub`; it is handed on for this one time.
        """
        await self.post(f"/local/models/{model_id}/pull", self.rules(token, hub))

    def rules(self, token: Secret | None, hub: str) -> dict[str, Any]:
        """Return how the engine may reach the world outside, as its routes want to hear it."""
        rules = self._network()
        how = {"offline": rules.offline, "proxy": rules.proxy or None, "certificate": rules.certificate or None}
        return {**how, "hub": hub or None, "token": token.reveal() if token else None}

    async def cancel_pull(self, model_id: str) -> None:
        """End the fetching of a base model; where none is under way, nothing happens."""
        await self.post(f"/local/models/{model_id}/pull/cancel", {})

    async def add_model(self, path: Path) -> BaseModel:
        """Use a folder with a model, or a GGUF file, of this computer; raise Problem with the reason why not."""
        return _base_model(await self.post("/local/models", {"path": str(path)}))

    async def remove_model(self, model_id: str) -> None:
        """Remove a base model from this computer; one that lies elsewhere is only forgotten."""
        client = (await self.provider()).client
        with in_words(TITLE):
            await client.delete(f"{outside(client)}/local/models/{model_id}", cast_to=_ANYTHING)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send something to one of the engine's own routes, and return its reply; raise Problem."""
        client = (await self.provider()).client
        with in_words(TITLE):
            found = await client.post(f"{outside(client)}{path}", cast_to=_ANYTHING, body=body)
            return cast("dict[str, Any]", found)

    async def get(self, path: str) -> dict[str, Any]:
        """Return what one of the engine's own routes tells; raise Problem."""
        client = (await self.provider()).client
        with in_words(TITLE):
            return cast("dict[str, Any]", await client.get(f"{outside(client)}{path}", cast_to=_ANYTHING))

    def _read_door(self) -> _Door | None:
        try:
            found = json.loads((self.folder / "engine.json").read_text(encoding="utf-8"))
            return _Door(int(found["port"]), str(found["token"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    async def _start(self) -> _Door:
        process = await asyncio.to_thread(launch, self.folder)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            door = self._read_door()
            if door is not None and await _answers(door):
                return door
            code = process.poll()
            if code == 0:
                # It found an engine, and that one does not answer: it was just leaving, so another is needed.
                process = await asyncio.to_thread(launch, self.folder)
            elif code is not None:
                break
            await asyncio.sleep(POLL_SECONDS)
        log = self.folder / "engine.log"
        raise Problem("engine_not_started", details=tail(log), log=str(log))


def _root(door: _Door) -> str:
    return f"http://127.0.0.1:{door.port}"


def outside(client: "AsyncOpenAI") -> str:
    """Return the address of the engine's own routes, which lie beside the protocol's `/v1`."""
    return str(client.base_url).rstrip("/").removesuffix("/v1")


async def _answers(door: _Door) -> bool:
    """Tell whether the engine that wrote the file still listens there; the token is sent to nobody who lacks it.

    After a crash the port may belong to another program, on a shared computer to another person's.
    """
    nonce = secrets.token_hex(16)
    asked = f"GET /health?nonce={nonce} HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nConnection: close\r\n\r\n"
    # Not wait_for: until Python 3.12 it swallows a cancel (a Ctrl+C) that comes together with the result.
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    except (OSError, TimeoutError):
        return False
    try:
        writer.write(asked.encode())
        reply = b""
        async with asyncio.timeout(5):
            while not reply.endswith(b"}") and (more := await reader.read(_LONGEST_REPLY)):
                reply += more
        return proof(door.token, nonce).encode() in reply[:_LONGEST_REPLY]
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()


def _base_model(found: dict[str, Any]) -> BaseModel:
    return BaseModel(
        str(found["id"]),
        str(found["title"]),
        int(found["bytes"]),
        str(found["licence"] or ""),
        str(found["state"]),
        float(found["progress"] or 0.0),
        str(found["message"] or ""),
        int(found.get("download_bytes") or found["bytes"]),
        bool(found.get("gated")),
        int(found.get("memory_bytes") or 0),
        None if found.get("tokens_per_second") is None else float(found["tokens_per_second"]),
        str(found.get("code") or ""),
        bool(found.get("pausable")),
        str(found.get("page") or ""),
        str(found.get("folder") or ""),
        bool(found.get("own")),
        bool(found.get("removable")),
        bool(found.get("in_catalogue", True)),
        bool(found.get("tools")),
        int(found.get("context_tokens") or 0),
        str(found.get("kind") or ANSWERING),
    )
