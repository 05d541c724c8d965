"""The engine's exports over its wire: looked at, made, ended, and what a full disk or a crash leaves: nothing."""

import asyncio
import contextlib
import json
import shutil

import psutil
import pytest

from desktop_app.core.answer import Sampling
from desktop_app.core.model_card import Known
from desktop_app.core.model_export import Exported, Form, Precision, Progress, Wish
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.providers.local import LocalEngine
from desktop_app.work import export_model
from tests.engine.running import until
from tests.engine.runtime import go_on
from tests.engine.test_surviving import fill, small_disk

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def http(engine):
    with engine.http() as found:
        yield found


@pytest.fixture
def model(trained):
    return trained.fine_tuned_model


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


def test_a_tuned_model_is_exported_with_its_card(here, model, trained, tmp_path):
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


def test_whoever_leaves_ends_it_and_nothing_stays(here, model, tmp_path):
    engine, loop = here

    async def leave():
        steps = export_model.export(engine, Wish(model, Form.MERGED, Precision.F32, tmp_path / "out"), Known())
        async with contextlib.aclosing(steps):
            async for _ in steps:
                if any(tmp_path.iterdir()):
                    break

    loop.run(leave())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.system
def test_a_disk_without_room_is_said_before_and_one_that_fills_up_keeps_nothing(here, http, model, tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        fill(disk / "ballast")
        with pytest.raises(Problem) as told:
            exported(here, Wish(model, Form.GGUF, Precision.F16, disk / "out"))
        assert told.value.key == "export_model.no_room"
        assert "MB are needed" in english(told.value.meaning)
        (disk / "ballast").unlink()
        export = begin(http, model, disk / "out").json()["id"]
        fill(disk / "ballast")
        found = over(http, export)
        assert (found["state"], found["code"]) == ("failed", "no_room")
        assert [path.name for path in disk.iterdir()] == ["ballast"]


def test_what_a_crash_left_half_done_goes_at_the_next_start(engine, trained, model, launch, tmp_path, tiny):
    data = tmp_path / "engine"
    (data / "jobs").mkdir(parents=True)
    shutil.copytree(engine.data / "jobs" / trained.id, data / "jobs" / trained.id)
    place = tmp_path / "place"
    place.mkdir()
    running = launch(data, "--linger", "3600", model=tiny)
    with running.http() as client:
        begin(client, model, place / "out", "merged")
        until(lambda: any(place.iterdir()))
    workers = psutil.Process(running.process.pid).children()
    running.process.kill()
    running.process.wait(30)
    (_,) = place.iterdir()
    psutil.wait_procs(workers, 30)
    again = launch(data, "--linger", "3600", model=tiny)
    until(lambda: not list(place.iterdir()) and not list((data / "exports").iterdir()))
    with again.http() as client:
        export = begin(client, model, place / "out", "adapter").json()["id"]
        assert over(client, export)["state"] == "done"


def test_nothing_but_its_own_is_cleared_away(engine, launch, tmp_path, tiny):
    mine = tmp_path / "mine"
    mine.mkdir()
    data = tmp_path / "engine"
    (data / "exports").mkdir(parents=True)
    (data / "exports" / "export-1.json").write_text(json.dumps({"part": str(mine)}))
    launch(data, model=tiny)
    until(lambda: not list((data / "exports").iterdir()))
    assert mine.is_dir()


def test_the_code_in_the_card_runs_as_it_stands_and_the_next_export_waits_its_turn(
    here, http, engine, model, shop, tmp_path
):
    local, loop = here
    sampling = Sampling(max_tokens=12)
    wish = Wish(model, Form.MERGED, Precision.F32, tmp_path / "out", sampling)

    async def both():
        steps = export_model.export(local, wish, Known(question="What colour is the sky"))
        await anext(steps)
        second = (await asyncio.to_thread(begin, http, model, tmp_path / "other", "merged")).json()
        ended = [await asyncio.to_thread(http.post, f"/local/exports/{second['id']}/cancel") for _ in range(2)]
        return second["state"], [reply.json()["state"] for reply in ended], [step async for step in steps][-1]

    waiting, ended, last = loop.run(both())
    assert (waiting, ended) == ("waiting", ["cancelled", "cancelled"])
    assert last.target == wish.target
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    card = (wish.target / "README.md").read_text()
    program = card.split("```python\n")[1].split("\n```")[0]
    said = shop.ask("run_program", program=program, folder=str(wish.target))["said"]
    with engine.client() as client:
        asked = [{"role": "user", "content": "What colour is the sky"}]
        reply = client.chat.completions.create(model=model, messages=asked, temperature=0, max_tokens=12)
    assert said.strip() == reply.choices[0].message.content.strip()
