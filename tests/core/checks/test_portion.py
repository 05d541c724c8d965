"""Rows column by column, as the checks see them together."""

import pytest

from desktop_app.core.checks.portion import BETWEEN, BYTES, Portion, portions
from desktop_app.core.example import Completion, Part
from tests.core.checks.seen import chat, completions, seen


def test_each_column_holds_what_the_rows_hold():
    rows = seen([*completions(("Was?", " daß é"), ("", "x")), chat("a", "b")], tokens=7)
    portion = Portion(rows)
    assert portion.ids == (100, 101, 102)
    assert portion.parts == (Part.TRAINING,) * 3
    assert portion.prompts == tuple(row.prompt for row in rows)
    assert portion.answers == (" daß é", "x", "b")
    assert portion.said == tuple(row.said for row in rows)
    assert portion.answered == tuple(row.answered for row in rows)


def test_texts_lie_together_with_what_of_them_is_beyond_ascii():
    portion = Portion(seen(completions(("Wö", "a"), ("b", "ñ"), ("c", "ü."))))
    assert portion.joined == (
        "Wö".encode() + BETWEEN + b"b" + BETWEEN + b"c",
        BETWEEN.join((b"a", "ñ".encode(), "ü.".encode())),
    )
    assert portion.beyond == ("ö".encode() + 2 * BETWEEN, BETWEEN + "ñ".encode() + BETWEEN + "ü".encode())


@pytest.mark.parametrize(
    ("rows", "complete", "all_answer", "all_ask"),
    [
        (completions(("a", "b"), ("c", "d")), True, True, True),
        (completions(("a", "b"), (" ", "d")), True, True, False),
        (completions(("a", "b"), ("c", "")), True, False, True),
        (completions(("a", "\u3000"), ("", "d")), True, False, False),
        ([Completion("a", "b"), chat("c", "d")], False, True, True),
        ([], False, True, True),
    ],
)
def test_what_is_true_of_all_rows(rows, complete, all_answer, all_ask):
    portion = Portion(seen(rows))
    assert (portion.complete, portion.all_answer, portion.all_ask) == (complete, all_answer, all_ask)


def test_portions_hold_all_rows_once_and_in_order_whatever_their_size():
    half = "x" * (BYTES // 2)
    rows = seen(completions((half, "y"), *[("a", "b")] * 5, (3 * half, ""), ("c", "")))
    found = portions(rows)
    assert [row for portion in found for row in portion] == rows
    assert all(found)
    assert len(found) == 2
    assert portions([]) == []
    assert [len(portion) for portion in portions(seen(completions((9 * half, ""))))] == [1]


def test_portions_are_about_as_large_as_each_other():
    """A small rest would be looked at as long as a whole portion."""
    sizes = [len(portion) for portion in portions(seen([Completion("x" * 5000, "y" * 5000)] * (BYTES // 4762)))]
    assert len(sizes) == 2
    assert min(sizes) > 0.9 * max(sizes)
