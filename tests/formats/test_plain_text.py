"""Plain text, pasted text, and files that are no tables at all."""

import csv
import os
import sys

import pytest

from desktop_app.core.reading import Kind
from desktop_app.core.sentences import english
from desktop_app.formats import lines, reader, table_row
from desktop_app.formats.clipboard import kind_of_text
from tests.formats.foreign import opendocument, zipped
from tests.formats.reading import cells, left_out, problem, read, write


def test_a_line_is_a_completion_and_blank_lines_are_explained(tmp_path):
    path = write(tmp_path, "a.txt", " Hello, you.\n\n007\r\nlast")
    found, _ = read(path)
    assert (found.reading.kind, found.columns) == (Kind.TEXT, ("text",))
    assert cells(path) == [{"text": " Hello, you."}, {"text": "007"}, {"text": "last"}]
    assert left_out(path) == [(2, "row.blank", "")]
    assert cells(path, header=True) == [{"Hello, you.": "007"}, {"Hello, you.": "last"}]


def test_damage_costs_its_own_line_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST", 1 << 20)
    path = write(tmp_path, "a.txt", "größe\n".encode() * 9 + b"\xff\nx\0y\n" + b"z" * (2 << 20) + b"\nlast\n")
    assert [(line, key) for line, key, _ in left_out(path)] == [
        (10, "row.damaged"),
        (11, "row.nul"),
        (12, "row.too_long"),
    ]
    assert cells(path)[-1] == {"text": "last"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("prompt\tcompletion\na\tb\n", Kind.DELIMITED),
        ("prompt,completion\na,b\n", Kind.DELIMITED),
        ("sep=;\na;b\n", Kind.DELIMITED),
        ("Well, this is prose.\nAnd, so, is this.\n", Kind.TEXT),
        ("Yes, it is.\nNo, it is not.\n", Kind.TEXT),
        ("one\n", Kind.TEXT),
    ],
)
def test_a_text_file_may_hold_a_table(tmp_path, content, kind):
    assert read(write(tmp_path, "a.txt", content))[0].reading.kind is kind


def test_the_user_may_say_what_a_text_is(tmp_path):
    path = write(tmp_path, "a.csv", "Yes, it is.\nNo, not.\n")
    assert cells(path, kind=Kind.TEXT) == [{"text": "Yes, it is."}, {"text": "No, not."}]
    assert problem(path, kind=Kind.WORKBOOK).key == "file_is_not_of_kind"


@pytest.mark.parametrize(
    ("pasted", "suffix"),
    [
        ("prompt\tcompletion\r\na\tb\r\n", ".tsv"),
        ('a\t"two\nlines with ""marks"""\nc\td', ".tsv"),
        ("one cell\tother cell", ".tsv"),
        ("a,b\n1,2\n", ".csv"),
        ("a;b\n1;2\n", ".csv"),
        ('{"a": 1}\n{"a": 2}', ".jsonl"),
        ('[{"a": 1}]', ".json"),
        ('{\n "a": 1\n}', ".json"),
        ("{age}, {gender} ->", ".txt"),
        ("[sic]", ".txt"),
        ("Hello, you.\nHow are you?", ".txt"),
        ("", ".txt"),
    ],
)
def test_a_pasted_text_is_known_and_read_like_a_file(tmp_path, pasted, suffix):
    assert kind_of_text(pasted) == suffix
    if pasted:
        path = write(tmp_path, f"pasted{suffix}", pasted)
        assert len(list(reader.records(path, reader.find_out(path)))) >= 1 - (suffix in (".tsv", ".csv"))


LONG = "word " * 40_000


@pytest.mark.parametrize(
    ("pasted", "suffix"),
    [
        (f"prompt\tcompletion\n{LONG}\tb\n", ".tsv"),
        (f"prompt;completion\n{LONG};b\n", ".csv"),
        (LONG, ".txt"),
        (f'{{"prompt":"{LONG}","completion":"b"', ".txt"),
    ],
)
def test_a_pasted_text_may_hold_a_whole_document(pasted, suffix):
    limit = csv.field_size_limit(1 << 17)  # as it stands when the program starts: reading a table raises it for all
    try:
        assert kind_of_text(pasted) == suffix
    finally:
        csv.field_size_limit(limit)


