"""What is found by the quick way is what is found by the thorough one."""

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.core import search as searching
from desktop_app.core.example import Completion, Conversation, Message, Preference
from desktop_app.core.problem import Problem
from desktop_app.core.search import Finder, Search, texts

LETTERS = "aAsSkKiIzZ ._-+(\\\u212a\u017f\u0130\u00dfé"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=12)


def thorough(search):
    return Finder(Search(regex.escape(search.text), search.case, search.whole, regex=True, fields=search.fields))


@given(TEXTS, st.text(st.sampled_from(LETTERS), min_size=1, max_size=3), st.booleans(), st.booleans())
@example("Kids", "k", False, False)
@example("stop-stop", "stop", False, True)
def test_plain_texts_are_found_and_replaced_alike_in_both_ways(words, sought, case, whole):
    search = Search(sought, case, whole)
    quick, slow = Finder(search), thorough(search)
    assert quick.first(words) == slow.first(words)
    assert list(quick.all(words)) == list(slow.all(words))
    row = Completion(words, words)
    by = "-x"  # as the pattern of the thorough way its backslashes would mean something
    assert quick.replaced(row, by) == slow.replaced(row, by)


def test_a_backslash_in_a_plain_replacement_is_one():
    assert Finder(Search("a")).replaced(Completion("a", "é a"), r"\1") == (Completion(r"\1", r"é \1"), 2)


TALK = Conversation((Message("system", "be kind"), Message("tool", "kind tool"), Message("assistant", "kind answer")))
PAIR = Preference((Message("user", "kind?"),), (Message("assistant", "kind"),), (Message("assistant", "unkind"),))


def test_every_text_has_its_field():
    assert list(texts(TALK)) == [("system", "be kind"), ("user", "kind tool"), ("assistant", "kind answer")]
    assert list(texts(TALK, ("user",))) == [("user", "kind tool")]
    assert list(texts(PAIR)) == [("user", "kind?"), ("preferred", "kind"), ("non_preferred", "unkind")]


@pytest.mark.parametrize(
    ("row", "fields", "count"),
    [(TALK, (), 3), (TALK, ("assistant",), 1), (PAIR, (), 3), (PAIR, ("non_preferred",), 1), (PAIR, ("system",), 0)],
)
def test_only_the_wanted_fields_are_looked_through_and_changed(row, fields, count):
    finder = Finder(Search("kind", fields=fields))
    assert finder.matches(row) is (count > 0)
    changed, found = finder.replaced(row, "good")
    assert found == count
    assert sum(before != after for before, after in zip(texts(row), texts(changed), strict=True)) == count
    assert (changed is row) is (count == 0)


def test_what_else_a_row_has_stays():
    parts = Message("user", "kind", {"content": [{"type": "text", "text": "kind"}]})
    row = Preference((parts,), PAIR.preferred, PAIR.non_preferred, {"id": 1}, {"tools": []})
    changed, count = Finder(Search("kind", whole=True)).replaced(row, "good")
    assert count == 1
    assert changed == Preference(
        (parts,), (Message("assistant", "good"),), PAIR.non_preferred, {"id": 1}, {"tools": []}
    )


def test_groups_of_an_expression_can_stand_in_the_replacement():
    finder = Finder(Search(r"(\w+)@(?P<host>\w+)", regex=True))
    assert finder.replaced(Completion("a@b", "c"), r"\g<host>@\1") == (Completion("b@a", "c"), 1)


def test_an_expression_that_matches_nothing_at_all_places_changes_nothing():
    finder = Finder(Search("x*", regex=True))
    assert finder.first("aaa") is None
    assert list(finder.all("axa")) == [(1, 2)]
    assert finder.replaced(Completion("axa", "b"), "-") == (Completion("a-a", "b"), 1)


@pytest.mark.parametrize("by", [r"\2", r"\g<nobody>", r"\g<"])
def test_a_replacement_that_names_no_group_is_said_in_words(by):
    with pytest.raises(Problem) as caught:
        Finder(Search("(a)", regex=True)).replaced(Completion("a", "b"), by)
    assert caught.value.key == "replacement_not_understood"
    assert caught.value.values == {"replacement": by}


def test_an_expression_that_is_none_is_said_in_words():
    with pytest.raises(Problem) as caught:
        Finder(Search("(", regex=True))
    assert caught.value.key == "search_not_understood"


def test_an_expression_that_would_go_on_for_years_is_given_up(monkeypatch):
    monkeypatch.setattr(searching, "SECONDS", 0.01)
    finder = Finder(Search(r"(x+x+)+y", regex=True))
    row = Completion("x" * 5000, "")
    for act in (lambda: finder.first(row.prompt), lambda: finder.replaced(row, "")):
        with pytest.raises(Problem) as caught:
            act()
        assert caught.value.key == "search_too_slow"


@pytest.mark.parametrize(
    ("fields", "remarks"), [((), False), (("note",), True), (("note", "tags"), True), (("note", "prompt"), False)]
)
def test_a_search_knows_whether_it_is_for_remarks(fields, remarks):
    assert Search("a", fields=fields).in_remarks is remarks
