"""A look at the table comes back as it was kept."""

from desktop_app.core.example import Part, RowStatus
from desktop_app.core.look import Look, Sort, from_json
from desktop_app.core.search import Search


def test_it_comes_back_with_its_order_and_all_its_conditions():
    look = Look(
        parts=frozenset({Part.TEST, Part.TRAINING}),
        statuses=frozenset({RowStatus.REVIEWED}),
        has=Search("wizards", fields=("prompt",)),
        sort=Sort("completion"),
    )
    assert from_json(look.to_json()) == look
    assert from_json(Look().to_json()) == Look()


def test_what_is_no_look_shows_the_whole_table():
    for kept in ("", "[]", "{", '{"nobody": 1}', '{"sort": {"nobody": 1}}'):
        assert from_json(kept) == Look()
