"""What lies on the disk, clearing it so that it can be put back, and carrying models to another computer."""

import asyncio
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import openai
import pytest

from desktop_app.engine.runner import handle_of
from desktop_app.engine.settings import Settings
from desktop_app.engine.state import build
from desktop_app.engine.wire import WireError
from tests.engine.meanwhile import Door, meanwhile
from tests.engine.running import start

MODEL = "ft:tiny:local:my own:2026-11-20-abc123"
JOB = "ftjob-one"


@pytest.fixture
def running(tmp_path, tiny):
    """An engine whose data folder holds a training that is over, as a worker leaves it; nothing was computed."""
    data = tmp_path / "engine"
    lay_down(data / "jobs" / JOB, tiny)
    began = start(data, model=tiny)
    yield began
    if began.process.returncode is None:
        began.stop()


@pytest.fixture
def inside(tmp_path, tiny):
    """The parts of such an engine, without its process."""
    data = tmp_path / "engine"
    lay_down(data / "jobs" / JOB, tiny)
    return build(Settings(data, "token", extra_models=(tiny,)))


@pytest.fixture
def other(tmp_path):
    """The parts of an engine with an empty data folder."""
    return build(Settings(tmp_path / "other", "token"))


def lay_down(job, base, status="succeeded"):
    for place in ("result/adapter", "checkpoints/checkpoint-4", "checkpoints/checkpoint-9", "data", "tokens"):
        (job / place).mkdir(parents=True)
    request = {"id": JOB, "created": 1, "order": 1, "model": "tiny", "base_folder": str(base), "begins_with": "tiny"}
    request |= {"model_name": MODEL, "suffix": "my own", "training_file": "file-1", "validation_file": None, "seed": 1}
    request |= {"metadata": None, "asked": {}, "hyperparameters": {"n_epochs": 2}, "settings": {}}
    (job / "job.json").write_text(json.dumps(request))
    (job / "state.json").write_text(json.dumps({"status": status, "finished_at": 2, "fine_tuned_model": MODEL}))
    metrics = {"id": "e1", "created_at": 1, "type": "metrics", "level": "info", "message": "", "data": {"step": 4}}
    (job / "events.jsonl").write_text(json.dumps(metrics | {"data": {"step": 4, "total_steps": 9}}) + "\n")
    for step, kind in ((4, "epoch"), (9, "recovery")):
        folder = job / "checkpoints" / f"checkpoint-{step}"
        (folder / "COMPLETE").write_text(json.dumps({"step": step, "kind": kind, "created_at": 2}))
        (folder / "optimizer.pt").write_bytes(b"o" * 3000)
        write_adapter(folder)
    write_adapter(job / "result" / "adapter")
    (job / "data" / "training.jsonl").write_text('{"messages": []}\n' * 50)
    (job / "tokens" / "training.bin").write_bytes(b"t" * 5000)
    (job / "stderr.log").write_text("some words")


