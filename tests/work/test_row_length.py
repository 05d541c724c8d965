"""How long a row is by the model it is for, and where it would be cut."""

import asyncio
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store.project import Project
from desktop_app.work import row_length
from desktop_app.work.apart import Apart
from desktop_app.work.row_length import Cut, length_of, measured, surroundings

LONG = "word " * 2000


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "rows.tunedesk")) as made:
        yield made


@pytest.fixture
def short(monkeypatch):
    """Let the project be for a model that reads a hundred tokens at once, or as many as the test says."""
    meant = row_length.project_target

    def limited(limit):
        def cut_short(connection):
            found = meant(connection)
            return replace(found, limit=limit) if found is not None else None

        monkeypatch.setattr(row_length, "project_target", cut_short)

    limited(100)
    return limited


def put(project, *rows):
    project.do(text("step.insert_row"), lambda edit: edit.append([(row, Part.TRAINING) for row in rows])).result()


def chat(*said):
    roles = ("user", "assistant") * len(said)
    return Conversation(tuple(Message(role, words) for role, words in zip(roles, said, strict=False)))


def pair(said):
    return Preference((Message("user", said),), (Message("assistant", "yes"),), (Message("assistant", "no"),))


def length(project, example):
    (found,) = length_of(project.path, example)
    return found


def test_a_prompt_that_is_too_long_is_cut_itself_and_nothing_is_learnt(project, short):
    put(project, Completion("q", "a"))
    found = length(project, Completion(LONG, " yes"))
    assert found.cut.text == 0
    assert 0 < found.cut.letters < len(LONG)
    kept = length(project, Completion(LONG[: found.cut.letters], ""))
    more = length(project, Completion(LONG[: found.cut.letters + 10], ""))
    assert kept.total <= 100 < more.total


def test_of_a_conversation_the_messages_that_fit_stay_whole(project, short):
    put(project, chat("q", "a"))
    found = length(project, chat("Who?", "Me.", "And then?", LONG))
    assert found.cut.text == 3
    assert found.cut.letters > 0
    assert length(project, chat("Who?", "Me.")).cut is None


def test_where_not_even_a_beginning_fits_all_of_it_is_cut(project, short):
    put(project, chat("q", "a"))
    short(1)  # less than what stands around the messages
    assert length(project, chat("Who?", "Me.")).cut == Cut(0, 0)


def test_of_a_pair_and_of_a_huge_row_it_is_only_said_that_it_is_too_long(project, short, monkeypatch):
    put(project, pair("q"))
    found = length(project, pair(LONG))
    assert (found.total > found.limit, found.cut) == (True, None)
    monkeypatch.setattr(row_length, "_LONGEST", 10)
    assert length(project, Completion(LONG, "a")).cut is None


def test_whose_last_row_goes_while_it_is_typed_in_has_no_length(project):
    """The worker looks into the file as it is by then."""

    async def typed():
        apart = Apart()
        try:
            return await measured(project, apart, 1, chat("q", "a"), await surroundings(project))
        finally:
            await apart.close()

    put(project, chat("q", "a"))
    project.do(text("step.delete_rows", count=1), lambda edit: edit.delete([1])).result()
    assert asyncio.run(typed()) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody replace an open file")
def test_while_one_types_the_worker_touches_no_file_that_took_the_project_s_place(project, tmp_path):
    """It would play into it what the project has beside its own file, and make of two files one that is neither."""

    async def typed():
        apart = Apart()
        try:
            around = await surroundings(project)
            other.replace(project.path)
            with pytest.raises(Problem) as caught:
                await measured(project, apart, 1, chat("q", "typed"), around)
            return caught.value.key
        finally:
            await apart.close()

    other = tmp_path / "of the other computer"
    project.save_copy(other)
    put(project, *(chat("q", LONG) for _ in range(20)))
    theirs = other.read_bytes()
    assert asyncio.run(typed()) == "project_replaced"
    assert project.path.read_bytes() == theirs