def test_a_pasted_text_longer_than_any_cell_is_no_table(monkeypatch):
    monkeypatch.setattr(table_row, "LONGEST", 100)
    limit = csv.field_size_limit()
    try:
        assert kind_of_text(f"{'a' * 500}\tb\nc\td") == ".txt"
    finally:
        csv.field_size_limit(limit)


MANIFEST = {"[Content_Types].xml": "<Types/>"}
WRONG = {
    "nothing": (b"", "file_empty"),
    "blanks": (b" \n\n\t\n", "file_empty"),
    "a mark alone": (b"\xef\xbb\xbf\n", "file_empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "file_not_text"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(200), "file_not_text"),
    "noise": (bytes(range(256)) * 9, "file_not_text"),
    "half a workbook": (b"PK\x03\x04" + bytes(100), "file_damaged"),
    "an archive": (zipped({"a.csv": "a,b"}), "file_is_packed"),
    "a packed file": (b"\x1f\x8b\x08\x00" + bytes(50), "file_is_packed"),
    "a letter": (zipped(MANIFEST | {"word/document.xml": "<w/>"}), "file_is_document"),
    "an open letter": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
        "file_is_document",
    ),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file_is_document"),
    "rich text": (b"{\\rtf1\\ansi Hello}", "file_is_document"),
    "Numbers": (zipped({"Index/Document.iwa": b"x"}), "file_is_numbers"),
    "a web page": (b"<!DOCTYPE html><html><table></table></html>", "file_is_page"),
    "XML": (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "file_is_page"),
    "a database": (b"SQLite format 3\x00" + bytes(90), "file_not_text"),
    "a workbook without cells": (opendocument([]), "file_empty"),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.txt"])
def test_wrong_files_are_refused_in_three_sentences(tmp_path, what, name):
    content, key = WRONG[what]
    found = problem(write(tmp_path, name, content))
    assert found.key == key
    assert all(english(said) for said in (found.happened, found.meaning, found.remedy))


def old_office(stream: str) -> bytes:
    """Return the envelope of an older program's file with one stream in its directory."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    head[30], head[48] = 9, 1
    return bytes(head) + bytes(512) + stream.encode("utf-16-le") + bytes(512)


def test_locked_workbooks_and_old_letters_are_known(tmp_path):
    assert problem(write(tmp_path, "a.xlsx", old_office("EncryptedPackage"))).key == "file_is_locked"
    assert problem(write(tmp_path, "b.doc", old_office("WordDocument"))).key == "file_is_document"
    assert problem(write(tmp_path, "c.xls", old_office("Workbook"))).key == "file_damaged"


def test_a_project_is_told_apart(tmp_path):
    assert problem(write(tmp_path, "a.tunedesk", b"SQLite format 3\x00" + bytes(90))).key == "file_is_project"


def test_what_cannot_be_opened_is_said(tmp_path):
    assert problem(tmp_path / "no.csv").key == "file_missing"
    assert problem(tmp_path).key == "file_is_folder"


def test_a_file_the_system_refuses_is_said(tmp_path):
    """Even root cannot open a name that is too long; for others it stands for a file they may not read."""
    assert problem(tmp_path / f"{'long' * 100}.csv").key == "file_unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
def test_a_pipe_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    assert problem(tmp_path / "a.csv").key == "file_unreadable"


def test_a_file_that_goes_while_it_is_read_is_said(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\n1,2\n")
    found = reader.find_out(path)
    path.unlink()
    assert problem_of(path, found) == "file_missing"


def problem_of(path, found):
    with pytest.raises(reader.Problem) as caught:
        list(reader.records(path, found))
    return caught.value.key
