"""What was left on its way into a table: each file once, the newest last, and anything may stand in its file."""

from pathlib import Path

import pytest

from desktop_app.core.left import KEPT, Left, from_json, to_json, waiting, with_newest, without

A, B, C = (Path(name) for name in ("a.csv", "b.csv", "c.csv"))


def test_each_file_stands_there_once_and_the_newest_last():
    kept = with_newest(with_newest((), Left(A)), Left(B))
    assert [left.path for left in kept] == [A, B]
    kept = with_newest(kept, Left(A, {"step": "check"}))
    assert kept == (Left(B), Left(A, {"step": "check"}))
    assert without(kept, B) == (Left(A, {"step": "check"}),)


def test_of_very_many_the_newest_stay():
    kept = ()
    for number in range(KEPT + 3):
        kept = with_newest(kept, Left(Path(str(number))))
    assert (len(kept), kept[-1].path.name, kept[0].path.name) == (KEPT, str(KEPT + 2), "3")


def test_who_waits_behind_a_file_is_what_is_left_without_it():
    assert waiting(()) is None
    assert waiting((A, B, C)) == Left(A, then=(B, C))
    assert waiting((A, B)).rest == Left(B)
    assert Left(A, {"step": "read"}).rest is None


def test_it_comes_back_from_its_file_as_it_was():
    kept = (Left(A, {"step": "check"}, 7, (B, C)), Left(B))
    assert from_json(to_json(kept)) == kept


@pytest.mark.parametrize("raw", [None, 3, "x", [3], [{}], [{"path": 3}], {"path": "a", "recipe": [1]}])
def test_what_cannot_be_understood_counts_for_nothing(raw):
    assert from_json(raw) == ()


def test_parts_that_cannot_be_understood_cost_nothing_else():
    assert from_json({"path": "a.csv", "recipe": {}, "rows": "many", "then": [1, "b.csv"]}) == (
        Left(A, {}, None, (B,)),
    )
    assert from_json({"path": "a.csv", "then": "b.csv"}) == (Left(A),)
