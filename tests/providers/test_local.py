"""Starting the engine of this computer where something stands in the way."""

import asyncio
import json
import os
import socket

import psutil
import pytest
from filelock import FileLock

from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Secret
from desktop_app.providers import keeping
from desktop_app.providers.local import BaseModel, LocalEngine
from tests.engine.ending import end_engine

pytestmark = pytest.mark.engine


@pytest.fixture
def folder(tmp_path):
    data = tmp_path / "engine"
    data.mkdir()
    yield data
    end_engine(data)


def reached(engine: LocalEngine) -> bool:
    async def ask() -> bool:
        try:
            return (await engine.hardware()).cores > 0
        finally:
            await engine.close()

    return asyncio.run(ask())


def test_an_engine_that_is_just_leaving_is_followed_by_another(folder):
    """The old one still holds the data and its card is still there, but it does not answer any more."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    lock = FileLock(folder / "engine.lock", thread_local=False)
    lock.acquire()
    card = folder / "engine.json"
    handle = f"{os.getpid()}:{psutil.Process().create_time()}"
    card.write_text(json.dumps({"port": port, "token": "old", "pid": os.getpid(), "handle": handle}))

    async def leave() -> None:
        while (
            f'"port": {port}' not in (folder / "engine.log").read_text() if (folder / "engine.log").exists() else True
        ):
            await asyncio.sleep(0.02)
        card.unlink()
        lock.release()

    async def both() -> bool:
        engine = LocalEngine(folder)
        leaving = asyncio.create_task(leave())
        try:
            return (await engine.hardware()).cores > 0
        finally:
            await leaving
            await engine.close()

    assert asyncio.run(both())


def test_nothing_in_the_folder_one_happens_to_be_in_gets_into_the_engine(folder, tmp_path, monkeypatch):
    (tmp_path / "psutil.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    assert reached(LocalEngine(folder))


def test_the_engine_is_given_its_own_key_and_no_other(folder, monkeypatch):
    own, theirs = "a-key-that-was-chosen", "sk-very-secret-1234"
    for name in ("SOME_API_KEY", "COPY_OF_IT", "HF_TOKEN", "OPENAI_ORGANIZATION"):
        monkeypatch.setenv(name, theirs)
    monkeypatch.setenv("TUNEDESK_ENGINE_TOKEN", own)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    assert reached(LocalEngine(folder))
    card = json.loads((folder / "engine.json").read_text())
    given = psutil.Process(card["pid"]).environ()
    assert card["token"] == own
    assert theirs not in given.values()
    assert given["HTTPS_PROXY"] == "http://proxy.example:8080"


def test_a_stranger_on_the_old_port_never_gets_the_token(folder):
    """A program that answers everything sits where the card of a dead engine points to."""
    heard = []

    async def talk(reader, writer):
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        body = b'{"status": "ok", "proof": "trust me"}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        writer.close()

    async def both() -> bool:
        stranger = await asyncio.start_server(talk, "127.0.0.1", 0)
        port = stranger.sockets[0].getsockname()[1]
        (folder / "engine.json").write_text(json.dumps({"port": port, "token": "the-token", "pid": 1}))
        engine = LocalEngine(folder)
        async with stranger:
            reached = (await engine.hardware()).cores > 0
            await engine.close()
        return reached

    assert asyncio.run(both())
    assert heard
    assert not any(b"the-token" in request for request in heard)


def lay_model(folder):
    folder.mkdir(parents=True)
    for name in ("config.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    (folder / "model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")


def test_base_models_come_and_go_by_the_users_rules(folder, tmp_path):
    model = tmp_path / "a model"
    lay_model(model)

    async def walk() -> None:
        engine = LocalEngine(folder, network=lambda: Network(offline=True))
        try:
            listed = {each.id: each for each in await engine.base_models()}
            assert "all-MiniLM-L6-v2" not in listed  # it cannot be trained
            assert listed["google/gemma-3-1b-it"].gated
            assert listed["Qwen/Qwen3-8B"].memory > listed["Qwen/Qwen3-0.6B"].memory > 0
            assert (await engine.add_model(model)).ready
            assert "a model" in [each.id for each in await engine.base_models()]
            await engine.remove_model("a model")
            assert "a model" not in [each.id for each in await engine.base_models()]
            (model / "evil.py").write_text("")
            with pytest.raises(Problem) as caught:
                await engine.add_model(model)
            assert "evil.py" in caught.value.details
            await engine.pull("Qwen/Qwen3-0.6B", Secret("hf_nobody"))
            while (found := await _entry(engine, "Qwen/Qwen3-0.6B")).state == "pulling":
                await asyncio.sleep(0.05)
            assert (found.state, "offline" in found.message) == ("failed", True)
        finally:
            await engine.close()

    asyncio.run(walk())


async def _entry(engine: LocalEngine, name: str) -> BaseModel:
    return next(each for each in await engine.base_models() if each.id == name)


def test_an_engine_can_be_asked_to_leave_and_the_next_question_starts_another(folder):
    async def walk() -> None:
        engine = LocalEngine(folder)
        try:
            await engine.leave()  # none runs: nothing happens, and none is started for it
            assert not (folder / "engine.json").exists()
            assert (await engine.hardware()).cores > 0
            first = json.loads((folder / "engine.json").read_text())["pid"]
            await engine.leave()
            assert not (folder / "engine.json").exists()
            assert (await engine.hardware()).cores > 0
            assert json.loads((folder / "engine.json").read_text())["pid"] != first
        finally:
            await engine.close()

    asyncio.run(walk())


def test_what_was_deleted_is_put_back_by_an_engine_that_was_started_anew(folder):
    """Set-up has the engine leave, and an idle one ends by itself, while the window still offers to put it back."""
    model = folder / "models" / "mine"
    lay_model(model)

    async def walk() -> None:
        engine = LocalEngine(folder)
        try:
            gone = await keeping.clear(engine, keeping.BASE, "mine")
            assert not model.exists()
            await engine.leave()
            await keeping.put_back(engine, gone.mark)
            assert (await _entry(engine, "mine")).ready
        finally:
            await engine.close()

    asyncio.run(walk())


def test_an_engine_at_work_does_not_leave(folder):
    async def walk() -> None:
        engine = LocalEngine(folder)
        try:
            await engine.hardware()
            await engine.pull("SmolLM2-135M-Instruct")
            with pytest.raises(Problem, match="engine_at_work"):
                await engine.leave()
            await engine.cancel_pull("SmolLM2-135M-Instruct")
        finally:
            await engine.close()

    asyncio.run(walk())
