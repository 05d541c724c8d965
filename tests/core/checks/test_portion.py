"""Rows column by column, as the checks see them together."""

import pytest

from desktop_app.core.checks.portion import AT_A_TIME, BETWEEN, Portion, portions
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


@pytest.mark.parametrize("count", [0, 1, AT_A_TIME, AT_A_TIME + 1, 5 * AT_A_TIME])
def test_portions_hold_all_rows_once_and_in_order(count):
    rows = seen([Completion("a", "b")] * count)
    found = portions(rows)
    assert [row for portion in found for row in portion] == rows
    assert all(0 < len(portion) <= AT_A_TIME for portion in found)
    assert Portion(()).ids == ()
