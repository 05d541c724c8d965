"""A draft as the window drives it: through the real worker process, cancelled, killed, adopted, left and resumed."""

import asyncio
import json
import os
import shutil
import subprocess

import orjson
import psutil
import pytest

from desktop_app.core.example import Part, Shape
from desktop_app.core.fields import expected, question_text
from desktop_app.core.left import Left
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Reading
from desktop_app.core.split import Shares
from desktop_app.core.training_line import sent_line
from desktop_app.core.wizard import Step, Where, Wizard, to_recipe, with_recipe
from desktop_app.settings import paths
from desktop_app.store import draft_folder, examples, sources
from desktop_app.store.project import Project
from desktop_app.work import recipes, unfinished
from desktop_app.work.apart import Apart
from desktop_app.work.draft import Draft
from desktop_app.work.intake import Imported, Progress, Settled, Taken
from desktop_app.work.sweep_drafts import sweep_drafts
from tests.work.intake_files import chats, table

TARGET = "openai/gpt-4.1-mini-2025-04-14"


@pytest.fixture
def project(tmp_path):
    opened = Project.create(tmp_path / "heroes.tunedesk")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def apart():
    """One worker for all tests, as for all drafts of a window: it takes a second until it can count."""
    worker = Apart()
    yield worker
    asyncio.run(worker.close())


@pytest.fixture
def play(apart):
    """Run a coroutine with a draft and its worker; afterwards no file may be left."""

    def run(work, rows=None):
        async def whole():
            draft = Draft(apart, rows)
            try:
                return await work(draft, apart)
            finally:
                await draft.discard()
                await draft.discard()

        found = asyncio.run(whole())
        assert list(paths.drafts_dir().iterdir()) == []
        return found

    return run


async def begun(draft, path, **answers) -> Wizard:
    look = await draft.look(path)
    return Wizard.start(look.found).answer(**{"target": TARGET, **answers})


async def last(items):
    found = None
    async for item in items:
        found = item
    return found


async def through(draft, path, **answers) -> Wizard:
    """Go through the wizard up to its last button."""
    wizard = await begun(draft, path, **answers)
    await last(draft.take_in(wizard))
    await last(draft.settle(wizard))
    await draft.divide(wizard)
    return wizard


def answers_of(project, part=None):
    with project.reading() as connection:
        return [expected(row.example) for row in examples.rows(connection, part)]


def doubled(path):
    rows = [f"q{n},a{n}" for n in range(20)] + ["q1,a1", "q2,a2", "bad"]
    path.write_text("question,answer\n" + "".join(f"{row}\n" for row in rows))
    return path


def test_from_a_file_to_rows_with_their_steps(play, project, tmp_path):
    path = doubled(tmp_path / "t.csv")

    async def work(draft, _):
        look = await draft.look(path, Reading(delimiter=","))
        assert (look.found.columns, len(look.records), len(look.unread)) == (("question", "answer"), 22, 1)
        wizard = Wizard.start(look.found).answer(target=TARGET, step=Step.SPLIT)
        taken = await last(draft.take_in(wizard))
        assert (taken.rows_in, taken.made, taken.left_out) == (23, 22, 1)
        finding = next(f for f in taken.findings if f.check == "duplicates")
        assert [row.after for row in await draft.shown(finding)] == [None, None]
        assert [(out.line, out.raw) for out in await draft.left_out()] == [(24, "bad")]
        settled = await last(draft.settle(wizard))
        assert "duplicates" in [done.check for done in settled.done]
        division = await draft.divide(wizard)
        assert division.counts == {Part.TRAINING: 16, Part.VALIDATION: 2, Part.TEST: 2}
        return await draft.adopt(project, wizard), settled

    imported, settled = play(work)
    assert imported == Imported(20, 1)
    assert len(answers_of(project)) == 20
    assert len(answers_of(project, Part.TEST)) == 2
    assert project.history().undo == settled.done[-1].label
    for _ in settled.done:
        project.undo().result()
    assert len(answers_of(project)) == 22
    assert project.history().undo.values == {"count": 22, "name": "t.csv"}
    project.undo().result()
    assert answers_of(project) == []
    with project.reading() as connection:
        (source,) = sources.sources(connection)
        assert (source.name, source.rows_in, source.recipe["step"]) == ("t.csv", 23, "split")


