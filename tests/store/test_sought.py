"""Kept texts are searched and changed as if examples had been made of them."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.example import Completion, Conversation, Message
from desktop_app.core.search import Finder, Search
from desktop_app.store.bodies import packed
from desktop_app.store.sought import Sought, pattern

PIECES = (
    "a",
    "A",
    "n",
    "t",
    "u00",
    "1",
    "new",
    "\n",
    "\t",
    "\x01",
    "\\",
    '"',
    "\u212a",
    "k",
    "K",
    "é",
    "ss",
    "ß",
    "[",
    "*",
    "%",
)
TEXTS = st.lists(st.sampled_from((*PIECES, 'role":"user', "ol", ":", "}", " ")), max_size=6).map("".join)
SOUGHT = st.lists(st.sampled_from((*PIECES, "us", "er", "tru")), min_size=1, max_size=2).map("".join)
EXAMPLES = st.one_of(
    st.builds(Completion, TEXTS, TEXTS),
    st.builds(
        lambda role, *said: Conversation(tuple(Message(role, one) for one in said)),
        st.sampled_from(["user", 'us"er', "a\\n"]),
        TEXTS,
        TEXTS,
    ),
)


@settings(max_examples=400, deadline=None)
@given(EXAMPLES, st.builds(Search, SOUGHT, st.booleans()), TEXTS)
def test_what_is_said_of_a_kept_text_holds_for_its_example(example, search, by):
    line, finder = packed(example), Finder(search)
    sought = Sought(search)
    found = finder.matches(example)
    assert sought.stands_in(line) in (None, found)
    assert sought.count(line) in (None, finder.replaced(example, by)[1])
    changed = sought.replacing(by)(line)
    assert changed is None or changed == packed(finder.replaced(example, by)[0])
    swap = sought.swap(by)
    if swap is not None and swapped(swap, line) is not None:
        assert swapped(swap, line) == packed(finder.replaced(example, by)[0]) != line
    if found:
        assert like(line, pattern(search) or "%")
    sure, value = sought.sure
    if sure and asked(f"SELECT {sure} FROM (SELECT :line AS line) AS body", line=line, sure=value):
        assert found


@pytest.mark.parametrize("case", [False, True])
def test_plain_texts_are_answered_for_without_their_examples(case):
    sought = Sought(Search("cat", case=case))
    lines = [packed(Completion("a cat\n", "b")), packed(Conversation((Message("user", "cat\tcat"),)))]
    assert [sought.stands_in(line) for line in lines] == [True, True]
    assert [sought.replacing('"dog"')(line).count('\\"dog\\"') for line in lines] == [1, 2]
    assert sought.replacing("x")(packed(Completion("Cat é", "cat"))) == (
        packed(Completion("Cat é", "x")) if case else None
    )


def test_the_database_replaces_by_itself_what_is_written_alike_and_nothing_else():
    swap = Sought(Search("cat")).swap("dog")
    assert swapped(swap, packed(Completion("cat, cat", "concat"))) == packed(Completion("dog, dog", "condog"))
    for words in ("Cat", "cat Cat", "cat é", "cat\n", "none", "cacatt CAT"):
        assert swapped(swap, packed(Completion(words, "b"))) is None
    assert swapped(Sought(Search("cat", case=True)).swap("dog"), packed(Completion("Cat é", "cat"))) is not None
    mouse = Sought(Search("mouse")).swap("rat")  # no escape ends with an m
    assert swapped(mouse, packed(Completion("a\nmouse\t", "\\mouse"))) == packed(Completion("a\nrat\t", "\\rat"))
    assert Sought(Search("cat")).swap("cat") is None
    assert Sought(Search("abca")).swap("x") is None  # two matches may overlap


def swapped(swap, line):
    """Return what the database makes of a text; None where it is not to change it."""
    connection = sqlite3.connect(":memory:")
    query = f"SELECT replace(line, ?, ?) FROM (SELECT ? AS line) AS body WHERE {swap.where}"
    found = connection.execute(query, (swap.sought, swap.by, line, *swap.values)).fetchone()
    connection.close()
    return found[0] if found else None


def like(line, held):
    return asked("SELECT :line LIKE :held ESCAPE '!'", line=line, held=held)


def asked(query, **values):
    connection = sqlite3.connect(":memory:")
    try:
        return connection.execute(query, values).fetchone()[0]
    finally:
        connection.close()
