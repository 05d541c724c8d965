"""A pack with models comes in where no engine runs, and where one ends and another starts while it is unpacked."""

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from desktop_app.__main__ import main
from desktop_app.core.pack import PROJECT, Manifest
from desktop_app.engine.settings import Settings
from desktop_app.engine.state import build
from desktop_app.formats import pack_file
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.unpack import Unpacked, look, unpack
from tests.engine.ending import end_engine
from tests.engine.test_keeping import JOB, lay_down

pytestmark = pytest.mark.engine


@pytest.fixture
def pack(tmp_path, tiny):
    """A pack with a project, a training that is over, and its base model; nothing was computed."""
    there = tmp_path / "there"
    lay_down(there / "jobs" / JOB, tiny)
    leaving = build(Settings(there, "token", extra_models=(tiny,))).carrying.leaving([JOB], bases=True)
    project, target = tmp_path / "Heroes.tunedesk", tmp_path / "carried.tunedeskpack"
    Project.create(project).close()
    files = [(project, PROJECT), *((Path(file["path"]), file["name"]) for file in leaving["files"])]
    assert list(pack_file.write(target, files, lambda listed: Manifest("Heroes", 1.0, "TuneDesk", listed)))
    return target


@pytest.fixture
def data():
    """The engine's folder of this computer, where none runs."""
    folder = paths.engine_dir()
    yield folder
    end_engine(folder)


@pytest.fixture
def place(tmp_path):
    made = tmp_path / "elsewhere"
    made.mkdir()
    return made


def opened(target, folder, data, meanwhile=lambda: None):
    """Unpack; when the first bytes have come, do something else as well."""

    async def whole():
        apart, engine, steps = Apart(), LocalEngine(data), []
        try:
            manifest = await look(target, apart)
            async with aclosing(unpack(target, manifest, folder, engine, apart)) as come:
                async for step in come:
                    if not steps:
                        await asyncio.to_thread(meanwhile)
                    steps.append(step)
            return steps[-1]
        finally:
            await apart.close()
            await engine.close()

    return asyncio.run(whole())


def is_whole(done, data):
    """Tell whether everything was taken in, and nothing else lies there."""
    left = [*data.glob("unpacking-*"), *data.glob("arriving-*")]
    return isinstance(done, Unpacked) and (done.arrived.jobs, done.arrived.bases, left) == ((JOB,), ("tiny",), [])


def test_where_no_engine_runs_one_is_started_and_takes_in_all_of_it(pack, place, data):
    done = opened(pack, place, data)
    assert is_whole(done, data)
    assert (data / "jobs" / JOB / "result" / "adapter" / "adapter_model.safetensors").is_file()
    assert done.project == place / "Heroes.tunedesk"


def test_an_engine_that_starts_and_ends_while_it_is_unpacked_takes_nothing_away(pack, place, data, launch):
    """Unpacking gigabytes takes longer than an engine stays that nobody asks."""

    def starts_and_ends():
        engine = launch(data, "--linger", "0.1").process
        engine.communicate(timeout=100)
        assert engine.returncode == 0

    assert is_whole(opened(pack, place, data, starts_and_ends), data)


def test_the_terminal_needs_no_engine_that_runs_already(pack, place, data, capsys):
    assert main(["unpack", str(pack), "--out", str(place)]) == 0
    assert "Trainings that are new here: 1" in capsys.readouterr().out