def write_adapter(folder):
    (folder / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": 8}))
    header = json.dumps({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    (folder / "adapter_model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 16)


def on_disk(folder):
    """Return how many bytes lie in a folder, each file once however many names it has."""
    told = [(Path(root) / name).lstat() for root, _, names in os.walk(folder) for name in names]
    return sum({(each.st_dev, each.st_ino): each.st_size for each in told}.values())


def rows(engine):
    return {(row.kind, row.id): row for row in engine.clearing.storage.rows()}


def names(http):
    return [model["id"] for model in http.get("/v1/models").json()["data"]]


def clear(http, kind, name):
    return http.post("/local/bin", json={"kind": kind, "id": name, "process": os.getpid()})


def send(engine, content=b"{}\n" * 700):
    return engine.files.add(io.BytesIO(content), "rows.jsonl", "fine-tune")["id"]


def test_every_byte_is_counted_once_under_what_it_belongs_to(inside):
    data, sent = inside.settings.data, send(inside)
    (data / "jobs" / JOB / "data" / "again.jsonl").hardlink_to(data / "files" / sent / "data")
    with (data / "holes").open("wb") as file:
        file.truncate(10_000_000)
    inside.clearing.clear("tokens", JOB, "", inside.desk)
    found = rows(inside)
    assert sum(row.bytes for row in found.values()) == on_disk(data)
    assert (found["file", sent].linked, found["file", sent].bytes) == (2100, 0)
    assert found["engine", "holes"].allocated < found["engine", "holes"].bytes
    assert found["recovery", JOB].bytes > 3000
    assert [kind for kind, _ in found if kind == "bin"] == ["bin"]
    assert {kind for (kind, _), row in found.items() if row.free} == {"recovery", "file", "log"}
    assert found["checkpoint", f"{JOB}/4"].title == f"{MODEL}:ckpt-step-4"


def test_a_deleted_model_is_gone_and_comes_back_as_it_was(running):
    folder = running.data / "jobs" / JOB / "result" / "adapter"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with running.http() as http:
        assert MODEL in names(http)
        item = clear(http, "model", MODEL).json()
        assert MODEL not in names(http)
        assert not folder.exists()
        assert item["bytes"] == sum(map(len, before.values()))
        found = http.get("/local/storage/rows").json()["data"]
        assert [row["title"] for row in found if row["kind"] == "bin"] == [MODEL]
        assert clear(http, "model", MODEL).status_code == 404
        http.post(f"/local/bin/{item['mark']}/back")
        assert MODEL in names(http)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
        assert http.get("/local/bin").json()["data"] == []
        again = clear(http, "model", MODEL).json()
        assert http.post("/local/bin/empty", json={"marks": [again["mark"]]}).json()["emptied"]
        assert http.get("/local/bin").json()["data"] == []


def test_a_model_with_colons_and_a_space_is_deleted_twice_with_its_checkpoints(running):
    with running.client() as client:
        assert client.models.retrieve(MODEL).owned_by == "local"
        assert f"{MODEL}:ckpt-step-4" in [model.id for model in client.models.list()]
        for name in (MODEL, f"{MODEL}:ckpt-step-4"):
            assert client.models.delete(name).deleted
            assert client.models.delete(name).deleted
        with pytest.raises(openai.NotFoundError):
            client.models.retrieve(MODEL)
        assert not [model for model in client.models.list() if model.id.startswith(MODEL)]
        with pytest.raises(openai.BadRequestError):
            client.models.delete("tiny")


def test_the_worker_that_answers_hears_of_it_in_the_thread_of_its_loop(inside):
    """It is cleared away in another thread, which may not write into the middle of what others ask."""
    told = []

    async def clear():
        stdin = SimpleNamespace(write=lambda line: told.append((threading.current_thread(), json.loads(line)["op"])))
        inside.desk._child = SimpleNamespace(pid=1, returncode=None, stdin=stdin)
        inside.desk._loop = asyncio.get_running_loop()
        await asyncio.to_thread(inside.clearing.clear, "model", MODEL, "", inside.desk)

    asyncio.run(clear())
    assert told == [(threading.current_thread(), "forget")]


def test_what_lies_in_another_one_s_place_is_never_written_over(inside):
    folder = inside.settings.data / "jobs" / JOB / "result" / "adapter"
    item = inside.clearing.clear("model", MODEL, "", inside.desk)
    folder.mkdir()
    (folder / "other").write_text("mine")
    with pytest.raises(WireError) as refused:
        inside.clearing.put_back(item.mark)
    assert refused.value.code == "place_taken"
    assert (folder / "other").read_text() == "mine"
    assert inside.clearing.bin.all() == [item]


def test_what_two_throw_away_or_put_back_at_once_is_gone_for_the_second_one(inside, monkeypatch):
    door = inside.clearing.bin.turn = Door()

    def both(act):
        door.heard.clear()
        with monkeypatch.context() as patch:
            item, second = meanwhile(patch, door, (Path, "rename"), act, act)
        assert (item.id, getattr(second, "status", second)) == (MODEL, 404)
        return item.mark

    mark = both(lambda: inside.clearing.clear("model", MODEL, "", inside.desk))
    both(lambda: inside.clearing.put_back(mark))
    assert (inside.settings.data / "jobs" / JOB / "result" / "adapter").is_dir()
    assert inside.clearing.bin.all() == []


def test_what_cannot_be_moved_stays_where_it_is(inside, monkeypatch):
    rename = Path.rename

    def refuse(path, target):
        if path.name == "tokens":
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    data = inside.settings.data
    with pytest.raises(WireError) as refused:
        inside.clearing.bin.put("two", "both", [data / "jobs" / JOB / "data", data / "jobs" / JOB / "tokens"])
    assert refused.value.status == 409
    assert (data / "jobs" / JOB / "data" / "training.jsonl").is_file()
    assert inside.clearing.bin.all() == []


def test_what_a_window_has_deleted_stays_as_long_as_it_lives_whatever_the_engine_does(running, launch, tiny):
    adapter = running.data / "jobs" / JOB / "result" / "adapter"
    before = {path.name: path.read_bytes() for path in adapter.iterdir()}
    with running.http() as http:
        http.post("/local/bin", json={"kind": "tokens", "id": JOB, "process": 2**22 + 1})
        assert http.get("/local/bin").json()["data"] == []
        http.post("/local/bin", json={"kind": "log", "id": JOB})  # nobody's: it lies there until the engine ends
        mark = clear(http, "model", MODEL).json()["mark"]
        assert len(http.get("/local/bin").json()["data"]) == 2
    assert running.stop() == 0
    assert [path.name for path in (running.data / "bin").iterdir()] == [mark]
    half = running.data / "bin" / "0123456789abcdef"
    half.mkdir()
    (half / "0").write_text("what nothing is known of")
    killed = launch(running.data, model=tiny)
    killed.process.kill()
    killed.process.communicate()
    with launch(running.data, model=tiny).http() as http:
        assert [each["mark"] for each in http.get("/local/bin").json()["data"]] == [mark]
        assert not half.exists()
        assert MODEL not in names(http)
        assert http.post(f"/local/bin/{mark}/back").status_code == 200
        assert MODEL in names(http)
    assert {path.name: path.read_bytes() for path in adapter.iterdir()} == before


def test_what_a_window_has_deleted_goes_when_it_has_ended_while_no_engine_ran(running, launch, tiny):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as window, running.http() as http:
        http.post("/local/bin", json={"kind": "model", "id": MODEL, "process": window.pid})
        running.stop()
        assert len(list((running.data / "bin").iterdir())) == 1
        window.communicate(b"\n")
    with launch(running.data, model=tiny).http() as http:
        assert http.get("/local/bin").json()["data"] == []
    assert not (running.data / "bin").exists()


def test_a_clock_that_is_set_takes_nothing_away_and_another_of_the_same_number_keeps_nothing(inside):
    """When a process began is told by the computer's clock, which is set every now and then."""
    pid, _, began = handle_of(os.getpid()).partition(":")
    item = inside.clearing.clear("tokens", JOB, f"{pid}:{float(began) + 2}", inside.desk)
    inside.clearing.bin.tidy()
    inside.clearing.bin.sweep()
    assert inside.clearing.bin.all() == [item]
    inside.clearing.put_back(item.mark)
    inside.clearing.clear("tokens", JOB, f"{pid}:{float(began) - 86_400}", inside.desk)
    inside.clearing.bin.tidy()
    assert inside.clearing.bin.all() == []


def test_a_file_that_was_sent_goes_and_comes_back(inside):
    sent = send(inside, b"{}\n" * 7)
    item = inside.clearing.clear("file", sent, "", inside.desk)
    assert inside.files.find(sent) is None
    inside.clearing.put_back(item.mark)
    assert inside.files.data(sent).read_bytes() == b"{}\n" * 7


def test_a_folder_of_the_user_s_own_is_only_taken_out_of_the_list(inside, tiny, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(tiny, own)
    inside.models.folders.add(own)
    item = inside.clearing.clear("base", "own", "", inside.desk)
    assert [model.id for model in inside.models.bases()] == ["tiny"]
    assert (own / "config.json").is_file()
    inside.clearing.put_back(item.mark)
    assert [model.id for model in inside.models.bases()] == ["tiny", "own"]


def test_what_a_training_needs_and_what_is_no_thing_stay(inside):
    job = inside.book.get(JOB)
    job.update(status="failed", error={"code": "disk_full"})
    assert not rows(inside)["recovery", JOB].free
    for kind, name, code in (
        ("recovery", JOB, "thing_in_use"),
        ("adapter", JOB, "not_clearable"),
        ("tokens", "../..", "nothing_there"),
        ("base", "tiny", "model_named_at_start"),
    ):
        with pytest.raises(WireError) as refused:
            inside.clearing.clear(kind, name, "", inside.desk)
        assert refused.value.code == code


def carry(engine, target, **wish):
    """Lay what leaves one engine down in the folder of another one; return that folder and what was said of it."""
    leaving = engine.carrying.leaving([JOB, "ftjob-gone"], bases=wish.get("bases", False))
    place = target.settings.data / "arriving-0123456789ab"
    for file in leaving["files"]:
        (place / file["name"]).parent.mkdir(parents=True, exist_ok=True)
        (place / file["name"]).write_bytes(Path(file["path"]).read_bytes())
    return place, leaving


def test_a_training_is_carried_with_its_base_and_without_rows_or_recovery_points(inside, other):
    place, leaving = carry(inside, other, bases=True)
    assert leaving["models"] == [f"{MODEL}:ckpt-step-4", MODEL]
    assert leaving["missing"] == ["ftjob-gone"]
    carried = [file["name"] for file in leaving["files"]]
    assert f"jobs/{JOB}/checkpoints/checkpoint-4/COMPLETE" in carried
    assert not [name for name in carried if "checkpoint-9" in name or "/data/" in name or "optimizer" in name]
    told = other.carrying.arrived(place.name)
    assert (told["jobs"], told["bases"], told["bases_missing"]) == ([JOB], ["tiny"], [])
    assert {model.id for model in other.models.all()} == {"tiny", MODEL, f"{MODEL}:ckpt-step-4"}
    assert Path(other.book.get(JOB).request["base_folder"]) == other.settings.models / "tiny"
    assert not place.exists()
    again, _ = carry(inside, other)
    assert other.carrying.arrived(again.name)["jobs"] == []


def test_without_its_base_model_it_is_said_which_one_is_missing(inside, other):
    place, _ = carry(inside, other)
    told = other.carrying.arrived(place.name)
    assert (told["jobs"], told["bases_missing"]) == ([JOB], ["tiny"])
    assert other.models.all() == []


HARMS = (
    lambda job: (job / "evil.py").write_text("import os"),
    lambda job: (job / "result" / "adapter" / "adapter_model.bin").write_bytes(b"pickle"),
    lambda job: (job / "result" / "adapter" / "adapter_config.json").write_text(
        '{"peft_type": "LORA", "auto_mapping": {"parent_library": "os"}}'
    ),
    lambda job: (job / "result" / "adapter" / "adapter_model.safetensors").write_bytes(b"\xff" * 40),
    lambda job: (job / "result" / "results.csv").symlink_to("/etc/passwd"),
    lambda job: (job / "state.json").write_text('{"status": "running"}'),
    lambda job: (job / "job.json").write_text('{"id": "ftjob-one", "model": "tiny"}'),
    lambda job: (job / "checkpoints" / "checkpoint-4" / "COMPLETE").write_text('{"step": 4}'),
    lambda job: (job / "checkpoints" / "checkpoint-4" / "COMPLETE").write_text('{"kind": "epoch"}'),
)


@pytest.mark.parametrize("harm", HARMS)
def test_nothing_that_could_do_harm_is_taken_in(inside, other, harm):
    place, _ = carry(inside, other)
    harm(place / "jobs" / JOB)
    with pytest.raises(WireError) as refused:
        other.carrying.arrived(place.name)
    assert refused.value.code == "carried_job_refused"
    assert not place.exists()
    assert list(other.settings.jobs.iterdir()) == []


@pytest.mark.parametrize("name", ["../..", "jobs", "arriving-../../x", "/etc", "arriving-0123456789"])
def test_only_a_folder_of_the_engine_s_own_is_taken_in(inside, name):
    with pytest.raises(WireError):
        inside.carrying.arrived(name)
    assert (inside.settings.jobs / JOB).is_dir()
