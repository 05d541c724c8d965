"""The faster library counts only after it has proven to agree with the vocabulary, and nobody misses it."""

import sys
from importlib.util import find_spec
from random import Random
from types import ModuleType

import pytest

from desktop_app.tokens import texts, vocabularies
from desktop_app.tokens.texts import Texts
from tests.tokens.hostile import hostile_text
from tests.tokens.reference import VOCABULARIES

LONG = "Words that make the faster library worth its loading. " * 20_000
INSTALLED = find_spec("toktok") is not None


@pytest.fixture(params=vocabularies.NAMES)
def vocabulary(request, monkeypatch):
    loaded = vocabularies.load(request.param, VOCABULARIES)
    monkeypatch.setattr(loaded, "agreed", ())  # as if nothing had been counted so far
    return loaded


def pretend(monkeypatch, count):
    """Let `import toktok` bring a library that counts like `count`."""
    module = ModuleType("toktok")
    module.batch_count = lambda given, name, threads: count(given)
    monkeypatch.setitem(sys.modules, "toktok", module)


def test_each_text_of_a_batch_is_counted_once(vocabulary, monkeypatch):
    asked = []
    monkeypatch.setattr(vocabulary, "lengths", lambda given: asked.extend(given) or [7] * len(given))
    found = Texts(vocabulary).lengths(["same", "other", "same", "same"])
    assert (found, asked) == ({"same": 7, "other": 7}, ["same", "other"])


def test_counts_are_equal_with_and_without_the_faster_library(vocabulary):
    chance = Random(f"faster {vocabulary.name}")
    batch = [hostile_text(chance) for _ in range(300)]
    faster = Texts(vocabulary, faster_after=0)
    assert faster.lengths(batch) == Texts(vocabulary, faster_after=None).lengths(batch)
    assert faster.accelerated is INSTALLED


def test_it_is_looked_for_only_where_there_is_much_to_count(vocabulary, monkeypatch):
    pretend(monkeypatch, vocabulary.lengths)
    counting = Texts(vocabulary)
    counting.lengths(["short"])
    assert not counting.accelerated
    counting.lengths([LONG])
    assert counting.accelerated
    never = Texts(vocabulary, faster_after=None)
    never.lengths([LONG])
    assert not never.accelerated


def test_one_that_has_agreed_counts_from_the_beginning_the_next_time(vocabulary, monkeypatch):
    pretend(monkeypatch, vocabulary.lengths)
    assert not Texts(vocabulary).accelerated
    Texts(vocabulary, faster_after=0).lengths(["short"])
    proof = []
    monkeypatch.setattr(vocabulary, "lengths", lambda given: proof.extend(given) or [1] * len(given))
    assert Texts(vocabulary).accelerated
    assert not Texts(vocabulary, faster_after=None).accelerated
    pretend(monkeypatch, lambda given: [0] * len(given))  # another library, which has proven nothing
    assert not Texts(vocabulary).accelerated
    assert proof == []


def test_one_that_counts_otherwise_is_dropped_without_a_word(vocabulary, monkeypatch):
    def wrong_with_thai(given):
        return [n + ("ภาษาไทย" in text) for text, n in zip(given, vocabulary.lengths(given), strict=True)]

    pretend(monkeypatch, wrong_with_thai)
    counting = Texts(vocabulary, faster_after=0)
    assert counting.lengths(["ภาษาไทย"]) == {"ภาษาไทย": vocabulary.lengths(["ภาษาไทย"])[0]}
    assert not counting.accelerated


def test_one_that_does_not_know_the_vocabulary_or_is_not_there_is_not_missed(vocabulary, monkeypatch):
    def unknown(given):
        raise KeyError(vocabulary.name)

    pretend(monkeypatch, unknown)
    first = Texts(vocabulary, faster_after=0)
    monkeypatch.setitem(sys.modules, "toktok", None)  # as if it were not installed
    second = Texts(vocabulary, faster_after=0)
    for counting in (first, second):
        assert counting.lengths(["a b"]) == {"a b": 2}
        assert not counting.accelerated


def test_the_proof_has_fifty_texts_and_no_two_are_the_same():
    assert len(set(texts.PROOF)) == len(texts.PROOF) == 50
