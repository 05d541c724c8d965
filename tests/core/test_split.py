"""The split: shares met, questions kept together, labels spread, and the same on every computer."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.split import Shares, key_of, split

SHARES = st.builds(Shares, st.floats(0, 0.4), st.floats(0, 0.4))
SEEDS = st.integers(0, 2**64)
TRAINING, VALIDATION, TEST = Part.TRAINING, Part.VALIDATION, Part.TEST


@given(st.lists(st.integers(0, 30), max_size=200), SHARES, SEEDS, st.booleans())
def test_the_same_question_never_lies_in_two_parts(keys, shares, seed, stratified):
    labels = [key % 3 for key in keys] if stratified else None
    parts = split(keys, labels, shares, seed)
    assert len(parts) == len(keys)
    assert len(set(zip(keys, parts, strict=True))) == len(set(keys))
    assert parts == split(keys, labels, shares, seed)
    assert not keys or TRAINING in parts


@given(st.integers(1, 300), SHARES, SEEDS)
def test_shares_are_met_to_the_row_where_every_question_is_another(rows, shares, seed):
    counts = Counter(split(range(rows), None, shares, seed))
    left = rows
    for part, share in ((TEST, shares.test), (VALIDATION, shares.validation)):
        wanted = min((round(rows * share) or 1) if share else 0, left - 1)
        assert counts[part] == wanted
        left -= wanted


@given(st.lists(st.integers(0, 3), min_size=1, max_size=200), SHARES, SEEDS)
def test_each_label_gets_its_share_in_every_part(labels, shares, seed):
    rows = len(labels)
    parts = split(range(rows), labels, shares, seed)
    of_label = Counter(labels)
    for part, share in ((TEST, shares.test), (VALIDATION, shares.validation)):
        wanted = (round(rows * share) or 1) if share else 0
        counts = Counter(label for label, found in zip(labels, parts, strict=True) if found is part)
        assert sum(counts.values()) <= wanted
        for label, all_of_it in of_label.items():
            if all_of_it > 12:  # a label with few rows may have to keep its last one for training
                assert abs(counts[label] - wanted * all_of_it / rows) <= 2
    for label, all_of_it in of_label.items():
        if all_of_it * (1 - shares.test - shares.validation) >= 3:
            assert TRAINING in {part for found, part in zip(labels, parts, strict=True) if found == label}


def test_rare_labels_are_in_every_part_as_nearly_as_can_be():
    labels = ["often"] * 80 + ["now and then"] * 15 + ["rare"] * 5
    parts = split(range(100), labels, Shares(0.1, 0.1), 42)
    for part in Part:
        assert {label for label, found in zip(labels, parts, strict=True) if found is part} == set(labels)
    assert Counter(parts) == {TRAINING: 80, VALIDATION: 10, TEST: 10}


def test_a_label_given_once_is_learnt_rather_than_tested():
    labels = ["often"] * 99 + ["once"]
    for seed in range(30):
        assert split(range(100), labels, Shares(0.2, 0.2), seed)[-1] is TRAINING


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=80), SHARES, SEEDS, st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows, shares, seed, chance):
    mixed = chance.sample(rows, len(rows))

    def parts(given):
        found = split([key for key, _ in given], [label for _, label in given], shares, seed)
        return Counter(zip(given, found, strict=True))

    assert parts(rows) == parts(mixed)


def test_one_question_that_fills_most_rows_does_not_fill_a_small_part():
    keys = [0] * 60 + list(range(1, 41))
    assert Counter(split(keys, None, Shares(0.1, 0.1), 3)) == {TRAINING: 80, VALIDATION: 10, TEST: 10}


def test_every_wanted_part_gets_something_as_long_as_training_keeps_something():
    assert set(split(range(3), None, Shares(0.01, 0.01), 1)) == set(Part)
    assert sorted(split(range(2), None, Shares(0.01, 0.01), 1)) == [TEST, TRAINING]
    assert split(range(1), None, Shares(), 1) == [TRAINING]
    assert split([], None, Shares(), 1) == []
    assert sorted(split([1, 1, 2, 2], None, Shares(0.1, 0), 1)) == [TRAINING] * 2 + [VALIDATION] * 2
    assert set(split(range(50), None, Shares(0, 0), 1)) == {TRAINING}


def test_another_seed_gives_another_split_and_these_rows_always_this_one():
    assert split(range(40), None, Shares(), 1) != split(range(40), None, Shares(), 2)
    parts = split([f"question {n}" for n in range(10)], None, Shares(0.2, 0.2), 42)
    assert [n for n, part in enumerate(parts) if part is TEST] == [1, 8]
    assert [n for n, part in enumerate(parts) if part is VALIDATION] == [6, 7]


def test_numbers_and_texts_are_keys_and_labels_alike():
    rows = range(30)
    assert split(list(rows), None, Shares(), 7) == split([str(n) for n in rows], None, Shares(), 7)
    with pytest.raises(ValueError, match="labels"):
        split([1, 2], [1], Shares(), 7)


def test_shares_leave_something_for_training():
    for wrong in ((0.5, 0.5), (-0.1, 0.1), (0.1, -0.1)):
        with pytest.raises(ValueError, match="leave"):
            Shares(*wrong)


def test_examples_that_ask_the_same_have_the_same_key():
    asked = Message("user", "What colour?")
    chats = [Conversation((asked, Message("assistant", answer))) for answer in ("Blue.", "Green.")]
    assert key_of(chats[0]) == key_of(chats[1])
    assert key_of(chats[0]) != key_of(Conversation((Message("system", "Be brief."), *chats[0].messages)))
    assert key_of(Completion("a ->", " b")) == key_of(Completion("a ->", " c"))
    assert key_of(Completion("a ->", " b")) == 2311160381947308414
    assert 0 <= key_of(Completion("half \ud800", " b")) < 2**63  # a database keeps it in a signed number


def test_answers_that_nobody_asked_for_are_divided_like_any_others():
    """A chat made of answers alone has an empty question everywhere; that does not make one question of them."""
    system = Message("system", "Write a saying.")
    chats = [Conversation((system, Message("user", ""), Message("assistant", f"Saying {n}."))) for n in range(20)]
    assert len({key_of(chat) for chat in chats}) == 20
    assert key_of(chats[0]) == key_of(Conversation((Message("user", ""), Message("assistant", "Saying 0."))))
    assert Counter(split([key_of(chat) for chat in chats], None, Shares(0.1, 0.1), 42))[VALIDATION] == 2