def test_nothing_is_done_twice_and_another_answer_is_done_anew(play, tmp_path):
    path = table(tmp_path / "t.csv")

    async def work(draft, apart):
        wizard = await begun(draft, path)
        first = [item async for item in draft.take_in(wizard)]
        before = draft._file.stat().st_ino
        again = [item async for item in draft.take_in(wizard.answer(step=Step.SPLIT, seed=7))]
        assert again == first[-1:]
        assert draft._file.stat().st_ino == before
        await last(draft.settle(wizard))
        await draft.unsettle()
        await draft.unsettle()
        other = wizard.answer(system="Be brief.")
        taken = await last(draft.take_in(other))
        assert taken.tokens.total > first[-1].tokens.total
        assert await last(draft.settle(other)) is not None
        settled = [item async for item in draft.settle(other)]
        assert len(settled) == 1
        assert isinstance(settled[0], Settled)

    play(work)


def test_a_file_that_changed_since_it_was_looked_at_is_not_taken(play, tmp_path):
    path = table(tmp_path / "t.csv")

    async def work(draft, _):
        wizard = await begun(draft, path)
        table(path, 40)
        with pytest.raises(Problem) as caught:
            await last(draft.take_in(wizard))
        assert caught.value.key == "file_changed"
        wizard = await begun(draft, path)
        assert (await last(draft.take_in(wizard))).made == 40

    play(work)


def test_cancelling_in_the_middle_leaves_neither_file_nor_process(play, tmp_path):
    path = table(tmp_path / "large.csv", 20_000)

    async def work(draft, apart):
        wizard = await begun(draft, path)
        pid, seen, told = apart.process_id, [], asyncio.Event()

        async def take_in():
            async for item in draft.take_in(wizard):
                seen.append(item)
                told.set()

        taking = asyncio.ensure_future(take_in())
        await told.wait()
        taking.cancel()
        await asyncio.wait({taking})
        assert taking.cancelled()
        assert all(isinstance(item, Progress) for item in seen)
        assert not psutil.pid_exists(pid)
        assert list(draft._folder.folder.iterdir()) == []
        assert (await draft.look(path)).found == wizard.found

    play(work)


def test_a_killed_worker_is_said_and_the_next_try_works(play, tmp_path):
    path = table(tmp_path / "large.csv", 20_000)

    async def work(draft, apart):
        wizard = await begun(draft, path)
        running = draft.take_in(wizard)
        assert isinstance(await anext(running), Progress)
        psutil.Process(apart.process_id).kill()
        with pytest.raises(Problem) as caught:
            await last(running)
        assert caught.value.key == "worker_gone"
        assert list(draft._folder.folder.iterdir()) == []
        taken = await last(draft.take_in(wizard))
        assert isinstance(taken, Taken)
        assert taken.made == 20_000

    play(work)


@pytest.mark.parametrize(
    ("where", "counts"),
    [
        (Where.APPEND, {Part.TRAINING: 36, Part.VALIDATION: 4, Part.TEST: 4}),
        (Where.REPLACE, {Part.TRAINING: 32, Part.VALIDATION: 4, Part.TEST: 4}),
        (Where.VALIDATION, {Part.TRAINING: 4, Part.VALIDATION: 40, Part.TEST: 0}),
        (Where.TEST, {Part.TRAINING: 4, Part.VALIDATION: 0, Part.TEST: 40}),
    ],
)
def test_rows_go_where_the_wizard_says(play, project, tmp_path, where, counts):
    async def work(draft, _):
        wizard = await through(draft, table(tmp_path / "first.csv", 4), shares=Shares(0, 0))
        await draft.adopt(project, wizard)
        wizard = await through(draft, table(tmp_path / "second.csv", 40), where=where)
        return await draft.adopt(project, wizard)

    assert play(work) == Imported(40, 0)
    with project.reading() as connection:
        assert examples.counts(connection) == counts
    project.undo().result()
    assert len(answers_of(project)) == 4


