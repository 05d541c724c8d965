"""What a look shows is what anybody would find who read every row one by one."""

import asyncio
import sqlite3
import threading
from array import array
from contextlib import closing, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, RowStatus
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.look import By, Look, Sort, from_json
from desktop_app.core.problem import Problem
from desktop_app.core.search import Finder, Search, texts
from desktop_app.core.text import text
from desktop_app.store import examples, history, looks, schema
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work import find_replace, look_up

LABEL = text("step.insert_row")
WORDS = (
    *("ß", "ss", "Straße", "KELVIN", "\u212aelvin", "ﬁx", "fix", "a%b", "a_b", "100!", 'say "hi"', "tab\there"),
    *("new\nline", "naïve", "NAÏVE", "back\\slash", "İstanbul", "\x7f\x01", "ẖa", "ha", "", " ", "\ud83d", "émile"),
)
PIECES = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)


def chat(asked, answer, *more):
    turns = [Message("user", asked), Message("assistant", answer)]
    return Conversation(tuple(turns + [Message("user", word) for word in more]))


EXAMPLES = st.one_of(
    st.builds(Completion, PIECES, PIECES),
    st.builds(chat, PIECES, PIECES),
    st.builds(chat, PIECES, PIECES, PIECES),
    st.builds(lambda a, b: Preference((Message("user", a),), (Message("assistant", b),), ()), PIECES, PIECES),
)
SEARCHES = st.builds(
    Search, PIECES, st.booleans(), st.booleans(), st.just(False), st.sampled_from([(), ("prompt",), ("assistant",)])
)


def filled(folder, rows):
    project = Project.create(folder / f"p{len(list(folder.iterdir()))}.tunedesk")
    project.do(LABEL, lambda edit: edit.append((example, Part.TRAINING) for example in rows)).result()
    return project


def shown(project, look):
    with project.reading() as connection:
        return found(connection, look)


def found(connection, look):
    return [row_id for portion in looks.ids(connection, look) for row_id in portion]


