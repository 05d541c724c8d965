"""The engine's exports over its wire: looked at, made, ended, and what a full disk or a crash leaves: nothing."""

import asyncio
import contextlib
import json
from pathlib import Path

import psutil
import pytest

from desktop_app.core.answer import Sampling
from desktop_app.core.model_card import Known
from desktop_app.core.model_export import Exported, Form, Precision, Progress, Wish
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.providers.local import LocalEngine
from desktop_app.work import export_model
from tests.engine.finished_job import NAME, put_finished_job
from tests.engine.running import start, until
from tests.engine.runtime import go_on
from tests.engine.test_surviving import fill, small_disk

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory, tiny):
    """An engine with a tuned model that nobody had to train."""
    data = tmp_path_factory.mktemp("engine")
    put_finished_job(data, tiny)
    running = start(data, "--linger", "3600", "--threads", "1", model=tiny)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def http(engine):
    with engine.http() as found:
        yield found


@pytest.fixture
def model():
    return NAME


@pytest.fixture
def here(engine):
    """The running engine as the window reaches it, and the loop it is reached from."""
    found = LocalEngine(engine.data)
    with asyncio.Runner() as loop:
        yield found, loop
        loop.run(found.close())


def begin(http, model, folder, form="gguf", **more):
    return http.post("/local/exports", json={"model": model, "form": form, "folder": str(folder), **more})


def over(http, export):
    def look():
        found = http.get(f"/local/exports/{export}").json()
        return found if found["state"] not in ("waiting", "working") else None

    return until(look)


def held(running):
    """Wait for the process that exports, and let it do nothing until it is told to go on."""

    def look():
        children = psutil.Process(running.process.pid).children()
        return next((child for child in children if "desktop_app.engine.export" in child.cmdline()), None)

    child = until(look)
    child.suspend()
    return child


def code_of(reply):
    return reply.json()["error"]["code"]


def exported(here, wish, known=None):
    engine, loop = here

    async def all_of_it():
        return [step async for step in export_model.export(engine, wish, known or Known())]

    return loop.run(all_of_it())


def test_what_it_would_take_is_told_before(http, model, tiny):
    def asked(form, precision=""):
        return http.post("/local/exports/look", json={"model": model, "form": form, "precision": precision}).json()

    whole, half = asked("gguf"), asked("gguf", "F16")
    assert (whole["precision"], whole["raw"], whole["system"], whole["base"]) == ("F32", False, None, "tiny")
    assert half["bytes"] < whole["bytes"] < whole["room"]
    assert whole["parameters"] == 78576
    assert asked("adapter")["bytes"] < (tiny / "model.safetensors").stat().st_size
    reply = http.post("/local/exports/look", json={"model": "tiny", "form": "gguf"})
    assert code_of(reply) == "export_base_model"
    assert code_of(http.post("/local/exports/look", json={"model": "ft:gone", "form": "gguf"})) == "model_not_found"