def test_a_question_that_was_learned_is_never_tested(play, project, tmp_path):
    """A second file for the test part that holds questions of the first one, which are learned."""

    async def work(draft, _):
        wizard = await through(draft, table(tmp_path / "first.csv", 4), shares=Shares(0, 0))
        await draft.adopt(project, wizard)
        wizard = await through(draft, table(tmp_path / "second.csv", 40), where=Where.TEST)
        assert (await draft.divide(wizard, project.path)).met == 4
        return await draft.adopt(project, wizard)

    assert play(work) == Imported(40, 0)
    with project.reading() as connection:
        assert examples.counts(connection) == {Part.TRAINING: 8, Part.VALIDATION: 0, Part.TEST: 36}
        asked = {
            part: {question_text(row.example) for row in examples.rows(connection, part)}
            for part in (Part.TRAINING, Part.TEST)
        }
    assert asked[Part.TRAINING].isdisjoint(asked[Part.TEST])


def test_who_stops_waiting_does_not_stop_the_adoption(play, project, tmp_path):
    async def work(draft, _):
        wizard = await through(draft, table(tmp_path / "t.csv"))
        adopting = asyncio.ensure_future(draft.adopt(project, wizard))
        await asyncio.sleep(0)
        adopting.cancel()
        await asyncio.wait({adopting})
        while any(paths.drafts_dir().iterdir()):
            await asyncio.sleep(0)

    play(work)
    assert len(answers_of(project)) == 30
    assert project.settings()["shape"] == "chat"


def test_a_project_that_is_gone_loses_no_draft(play, project, tmp_path):
    async def work(draft, _):
        wizard = await through(draft, table(tmp_path / "t.csv"))
        project.close()
        with pytest.raises(Problem) as caught:
            await draft.adopt(project, wizard)
        assert caught.value.key == "project_closed"
        other = Project.create(tmp_path / "other.tunedesk")
        try:
            return await draft.adopt(other, wizard)
        finally:
            other.close()

    assert play(work).created == 30


def test_training_data_is_kept_or_converted(play, project, tmp_path):
    path = chats(tmp_path / "c.jsonl", 12, answers=2)

    async def work(draft, _):
        wizard = await through(draft, path, target="local/SmolLM2-135M-Instruct")
        assert wizard.mapping.kept
        await last(draft.take_in(wizard.answer(shape=Shape.COMPLETION)))
        await last(draft.settle(wizard))
        await draft.divide(wizard)
        return await draft.adopt(project, wizard.answer(shape=Shape.COMPLETION))

    assert play(work).created == 24


def test_numbers_that_are_none_reach_no_training_file(play, project, tmp_path):
    """Python's own writer of JSON writes NaN, which is no JSON: what learns from the file may refuse it."""
    path = chats(tmp_path / "c.jsonl", 12)
    told = [line.removesuffix("}") for line in path.read_text().splitlines()]
    path.write_text("".join(f'{line}, "score": {("NaN", "1e400", "0.5")[at % 3]}}}\n' for at, line in enumerate(told)))

    async def work(draft, _):
        wizard = await through(draft, path, target="local/SmolLM2-135M-Instruct")
        return await draft.adopt(project, wizard)

    assert play(work).created == 12
    with project.reading() as connection:
        lines = [sent_line(row.example, frozenset()) for row in examples.rows(connection)]
        kept = [line for (line,) in connection.execute("SELECT line FROM body ORDER BY id")]
    for said in (lines, kept):
        assert [orjson.loads(line)["score"] for line in said] == [None, None, 0.5] * 4


def test_only_the_first_rows_where_that_was_wanted(play, project, tmp_path):
    path = table(tmp_path / "t.csv", 100)

    async def work(draft, _):
        assert len((await draft.look(path)).records) == 15
        return await draft.adopt(project, await through(draft, path))

    assert play(work, rows=15) == Imported(15, 0)


def test_the_answers_of_last_time_are_there_for_the_same_columns(play, project, tmp_path):
    async def work(draft, _):
        wizard = await through(draft, table(tmp_path / "first.csv"), system="Be brief.", skipped=frozenset({"x"}))
        await draft.adopt(project, wizard)
        look = await draft.look(table(tmp_path / "second.csv"))
        found = await recipes.recipe(look.found.columns)
        again = with_recipe(Wizard.start(look.found), found)
        assert (again.mapping.system, again.skipped, again.target) == ("Be brief.", frozenset({"x"}), TARGET)
        assert await recipes.recipe(("other", "columns")) is None

    play(work)