@pytest.fixture(scope="module")
def empty():
    """Return the bytes of an empty project: in memory many are made in the time of one file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.migrate(connection)
        return connection.serialize()


@contextmanager
def in_memory(empty, rows):
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(empty)
        step = history.begin(connection, LABEL)
        Edit(connection).append((example, Part.TRAINING) for example in rows)
        history.end(connection, step)
        yield connection


@settings(max_examples=120, deadline=None)
@given(st.lists(EXAMPLES, max_size=6), SEARCHES)
def test_a_text_is_found_wherever_reading_all_rows_finds_it(empty, rows, search):
    finder = Finder(search)
    fits = [number for number, row in enumerate(rows, start=1) if not search.text or finder.matches(row)]
    with in_memory(empty, rows) as connection:
        assert found(connection, Look(has=search)) == fits


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(("user", "nice", "a:b", "{", "},{", "rol", "role", "x y", "Nice", "\nice", ",", "")), max_size=4
    ),
    st.sampled_from(("use", "user", "ice", "nice", ":", ",", "{", "},{", "ole", "x y", "ass", "content", "a:", "N")),
    st.booleans(),
)
def test_what_a_line_alone_can_tell_is_what_its_texts_tell(empty, words, sought, case):
    rows = [Completion(word, "x") for word in words] + [chat(word, "y") for word in words]
    finder = Finder(Search(sought, case))
    fits = [number for number, row in enumerate(rows, start=1) if finder.matches(row)]
    with in_memory(empty, rows) as connection:
        assert found(connection, Look(has=Search(sought, case))) == fits


@settings(max_examples=60, deadline=None)
@given(st.lists(EXAMPLES, min_size=1, max_size=6), st.data())
def test_values_and_empty_fields_are_found(empty, rows, data):
    row = data.draw(st.sampled_from(rows))
    name = data.draw(st.sampled_from(FIELDS[row.shape]))
    value = read_field(row, name)

    def holds(example, wanted):
        return name in FIELDS[example.shape] and wanted(read_field(example, name))

    same = [n for n, each in enumerate(rows, start=1) if holds(each, lambda text: text == value)]
    joined = isinstance(row, Conversation) and len(row.messages) > 2 and name == "user"
    without = [n for n, each in enumerate(rows, start=1) if holds(each, lambda text: not text.strip())]
    with in_memory(empty, rows) as connection:
        if not joined:
            assert found(connection, Look(values=((name, value),))) == same
        assert found(connection, Look(empty=frozenset({name}))) == without


@pytest.fixture
def project(tmp_path):
    made = filled(tmp_path, [Completion(f"q{n % 3}", f"A{n}" if n % 2 else f"a{n}") for n in range(9)])

    def mark(edit):
        edit.set_part([2, 3], Part.TEST)
        edit.set_status([3, 4, 5], RowStatus.REVIEWED)
        edit.tag([1, 5], ["later"])
        edit.tag([9], ["late"])
        edit.set_note([2], "Is this true? Ask Eva.")
        edit.set_note([7], "Eva said no.")

    made.do(LABEL, mark).result()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("look", "rows"),
    [
        (Look(), [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (Look(parts=frozenset({Part.TEST})), [2, 3]),
        (Look(statuses=frozenset({RowStatus.REVIEWED}), parts=frozenset({Part.TEST})), [3]),
        (Look(tags=frozenset({"late"})), [9]),
        (Look(has=Search("a[13]", regex=True)), [2, 4]),
        (Look(has=Search("a1", case=True)), []),
        (Look(rows=(7, 3, 99), parts=frozenset({Part.TEST, Part.TRAINING})), [3, 7]),
        (Look(sort=Sort("prompt")), [1, 4, 7, 2, 5, 8, 3, 6, 9]),
        (Look(sort=Sort("completion", descending=True)), [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Look(sort=Sort(By.STATUS, descending=True)), [3, 4, 5, 1, 2, 6, 7, 8, 9]),
        (Look(sort=Sort(By.PART, descending=True), tags=frozenset({"later"})), [1, 5]),
        (Look(tags=frozenset({"later", "late"})), [1, 5, 9]),
        (Look(values=(("prompt", "q1"), ("prompt", "q2"), ("completion", "A1"), ("completion", "A5"))), [2, 6]),
        (Look(values=tuple(("completion", f"{'aA'[n % 2]}{n}") for n in range(7))), [1, 2, 3, 4, 5, 6, 7]),
        (Look(values=(("completion", "a2"), ("completion", ""))), [3]),
        (Look(empty=frozenset({"prompt", "completion"})), []),
        (Look(has=Search("EVA", fields=("note",))), [2, 7]),
        (Look(has=Search("Eva", case=True, whole=True, fields=("note",)), tags=frozenset({"later"})), []),
        (Look(has=Search("late", fields=("tags", "note"))), [1, 5, 9]),
        (Look(sort=Sort(By.NOTE)), [7, 2, 1, 3, 4, 5, 6, 8, 9]),
        (Look(sort=Sort(By.NOTE, descending=True)), [2, 7, 1, 3, 4, 5, 6, 8, 9]),
        (Look(sort=Sort(By.TAGS), parts=frozenset({Part.TRAINING})), [9, 1, 5, 4, 6, 7, 8]),
    ],
)
def test_a_look_shows_what_fits_in_its_order(project, look, rows):
    assert shown(project, look) == rows
    assert from_json(look.to_json()) == look
    with project.reading() as connection:
        assert list(examples.ids(connection)) == list(range(1, 10))


def test_rows_are_sorted_and_measured_where_older_versions_kept_what_is_no_json(tmp_path):
    """They kept NaN and infinity as they came in keys of no model's concern."""
    told = [
        f'{{"messages": [{{"role": "user", "content": "{word}"}}, {{"role": "assistant", "content": "{word * 2}"}}]'
        f', "score": {number}, "more": [{number}]}}'
        for word, number in zip("cab", ("NaN", "-Infinity", "1.5"), strict=True)
    ]
    project = filled(tmp_path, [chat("q", "a")] * 3)
    put = "UPDATE body SET line = ? WHERE id = ?"
    project.write(lambda c: c.executemany(put, zip(told, (1, 2, 3), strict=True)).rowcount).result()
    assert shown(project, Look(sort=Sort("user"))) == [2, 3, 1]
    assert shown(project, Look(sort=Sort("assistant", descending=True))) == [1, 3, 2]
    with project.reading() as connection:
        assert examples.longest_answer(connection) == 2
    project.close()


def test_tags_that_differ_in_their_case_alone_are_two(tmp_path):
    project = filled(tmp_path, [chat("q", "a")] * 4)

    def mark(edit):
        for row, tag in enumerate(("IT", "it", "IT department", "50%"), start=1):
            edit.tag([row], [tag, "all"])

    project.do(LABEL, mark).result()
    with project.reading() as connection:
        tags = looks.facets(connection).tags
    assert tags == {tag: len(shown(project, Look(tags=frozenset({tag})))) for tag in tags}
    assert shown(project, Look(tags=frozenset({"IT"}))) == [1]
    assert shown(project, Look(tags=frozenset({"it", "50%"}))) == [2, 4]
    project.close()


def test_one_of_several_findings_is_enough(project):
    seen = [(2, "duplicates"), (4, "empty"), (4, "duplicates"), (6, "late")]
    project.write(lambda c: c.executemany("INSERT INTO row_finding (row, name) VALUES (?, ?)", seen)).result()
    assert shown(project, Look(findings=frozenset({"duplicates", "empty"}))) == [2, 4]


