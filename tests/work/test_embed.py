"""Asking for embeddings: each text once, kept before the next, whatever breaks off."""

import asyncio
from contextlib import aclosing, closing

import numpy as np
import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE
from desktop_app.core.meaning import PIECE, Aspect, Embedder
from desktop_app.core.meant import Meant
from desktop_app.core.problem import Problem
from desktop_app.core.spending import Spent
from desktop_app.core.text import text
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.ledger import Ledger
from desktop_app.store import vectors
from desktop_app.store.project import Project
from desktop_app.work import embed, embedders, meaning_look, neighbours
from desktop_app.work.apart import Apart
from desktop_app.work.embed import TOGETHER, embed_rows, embed_texts, one_vector
from desktop_app.work.keeper import Keeper
from desktop_app.work.meaning_choice import Choice
from desktop_app.work.meaning_map import Map, Way, draw
from desktop_app.work.meaning_state import state
from tests.sites import connect, sites
from tests.work.embedding_server import embedding_server, vector_of


class NoEngine(LocalEngine):
    """An engine that cannot be started."""

    async def provider(self):
        raise Problem("engine_not_started", log="")


@pytest.fixture
def server():
    with embedding_server() as made:
        yield made


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "rows.tunedesk")) as made:
        yield made


def fill(project, rows):
    def add(edit):
        edit.append((Completion(asked, said), Part.TRAINING) for asked, said in rows)

    project.do(text("step.clear_cell"), add).result()


def run(tmp_path, server, work, profile="custom"):
    """Run what is done with a place that embeds, and hang up."""

    async def whole():
        where = sites(NoEngine(tmp_path / "engine"), tmp_path, Ledger(tmp_path / "ledger.jsonl"))
        apart = Apart()
        try:
            site = await connect(where, profile, "Elsewhere", server.address, "a-key")
            return await work(where, apart, Embedder(site, "letters"))
        finally:
            await apart.close()
            await where.reach.close()

    return asyncio.run(whole())


async def all_of(stream):
    async with aclosing(stream) as items:
        return [item async for item in items]


def kept(project, embedder, said):
    with project.reading() as connection:
        return vectors.of_texts(connection, embedder, said)


@pytest.mark.parametrize("as_numbers", [False, True])
def test_texts_are_read_once_and_their_vectors_have_length_one(tmp_path, server, project, as_numbers):
    server.as_numbers = as_numbers

    async def work(where, _apart, embedder):
        first = await all_of(embed_texts(project, where, embedder, ["alpha", "beta", " ", "alpha "]))
        again = await all_of(embed_texts(project, where, embedder, ["beta", "gamma"]))
        return embedder, first, again

    embedder, first, again = run(tmp_path, server, work)
    assert (first[-1].done, first[-1].total, first[-1].tokens) == (2, 2, 9)
    assert (again[-1].done, again[-1].total) == (1, 1)
    assert sorted(said for batch in server.asked for said in batch) == ["alpha", "beta", "gamma"]
    found = kept(project, embedder, ["alpha"])["alpha"]
    wanted = np.array(vector_of("alpha"))
    assert found == pytest.approx(wanted / np.linalg.norm(wanted), abs=1e-6)


def test_a_place_that_asks_to_wait_is_given_its_time_and_everything_is_read(tmp_path, server, project):
    server.busy = [0.2, 0.1]
    seen = []

    async def work(where, _apart, embedder):
        async with aclosing(embed_texts(project, where, embedder, ["alpha", "beta"])) as items:
            async for item in items:
                seen.append(item)
                seen.append(where.reach.queues)
        return embedder

    embedder = run(tmp_path, server, work)
    assert (seen[0].done, seen[0].total) == (2, 2)
    ((title, queue),) = seen[1]
    assert (title, queue.asking, queue.waiting) == ("Elsewhere", 0, 0)
    assert set(kept(project, embedder, ["alpha", "beta"])) == {"alpha", "beta"}