def test_a_wizard_that_was_left_is_found_again(play, project, tmp_path):
    path, other = table(tmp_path / "t.csv"), table(tmp_path / "other.csv")

    async def work(draft, _):
        assert await unfinished.left(project) == ()
        wizard = await begun(draft, path, system="Be brief.", step=Step.CHECK)
        await unfinished.keep(project, Left(path, to_recipe(wizard), 7))
        (left,) = await unfinished.left(project)
        assert (left.path, left.rows, left.recipe["step"]) == (path, 7, "check")
        assert with_recipe(Wizard.start(wizard.found), left.recipe).mapping == wizard.mapping
        await unfinished.forget(project, path)
        assert await unfinished.left(project) == ()
        await unfinished.keep(project, left)
        path.rename(tmp_path / "moved.csv")
        assert await unfinished.left(project) == ()
        (tmp_path / "moved.csv").rename(path)
        await unfinished.keep(project, Left(other))
        assert await unfinished.left(project) == (left, Left(other))
        await draft.adopt(project, await through(draft, path))
        assert await unfinished.left(project) == (Left(other),), "only one file is in the table"
        for odd in ("nonsense", "[1]", json.dumps({"path": "x"}), "[" * 200_000):
            project.set_setting(unfinished.LEFT, odd).result()
            assert await unfinished.left(project) == ()

    play(work)


def test_what_was_left_by_an_older_program_is_found(play, project, tmp_path):
    path = table(tmp_path / "t.csv")

    async def work(_, __):
        project.set_setting(unfinished.LEFT, json.dumps({"path": str(path), "recipe": {"step": "check"}})).result()
        assert await unfinished.left(project) == (Left(path, {"step": "check"}),)

    play(work)


def test_what_was_left_without_a_project_lies_on_the_disk_at_once(play, home, tmp_path):
    path = table(tmp_path / "t.csv")

    async def work(_, __):
        unfinished.keep(None, Left(path, {"step": "check"}, 7, (tmp_path / "next.csv",))).close()  # as when one quits
        (left,) = await unfinished.left(None)
        assert left == Left(path, {"step": "check"}, 7, (tmp_path / "next.csv",))
        await unfinished.forget(None, path)
        assert await unfinished.left(None) == ()
        (home / "left.json").unlink()
        (home / "left.json").mkdir()
        with pytest.raises(Problem) as raised:
            await unfinished.keep(None, left)
        assert raised.value.key == "preferences_not_saved"

    play(work)


@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount a small disk"
)
def test_a_full_disk_is_said_and_leaves_nothing(play, tmp_path, monkeypatch):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    small = [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if subprocess.run(small, capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    monkeypatch.setenv("TUNEDESK_HOME", str(disk))

    async def work(draft, _):
        wizard = await begun(draft, table(tmp_path / "large.csv", 20_000))
        with pytest.raises(Problem) as caught:
            await last(draft.take_in(wizard))
        assert caught.value.key == "draft_disk_full"
        assert list(draft._folder.folder.iterdir()) == []
        wizard = await begun(draft, table(tmp_path / "small.csv", 20))
        assert (await last(draft.take_in(wizard))).made == 20

    try:
        play(work)
    finally:
        subprocess.run([umount, str(disk)], check=True)


def test_drafts_of_killed_windows_are_swept(tmp_path):
    folder = paths.drafts_dir() / "0123456789abcdef"
    folder.mkdir()
    (folder / "draft.tunedesk").write_text("half")
    folder.with_suffix(".lock").write_text("")
    held = draft_folder.DraftFolder(paths.drafts_dir())
    asyncio.run(sweep_drafts())
    assert not folder.exists()
    assert held.folder.is_dir()
    held.remove()
    assert list(paths.drafts_dir().iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="only there names are bytes")
def test_a_file_whose_name_is_no_text_gives_its_rows(play, project, tmp_path):
    """As an archive of Windows leaves it: the bytes of its name are no UTF-8."""
    path = doubled(tmp_path / os.fsdecode(b"Anfr\xe4gen.csv"))

    async def work(draft, apart):
        await draft.adopt(project, await through(draft, path))

    play(work)
    assert len(answers_of(project)) >= 20
    with project.reading() as connection:
        assert [source.name for source in sources.sources(connection)] == [r"Anfr\udce4gen.csv"]


def test_an_unknown_target_is_said(play, tmp_path):
    async def work(draft, _):
        wizard = (await begun(draft, table(tmp_path / "t.csv"))).answer(target="nobody/nothing")
        with pytest.raises(Problem) as caught:
            await last(draft.take_in(wizard))
        assert caught.value.key == "target_unknown"

    play(work)