def test_what_is_kept_of_a_look_and_cannot_be_read_shows_the_whole_table():
    assert from_json("") == from_json('{"parts": ["moon"]}') == from_json('{"colour": 1}') == from_json("[]") == Look()


def test_rows_are_counted_by_what_they_can_be_chosen_by(project):
    found = asyncio.run(look_up.facets(project))
    assert found.parts == {Part.TRAINING: 7, Part.VALIDATION: 0, Part.TEST: 2}
    assert found.statuses == {RowStatus.NEW: 6, RowStatus.REVIEWED: 3}
    assert found.tags == {"late": 1, "later": 2}
    assert found.labels == {}
    labels = [Completion(f"q{n}", " yes" if n % 3 else " no") for n in range(9)]
    project.do(LABEL, lambda edit: (edit.clear(), edit.append((each, Part.TRAINING) for each in labels))).result()
    assert asyncio.run(look_up.facets(project)).labels == {" yes": 6, " no": 3}


def test_a_search_comes_in_portions_and_can_be_left(tmp_path, monkeypatch):
    project = filled(tmp_path, [Completion(f"number {n}", "x" * 50) for n in range(3000)])
    reading, may_read_on, line = threading.Event(), threading.Event(), looks._Fits.line

    def held(fits, kept):
        reading.set()
        may_read_on.wait(30)
        return line(fits, kept)

    async def first_ones():
        coming = look_up.look_up(project, Look(has=Search("number")))
        portion = await anext(coming)
        await coming.aclose()
        rest = [some async for some in look_up.look_up(project, Look(has=Search("number 2999")))]
        monkeypatch.setattr(looks._Fits, "line", held)  # else it may have read all rows before it is left
        searching = asyncio.ensure_future(anext(look_up.look_up(project, Look(has=Search(".*y", regex=True)))))
        assert await asyncio.to_thread(reading.wait, 30)
        searching.cancel()
        asyncio.get_running_loop().call_soon(may_read_on.set)  # it was told to end by then
        with pytest.raises(asyncio.CancelledError):
            await searching
        return portion, rest

    portion, rest = asyncio.run(first_ones())
    assert list(portion) == list(range(1, looks.FIRST + 1))
    assert [list(some) for some in rest] == [[3000]]
    project.close()


def replaced(project, search, by, rows):
    async def act():
        previews = [each async for each in find_replace.preview(project, array("q", rows), search, by)]
        return previews[-1], await find_replace.replace_all(project, array("q", rows), search, by)

    return asyncio.run(act())


def test_replacing_is_one_step_with_a_preview(project):
    told, change = replaced(project, Search(r"a(\d)", regex=True), r"<\1>", [1, 2, 3])
    assert (told.seen, told.rows, told.matches) == (3, 3, 3)
    assert [read_field(each.after, "completion") for each in told.first] == ["<0>", "<1>", "<2>"]
    assert change.rows == frozenset({1, 2, 3})
    with project.reading() as connection:
        assert [(r.example.completion, r.status) for r in examples.page(connection, [1, 2, 4])] == [
            ("<0>", "edited"), ("<1>", "edited"), ("A3", "reviewed"),
        ]  # fmt: skip
    project.undo().result()
    assert shown(project, Look(has=Search("<"))) == []


def test_every_turn_of_a_conversation_is_searched_and_only_what_was_asked_for_changes():
    long = Conversation(
        (
            Message("system", "an a"),
            Message("user", "a?"),
            Message("assistant", "a!"),
            Message("user", "b", {"name": "a"}),
        )
    )
    finder = Finder(Search("a", whole=True))
    assert [(field, said) for field, said in texts(long)][3] == ("user", "b")
    new, count = finder.replaced(long, "X")
    assert (count, [m.content for m in new.messages]) == (3, ["an X", "X?", "X!", "b"])
    assert new.messages[3] is long.messages[3]
    only, count = Finder(Search("a", fields=("assistant",))).replaced(long, "X")
    assert (count, [m.content for m in only.messages]) == (1, ["an a", "a?", "X!", "b"])


@pytest.mark.parametrize(
    ("act", "key"),
    [
        (lambda: Finder(Search("(", regex=True)), "search_not_understood"),
        (lambda: Finder(Search("a", regex=True)).replaced(Completion("a", ""), r"\7"), "replacement_not_understood"),
        (lambda: Finder(Search(r"(x+x+)+y", regex=True)).matches(Completion("x" * 5000, "")), "search_too_slow"),
    ],
)
def test_a_pattern_that_makes_no_sense_or_no_end_is_said(act, key, monkeypatch):
    monkeypatch.setattr("desktop_app.core.search.SECONDS", 0.05)
    with pytest.raises(Problem) as caught:
        act()
    assert caught.value.key == key
