"""A project carried in a pack: whole, beside one of the same name, and nothing left behind where it does not work."""

import asyncio
import sys
import time
from contextlib import aclosing, closing, suppress
from pathlib import Path

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import JobStatus
from desktop_app.core.pack import PROJECT, Manifest
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.core.unique import unique_name
from desktop_app.formats import pack_file
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work import pack as packing
from desktop_app.work import unpack as unpacking
from desktop_app.work.apart import Apart
from desktop_app.work.pack import Packing, contents, pack
from desktop_app.work.unpack import Unpacked, look, unpack
from tests.fake_provider import FakeProvider
from tests.gui.training_room import keep
from tests.store.crashed import lost

ROWS = [(Completion(f"q{n}", f" a{n}"), Part.TRAINING) for n in range(40)]


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "Heroes.tunedesk")) as made:
        made.do(text("step.insert_row"), lambda edit: edit.append(ROWS)).result()
        yield made


@pytest.fixture
def place(tmp_path):
    made = tmp_path / "elsewhere"
    made.mkdir()
    return made


def apart(act):
    """Run an act with a worker and an engine, which is not started: a project without trainings has no need of it."""

    async def whole():
        worker, engine = Apart(), LocalEngine(paths.engine_dir())
        try:
            return await act(worker, engine)
        finally:
            await worker.close()
            await engine.close()

    return asyncio.run(whole())


def packed(project, target):
    async def act(worker, engine):
        found = await contents(project, engine, bases=True)
        async with aclosing(pack(project, worker, found, target, bases=True)) as steps:
            return [step async for step in steps]

    return apart(act)


def opened(target, folder):
    async def act(worker, engine):
        manifest = await look(target, worker)
        async with aclosing(unpack(target, manifest, folder, engine, worker)) as steps:
            return [step async for step in steps][-1]

    return apart(act)


def rows_of(path):
    with closing(Project.open(path)) as project, project.reading() as connection:
        return [(row.example, row.part) for row in examples.rows(connection)]


def no_room(monkeypatch, module, where):
    """Let the disk be full on which one folder lies."""
    real = module.shutil.disk_usage

    def usage(path):
        found = real(path)
        return found._replace(free=1000) if path == where else found

    monkeypatch.setattr(module.shutil, "disk_usage", usage)


def test_a_project_without_trainings_is_carried_without_an_engine(project, tmp_path, place):
    steps = packed(project, tmp_path / "carried")  # the ending of packs is added
    assert steps[-1] == Packing(steps[-1].total, steps[-1].total)
    (target,) = tmp_path.glob("carried*")
    done = opened(target, place)
    assert isinstance(done, Unpacked)
    assert (done.project, done.arrived.jobs) == (place / "Heroes.tunedesk", ())
    assert rows_of(done.project) == ROWS
    assert opened(target, place).project == place / "Heroes 2.tunedesk"
    assert sorted(path.name for path in place.iterdir()) == ["Heroes 2.tunedesk", "Heroes.tunedesk"]
    assert list(paths.engine_dir().glob("*ing-*")) == []


def test_a_file_that_appears_when_the_name_was_chosen_is_not_written_over(project, tmp_path, place, monkeypatch):
    packed(project, tmp_path / "carried")
    (target,) = tmp_path.glob("carried*")
    others = []

    def chosen(wanted, taken):
        name = unique_name(wanted, taken)
        with suppress(FileExistsError), (place / f"{name}.tunedesk").open("xb") as other:  # as any program makes one
            other.write(b"somebody else's")
            others.append(Path(other.name))
        return name

    monkeypatch.setattr(unpacking, "unique_name", chosen)
    assert rows_of(opened(target, place).project) == ROWS
    assert [path.read_bytes() for path in others] == [b"somebody else's"] * len(others)


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes")
def test_a_project_comes_whole_where_a_crash_left_the_side_file_of_a_lost_one(project, tmp_path, place):
    lost(place / f"{project.name}.tunedesk", tmp_path / "backups")
    packed(project, tmp_path / "carried")
    (target,) = tmp_path.glob("carried*")
    came = opened(target, place).project
    assert came == place / f"{project.name}.tunedesk"
    assert rows_of(came) == ROWS


def test_a_name_that_was_taken_is_given_up_where_the_project_cannot_come_there(project, tmp_path, place, monkeypatch):
    packed(project, tmp_path / "carried")
    (target,) = tmp_path.glob("carried*")

    def refuse(part, target):
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Problem, match=r"pack\.not_unpacked"):
        opened(target, place)
    assert list(place.iterdir()) == []


def test_what_the_engine_has_to_carry_along_is_asked_by_its_trainings(project):
    with FakeProvider(paths.engine_dir()) as engine:
        keep(project, 1, JobStatus.SUCCEEDED)
        keep(project, 2, JobStatus.SUCCEEDED, where="a cloud")
        found = apart(lambda _, local: contents(project, local, bases=False))
        assert found.bytes == project.path.stat().st_size
        assert engine.visits.count("leaving") == 1


def test_a_pack_that_has_no_place_is_said_before_anything_is_written(project, tmp_path, monkeypatch):
    with pytest.raises(Problem, match=r"pack\.not_written"):
        packed(project, tmp_path / "gone" / "carried.tunedeskpack")
    no_room(monkeypatch, packing, tmp_path)
    with pytest.raises(Problem, match=r"pack\.no_room") as caught:
        packed(project, tmp_path / "carried.tunedeskpack")
    assert caught.value.values["free"] == 1
    assert list(tmp_path.glob("*carried*")) == []


@pytest.mark.parametrize("full", ["place", "engine"])
def test_without_room_for_the_project_or_for_its_models_nothing_is_unpacked(
    project, tmp_path, place, monkeypatch, full
):
    target = tmp_path / "carried.tunedeskpack"
    packed(project, target)
    no_room(monkeypatch, unpacking, place if full == "place" else paths.engine_dir())
    with pytest.raises(Problem, match=r"pack\.no_room"):
        opened(target, place)
    assert list(place.iterdir()) == []


def test_a_folder_that_is_gone_takes_no_pack(project, tmp_path, place):
    target = tmp_path / "carried.tunedeskpack"
    packed(project, target)
    with pytest.raises(Problem, match=r"pack\.not_unpacked"):
        opened(target, place / "gone")
    assert list(place.iterdir()) == []


def test_a_pack_whose_project_is_none_leaves_nothing_behind(tmp_path, place):
    """Its list and its hashes are right; what they name is no project."""
    strange = tmp_path / "strange"
    strange.write_bytes(b"no database " * 100)
    target = tmp_path / "carried.tunedeskpack"

    def listed(files):
        return Manifest("Heroes", time.time(), "TuneDesk", files)

    assert list(pack_file.write(target, [(strange, PROJECT)], listed))
    with pytest.raises(Problem) as caught:
        opened(target, place)
    assert caught.value.key.startswith("project_")
    assert list(place.iterdir()) == []
    assert list(paths.engine_dir().glob("*ing-*")) == []
