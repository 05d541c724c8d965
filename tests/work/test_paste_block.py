"""Many cells written at once: every row once, in one step, or not at all."""

import asyncio
from itertools import count

import pytest

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, RowStatus
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.course import Course, Ended
from desktop_app.store.project import Project
from desktop_app.work.paste_block import (
    Beside,
    Clip,
    Like,
    Outcome,
    Words,
    append_rows,
    forms,
    read_clip,
    read_pages,
    write_cells,
)

LABEL = text("step.paste_cells", count=2)
WORDS = Words({"test": Part.TEST}, {"reviewed": RowStatus.REVIEWED})


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "p.tunedesk")
    yield made
    made.close()


def put(project, rows):
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    with project.reading() as connection:
        return examples.ids(connection)


def kept(project):
    with project.reading() as connection:
        return list(examples.rows(connection))


def texts(project):
    return [[read_field(row.example, name) for name in FIELDS[row.example.shape]] for row in kept(project)]


def test_more_rows_than_a_page_are_written_in_one_step(project):
    ids = put(project, [(Completion(f"q{n}", ""), Part.TRAINING) for n in range(1100)])
    outcome, numbers = Outcome(), count()
    rows = [(row_id, ((1, f"a{next(numbers)}"), (Beside.PART, "Test"))) for row_id in ids]
    project.do(LABEL, lambda edit: write_cells(edit, project, iter(rows), WORDS, outcome)).result()
    assert texts(project) == [[f"q{n}", f"a{n}"] for n in range(1100)]
    assert {(row.part, row.status) for row in kept(project)} == {(Part.TEST, "edited")}
    assert outcome == Outcome(written=2200)
    project.undo().result()
    assert texts(project) == [[f"q{n}", ""] for n in range(1100)]
    assert {row.part for row in kept(project)} == {Part.TRAINING}


def test_what_was_cancelled_leaves_nothing(project):
    ids = put(project, [(Completion(f"q{n}", ""), Part.TRAINING) for n in range(1100)])
    course = Course()

    def rows():
        for number, row_id in enumerate(ids):
            if number == 700:
                course.end()
            yield row_id, ((1, "new"),)

    with pytest.raises(Ended):
        project.do(LABEL, lambda edit: write_cells(edit, project, rows(), WORDS, Outcome()), course).result()
    assert {row[1] for row in texts(project)} == {""}
    assert len(project.steps()) == 1


def test_cells_that_cannot_take_it_are_counted_and_left(project):
    turns = tuple(Message(r, w) for r, w in (("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")))
    ids = put(project, [(Conversation(turns), Part.TRAINING), (Completion("p", "c"), Part.TRAINING)])
    outcome = Outcome()
    values = ((3, "system"), (2, "user"), (1, "answer"), (Beside.STATUS, "Reviewed"), (Beside.PART, "nowhere"))
    rows = [(row_id, values) for row_id in (*ids, 999)]
    project.do(LABEL, lambda edit: write_cells(edit, project, rows, WORDS, outcome)).result()
    assert [row.status for row in kept(project)] == ["reviewed", "reviewed"]
    assert texts(project)[0][::2] == ["system", "answer"]
    assert texts(project)[1] == ["user", "answer"]
    assert (outcome.joined, outcome.unknown) == (2, 3)


def test_notes_and_tags_are_pasted_beside_their_rows(project):
    ids = put(project, [(Completion("q1", "a1"), Part.TRAINING), (Completion("q2", "a2"), Part.TRAINING)])
    outcome = Outcome()
    values = [((Beside.NOTE, " look again "), (Beside.TAGS, "hero, sea")), ((Beside.TAGS, ""), (Beside.NOTE, ""))]
    rows = list(zip(ids, values, strict=True))
    project.do(LABEL, lambda edit: write_cells(edit, project, rows, WORDS, outcome)).result()
    assert [(row.note, row.tags) for row in kept(project)] == [("look again", ("hero", "sea")), ("", ())]
    assert (outcome.written, outcome.unknown) == (4, 0)


def test_one_field_takes_what_another_of_its_row_holds(project):
    ids = put(project, [(Completion("q1", "a1"), Part.TRAINING), (Completion("q2", "a2"), Part.TRAINING)])
    rows = [(row_id, ((1, Like(2)),)) for row_id in ids]
    project.do(LABEL, lambda edit: write_cells(edit, project, rows, WORDS, Outcome())).result()
    assert texts(project) == [["q1", "q1"], ["q2", "q2"]]


def test_new_rows_are_like_the_empty_one_but_for_their_values(project):
    put(project, [(Completion("q1", "a1"), Part.TRAINING)])
    pair = Preference((Message("user", ""),), (Message("assistant", ""),), (Message("assistant", ""),))
    outcome = Outcome()
    values = [((1, "worse"), (2, "better"), (3, "asked")), ((Beside.PART, "test"),)]
    project.do(LABEL, lambda edit: append_rows(edit, pair, Part.VALIDATION, values, WORDS, outcome)).result()
    assert texts(project)[1:] == [["", "asked", "better", "worse"], ["", "", "", ""]]
    assert [row.part for row in kept(project)[1:]] == [Part.VALIDATION, Part.TEST]
    assert outcome.made == [row.id for row in kept(project)[1:]]


def test_the_best_form_on_the_clipboard_is_read(project):
    rows = [["a\tb", "c\n"], ["", "\u05d0"]]
    made = asyncio.run(forms(rows))
    assert made.html is None
    for clip in (
        Clip(made.own, "<p>", "x"),
        Clip(text=made.text),
        Clip(html="<p>", text=made.text),
        Clip(b"{}", "", made.text),
    ):
        assert [list(row) for row in asyncio.run(read_clip(clip))] == rows


def test_rows_are_read_a_page_at_a_time_in_their_order(project):
    ids = put(project, [(Completion(f"q{n}", ""), Part.TRAINING) for n in range(1100)])

    async def read():
        return [page async for page in read_pages(project, ids[::-1])]

    pages = asyncio.run(read())
    assert [len(page) for page in pages] == [500, 500, 100]
    assert [row.id for page in pages for row in page] == ids[::-1].tolist()
