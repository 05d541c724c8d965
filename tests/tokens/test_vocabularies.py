"""The vocabularies: the same counts as tiktoken's, from our own files alone, for every text there is."""

import json
import os
import shutil
import socket
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.problem import Problem
from desktop_app.tokens import vocabularies
from tests.tokens.hostile import SPECIALS, hostile_text
from tests.tokens.reference import VOCABULARIES, NetworkTouchedError, reference

EACH = pytest.mark.parametrize("name", vocabularies.NAMES)


@EACH
def test_counts_are_those_of_tiktoken_on_hostile_texts(name):
    chance = Random(f"slice of {name}")
    ours, theirs = vocabularies.load(name, VOCABULARIES), reference(name)
    texts = [hostile_text(chance) for _ in range(400)]
    for text, length in zip(texts, ours.lengths(texts), strict=True):
        ids = theirs.encode_ordinary(text)
        assert length == len(ids), text
        assert ours.ids(text) == ids, text


@EACH
@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_counts_and_comes_back(name, text):
    ours = vocabularies.load(name, VOCABULARIES)
    assert ours.ids(text) == reference(name).encode_ordinary(text)
    assert ours.text(ours.ids(text)) == vocabularies.whole_characters(text)


@EACH
def test_pattern_and_special_tokens_are_those_of_tiktoken(name):
    facts = json.loads((VOCABULARIES / "vocabularies.json").read_text(encoding="utf-8"))[name]
    theirs = reference(name)
    assert facts["pattern"] == theirs._pat_str
    assert facts["special_tokens"] == theirs._special_tokens
    assert facts["tokens"] == len(theirs._mergeable_ranks)


@EACH
def test_the_text_of_special_tokens_counts_as_ordinary_text(name):
    ours = vocabularies.load(name, VOCABULARIES)
    for special in SPECIALS:
        assert ours.lengths([special])[0] == len(reference(name).encode(special, disallowed_special=())) > 1


@EACH
@pytest.mark.parametrize("tail", ["", "x", " x", "\n", "\u00a05"])
@pytest.mark.parametrize("blank", [" ", "\u3000"])
def test_a_run_of_blanks_counts_as_one_word_also_where_the_library_gives_up(name, blank, tail, monkeypatch):
    # The library itself can say what is right up to a million blanks, so ours takes the long way from fewer on.
    text = "ab.\n" + blank * 60_000 + tail + "and" + blank * 70_001 + tail
    ours = vocabularies.load(name, VOCABULARIES)
    wanted = reference(name).encode_ordinary(text)
    monkeypatch.setattr(vocabularies, "_MANY_BLANKS", 50_000)
    monkeypatch.setattr(vocabularies, "_LONG_BLANKS", vocabularies.long_blanks(50_000))
    assert ours.ids(text) == wanted
    assert ours.lengths([text]) == [len(wanted)]


@EACH
def test_more_than_a_million_blanks_are_counted(name):
    ours = vocabularies.load(name, VOCABULARIES)
    assert 0 < ours.lengths([" " * 1_100_000 + "x"])[0] < 1_100_000


def test_nothing_of_it_needs_a_network_or_the_environment(monkeypatch, tmp_path):
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    before = dict(os.environ)
    folder = shutil.copytree(VOCABULARIES, tmp_path / "moved")
    assert vocabularies.load("o200k_base", folder).lengths(["Hello world"]) == [2]
    assert dict(os.environ) == before


def test_the_guard_of_these_tests_would_notice_a_network():
    with pytest.raises(NetworkTouchedError), socket.socket() as ours:
        ours.connect(("127.0.0.1", 9))


@pytest.mark.parametrize("damage", ["missing", "short", "changed", "no facts", "facts without it"])
def test_damaged_files_are_said_in_words(damage, tmp_path):
    folder = shutil.copytree(VOCABULARIES, tmp_path / "damaged")
    table = folder / "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"
    facts = folder / "vocabularies.json"
    if damage == "missing":
        table.unlink()
    elif damage == "short":
        table.write_bytes(table.read_bytes()[:-9])
    elif damage == "changed":
        table.write_bytes(b"IQ== 1" + table.read_bytes()[6:])
    elif damage == "no facts":
        facts.write_text("{", encoding="utf-8")
    else:
        facts.write_text("{}", encoding="utf-8")
    with pytest.raises(Problem) as raised:
        vocabularies.load("cl100k_base", folder)
    assert raised.value.key == "vocabulary_unreadable"


def test_half_characters_are_replaced_as_tiktoken_does():
    assert vocabularies.whole_characters("a\ud800b") == "a\ufffdb"
    assert vocabularies.whole_characters("\ud83d\ude00") == "😀"
    assert vocabularies.whole_characters("whole") == "whole"


def test_a_vocabulary_that_rested_counts_as_before():
    vocabulary = vocabularies.load("cl100k_base", VOCABULARIES)
    before = vocabulary.lengths(["Hello, world!", "你好"])
    vocabulary.rest()
    assert vocabulary.lengths(["Hello, world!", "你好"]) == before
