"""Base models from a hub, a folder and a GGUF file: fetched, gone on with, refused, ended and removed."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading

import psutil
import pytest

from desktop_app.engine.settings import Settings
from desktop_app.engine.state import build
from tests.engine.hub_server import FORGOTTEN, TOKEN, Hub
from tests.engine.running import start, until

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def hub():
    running = Hub()
    yield running
    running.close()


@pytest.fixture(scope="module")
def served(tiny, tmp_path_factory):
    """The folder that the hub's repositories are made of: the tiny model."""
    folder = tmp_path_factory.mktemp("repo") / "tiny"
    shutil.copytree(tiny, folder)
    (folder / "README.md").write_text("not wanted")
    (folder / "original.bin").write_bytes(b"not wanted either")
    return folder


@pytest.fixture(scope="module")
def fetching(hub, tmp_path_factory):
    data = tmp_path_factory.mktemp("fetching")
    running = start(data, "--linger", "3600", "--threads", "1", HF_ENDPOINT=hub.url, HF_HUB_OFFLINE="0")
    yield running
    running.stop()


@pytest.fixture
def http(fetching):
    with fetching.http() as found:
        yield found


def entry(http, name):
    return next((each for each in http.get("/local/models").json()["data"] if each["id"] == name), None)


def settled(http, name):
    return until(lambda: (found := entry(http, name))["state"] in ("ready", "failed") and found, 120)


def test_the_catalogue_says_what_each_model_takes(http):
    listed = http.get("/local/models").json()["data"]
    assert listed[0]["id"] == "SmolLM2-135M-Instruct"
    sizes = {each["id"]: each["memory_bytes"] for each in listed}
    assert sizes["Qwen/Qwen3-0.6B"] < sizes["Qwen/Qwen3-8B"]
    catalogue = [each for each in listed if each["state"] == "absent"]
    assert len(catalogue) > 8
    for each in catalogue:
        assert each["licence"]
        assert each["pausable"] == (each["page"] is not None) == ("/" in each["id"])
        assert each["download_bytes"] > 50_000_000
        assert each["memory_bytes"] > each["parameters"]
        assert each["kind"] in ("text", "embedder")
    assert entry(http, "google/gemma-3-1b-it")["gated"]


def test_a_model_of_the_hub_is_looked_at_fetched_and_answers(hub, served, fetching, http):
    hub.add("org/tiny-a", served)
    seen = http.post("/local/models/org/tiny-a/look", json={}).json()
    assert (seen["licence"], seen["gated"], seen["page"]) == ("apache-2.0", False, f"{hub.url}/org/tiny-a")
    assert seen["bytes"] > (served / "model.safetensors").stat().st_size
    assert http.post("/local/models/org/tiny-a/pull").json()["state"] == "pulling"
    assert http.post("/local/models/org/tiny-a/pull").json()["state"] in ("pulling", "ready")
    ready = settled(http, "org/tiny-a")
    assert (ready["state"], ready["licence"]) == ("ready", "apache-2.0")
    assert (ready["tools"], ready["context_tokens"]) == (False, 65536)
    folder = fetching.data / "models" / "org--tiny-a"
    assert (folder / "model.safetensors").read_bytes() == (served / "model.safetensors").read_bytes()
    assert not list(folder.glob("README*")) + list(folder.glob("*.bin"))
    assert json.loads((folder / "SOURCE.json").read_text())["sha256"]["model.safetensors"]
    with fetching.client() as client:
        assert client.models.retrieve("org/tiny-a").owned_by == "tunedesk"
        reply = client.completions.create(model="org/tiny-a", prompt="one", max_tokens=2)
        assert reply.model == "org/tiny-a"