def test_somebody_who_looks_for_a_text_is_told_of_a_long_wait(tmp_path, server):
    server.busy = [600]

    async def work(where, _apart, embedder):
        with pytest.raises(Problem, match="provider_busy"):
            await one_vector(where, embedder, "alpha")

    run(tmp_path, server, work)


def test_what_a_single_text_costs_is_entered(tmp_path, server, monkeypatch):
    monkeypatch.setattr("desktop_app.work.bookkeeping.is_here", lambda _: False)
    run(tmp_path, server, lambda where, _apart, embedder: one_vector(where, embedder, "alpha"))
    (entry,) = Ledger(tmp_path / "ledger.jsonl").entries()
    assert (entry.tokens_in, entry.what) == (5, Spent.ANSWERS)


def test_a_long_text_is_read_in_pieces(tmp_path, server, project):
    long = "abc " * (PIECE // 2)

    async def work(where, _apart, embedder):
        await all_of(embed_texts(project, where, embedder, [long]))
        return embedder

    embedder = run(tmp_path, server, work)
    (asked,) = server.asked
    assert len(asked) == 2
    assert max(map(len, asked)) <= PIECE
    assert np.linalg.norm(kept(project, embedder, [long])[long]) == pytest.approx(1, abs=1e-6)


def test_rows_are_read_to_the_end_after_a_fault(tmp_path, server, project):
    fill(project, [(f"question {'a' * (n % 40)} {n}", "yes" if n % 2 else "no") for n in range(5 * TOGETHER)])
    server.refuse_after = 3

    async def work(where, apart, embedder):
        with pytest.raises(Problem, match="provider_refuses"):
            await all_of(embed_rows(project, where, apart, embedder, Aspect.BOTH))
        server.refuse_after = None
        before = len(kept(project, embedder, [said for batch in server.asked for said in batch]))
        news = await all_of(embed_rows(project, where, apart, embedder, Aspect.BOTH))
        stood = await state(project, where, apart, Choice(embedder, Aspect.BOTH))
        return before, news, stood

    before, news, stood = run(tmp_path, server, work)
    said = [each for batch in server.asked for each in batch]
    assert before >= TOGETHER
    assert len(said) == len(set(said)) == 5 * TOGETHER + 2  # nothing was asked twice
    assert [item.done for item in news] == sorted(item.done for item in news)
    assert news[-1].done == news[-1].total == len(said) - before
    assert (stood.read, stood.survey.lacking, stood.survey.texts) == (True, 0, 0)
    assert stood.trouble is not None  # this computer has no engine here, which is said and stands in nobody's way


def test_whoever_stops_keeps_what_was_read(tmp_path, server, project):
    fill(project, [(f"question {n}", "yes") for n in range(6 * TOGETHER)])

    async def work(where, apart, embedder):
        async with aclosing(embed_rows(project, where, apart, embedder, Aspect.PROMPT)) as items:
            async for item in items:
                assert item.done >= TOGETHER
                break
        with project.reading() as connection:
            return vectors.kept(connection)

    (found,) = run(tmp_path, server, work)
    assert TOGETHER <= found.count < 6 * TOGETHER


def test_the_questions_go_through_the_worker(tmp_path, server, project):
    fill(project, [("a a a b", "yes"), ("a a a c", "no"), ("p o n m", "no"), ("p o n l", "yes")])

    async def work(where, apart, embedder):
        await all_of(embed_rows(project, where, apart, embedder, Aspect.PROMPT))
        near = await apart.one(neighbours.of_row, Keeper(), project.path, Choice(embedder, Aspect.PROMPT), 1, 1)
        found = await apart.one(meaning_look.look, project.path, embedder, 0.9)
        drawn = await apart.one(draw, project.path, embedder, Aspect.PROMPT, Way.QUICK)
        typed = await neighbours.nearest_rows(apart, project, where, "p o n k", Part.TRAINING, 2)
        other = await neighbours.nearest_rows(apart, project, where, "p o n k", Part.TEST, 2)
        return near, found, drawn, typed, other

    near, found, drawn, typed, other = run(tmp_path, server, work)
    assert [each.row for each in near] == [2]
    assert isinstance(found, Meant)
    assert isinstance(drawn, Map)
    assert {each.row for each in typed} == {3, 4}
    assert other is None


def test_what_it_costs_is_known_before_and_entered_after(tmp_path, server, project):
    ledger = Ledger(tmp_path / "ledger.jsonl")

    async def work(where, _apart, _embedder):
        outside = where.reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
        dear = Embedder(outside.id, "text-embedding-3-large")
        told = embedders.weigh(where, dear, ["x" * 4_000_000])
        here = embedders.weigh(where, Embedder(HERE, "all-MiniLM-L6-v2"), ["x"])
        strange = embedders.weigh(where, Embedder(outside.id, "another"), ["x"])
        await where.books(outside.id).enter(dear.model, 1_000_000, 0, 1.0, "mark")
        return told, here, strange

    told, here, strange = run(tmp_path, server, work)
    assert (told.tokens, told.dollars, told.host) == (1_000_000, pytest.approx(0.13), "api.openai.com")
    assert told.priced is not None
    assert (here.dollars, here.host, strange.dollars) == (0.0, "", None)
    (entry,) = ledger.entries()
    assert (entry.what, entry.tokens_in, entry.dollars) == (Spent.ANSWERS, 1_000_000, pytest.approx(0.13))


def test_vectors_without_a_direction_are_refused(tmp_path, server, project, monkeypatch):
    monkeypatch.setattr("tests.work.embedding_server.vector_of", lambda _: [0.0, 0.0])
    monkeypatch.setattr("desktop_app.work.bookkeeping.is_here", lambda _: False)

    async def work(where, _apart, embedder):
        with pytest.raises(Problem, match="vectors_without_direction"):
            await all_of(embed_texts(project, where, embedder, ["alpha"]))
        with pytest.raises(Problem, match="vectors_without_direction"):
            await one_vector(where, embedder, "alpha")
        with project.reading() as connection:
            return vectors.kept(connection)

    assert run(tmp_path, server, work) == ()
    entries = Ledger(tmp_path / "ledger.jsonl").entries()
    assert [entry.tokens_in for entry in entries] == [5, 5], "it is paid for all the same"


def test_a_long_reading_is_entered_on_the_way(tmp_path, server, project, monkeypatch):
    """A crash then costs the entries of no more than so many requests."""
    monkeypatch.setattr("desktop_app.work.embed._ENTERED", 1)
    monkeypatch.setattr("desktop_app.work.bookkeeping.is_here", lambda address: False)

    async def work(where, _apart, embedder):
        await all_of(embed_texts(project, where, embedder, [f"text {n}" for n in range(2 * TOGETHER + 1)]))

    run(tmp_path, server, work)
    entries = Ledger(tmp_path / "ledger.jsonl").entries()
    assert len(entries) == 3
    assert all(entry.tokens_in > 0 for entry in entries)


def test_what_is_read_after_a_fault_of_another_request_is_entered_as_well(tmp_path, server, project, monkeypatch):
    """Several requests are under way at once: those that are answered later are kept, and have to be paid for."""
    monkeypatch.setattr("desktop_app.work.bookkeeping.is_here", lambda _: False)
    read = embed._read

    async def first_fails(provider, model, wanted, manner):
        if "text 0" in wanted:
            raise Problem("provider_refuses")
        return await read(provider, model, wanted, manner)

    monkeypatch.setattr(embed, "_read", first_fails)

    async def work(where, _apart, embedder):
        with pytest.raises(Problem, match="provider_refuses"):
            await all_of(embed_texts(project, where, embedder, [f"text {n}" for n in range(3 * TOGETHER)]))
        return len(kept(project, embedder, [said for batch in server.asked for said in batch]))

    assert run(tmp_path, server, work) == 2 * TOGETHER
    entries = Ledger(tmp_path / "ledger.jsonl").entries()
    assert sum(entry.tokens_in for entry in entries) == sum(len(said) for batch in server.asked for said in batch)
