"""Tables of text: delimiters, quotes, headers; every row out or explained."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.core.reading import Kind
from desktop_app.formats import lines, table_quick
from desktop_app.formats.reader import find_out
from desktop_app.formats.records import Record
from tests.formats.reading import cells, left_out, problem, read, write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(tmp_path, encoding, delimiter):
    text = delimiter.join(["question", "answer"]) + "\n" + delimiter.join(["Wie hübsch?", '"“Sehr”, sagt sie"']) + "\n"
    path = write(tmp_path, "table.csv", text, encoding)
    found, _ = read(path)
    assert (found.columns, found.reading.delimiter) == (("question", "answer"), delimiter)
    assert (found.reading.kind, found.reading.header, found.size) == (Kind.DELIMITED, True, path.stat().st_size)
    assert cells(path) == [{"question": "Wie hübsch?", "answer": "“Sehr”, sagt sie"}]


def test_any_other_character_may_be_said_to_be_the_delimiter(tmp_path):
    path = write(tmp_path, "table.csv", "a~b\n1~2\n")
    assert cells(path, delimiter="~") == [{"a": "1", "b": "2"}]
    for nonsense in ("", "ab", '"', "\n"):
        assert problem(path, delimiter=nonsense).key == "file_delimiter"


def test_values_stay_text_and_cells_may_hold_lines(tmp_path):
    path = write(tmp_path, "table.csv", 'a,b\n007,None\n"two\nlines","say ""hi"""\nNA,\n1e5,-0\n')
    assert cells(path) == [
        {"a": "007", "b": "None"},
        {"a": "two\nlines", "b": 'say "hi"'},
        {"a": "NA", "b": ""},
        {"a": "1e5", "b": "-0"},
    ]


def test_every_record_is_out_or_explained_with_its_line(tmp_path):
    path = write(tmp_path, "table.csv", "sep=;\na;b\n1;2\nonly one\n;\n3;4;5\n\n6;7\n8;9;\n")
    good = [(r.line, dict(r.cells)) for r in read(path)[1] if isinstance(r, Record)]
    assert good == [(3, {"a": "1", "b": "2"}), (8, {"a": "6", "b": "7"}), (9, {"a": "8", "b": "9"})]
    assert left_out(path) == [
        (4, "row.wrong_width", "only one"),
        (5, "row.blank", ";"),
        (6, "row.wrong_width", "3;4;5"),
    ]


def test_headers_get_usable_names(tmp_path):
    assert read(write(tmp_path, "a.csv", "a,a,,{b}\n1,2,3,4\n"))[0].columns == ("a", "a (2)", "column 3", "(b)")
    assert list(cells(write(tmp_path, "b.csv", "a (3),a,a\n1,2,3\n"))[0].values()) == ["1", "2", "3"]


def test_blank_lines_and_titles_above_the_header_are_passed_over(tmp_path):
    path = write(tmp_path, "a.csv", "\n  \na,b\n1,2\n")
    assert cells(path) == [{"a": "1", "b": "2"}]
    assert left_out(path) == [(2, "row.blank", "  ")]
    titled = write(tmp_path, "b.csv", "Report of 2024\n\nname;age\nAnn;7\nBob;8\n")
    assert cells(titled) == [{"name": "Ann", "age": "7"}, {"name": "Bob", "age": "8"}]
    assert left_out(titled) == [(1, "row.above_table", "Report of 2024")]


@pytest.mark.parametrize(
    ("content", "header"),
    [
        ("prompt,completion\nHow are you today?,I am fine.\n", True),
        ("id,text here\n1,hello\n2,there\n", True),
        ("What is your name?,How old are you?,Remark\nAnn,7,-\nBob,8,-\n", True),
        ("1,hello\n2,there\n", False),
        ("How are you today?,I am fine as ever.\nWhat is up today?,Not much at all.\n", False),
        ("great stuff,yes\nawful stuff,no\nso so,yes\nnice,yes\n", False),
    ],
)
def test_a_header_is_guessed_and_may_be_said(tmp_path, content, header):
    path = write(tmp_path, "a.csv", content)
    rows = list(csv.reader(io.StringIO(content)))
    found, items = read(path)
    assert found.reading.header is header
    assert [list(item.cells.values()) for item in items] == rows[header:]
    assert read(path, header=True)[0].columns == tuple(rows[0])
    without, all_items = read(path, header=False)
    assert without.columns == tuple(f"column {number}" for number in range(1, len(rows[0]) + 1))
    assert len(all_items) == len(rows)


def test_a_single_column_holds_answers_alone(tmp_path):
    path = write(tmp_path, "a.csv", "completion\nonly, answers\n\nmore; of, them\n")
    found, _ = read(path)
    assert (found.columns, found.reading.header) == (("completion",), True)
    assert cells(path) == [{"completion": "only, answers"}, {"completion": "more; of, them"}]
    assert left_out(path) == [(3, "row.blank", "")]


