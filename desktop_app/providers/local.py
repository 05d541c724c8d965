"""The engine on this computer: finding the running one, starting it, and what it offers beyond the OpenAI protocol."""

import asyncio
import json
import os
import secrets
import subprocess
import sys
import threading
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
from desktop_app.providers.profiles import Profile

if TYPE_CHECKING:
    from openai import AsyncOpenAI

TITLE = "The engine on this computer"
_ANYTHING = cast("type[Any]", object)
"""Tells the SDK to hand the parsed JSON through."""
_PACKAGES = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
POLL_SECONDS = 0.1
_LONGEST_REPLY = 4096
_WINDOWS_APART = 0x08000000 | 0x00000200
"""CREATE_NO_WINDOW and CREATE_NEW_PROCESS_GROUP, which the subprocess module names on Windows only.

A wholly detached engine would have no console to hand on, and each of its workers would open a black window.
"""


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
    """An open model to be had; `state` is absent, pulling, converting, ready or failed, `progress` from 0 to 1."""

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

    @property
    def ready(self) -> bool:
        """Tell whether the model lies on this computer and can be trained and asked."""
        return self.state == "ready"


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
        self._folder = folder
        self._profiles = profiles
        self._door: _Door | None = None
        self._provider: Provider | None = None
        self._starting = asyncio.Lock()

    async def provider(self) -> Provider:
        """Return the running engine as a provider, started if need be; raise Problem("engine_not_started")."""
        async with self._starting:
            door = self._read_door()
            if door is None or not await _answers(door):
                door = await self._start()
            if self._provider is None or door != self._door:
                await self.close()
                self._door = door
                client = make_client(f"{_root(door)}/v1", door.token)
                self._provider = Provider(HERE, TITLE, client, profile=self._profiles().get(HERE))
            return self._provider

    async def close(self) -> None:
        """Hang up; the engine itself goes on as long as it has something to do."""
        if self._provider is not None:
            provider, self._provider = self._provider, None
            await provider.close()

    async def hardware(self) -> Hardware:
        """Return what this computer has."""
        found = await self._get("/local/hardware")
        return Hardware(
            int(found["cores"]),
            int(found["memory_total"]),
            int(found["disk_free"]),
            str(found["accelerator"]),
            bool(found["extra_installed"]),
        )

    async def base_models(self) -> list[BaseModel]:
        """Return the open models to be had that can be trained and asked, with what is going on with each."""
        found = await self._get("/local/models")
        return [_base_model(model) for model in found["data"] if model.get("kind", "text") == "text"]

    async def pull(self, model_id: str, token: Secret | None = None) -> None:
        """Begin to fetch a base model by the user's rules for the network; `base_models` tells how far it is.

        `token` is the user's own for the hub; it is handed on for this one time.
        """
        rules = self._network()
        how = {"offline": rules.offline, "proxy": rules.proxy or None, "certificate": rules.certificate or None}
        await self._post(f"/local/models/{model_id}/pull", {**how, "token": token.reveal() if token else None})

    async def cancel_pull(self, model_id: str) -> None:
        """End the fetching of a base model; where none is under way, nothing happens."""
        await self._post(f"/local/models/{model_id}/pull/cancel", {})

    async def add_model(self, path: Path) -> BaseModel:
        """Use a folder with a model, or a GGUF file, of this computer; raise Problem with the reason why not."""
        return _base_model(await self._post("/local/models", {"path": str(path)}))

    async def remove_model(self, model_id: str) -> None:
        """Remove a base model from this computer; one that lies elsewhere is only forgotten."""
        client = (await self.provider()).client
        with in_words(TITLE):
            await client.delete(f"{_outside(client)}/local/models/{model_id}", cast_to=_ANYTHING)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        client = (await self.provider()).client
        with in_words(TITLE):
            found = await client.post(f"{_outside(client)}{path}", cast_to=_ANYTHING, body=body)
            return cast("dict[str, Any]", found)

    async def _get(self, path: str) -> dict[str, Any]:
        client = (await self.provider()).client
        with in_words(TITLE):
            return cast("dict[str, Any]", await client.get(f"{_outside(client)}{path}", cast_to=_ANYTHING))

    def _read_door(self) -> _Door | None:
        try:
            found = json.loads((self._folder / "engine.json").read_text(encoding="utf-8"))
            return _Door(int(found["port"]), str(found["token"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    async def _start(self) -> _Door:
        process = await asyncio.to_thread(_launch, self._folder)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            door = self._read_door()
            if door is not None and await _answers(door):
                return door
            code = process.poll()
            if code == 0:
                # It found an engine, and that one does not answer: it was just leaving, so another is needed.
                process = await asyncio.to_thread(_launch, self._folder)
            elif code is not None:
                break
            await asyncio.sleep(POLL_SECONDS)
        log = self._folder / "engine.log"
        raise Problem("engine_not_started", details=_tail(log), log=str(log))


def _root(door: _Door) -> str:
    return f"http://127.0.0.1:{door.port}"


def _outside(client: "AsyncOpenAI") -> str:
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


def _launch(folder: Path) -> "subprocess.Popen[bytes]":
    """Start the engine as a process of its own that lives on when this one ends."""
    folder.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    # With -P nothing is imported from the folder that the user happens to be in; the package itself is named here.
    paths = [str(_PACKAGES), *inherited.get("PYTHONPATH", "").split(os.pathsep)]
    inherited["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    detached: dict[str, Any] = (
        {"creationflags": _WINDOWS_APART} if sys.platform == "win32" else {"start_new_session": True}
    )
    with (folder / "engine.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "desktop_app.engine", "--data", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=inherited,
            **detached,
        )
    # Somebody has to wait for it, or it would stay behind as a zombie when it ends before this program.
    threading.Thread(target=process.wait, name="engine-reaper", daemon=True).start()
    return process


def _tail(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace")[-2000:]
    except OSError:
        return ""


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
    )