def test_what_is_asked_wrongly_is_refused_by_name(http, model, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    (there / "mine.txt").write_text("mine")
    assert code_of(begin(http, model, there)) == "export_exists"
    assert (there / "mine.txt").read_text() == "mine"
    assert code_of(begin(http, model, tmp_path / "no" / "such")) == "export_no_folder"
    assert begin(http, model, "not/whole").json()["error"]["param"] == "folder"
    assert begin(http, model, tmp_path / "a", form="onnx").json()["error"]["param"] == "form"
    assert begin(http, model, tmp_path / "a", precision="Q2_K").json()["error"]["param"] == "precision"
    for name in ("../out", "a/b", "", "..", "nul\0"):
        assert begin(http, model, tmp_path / "a", texts={name: "x"}).json()["error"]["param"] == "texts"
        assert begin(http, model, tmp_path / "a", name=name or "..").json()["error"]["param"] == "name"
    assert begin(http, model, tmp_path / "a", colour="red").json()["error"]["param"] == "colour"
    assert http.get("/local/exports/export-1").status_code == 404
    assert sorted(tmp_path.iterdir()) == [there]


def test_a_tuned_model_is_exported_with_its_card(here, model, tmp_path):
    wish = Wish(model, Form.OLLAMA, Precision.F32, tmp_path / "My colours!", Sampling(stop=(" END",)))
    *steps, last = exported(here, wish)
    assert all(isinstance(step, Progress) for step in steps)
    assert last == Exported(wish.target, sum(p.stat().st_size for p in wish.target.iterdir()))
    names = sorted(path.name for path in wish.target.iterdir())
    assert names == ["Modelfile", "README.md", "my-colours.gguf"]
    card = (wish.target / "README.md").read_text()
    assert card.startswith('---\nbase_model: "tiny"\n')
    assert "ollama create my-colours -f Modelfile" in card
    assert 'PARAMETER stop """ END"""' in (wish.target / "Modelfile").read_text()
    assert go_on(wish.target / "my-colours.gguf", ids=[1, 50, 60], count=2)["tokens"]
    assert [path.name for path in tmp_path.iterdir()] == ["My colours!"]
    with pytest.raises(Problem) as again:
        exported(here, wish)
    assert again.value.key == "export_model.exists"
    assert "“My colours!”" in english(again.value.happened)


def test_whoever_leaves_ends_it_and_nothing_stays(here, engine, model, tmp_path):
    local, loop = here

    async def leave():
        steps = export_model.export(local, Wish(model, Form.MERGED, Precision.F32, tmp_path / "out"), Known())
        async with contextlib.aclosing(steps):
            await anext(steps)
            return await asyncio.to_thread(held, engine)

    child = loop.run(leave())
    assert not child.is_running()
    assert list(tmp_path.iterdir()) == []
    assert not list((engine.data / "exports").iterdir())


@pytest.mark.system
def test_a_disk_without_room_is_said_before_and_one_that_fills_up_keeps_nothing(here, engine, http, model, tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        fill(disk / "ballast")
        with pytest.raises(Problem) as told:
            exported(here, Wish(model, Form.GGUF, Precision.F16, disk / "out"))
        assert told.value.key == "export_model.no_room"
        assert "MB are needed" in english(told.value.meaning)
        (disk / "ballast").unlink()
        export = begin(http, model, disk / "out").json()["id"]
        child = held(engine)
        fill(disk / "ballast")
        child.resume()
        found = over(http, export)
        assert (found["state"], found["code"]) == ("failed", "no_room")
        assert [path.name for path in disk.iterdir()] == ["ballast"]


def test_what_a_crash_left_half_done_goes_at_the_next_start(model, launch, tmp_path, tiny):
    data = tmp_path / "engine"
    put_finished_job(data, tiny)
    place = tmp_path / "place"
    place.mkdir()
    running = launch(data, "--linger", "3600", model=tiny)
    with running.http() as client:
        begin(client, model, place / "out", "merged")
    child = held(running)
    running.process.kill()
    running.process.communicate()
    child.kill()
    (note,) = (data / "exports").iterdir()
    half = Path(json.loads(note.read_text())["part"])
    assert half.parent == place
    half.mkdir(exist_ok=True)
    (half / "model.safetensors").write_bytes(b"half")
    again = launch(data, "--linger", "3600", model=tiny)
    until(lambda: not list(place.iterdir()) and not list((data / "exports").iterdir()))
    with again.http() as client:
        export = begin(client, model, place / "out", "adapter").json()["id"]
        assert over(client, export)["state"] == "done"


def test_nothing_but_its_own_is_cleared_away(launch, tmp_path, tiny):
    mine = tmp_path / "mine"
    mine.mkdir()
    data = tmp_path / "engine"
    (data / "exports").mkdir(parents=True)
    (data / "exports" / "export-1.json").write_text(json.dumps({"part": str(mine)}))
    launch(data, model=tiny)
    until(lambda: not list((data / "exports").iterdir()))
    assert mine.is_dir()


def test_the_next_export_waits_its_turn_and_can_be_ended_while_it_waits(engine, http, model, tmp_path):
    first = begin(http, model, tmp_path / "a", "merged").json()["id"]
    child = held(engine)
    second = begin(http, model, tmp_path / "b", "merged").json()
    assert second["state"] == "waiting"
    for _ in range(2):
        assert http.post(f"/local/exports/{second['id']}/cancel").json()["state"] == "cancelled"
    child.resume()
    assert over(http, first)["state"] == "done"
    assert http.post(f"/local/exports/{first}/cancel").json()["state"] == "done"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_the_code_in_the_card_runs_as_it_stands(here, engine, model, shop, tiny, tmp_path):
    wish = Wish(model, Form.MERGED, Precision.F32, tmp_path / "out", Sampling(max_tokens=12))
    exported(here, wish, Known(question="What colour is the sky"))
    card = (wish.target / "README.md").read_text()
    program = card.split("```python\n")[1].split("\n```")[0]
    said = shop.ask("run_program", program=program, folder=str(wish.target))["said"]
    base, adapter = str(tiny), str(engine.data / "jobs" / "ftjob-1" / "result" / "adapter")
    asked = [{"role": "user", "content": "What colour is the sky"}]
    written = shop.ask("written", folder=base, messages=asked)["written"]
    (ids,) = shop.ask("cut", folder=base, texts=[written])["cut"]
    assert said == shop.ask("greedy", base=base, adapter=adapter, ids=ids, count=12)["text"] + "\n"