@pytest.fixture(scope="module")
def large(served, tmp_path_factory):
    """A repository whose weights are large enough to come in several pieces; nobody loads them."""
    folder = tmp_path_factory.mktemp("large") / "large"
    shutil.copytree(served, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    header = json.dumps({"w": {"dtype": "U8", "shape": [23_000_000], "data_offsets": [0, 23_000_000]}}).encode()
    data = len(header).to_bytes(8, "little") + header + bytes(range(250)) * 92_000
    (folder / "model.safetensors").write_bytes(data)
    return folder


def test_what_broke_off_is_gone_on_with(hub, large, fetching, http):
    hub.add("org/large", large)
    hub.hold = threading.Event()
    http.post("/local/models/org/large/pull")
    part = fetching.data / "models" / ".pull-org--large" / "model.safetensors.part"
    until(lambda: part.exists() and part.stat().st_size >= 10_000_000)
    (pulling,) = (child for child in psutil.Process(fetching.process.pid).children() if "get" in child.cmdline())
    pulling.kill()
    failed = until(lambda: (found := entry(http, "org/large"))["state"] == "failed" and found)
    assert failed["message"].endswith("Try again.")
    hub.hold.set()
    hub.hold = None
    kept = part.stat().st_size
    hub.asked.clear()
    hub.damaged = True
    http.post("/local/models/org/large/pull")
    assert "came damaged" in settled(http, "org/large")["message"]
    hub.damaged = False
    assert {asked[2] for asked in hub.asked if asked[1].endswith(".safetensors")} == {f"bytes={kept}-"}
    assert not part.exists()
    http.post("/local/models/org/large/pull")
    assert settled(http, "org/large")["state"] == "ready"
    whole = fetching.data / "models" / "org--large" / "model.safetensors"
    assert whole.read_bytes() == (large / "model.safetensors").read_bytes()


def test_a_token_goes_to_the_hub_alone_and_is_written_nowhere(hub, served, fetching, http):
    hub.add("org/tiny-d", served, gated=True)
    http.post("/local/models/org/tiny-d/pull")
    kept_out = settled(http, "org/tiny-d")
    assert (kept_out["code"], "licence" in kept_out["message"]) == ("gated", True)
    for token, code in (("hf_of_another_account", "not_agreed"), (FORGOTTEN, "token_refused")):
        http.post("/local/models/org/tiny-d/pull", json={"token": token})
        assert settled(http, "org/tiny-d")["code"] == code
    hub.asked.clear()
    http.post("/local/models/org/tiny-d/pull", json={"token": TOKEN})
    assert settled(http, "org/tiny-d")["state"] == "ready"
    seen = {(host, sent) for host, path, _, sent in hub.asked if path.endswith(".safetensors")}
    assert seen == {("127.0.0.1", f"Bearer {TOKEN}"), ("localhost", None)}
    for path in fetching.data.rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path


def test_a_pull_of_the_hub_can_be_ended(hub, large, fetching, http):
    hub.add("org/tiny-e", large)
    hub.hold = threading.Event()
    http.post("/local/models/org/tiny-e/pull")
    part = fetching.data / "models" / ".pull-org--tiny-e"
    until(lambda: any(asked[1].startswith("/cdn/org/tiny-e") for asked in hub.asked))
    assert http.post("/local/models/org/tiny-e/pull/cancel").json()["state"] == "absent"
    assert not part.exists()
    assert not [child for child in psutil.Process(fetching.process.pid).children() if "get" in child.cmdline()]
    hub.hold.set()
    hub.hold = None
    assert http.post("/local/models/org/tiny-e/pull/cancel").json()["state"] == "absent"


def test_a_pull_can_wait_and_goes_on_even_after_the_engine_was_ended(hub, large, tmp_path, launch):
    hub.add("org/tiny-p", large)
    hub.hold = threading.Event()
    running = launch(tmp_path, "--linger", "3600", HF_ENDPOINT=hub.url, HF_HUB_OFFLINE="0")
    part = tmp_path / "models" / ".pull-org--tiny-p" / "model.safetensors.part"
    with running.http() as http:
        http.post("/local/models/org/tiny-p/pull")
        until(lambda: part.exists() and part.stat().st_size >= 10_000_000)
        paused = http.post("/local/models/org/tiny-p/pull/pause").json()
        kept = part.stat().st_size
        assert (paused["state"], paused["bytes"] > 23_000_000) == ("paused", True)
        assert 0.4 < paused["progress"] < 1
        assert http.post("/local/models/org/tiny-p/pull/pause").json()["progress"] == paused["progress"]
        assert http.post("/local/models/SmolLM2-135M-Instruct/pull/pause").json()["error"]["code"] == "not_pausable"
    running.stop()
    hub.hold.set()
    hub.hold = None
    hub.asked.clear()
    again = launch(tmp_path, "--linger", "3600", HF_ENDPOINT=hub.url, HF_HUB_OFFLINE="0")
    with again.http() as http:
        assert entry(http, "org/tiny-p")["state"] == "paused"
        http.post("/local/models/org/tiny-p/pull")
        assert settled(http, "org/tiny-p")["state"] == "ready"
    assert {asked[2] for asked in hub.asked if asked[1].endswith(".safetensors")} == {f"bytes={kept}-"}
    folder = tmp_path / "models" / "org--tiny-p"
    assert (folder / "model.safetensors").read_bytes() == (large / "model.safetensors").read_bytes()
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "model.safetensors").unlink(), "safetensors"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json"),
        (lambda folder: (folder / "config.json").write_text('{"auto_map": {"x": "y.Z"}}'), "never runs code"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"\xff" * 9000), "damaged"),
    ],
)
def test_models_that_may_not_be_used_are_refused(hub, served, fetching, spoil, said):
    folder = fetching.data.parent / "spoilt"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(served, folder)
    spoil(folder)
    hub.add("org/spoilt", folder)
    hub.asked.clear()
    with fetching.http() as http:
        http.post("/local/models/org/spoilt/pull")
        failed = settled(http, "org/spoilt")
        assert failed["state"] == "failed"
        assert said in failed["message"]
        assert failed["code"] in ("refused", "not_usable")
        weights = [asked for asked in hub.asked if asked[1].startswith("/cdn")]
        assert not weights or "damaged" in said
        http.post("/local/models/org/spoilt/pull/cancel")
    assert not (fetching.data / "models" / "org--spoilt").exists()


