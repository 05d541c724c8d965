"""The quicker way to count with open models: equal for every text, and refused where that is not certain."""

import inspect
import json
import textwrap
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Tokenizer, decoders, normalizers, pre_tokenizers, trainers
from tokenizers.models import BPE, WordPiece

from desktop_app.tokens.byte_pairs import QuickLengths
from desktop_app.tokens.texts import PROOF
from tests.tokens.hostile import SPECIALS, hostile_text

ALPHABET = sorted(pre_tokenizers.ByteLevel.alphabet())
SPECIAL = ["<|im_start|>", "<|im_end|>", "<|endoftext|>"]


def trained(alphabet=ALPHABET, size=1200):
    """Return a tokenizer trained on texts of many scripts, code and runs."""
    inner = Tokenizer(BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False, min_frequency=2
    )
    inner.train_from_iterator([*PROOF, inspect.getsource(textwrap), "haha hahaha " * 30], trainer)
    return inner


@pytest.fixture(scope="module")
def tokenizer():
    return trained()


@pytest.fixture(scope="module")
def quick(tokenizer):
    return QuickLengths.of(tokenizer)


def slow(tokenizer, texts):
    return [len(each) for each in tokenizer.encode_batch(texts, add_special_tokens=False)]


def test_hostile_texts_have_as_many_tokens_as_the_tokenizer_finds(tokenizer, quick):
    chance = Random("byte pairs")
    texts = [hostile_text(chance, whole=True) for _ in range(1500)] + [*PROOF, *SPECIALS]
    texts += [f"{special}{text}{special}" for special in SPECIAL for text in texts[:50]]
    assert [quick.length(text) for text in texts] == slow(tokenizer, texts)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ha <|im_startend>'s\n0é字", max_size=60))
def test_any_text_of_few_letters_has_too(tokenizer, quick, text):
    assert quick.length(text) == slow(tokenizer, [text])[0]


def test_texts_with_bytes_that_have_no_token_are_left_to_the_tokenizer():
    without = trained([letter for letter in ALPHABET if letter not in ("Ã", "ð")])
    without = Tokenizer.from_str(_without_letters(without, "ðĀ"))
    quick = QuickLengths.of(without)
    assert quick.length("😀") is None
    assert quick.length("\x00") is None
    chance = Random("missing")
    told = [(quick.length(text), text) for text in (hostile_text(chance, whole=True) for _ in range(500))]
    counted = [(length, text) for length, text in told if length is not None]
    assert 100 < len(counted) < 500
    assert [length for length, _ in counted] == slow(without, [text for _, text in counted])


def _without_letters(tokenizer, letters):
    """Return the tokenizer's file without the tokens that hold one of these letters."""
    facts = json.loads(tokenizer.to_str())
    model = facts["model"]
    model["merges"] = [pair for pair in model["merges"] if not set("".join(pair)) & set(letters)]
    model["vocab"] = {
        token: n for token, n in model["vocab"].items() if token in SPECIAL or not set(token) & set(letters)
    }
    return json.dumps(facts)


def test_a_very_long_text_is_left_to_the_tokenizer(quick):
    assert quick.length(" " * 200_000) is None


def changed(tokenizer, change):
    facts = json.loads(tokenizer.to_str())
    change(facts)
    return Tokenizer.from_str(json.dumps(facts))


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f["model"].update(ignore_merges=True),
        lambda f: f["model"].update(dropout=0.1),
        lambda f: f["pre_tokenizer"].update(use_regex=False),
        lambda f: f["pre_tokenizer"].update(add_prefix_space=True),
        lambda f: f.update(normalizer={"type": "NFC"}),
        lambda f: f.update(pre_tokenizer=None),
        lambda f: f["added_tokens"][0].update(lstrip=True),
        lambda f: f["added_tokens"][0].update(single_word=True),
    ],
)
def test_tokenizers_of_another_kind_are_refused(tokenizer, change):
    assert QuickLengths.of(changed(tokenizer, change)) is None


def test_so_are_those_whose_added_tokens_begin_alike_and_those_without_byte_pairs(tokenizer):
    alike = Tokenizer.from_str(tokenizer.to_str())
    alike.add_special_tokens([AddedToken("<|im_start|>system", special=True, normalized=False)])
    assert QuickLengths.of(alike) is None
    words = Tokenizer(WordPiece({"a": 0, "[UNK]": 1}, unk_token="[UNK]"))
    words.normalizer = normalizers.Lowercase()
    assert QuickLengths.of(words) is None


def test_a_token_that_can_come_about_in_two_ways_is_noticed():
    vocab = {letter: n for n, letter in enumerate(ALPHABET)} | {"ab": 300, "bc": 301, "abc": 302}
    # "abc" is a + bc here, but a text "abc" becomes ab + c and stays so; by the bytes alone it would be one token.
    two_ways = Tokenizer(BPE(vocab, [("a", "b"), ("b", "c"), ("a", "bc")]))
    two_ways.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    assert slow(two_ways, ["abc"]) == [2]
    assert QuickLengths.of(two_ways) is None
