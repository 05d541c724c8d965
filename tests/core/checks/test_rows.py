"""Rows without an answer, and columns nobody used."""

from desktop_app.core.checks.finding import SHOWN, Severity
from desktop_app.core.sentences import english
from tests.core.checks.seen import CHATTER, after, chat, check_up, completions


def test_rows_without_an_answer_are_found_and_exactly_they_are_taken_out():
    rows = completions(("a ->", " x"), ("b ->", ""), ("c ->", " \n\t"), ("d ->", " 0"))
    found = check_up(rows)["empty_answers"]
    assert (found.count, list(found.rows), found.severity) == (2, [101, 102], Severity.PROBLEM)
    assert found.recommended
    assert after(rows, found) == [rows[0], rows[3]]


def test_words_that_look_like_nothing_are_answers():
    rows = completions(*((f"{word} ->", f" {word}") for word in ("None", "NA", "null", "nan", "N/A", "0", "False")))
    assert "empty_answers" not in check_up(rows)


def test_a_chat_s_empty_answer_is_judged_by_the_checks_of_chats():
    assert "empty_answers" not in check_up([chat("q", "")], CHATTER)


def test_of_many_rows_the_first_are_shown_and_all_are_known():
    rows = completions(*(("a ->", "") for _ in range(SHOWN + 5)))
    found = check_up(rows)["empty_answers"]
    assert (found.count, len(found.rows)) == (SHOWN + 5, SHOWN)
    assert len(found.remedy.rows) == SHOWN + 5


def test_unused_columns_are_named():
    rows = completions(("a ->", " x"))
    assert check_up(rows, unused=("note", "author"))["unused_columns"].values["columns"] == "note, author"
    assert "unused_columns" not in check_up(rows)


def test_of_many_unused_columns_three_are_named_and_all_are_counted():
    names = tuple(f"column {at}" for at in range(300))
    found = check_up(completions(("a", " b")), unused=names)["unused_columns"]
    assert found.values == {"columns": "column 0, column 1, column 2 …", "number": 300}
    assert english(found.title) == "Columns that are not used (300): column 0, column 1, column 2 …"
