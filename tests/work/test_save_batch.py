"""Answers leave the program as data: no formula, no tag and no odd letter of a model's text does anything."""

import asyncio
import csv
from functools import partial
from html.parser import HTMLParser

import openpyxl
import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.example import Message
from desktop_app.core.problem import Problem
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work.save_batch import save_batch

NASTY = (
    "<script>alert(1)</script><img src=http://127.0.0.1:9/x onerror=alert(1)><a href='javascript:x'>y</a>"
    "\x1b[31mred\u202eesrever\u2066 \0 \ud800 =1+1 &amp; \u2028 end"
)
FORMULA = '=HYPERLINK("http://127.0.0.1:9","x")'


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.texts = set(), []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        assert not [name for name, _ in attrs if name in ("src", "href", "onerror", "onload")]

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture
def kept(tmp_path):
    """A project with one comparison of two columns, one of them with a model that writes nasty texts."""
    project = Project.create(tmp_path / "a.tunedesk")
    columns = (Column(Voice("here", "a<b>"), Setting(Sampling())), Column(Voice("here", "b"), Setting(Sampling(0.7))))
    prompts = (
        Prompt("p ->", "hoped"),
        Prompt(
            (Message("system", "s"), Message("user", NASTY)),
        ),
    )
    batch = Batch("m", Kind.COMPARE, "<i>title", 1.0, prompts, columns)
    number = project.write(lambda c: batches.add(c, batch)).result()
    for place, said in enumerate((NASTY, FORMULA)):
        answer = Answer(0, columns[place].voice.model, said, Finish.STOP, 7, 1.25, 3)
        asked = Request(0, "a", "p ->", Sampling())
        put = partial(batches.put, number=number, cell=Cell(0, place), request=asked, answer=answer, paid=False)
        project.write(put).result()
    yield project, number
    project.close()


def save(kept, path):
    return asyncio.run(save_batch(*kept, path, ["A <b>", "B"]))


def test_a_page_loads_nothing_and_runs_nothing(kept, tmp_path):
    page = save(kept, tmp_path / "x.html").read_text("utf-8")
    tags = Tags()
    tags.feed(page)
    assert tags.seen <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "section",
        "div",
        "article",
        "p",
    }
    assert "default-src 'none'" in page
    assert any("<script>alert(1)</script>" in said for said in tags.texts)  # to be read, not to be run
    assert "\\ud800" in page
    assert "\0" not in page


def test_a_spreadsheet_sees_text_and_figures_and_no_formula(kept, tmp_path):
    sheet = openpyxl.load_workbook(save(kept, tmp_path / "x.xlsx")).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["Prompt", "Expected answer", "Model"]
    assert rows[2][5].value == FORMULA
    assert rows[2][5].data_type == "s"
    assert rows[1][6].value == 7
    assert rows[1][8].value == 1.25


def test_csv_guards_what_looks_like_a_formula(kept, tmp_path):
    with save(kept, tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[2][5] == "'" + FORMULA
    assert rows[1][5].startswith("<script>")
    assert rows[1][3] == "A <b>"


def test_what_cannot_be_written_is_said_and_the_old_file_stays(kept, tmp_path):
    project, _ = kept
    with pytest.raises(Problem) as caught:
        asyncio.run(save_batch(project, 99, tmp_path / "x.csv", []))
    assert caught.value.key == "batch_gone"
    with pytest.raises(Problem) as caught:
        save(kept, tmp_path / "nowhere" / "x.csv")
    assert caught.value.key == "folder_not_writable"