def test_a_pull_that_cannot_even_begin_has_failed_and_can_be_begun_again(tmp_path):
    pulls = build(Settings(tmp_path, "token")).pulls
    (tmp_path / "pull.log").mkdir()  # as little a file as one for which there is no room

    async def begun():
        assert pulls.pull("org/tiny-z", {"offline": True})["state"] == "pulling"
        await asyncio.wait(list(pulls._tasks.values()))
        return pulls.get("org/tiny-z")

    failed = asyncio.run(begun())
    assert (failed["state"], failed["code"], pulls.is_busy) == ("failed", "not_written", False)
    assert failed["message"].startswith("The model could not be written to the disk")
    (tmp_path / "pull.log").rmdir()
    assert asyncio.run(begun())["code"] == "offline"


def test_nobody_is_asked_when_the_user_stays_offline(hub, http):
    hub.asked.clear()
    http.post("/local/models/org/tiny-x/pull", json={"offline": True})
    assert settled(http, "org/tiny-x")["code"] == "offline"
    assert not hub.asked
    http.post("/local/models/org/tiny-x/pull", json={"hub": "http://127.0.0.1:9"})
    assert settled(http, "org/tiny-x")["code"] == "unreachable"
    assert not hub.asked
    assert http.post("/local/models/org/tiny-x/look", json={"offline": True}).json()["error"]["code"] == "hub_offline"
    http.post("/local/models/org/none/pull", json={})
    assert "no model called org/none" in settled(http, "org/none")["message"]
    assert http.post("/local/models/org/none/look").json()["error"]["code"] == "hub_not_there"
    assert http.post("/local/models/org/none/pull", json={"tokn": "x"}).json()["error"]["param"] == "tokn"
    assert http.post("/local/models/org/none/pull", json={"token": 7}).json()["error"]["param"] == "token"


