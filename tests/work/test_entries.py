"""What answers cost is entered once, whatever a place counts and whichever copy of the project it was asked from."""

import asyncio

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.example import Message
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.ledger import Ledger
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work.keep_batch import keep, new_mark, settle_all, take_up
from tests.sites import connect, sites

MINI = "gpt-4o-mini-2024-07-18"
ASKED = (Message("user", "hello"),)
EACH = 1_000


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger.jsonl")


@pytest.fixture
def where(tmp_path, ledger):
    return sites(LocalEngine(tmp_path / "engine"), tmp_path, ledger)


@pytest.fixture
def site(where):
    return asyncio.run(connect(where, "openai", "OpenAI", "https://api.example.com/v1", "sk-some-key-0000000"))


def four_questions(site):
    columns = (Column(Voice(site, MINI), Setting(Sampling())),)
    return Batch(new_mark(), Kind.COMPARE, "t", 1.0, tuple(Prompt(ASKED, "", None) for _ in range(4)), columns)


async def answered(kept, *places):
    """Keep an answer at each place, and enter what they cost together."""
    for place in places:
        answer = Answer(0, MINI, "hi", Finish.STOP, EACH, 0.1, prompt_tokens=EACH)
        await kept.put(Cell(place, 0), Request(0, MINI, ASKED, Sampling()), answer, paid=True)
    await kept.settle()


def test_what_is_asked_anew_after_going_back_to_a_backup_is_entered_too(tmp_path, where, site, ledger):
    async def whole():
        project = Project.create(tmp_path / "a.tunedesk")
        kept = await keep(project, where, four_questions(site))
        await answered(kept, 0, 1)
        project.save_copy(tmp_path / "backup.tunedesk")
        await answered(kept, 2)
        project.close()
        back = Project.open(tmp_path / "backup.tunedesk")
        again = await take_up(back, where, kept.number)
        assert [cell.prompt for cell in await again.left()] == [2, 3]
        await answered(again, 2, 3)
        await settle_all(back, where)
        back.close()

    asyncio.run(whole())
    assert sum(entry.tokens_in for entry in ledger.entries()) == 5 * EACH


def test_an_answer_that_was_kept_without_its_count_holds_nothing_up(tmp_path, where, site, ledger):
    """Such were kept where a place had told null."""

    def uncounted(connection):
        connection.execute("UPDATE answer SET answer = json_set(answer, '$.tokens', NULL), entry = NULL")

    async def whole():
        project = Project.create(tmp_path / "a.tunedesk")
        kept = await keep(project, where, four_questions(site))
        answer = Answer(0, MINI, "hi", Finish.STOP, 7, 0.1, prompt_tokens=EACH)
        await kept.put(Cell(0, 0), Request(0, MINI, ASKED, Sampling()), answer, paid=True)
        project.write(uncounted).result()
        ((_, read),) = await kept.outcomes()
        assert (read.tokens, read.pace) == (0, None)
        await settle_all(project, where)
        with project.reading() as connection:
            assert batches.unsettled(connection) == []
        project.close()

    asyncio.run(whole())
    assert [(entry.tokens_in, entry.tokens_out) for entry in ledger.entries()] == [(EACH, 0)]
