"""Large tables are read many rows at a time: what comes of it is what comes of reading them row by row."""

import csv
import io
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.core.reading import Found, Kind, Reading
from desktop_app.formats import delimited, table_quick
from desktop_app.formats.lines import Lines
from desktop_app.formats.records import Record, Unread
from desktop_app.formats.table_feed import careful_rows
from tests.formats.reading import read, write

SIGNS = ('"', '""', ",", "\n", "\r\n", "\r", "a", "é", " ", "\0", "😀", '",', '"\n', '\n"', "\ufffd")
CONTENT = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)


def items(path, large, columns=("a", "b"), chunk=1 << 17):
    found = Found(path.name, Reading(kind=Kind.DELIMITED, encoding="utf-8", delimiter=",", header=False), columns)
    with mock.patch.object(delimited, "LARGE", large), mock.patch.object(table_quick, "_CHUNK", chunk):
        return [
            (each.line, each.cells if isinstance(each, Record) else (each.reason, each.raw))
            for each in delimited.records(path, found)
        ]


def same(path, chunk, columns=("a", "b")):
    quick, careful = items(path, 0, columns, chunk), items(path, 1 << 60, columns)
    assert quick == careful
    return quick


@given(CONTENT, st.integers(1, 40))
@example('a,"b""c"\n"",""\n""\n\n"d\ne",f', 7)
@example('1,2\n"a"b,c\n3,4\n', 4)
@example('1,2\n"open,c\n3,4\n', 4)
@example("1,2\r\n3,4\r5,6\n", 5)
@example("\ufeffsep=,\n1,2\n", 40)
def test_whatever_the_marks_are_like(tmp_path_factory, content, chunk):
    path = tmp_path_factory.mktemp("in") / "a.csv"
    path.write_bytes(content.encode())
    same(path, chunk)


@given(st.binary(max_size=60), st.integers(1, 40))
@example(b'1,2\n"a\xff",3\n4,5\n', 6)
@example(b'1,2\n"a\0",3\n4,5\n"x\ny\0",z\n', 9)
def test_whatever_the_bytes_are(tmp_path_factory, content, chunk):
    path = tmp_path_factory.mktemp("in") / "a.csv"
    path.write_bytes(b"1,2\n" + content + b"\n7,8\n")
    with mock.patch.object(table_quick, "_CHUNK", chunk):
        quick = table_quick.QuickRows(path, ",")
        given_quickly = [(row.line, row.cells, row.fault) for row in quick]
    careful = [(row.line, row.cells, row.fault) for row in careful_rows(Lines(path, "utf-8"), ",")]
    for mine, theirs in zip(given_quickly, careful, strict=False):
        assert (mine[0], mine[2] is None) == (theirs[0], theirs[2] is None)
        assert mine[2] is not None or mine[1] == theirs[1]
    assert quick.whole == (len(given_quickly) == len(careful))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_well_made_table_is_read_so_to_its_end(tmp_path, end):
    rows = [[f"q{number}", 'say "hi",\ntwo\r\nlines é' * (number % 3)] for number in range(500)]
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end).writerows(rows)
    path = write(tmp_path, "a.csv", written.getvalue())
    quick = table_quick.QuickRows(path, ",")
    assert [row.cells for row in quick] == rows
    assert quick.whole
    assert quick.done == path.stat().st_size
    assert len(same(path, 64)) == 500


def test_from_the_first_odd_mark_on_it_is_read_row_by_row(tmp_path):
    path = write(tmp_path, "a.csv", "1,2\n" * 50 + '5" disk,7\n' + '"x\ny",z\n' * 50)
    quick = table_quick.QuickRows(path, ",")
    with mock.patch.object(table_quick, "_CHUNK", 40):
        assert 0 < len(list(quick)) <= 50
    assert not quick.whole
    found = same(path, 40)
    assert found[50] == (51, {"a": '5" disk', "b": "7"})
    assert found[-1] == (150, {"a": "x\ny", "b": "z"})


def test_a_row_is_told_by_the_line_it_begins_on(tmp_path):
    path = write(tmp_path, "a.csv", 'a,b\n"one\ntwo",x\n\n"three\nfour\nfive"\nsix,y\n')
    told = [(each.line, isinstance(each, Unread)) for each in read(path)[1]]
    assert told == [(2, False), (5, True), (8, False)]
    with mock.patch.object(delimited, "LARGE", 0):
        assert [(each.line, isinstance(each, Unread)) for each in read(path)[1]] == told
