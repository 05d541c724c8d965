"""A project packed with its models, moved to an empty home and opened there: the same rows, curve, answers, and a model
that answers the same."""

import asyncio
import zipfile
from contextlib import aclosing

import pytest

from desktop_app.__main__ import main
from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.providers import jobs as remote_jobs
from desktop_app.providers.local import LocalEngine
from desktop_app.store import answers, examples, jobs
from desktop_app.store.project import Project
from desktop_app.work import unpack as unpacking
from desktop_app.work.apart import Apart
from desktop_app.work.find_jobs import plan_of
from desktop_app.work.pack import contents, pack
from desktop_app.work.unpack import Unpacked, look, unpack
from tests.engine.running import TOKEN

QUESTION = [{"role": "user", "content": "What colour is the snow"}]


@pytest.fixture
def project(engine, trained, tmp_path):
    """A project with rows, the training that was made in the engine, its curve and an answer."""
    made = Project.create(tmp_path / "Heroes.tunedesk")
    made.do(text("step.insert_row"), lambda edit: edit.append([(Completion("q", "a"), Part.TRAINING)] * 3)).result()

    async def fetched():
        local = LocalEngine(engine.data)
        try:
            return await remote_jobs.retrieve(await local.provider(), trained.id)
        finally:
            await local.close()

    job = asyncio.run(fetched())
    assert job.provider == HERE

    def write(connection):
        jobs.add(connection, job, plan_of(job))
        jobs.add_points(connection, job.id, [MetricPoint(step, {"train_loss": 3.0 / step}) for step in (1, 2, 3)])
        request = Request(0, job.tuned_model, "q", Sampling())
        answers.add(connection, request, Answer(0, job.tuned_model, "white", Finish.STOP, 1, 1.0))

    made.write(write).result()
    yield made
    made.close()


def read(path):
    """Return rows, points and answers of a project file."""
    opened = Project.open(path)
    try:
        with opened.reading() as connection:
            (job,) = jobs.all_jobs(connection)
            rows = [row.example for row in examples.rows(connection)]
            kept = [(one.question, one.answer) for one in answers.of_model(connection, job.tuned_model)]
            return rows, job, jobs.points(connection, job.id), kept
    finally:
        opened.close()


def ask(running, model):
    with running.client() as client:
        said = client.chat.completions.create(model=model, messages=QUESTION, temperature=0, max_tokens=8)
        return said.choices[0].message.content


def packed(engine, project, target, *, bases):
    async def whole():
        local, apart = LocalEngine(engine.data), Apart()
        try:
            found = await contents(project, local, bases=bases)
            async with aclosing(pack(project, apart, found, target, bases=bases)) as steps:
                return found, [step async for step in steps]
        finally:
            await apart.close()
            await local.close()

    return asyncio.run(whole())


def moved(running, target, folder):
    async def whole():
        local, apart = LocalEngine(running.data), Apart()
        try:
            manifest = await look(target, apart)
            async with aclosing(unpack(target, manifest, folder, local, apart)) as steps:
                return [step async for step in steps][-1]
        finally:
            await apart.close()
            await local.close()

    return asyncio.run(whole())


def test_packed_moved_to_an_empty_home_and_opened_all_is_the_same(engine, project, launch, tmp_path, home, monkeypatch):
    target = tmp_path / "carried.tunedeskpack"
    found, steps = packed(engine, project, target, bases=True)
    assert found.leaving.bases == ("tiny",)
    assert steps[-1].done == steps[-1].total
    with zipfile.ZipFile(target) as pack_:
        everything = b"".join(pack_.read(name) for name in pack_.namelist())
        assert not [
            name for name in pack_.namelist() if name.endswith((".pt", ".bin", ".jsonl")) and "events" not in name
        ]
    assert TOKEN.encode() not in everything
    project.close()
    before = read(project.path)
    there = launch(home / "engine")
    monkeypatch.setattr(unpacking.paths, "engine_dir", lambda: there.data)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    done = moved(there, target, folder)
    assert isinstance(done, Unpacked)
    assert read(done.project) == before
    assert done.project == folder / "Heroes.tunedesk"
    assert done.arrived.bases_missing == ()
    assert sorted(path.name for path in folder.iterdir()) == ["Heroes.tunedesk"]
    assert not list(there.data.glob("*ing-*"))
    model = before[1].tuned_model
    assert ask(there, model) == ask(engine, model)
    again = moved(there, target, folder)
    assert again.project == folder / "Heroes 2.tunedesk"
    assert again.arrived.jobs == ()


def test_a_pack_that_does_not_open_leaves_nothing_behind(engine, project, tmp_path, home, monkeypatch):
    target = tmp_path / "carried.tunedeskpack"
    packed(engine, project, target, bases=False)
    damaged = bytearray(target.read_bytes())
    damaged[len(damaged) // 3] ^= 255
    target.write_bytes(bytes(damaged))
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setattr(unpacking.paths, "engine_dir", lambda: data)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with pytest.raises(Problem) as raised:
        moved(engine, target, folder)
    assert raised.value.key in ("pack.damaged", "pack.not_a_pack")
    assert list(folder.iterdir()) == []
    assert list(data.iterdir()) == []


def test_without_room_nothing_is_written(engine, project, tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 10_000})
    monkeypatch.setattr("desktop_app.work.pack.shutil.disk_usage", lambda _: usage)
    with pytest.raises(Problem) as raised:
        packed(engine, project, tmp_path / "full.tunedeskpack", bases=False)
    assert raised.value.key == "pack.no_room"
    assert not list(tmp_path.glob("*.tunedeskpack*"))


def test_the_terminal_lists_models_packs_and_unpacks(engine, project, tmp_path, monkeypatch, capsys):
    project.close()
    monkeypatch.setattr(unpacking.paths, "engine_dir", lambda: engine.data)
    target = tmp_path / "carried.tunedeskpack"
    out = tmp_path / "new"
    assert main(["unpack", str(project.path)]) == 1
    assert "no pack of TuneDesk" in capsys.readouterr().err
    assert main(["models", "--project", str(project.path), "--json"]) == 0
    assert '"origin": "tuned_here"' in capsys.readouterr().out
    assert main(["pack", str(project.path), "--out", str(target)]) == 0
    said = capsys.readouterr().out
    assert "The other computer needs: tiny" in said
    assert main(["unpack", str(target), "--out", str(out)]) == 0
    assert "Trainings that are new here: 0" in capsys.readouterr().out
    assert read(out / "Heroes.tunedesk")[0] == [Completion("q", "a")] * 3