@pytest.mark.parametrize("broken", ['3,"four\n', '"3,four\n'])
@pytest.mark.parametrize("last", ["8", '"8"', '"8"\n'])
def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_alone(tmp_path, broken, last):
    path = write(tmp_path, "a.csv", f'a,b\n1,"two\nlines"\n{broken}5,6\n7,{last}')
    assert cells(path) == [{"a": "1", "b": "two\nlines"}, {"a": "5", "b": "6"}, {"a": "7", "b": "8"}]
    assert left_out(path) == [(4, "row.open_quote", broken.strip())]


def test_quotation_marks_within_a_cell_cost_nothing(tmp_path):
    path = write(tmp_path, "a.csv", 'a,b\n"Smith, John" Jr,x\nsay "hi",y\n"two\nlines" more,z\n"" ,w\n')
    assert [list(each.values()) for each in cells(path)] == [
        ["Smith, John Jr", "x"],
        ['say "hi"', "y"],
        ["two\nlines more", "z"],
        [" ", "w"],
    ]


def test_a_row_that_never_ends_is_given_up_and_the_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.formats.table_feed.LONGEST", 2000)
    content = 'a,b\n1,2\n3,"open\n' + "".join(f"{number},x\n" for number in range(1000))
    path = write(tmp_path, "a.csv", content)
    assert left_out(path) == [(3, "row.open_quote", '3,"open')]
    assert len(cells(path)) == 1001


def test_a_line_that_is_too_long_is_explained(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST", 1 << 20)
    monkeypatch.setattr(table_quick, "_LONGEST", 1 << 19)
    path = write(tmp_path, "a.csv", "a,b\n1,2\nx," + "y" * (3 << 20) + "\n3,4\n")
    assert cells(path) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert [(line, key) for line, key, _ in left_out(path)] == [(3, "row.too_long")]


def test_a_cell_of_a_megabyte_is_fine(tmp_path):
    path = write(tmp_path, "a.csv", 'a,b\nx,"' + "ab\n" * 400_000 + '"\n')
    assert len(cells(path)[0]["b"]) == 1_200_000


def test_every_way_of_ending_a_line_is_understood(tmp_path):
    for end in ("\n", "\r\n", "\r"):
        path = write(tmp_path, "a.csv", end.join(["sep=;", "a;b", "1;2", "3;4"]))
        assert cells(path) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_what_ends_a_line_to_python_alone_ends_none(tmp_path, sign):
    path = write(tmp_path, "a.csv", f"a,b\n1,x{sign}y\n3,4\n")
    assert [(r.line, dict(r.cells)) for r in read(path)[1]] == [
        (2, {"a": "1", "b": f"x{sign}y"}),
        (3, {"a": "3", "b": "4"}),
    ]


def test_damage_and_nul_cost_their_own_row_alone(tmp_path):
    path = write(tmp_path, "a.csv", "a,b\nä,ö\nü,é\n".encode() * 3 + b"x\xff,1\ny\0,2\nz,3\n")
    assert cells(path)[-1] == {"a": "z", "b": "3"}
    assert [(key, raw) for _, key, raw in left_out(path)] == [("row.damaged", "x\ufffd,1"), ("row.nul", "y\ufffd,2")]


def test_a_stray_control_character_makes_no_picture_of_a_table(tmp_path):
    assert cells(write(tmp_path, "a.csv", "a,b\n1,line\x0bbreak\n")) == [{"a": "1", "b": "line\x0bbreak"}]


text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t"), max_size=12)


@given(
    st.lists(st.lists(text, min_size=1, max_size=4), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@example([["0"], [""], ["0"], ["0", "0"], ["0", "0"]], ",", "\n", "utf-8")  # blank between two titles
def test_rows_in_are_rows_out_and_rows_explained(tmp_path_factory, rows, delimiter, end, encoding):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    path = write(tmp_path_factory.mktemp("in"), "a.csv", written.getvalue(), encoding)
    if not any(cell.strip() for row in rows for cell in row):
        assert problem(path, header=False, delimiter=delimiter).key == "file_empty"
        return
    found, items = read(path, header=False, delimiter=delimiter)
    width = len(found.columns)
    for row, item in zip(rows, items, strict=True):
        if isinstance(item, Record):
            assert list(item.cells.values()) == row[:width]
            assert not any(row[width:])
        else:
            assert item.reason.key in ("row.blank", "row.wrong_width", "row.above_table")


def test_a_comma_in_every_answer_does_not_beat_the_semicolons(tmp_path):
    path = tmp_path / "export.csv"
    lines = [f"ada, aged {n} ->; ada says {n}." for n in range(20)]
    path.write_text("\n".join(["prompt;completion", *lines]) + "\n", encoding="utf-8")
    found = find_out(path)
    assert (found.reading.delimiter, found.columns) == (";", ("prompt", "completion"))
