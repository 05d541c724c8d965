"""How near the answers of a test come in meaning: read once, kept with the test, with an interval like every figure."""

import asyncio
from contextlib import aclosing

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from desktop_app.core.example import Part
from desktop_app.core.intervals import mean_of
from desktop_app.core.likeness import cosine
from desktop_app.core.meaning import Embedder
from desktop_app.core.problem import Problem
from desktop_app.work import bookkeeping, test_figures, test_nearness
from tests.cloud.letters import embedded, vector
from tests.work.test_test_run import GOOD, POOR, a_room, talk

READER = "text-embedding-3-small"


@pytest.fixture
def room(tmp_path, monkeypatch):
    monkeypatch.setattr(bookkeeping, "is_here", lambda address: False)
    rows = [(talk(n), Part.TEST if n >= 40 else Part.TRAINING) for n in range(70)]
    with a_room(tmp_path, rows) as made:
        made.texts = []

        async def embed(request: Request) -> JSONResponse:
            asked = await request.json()
            made.texts += asked["input"]
            return JSONResponse(embedded(asked))

        made.cloud.before(Route("/v1/embeddings", embed, methods=["POST"]))
        made.reader = Embedder(made.site, READER)
        yield made


def measure(room, number, embedder=None):
    async def act():
        try:
            async with aclosing(
                test_nearness.measure(room.project, room.where, number, embedder or room.reader)
            ) as items:
                return [item async for item in items]
        finally:
            await room.where.reach.close()

    return asyncio.run(act())


def test_the_cosine_is_that_of_scikit_learn():
    chance = np.random.default_rng(1)
    for _ in range(20):
        one, other = chance.normal(size=(2, 384))
        one, other = one / np.linalg.norm(one), other / np.linalg.norm(other)
        assert cosine(one, other) == pytest.approx(float(cosine_similarity([one], [other])[0, 0]), abs=1e-9)
    assert cosine([1.0, 0.0], [1.0, 0.0]) == 1
    assert (cosine(None, None), cosine(None, [1.0]), cosine([1.0], None)) == (1.0, 0.0, 0.0)


def test_meaning_is_measured_once_and_kept_with_the_test(room):
    number = room.begin(room.columns(POOR, GOOD))
    room.go_on(number)
    before = room.report(number)
    assert before.nearness is None
    assert before.figures[0].meaning is None
    outlay = asyncio.run(test_nearness.outlay(room.project, room.where, number, room.reader))
    assert outlay.host.startswith("127.0.0.1")
    heard = measure(room, number)
    assert (heard[-1].done, heard[-1].total) == (outlay.texts, outlay.texts)
    assert sorted(room.texts) == sorted(set(room.texts))  # each text once: labels come up again and again
    told = room.report(number)
    for at in (0, 1):
        pairs = [(told.newest[n, at].text, told.batch.prompts[n].expected) for n in range(30)]
        hoped = [cosine_similarity([vector(answer)], [vector(expected)])[0, 0] for answer, expected in pairs]
        assert list(told.figures[at].cosines.values()) == pytest.approx(hoped, abs=1e-6)
        assert told.figures[at].meaning == mean_of(list(told.figures[at].cosines.values()))
    found = asyncio.run(test_figures.compare(told, 0, 1))
    assert found.meaning.interval.value == pytest.approx(
        told.figures[1].meaning.value - told.figures[0].meaning.value, abs=1e-9
    )
    assert found.meaning.interval.low > 0
    asked = len(room.texts)
    assert measure(room, number) == []
    assert len(room.texts) == asked
    room.project.write(lambda connection: connection.execute("DELETE FROM vector")).result()
    assert room.report(number).figures[1].meaning == told.figures[1].meaning  # the figure outlives the vectors


def test_what_cannot_be_read_is_a_problem_in_words_and_nothing_is_kept(room):
    number = room.begin(room.columns(GOOD))
    with pytest.raises(Problem, match="judge_no_answers"):
        measure(room, number)
    room.go_on(number)
    with pytest.raises(Problem):
        measure(room, number, Embedder("gone", READER))
    assert room.report(number).nearness is None
    with pytest.raises(Problem, match="test_gone"):
        measure(room, 99)
