"""Rows that are longer than the model takes."""

from dataclasses import replace

from tests.core.checks.seen import CHATTER, WRITER, after, chat, check_up, completions, seen


def test_tokens_over_the_limit_are_cut_and_those_at_it_are_not():
    target = replace(CHATTER, limit=100)
    examples = [chat("a", "b"), chat("c", "d"), chat("e", "f")]
    tokens = (100, 101, 250)
    rows = [row._replace(tokens=count) for row, count in zip(seen(examples), tokens, strict=True)]
    found = check_up(rows, target)["too_long"]
    assert (list(found.rows), found.values["limit"], found.values["longest"]) == ([101, 102], 100, 250)
    assert found.recommended
    assert after(examples, found) == [examples[0]]


def test_letters_count_only_where_nobody_counted_tokens():
    long = completions(("a" * 9_995, " more"), ("b" * 9_996, " more"), ("c", " d"))
    found = check_up(long)["long_rows"]
    assert list(found.rows) == [101]
    assert after(long, found) == [long[0], long[2]]
    counted = seen(long, tokens=2_500)
    assert not {"long_rows", "too_long"} & check_up(counted, replace(WRITER, limit=16_384)).keys()


def test_long_chats_are_no_matter_of_letters():
    assert "long_rows" not in check_up([chat("a" * 20_000, "b")], CHATTER)


def test_open_ended_texts_may_be_long():
    assert "long_rows" not in check_up(completions(("", "b" * 20_000), ("", "c")))