def test_a_folder_of_this_computer_is_used_where_it_lies(served, fetching, http, tmp_path):
    folder = tmp_path / "my model"
    shutil.copytree(served, folder, ignore=shutil.ignore_patterns("*.bin"))
    added = http.post("/local/models", json={"path": str(folder)}).json()
    assert (added["id"], added["state"]) == ("my model", "ready")
    assert (added["own"], added["removable"], added["folder"]) == (True, True, str(folder))
    with fetching.client() as client:
        assert client.models.retrieve("my model")
    for _ in range(2):
        assert http.delete("/local/models/my model").json()["deleted"]
    assert (folder / "model.safetensors").exists()
    assert entry(http, "my model") is None
    (folder / "evil.py").write_text("x")
    refused = http.post("/local/models", json={"path": str(folder)}).json()["error"]
    assert (refused["code"], refused["param"]) == ("model_refused", "path")
    assert "evil.py" in refused["message"]
    for path in ("", "relative/folder", str(tmp_path), "/dev/null", "\0"):
        assert http.post("/local/models", json={"path": path}).json()["error"]["param"] == "path"


@pytest.mark.timeout(300)
def test_a_gguf_file_becomes_a_model(tiny, fetching, http, tmp_path):
    gguf = tmp_path / "From-Gguf.gguf"
    subprocess.run([sys.executable, "-m", "tests.engine.gguf_file", str(gguf)], check=True, capture_output=True)
    begun = http.post("/local/models", json={"path": str(gguf)}).json()
    assert (begun["id"], begun["state"]) == ("From-Gguf", "pulling")
    ready = settled(http, "From-Gguf")
    assert (ready["state"], ready["own"], ready["removable"]) == ("ready", False, True)
    with fetching.client() as client:
        assert client.completions.create(model="From-Gguf", prompt="one", max_tokens=2).usage.completion_tokens
    bomb = tmp_path / "bomb.gguf"
    bomb.write_bytes(b"GGUF" + (3).to_bytes(4, "little") + b"\xff" * 16)
    assert http.post("/local/models", json={"path": str(bomb)}).json()["error"]["code"] == "model_refused"


def test_base_models_are_removed_but_not_while_a_training_needs_them(hub, served, fetching, http):
    hub.add("org/tiny-f", served)
    http.post("/local/models/org/tiny-f/pull")
    settled(http, "org/tiny-f")
    with fetching.client() as client:
        rows = b'{"prompt": "one", "completion": " two"}\n' * 12
        file = client.files.create(file=("t.jsonl", rows), purpose="fine-tune").id
        job = client.fine_tuning.jobs.create(model="org/tiny-f", training_file=file, seed=1)
        refused = http.delete("/local/models/org/tiny-f")
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "model_in_use")
        client.fine_tuning.jobs.cancel(job.id)
    before = http.get("/local/storage").json()
    for _ in range(2):
        assert http.delete("/local/models/org/tiny-f").json()["deleted"]
    after = http.get("/local/storage").json()
    assert before["models"] - after["models"] > (served / "model.safetensors").stat().st_size
    assert after["free"] > 0
    assert http.delete("/local/models/Qwen/Qwen3-0.6B").json()["deleted"]
    assert http.delete("/local/models/nobody").status_code == 404


def test_the_variable_for_staying_offline_is_obeyed(hub, tmp_path, launch):
    running = launch(tmp_path, "--linger", "3600", HF_ENDPOINT=hub.url, HF_HUB_OFFLINE="1")
    with running.http() as http:
        http.post("/local/models/org/tiny-a/pull")
        assert "offline" in settled(http, "org/tiny-a")["message"]
    assert not list((tmp_path / "models").iterdir())
