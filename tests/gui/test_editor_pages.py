"""What the table reads of a project when it is looked at: about a screenful by one statement, wherever one looks."""

from array import array
from contextlib import closing

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.gui.editor.pages import AT_ONCE, KEPT, ROWS, Pages
from desktop_app.store import examples
from desktop_app.store.project import Project


class Overheard(Pages):
    """Pages that tell how many rows were read by each statement."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[int] = []

    def _read(self, project, wanted):
        self.read.append(len(wanted))
        return super()._read(project, wanted)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    with closing(Project.create(tmp_path_factory.mktemp("pages") / "p.tunedesk")) as made:
        pairs = ((Completion(f"q{n}", f"a{n}"), Part.TRAINING) for n in range(1003))
        made.do(text("step.insert_row"), lambda edit: edit.append(pairs)).result()
        yield made


@pytest.fixture
def ids(project) -> "array[int]":
    with project.reading() as connection:
        return examples.ids(connection)


def looked_at(pages: Pages, project: Project, ids: "array[int]", places: range) -> list[str]:
    rows = [pages.row(project, ids, place) for place in places]
    return [row.example.prompt for row in rows if row is not None]


@pytest.mark.parametrize("first", [0, 5, 500, 503, 963])
def test_a_jump_reads_a_screenful_at_once(project, ids, first):
    pages = Overheard()
    assert looked_at(pages, project, ids, range(first, first + 40)) == [f"q{n}" for n in range(first, first + 40)]
    assert len(pages.read) == 1
    assert sum(pages.read) <= AT_ONCE * ROWS


def test_who_scrolls_up_reads_what_comes_next(project, ids):
    pages = Overheard()
    looked_at(pages, project, ids, range(600, 640))
    assert looked_at(pages, project, ids, range(599, 555, -1)) == [f"q{n}" for n in range(599, 555, -1)]
    assert len(pages.read) == 2
    assert looked_at(pages, project, ids, range(556, 640)) == [f"q{n}" for n in range(556, 640)]
    assert len(pages.read) == 2


def test_rows_that_moved_are_not_read_again_and_those_forgotten_are(project, ids):
    pages = Overheard()
    looked_at(pages, project, ids, range(48))
    pages.forget_from(0)
    assert looked_at(pages, project, ids[::-1][-48:], range(48)) == [f"q{n}" for n in range(47, -1, -1)]
    assert len(pages.read) == 1
    pages.forget_rows(frozenset({ids[0]}))
    looked_at(pages, project, ids[::-1][-48:], range(48))
    assert pages.read == [48, ROWS]


def test_rows_that_are_gone_or_cannot_be_read_are_none(project, ids):
    pages = Overheard()
    assert pages.row(project, array("q", [ids[0], 10**6, ids[1]]), 1) is None
    assert pages.row(project, array("q", [ids[0], 10**6, ids[1]]), 2).id == ids[1]
    pages.give_up(ids, 900)
    assert pages.row(project, ids, 930) is None
    assert pages.read == [3]


def test_memory_holds_some_rows_only(project, ids):
    many = ids * 9
    pages = Pages()
    for place in range(0, len(many), ROWS):
        pages.row(project, many, place)
    assert len(many) > KEPT * ROWS
    assert len(list(pages)) <= KEPT
