"""What is pasted becomes a file that is read like any other."""

import asyncio
import os

import pytest

from desktop_app.core.problem import Problem
from desktop_app.formats import reader
from desktop_app.settings import paths
from desktop_app.work import paste


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("TUNEDESK_HOME", str(tmp_path / "home"))


def pasted(text):
    return asyncio.run(paste.keep(text, "Pasted table"))


def test_cells_of_a_spreadsheet_come_back_as_they_were():
    path = pasted('question\tanswer\n"two\nlines"\t007\n')
    found = reader.find_out(path)
    assert path.name == "Pasted table.tsv"
    (record,) = reader.records(path, found)
    assert record.cells == {"question": "two\nlines", "answer": "007"}


def test_objects_are_recognised():
    assert pasted('{"prompt": "q", "completion": "a"}\n').suffix in (".json", ".jsonl")


def test_what_was_pasted_before_stays_for_the_wizard_that_reads_it_and_what_was_pasted_long_ago_goes():
    """The one that reads it may be in another window."""
    older, old = pasted("a\tb\n5\t6\n"), paths.data_dir() / "pasted" / "Pasted table.tsv"
    old.write_text("left by an earlier version")
    before = pasted("a\tb\n1\t2\n")
    for long_ago in (older.parent, old):
        os.utime(long_ago, (1, 1))
    path = pasted("a\tb\n3\t4\n")
    assert (path.name, path.read_text()) == (before.name, "a\tb\n3\t4\n")
    assert before.read_text() == "a\tb\n1\t2\n"
    assert sorted((paths.data_dir() / "pasted").iterdir()) == sorted([before.parent, path.parent])


def test_half_a_character_does_not_keep_a_paste_from_being_read():
    path = pasted("question\tanswer\nq\tbroken \ud83d here\n")
    found = reader.find_out(path)
    assert len(list(reader.records(path, found))) == 1


@pytest.mark.parametrize("nothing", ["", " \n\t\n"])
def test_an_empty_clipboard_is_a_problem(nothing):
    with pytest.raises(Problem) as caught:
        pasted(nothing)
    assert caught.value.key == "clipboard_empty"


def test_a_folder_that_cannot_be_is_named():
    paths.data_dir().mkdir(parents=True, exist_ok=True)
    folder = paths.data_dir() / "pasted"
    folder.write_text("in the way")
    with pytest.raises(Problem) as caught:
        pasted("a\tb\n1\t2\n")
    assert (caught.value.key, caught.value.values["folder"]) == (
        "folder_not_writable",
        str(paths.data_dir() / "pasted"),
    )
