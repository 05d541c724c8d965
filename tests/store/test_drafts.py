"""Rows that are put into a draft while it is filled."""

import pytest

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.store import drafts, examples, sources


@pytest.mark.parametrize("counts", [(1,), (99,), (100,), (101,), (250, 7, 300)])
def test_however_many_are_put_in_at_once_all_of_them_are_there_in_order(tmp_path, counts):
    """Rows go in many to a statement, and the last statement takes what is left over."""
    path = tmp_path / "draft.tunedesk"
    given = [
        Completion(f"q{number}", "halb \ud83d") if number % 3 else Conversation((Message("user", f"é {number}"),))
        for number in range(sum(counts))
    ]
    with drafts.filling(path) as connection:
        source = sources.add(connection, "a.csv", {})
        ids: list[int] = []
        for count in counts:
            rows = [(2 + len(ids) + at, given[len(ids) + at]) for at in range(count)]
            ids += drafts.put(connection, source, len(ids) + 1, rows)
    assert ids == list(range(1, len(given) + 1))
    with drafts.opened(path, writable=False) as connection:
        found = list(examples.rows(connection))
    assert [(row.id, row.line, row.part, row.example) for row in found] == [
        (at + 1, at + 2, Part.TRAINING, example) for at, example in enumerate(given)
    ]
