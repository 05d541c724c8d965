"""What is lost with a model, and deleting it on this computer, against a real HTTP server that plays the engine."""

import asyncio
from contextlib import closing

import pytest

from desktop_app.core.job import HERE, JobStatus
from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.providers.keeping import Binned
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.store.project import Project
from desktop_app.work import forget_model, storage
from desktop_app.work.forget_model import forget, loss, put_back
from tests.fake_keeping import row
from tests.fake_provider import BASE, FakeProvider
from tests.gui.training_room import keep
from tests.sites import sites

MODEL = f"ft:{BASE}:org::run1"


@pytest.fixture
def engine(home):
    with FakeProvider(paths.engine_dir()) as made:
        made.tuned = [(MODEL, 1_700_000_100)]
        yield made


def at(act):
    """Run an act with the places there are, and hang up."""

    async def whole():
        where = sites(LocalEngine(paths.engine_dir()), paths.data_dir())
        try:
            return await act(where)
        finally:
            await where.engine.close()
            await where.reach.close()

    return asyncio.run(whole())


def project(name, *numbers):
    """Make a project with these trainings in the folder where projects lie."""
    made = Project.create(paths.projects_dir() / f"{name}.tunedesk")
    for number in numbers:
        keep(made, number, JobStatus.SUCCEEDED)
    return made


def file(name):
    return RemoteFile(name, f"{name}.jsonl", "fine-tune", 10, 1_700_000_000.0)


def test_other_projects_that_use_a_model_are_named_and_unreadable_ones_counted(engine):
    for name, numbers in (("uses it", [1]), ("another", [2])):
        project(name, *numbers).close()
    (paths.projects_dir() / "broken.tunedesk").write_bytes(b"no project")
    with closing(project("open", 1)) as mine:
        found = at(lambda where: loss(where, HERE, MODEL, mine))
        alone = at(lambda where: loss(where, HERE, MODEL, None))
    assert (found.projects, found.unread, found.unknown) == (("uses it",), 1, False)
    assert found.mentions.made
    assert sorted(alone.projects) == ["open", "uses it"]  # without an open one, each is another
    assert not alone.mentions.any


def test_of_a_place_that_does_not_answer_only_what_projects_say_is_known(engine):
    engine.refuse("models", 500, times=9)
    with closing(project("open", 1)) as mine:
        found = at(lambda where: loss(where, HERE, MODEL, mine))
    assert (found.unknown, found.mentions.made, found.checkpoints) == (True, True, ())


def test_a_model_goes_with_its_files_and_comes_back(engine):
    engine.keeping.rows = [row("file", "file-1", 10), row("file", "file-2", 10)]
    gone = at(lambda where: forget(where, HERE, MODEL, [file("file-1"), file("file-2")]))
    assert [item.id for item in gone] == [MODEL, "file-1", "file-2"]
    assert (engine.tuned, engine.keeping.rows) == ([], [])
    at(lambda where: put_back(where, gone))
    assert [name for name, _ in engine.tuned] == [MODEL]
    assert len(engine.keeping.rows) == 2


def first_only(engine, monkeypatch, status, code):
    """Let the engine clear one thing, and refuse everything after it."""
    clear = forget_model.keeping.clear

    async def then_not(*given):
        found = await clear(*given)
        engine.refuse("clear", status, code, "no", times=9)
        return found

    monkeypatch.setattr(forget_model.keeping, "clear", then_not)


def test_a_file_that_went_before_is_no_fault(engine, monkeypatch):
    first_only(engine, monkeypatch, 404, "file_not_found")
    gone = at(lambda where: forget(where, HERE, MODEL, [file("file-1")]))
    assert [item.id for item in gone] == [MODEL]


def test_a_file_that_is_needed_is_named_and_what_was_in_the_bin_stays_there(engine, monkeypatch):
    first_only(engine, monkeypatch, 409, "thing_in_use")
    with pytest.raises(Problem, match=r"models\.thing_in_use") as caught:
        at(lambda where: forget(where, HERE, MODEL, [file("file-1")]))
    assert caught.value.values["model"] == "file-1"
    assert [item["id"] for item in engine.keeping.bin] == [MODEL]


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("place_taken", "models.place_taken"),
        ("bin_item_not_found", "models.bin_emptied"),
        ("something_new", "provider_refuses"),
    ],
)
def test_what_cannot_be_put_back_says_why(engine, code, key):
    item = Binned("mark", "model", MODEL, 1_700_000_000.0, 10)
    engine.refuse("put_back", 409, code, "no")
    with pytest.raises(Problem) as caught:
        at(lambda where: put_back(where, [item]))
    assert caught.value.key == key


def test_files_with_two_names_take_room_once_and_those_that_go_meanwhile_none(engine, monkeypatch):
    engine.keeping.rows = []
    (paths.log_dir() / "one.log").write_bytes(b"x" * 5000)
    (paths.log_dir() / "two.log").hardlink_to(paths.log_dir() / "one.log")
    below = storage._below

    def and_one_more(folder):
        yield from below(folder)
        yield folder / "gone meanwhile"

    monkeypatch.setattr(storage, "_below", and_one_more)
    found = at(storage.disk)
    (logs,) = [each for each in found.rows if each.kind == storage.CRASH]
    assert (logs.bytes, logs.linked) == (5000, 5000)
    assert found.engine_known
