"""What is found by the quick way is what is found by the thorough one."""

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.core.example import Completion
from desktop_app.core.search import Finder, Search

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
