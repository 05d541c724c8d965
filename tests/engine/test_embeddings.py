"""A model that was made for embeddings: vectors in their order, and long texts read in windows."""

import openai
import pytest

CONTEXT = 64


@pytest.fixture(scope="module")
def folder(shop, tmp_path_factory):
    made = tmp_path_factory.mktemp("embedder") / "little-bert"
    shop.ask("embedder", folder=str(made), context=CONTEXT)
    return made


@pytest.fixture(scope="module")
def name(engine, folder):
    """The model as the engine knows it, added from its folder."""
    with engine.http() as http:
        added = http.post("/local/models", json={"path": str(folder)})
        assert added.status_code < 300, added.text
        assert added.json()["kind"] == "embedder"
    return added.json()["id"]


def words(*numbers):
    return " ".join(f"w{number % 96}" for number in numbers)


def vectors(client, name, texts):
    found = client.embeddings.create(model=name, input=texts, encoding_format="float")
    assert [each.index for each in found.data] == list(range(len(texts)))
    return [each.embedding for each in found.data], found.usage.prompt_tokens


def alike(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_vectors_are_those_of_the_model_in_the_order_of_the_texts(client, name, folder, shop):
    texts = [words(*range(start, start + 3 + 7 * (start % 5))) for start in range(20)]
    found, tokens = vectors(client, name, texts)
    assert tokens == sum(2 + len(said.split()) for said in texts)
    wanted = shop.ask("vectors", folder=str(folder), texts=texts[:4])
    for one, other in zip(found[:4], wanted["vectors"], strict=True):
        assert alike(one, other) == pytest.approx(1, abs=1e-4)
        assert alike(one, one) == pytest.approx(1, abs=1e-4)


def test_a_long_text_is_read_in_windows_and_counts_as_a_whole(client, name):
    inside = CONTEXT - 2
    one, other = words(*range(inside)), words(*range(40, 40 + inside))
    (short, second, both), tokens = vectors(client, name, [one, other, f"{one} {other}"])
    assert tokens == 4 * CONTEXT
    middle = [(a + b) / 2 for a, b in zip(short, second, strict=True)]
    length = alike(middle, middle) ** 0.5
    assert alike(both, middle) / length == pytest.approx(1, abs=1e-2)  # the states of both windows count alike


def test_token_numbers_beyond_the_context_are_refused(client, name):
    with pytest.raises(openai.BadRequestError, match="at most 64 tokens"):
        client.embeddings.create(model=name, input=[[5] * (CONTEXT + 1)], encoding_format="float")
