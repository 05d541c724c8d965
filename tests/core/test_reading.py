"""How a file is read: what was found out, and what the user says instead."""

import pytest

from desktop_app.core.reading import MOST_COLUMNS, Found, Kind, Reading


def test_columns_that_were_met_later_are_added_once_and_stay_known_as_late():
    found = Found("a.jsonl", Reading(Kind.JSON), ("q", "a")).with_late(["a", "late", "late"]).with_late(["later", "q"])
    assert found.columns == ("q", "a", "late", "later")
    assert (found.early, found.late) == (("q", "a"), ("late", "later"))


def test_no_more_columns_are_offered_than_a_menu_can_hold():
    names = [str(number) for number in range(MOST_COLUMNS - 1)]
    found = Found("a.jsonl", Reading(Kind.JSON), tuple(names)).with_late(["x", "y"])
    assert (len(found.columns), found.late) == (MOST_COLUMNS, ("x",))
    assert found.with_late(["z"]) == found


@pytest.mark.parametrize(
    ("kind", "rows"), [(Kind.WORKBOOK, True), (Kind.PARQUET, True), (Kind.TEXT, False), (None, False)]
)
def test_places_in_sheets_are_rows(kind, rows):
    assert Found("a", Reading(kind), ()).by_rows is rows
