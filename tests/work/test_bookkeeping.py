"""What answers cost is entered with the price of the profile; what nobody knows stays unknown, and nothing is lost."""

import asyncio
from datetime import date
from types import SimpleNamespace

import pytest

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.connection import Connection
from desktop_app.core.job import Job, JobStatus
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.spending import Spent
from desktop_app.core.target import Price
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.secrets import Secrets
from desktop_app.work.bookkeeping import Books, note_training, price_of
from desktop_app.work.reach import Reach

TUNED = "ft:gpt-mini:me::1:ckpt-step-9"
PROFILE = SimpleNamespace(
    models=[
        SimpleNamespace(id="gpt-mini", price=Price(3.0, 2.0, 10.0, date(2026, 11, 21))),
        SimpleNamespace(id="only-training", price=Price(3.0)),
        SimpleNamespace(id="free-of-price", price=None),
    ],
    embedders=(),
    prices=(SimpleNamespace(id="asked-only", price=Price(None, 1.0, 2.0, date(2026, 11, 22))),),
)
NOVEMBER = 1_795_000_000.0


def test_a_model_of_which_only_the_price_is_known_costs_that():
    assert price_of(PROFILE, "ft:asked-only:me::1").output == 2.0
    assert price_of(PROFILE, "free-of-price") is None


def answer(model=TUNED, asked=1000, answered=500):
    return Answer(0, model, "yes", Finish.STOP, answered, 1.0, asked)


class Calendar:
    now = NOVEMBER

    def __call__(self):
        return self.now


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger.jsonl")


@pytest.fixture
def calendar():
    return Calendar()


def books_of(ledger, calendar, address="https://api.example.org/v1"):
    return Books(ledger, Connection("openai", "openai", "OpenAI", address), PROFILE, calendar)


def enter(books, answers):
    async def whole():
        for one in answers:
            await books.note(one)
        await books.close()

    asyncio.run(whole())


def test_a_batch_is_one_entry_at_the_base_models_price(ledger, calendar):
    enter(books_of(ledger, calendar), [answer()] * 4)
    (entry,) = ledger.entries()
    assert (entry.connection, entry.model, entry.what) == ("openai", TUNED, Spent.ANSWERS)
    assert (entry.tokens_in, entry.tokens_out, entry.priced) == (4000, 2000, "2026-11-21")
    assert entry.dollars == pytest.approx(4 * (1000 * 2 + 500 * 10) / 1_000_000)


@pytest.mark.parametrize(
    "said", [answer("ft:other:me::1"), answer("only-training"), answer("free-of-price"), answer(asked=0, answered=0)]
)
def test_what_nobody_knows_is_not_nothing(ledger, calendar, said):
    enter(books_of(ledger, calendar), [said])
    (entry,) = ledger.entries()
    assert entry.dollars is None
    assert entry.priced == ""


def test_models_and_months_have_entries_of_their_own(ledger, calendar):
    books = books_of(ledger, calendar)
    enter(books, [answer(), answer("gpt-mini"), answer("gpt-mini")])
    calendar.now += 40 * 86400
    enter(books, [answer("gpt-mini"), answer("gpt-mini", asked=0)])
    found = [(entry.model, entry.month, entry.tokens_in) for entry in ledger.entries()]
    assert found == [
        (TUNED, "2026-11", 1000),
        ("gpt-mini", "2026-11", 2000),
        ("gpt-mini", "2026-12", 1000),
        ("gpt-mini", "2026-12", 0),
    ]


def test_many_answers_are_written_on_the_way(ledger, calendar):
    async def whole():
        books = books_of(ledger, calendar)
        for _ in range(60):
            await books.note(answer())

    asyncio.run(whole())
    assert [entry.tokens_in for entry in ledger.entries()] == [25_000, 25_000]


def test_an_answer_of_this_computer_costs_nothing(ledger, calendar):
    enter(books_of(ledger, calendar, "http://127.0.0.1:8080/v1"), [answer()])
    assert ledger.entries() == []


def test_what_cannot_be_written_waits_and_is_said_at_the_end(tmp_path, calendar):
    stone = tmp_path / "stone"
    stone.write_text("a file where the folder should be", encoding="utf-8")
    ledger = Ledger(stone / "ledger.jsonl")
    books = books_of(ledger, calendar)
    with pytest.raises(Problem) as caught:
        enter(books, [answer(), answer("gpt-mini")])
    assert caught.value.key == "ledger_not_written"
    stone.unlink()
    enter(books, [])
    assert [entry.model for entry in ledger.entries()] == [TUNED, "gpt-mini"]


def test_prices_come_from_the_profile_of_the_connection(tmp_path, ledger):
    reach = Reach(
        Connections(tmp_path / "connections.json"), Secrets(tmp_path / "places.json", {}, lambda: None), Network, ledger
    )
    mine = reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    assert price_of(reach.profiles["openai"], "ft:gpt-4o-mini-2024-07-18:me::1").input > 0
    enter(reach.books(mine.id), [answer("ft:gpt-4o-mini-2024-07-18:me::1")])
    assert ledger.entries()[0].dollars > 0
    assert reach.books("gone") is None


def job(status=JobStatus.SUCCEEDED, tokens=2_000_000, name="ftjob-1", model="gpt-mini"):
    return Job(name, "openai", model, status, NOVEMBER - 900, finished=NOVEMBER, trained_tokens=tokens)


def test_a_training_is_entered_once_with_the_price_of_its_tokens(ledger, calendar):
    for _ in range(2):  # the window was opened again, or two windows saw the end
        asyncio.run(note_training(books_of(ledger, calendar), job()))
    (entry,) = ledger.entries()
    assert (entry.what, entry.reference, entry.model, entry.tokens_in) == (
        Spent.TRAINING,
        "ftjob-1",
        "gpt-mini",
        2_000_000,
    )
    assert (entry.dollars, entry.priced, entry.time) == (6.0, "2026-11-21", NOVEMBER)
    ledger.add(entry)  # both windows wrote at the same moment
    assert ledger.entries() == [entry]


def test_what_a_training_cost_is_unknown_where_nobody_counted_or_priced_it(ledger, calendar):
    books = books_of(ledger, calendar)
    asyncio.run(note_training(books, job(tokens=0)))
    asyncio.run(note_training(books, job(name="ftjob-2", model="free-of-price")))
    asyncio.run(note_training(books, job(name="ftjob-3", model="ft:gpt-mini:me::1")))
    assert [entry.dollars for entry in ledger.entries()] == [None, None, 6.0]


def test_trainings_of_this_computer_and_those_that_cost_nothing_are_not_entered(ledger, calendar):
    asyncio.run(note_training(None, job()))
    asyncio.run(note_training(books_of(ledger, calendar, "http://127.0.0.1:9/v1"), job()))
    for status in (JobStatus.FAILED, JobStatus.CANCELLED):
        asyncio.run(note_training(books_of(ledger, calendar), job(status, 0)))
    asyncio.run(note_training(books_of(ledger, calendar), job(JobStatus.RUNNING)))
    assert ledger.entries() == []
    asyncio.run(note_training(books_of(ledger, calendar), job(JobStatus.CANCELLED, 1000)))
    assert len(ledger.entries()) == 1
