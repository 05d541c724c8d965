"""Tables: encodings, delimiters, quotes; every record out or explained; every wrong file in words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Completion
from desktop_app.core.problem import Problem
from desktop_app.formats import tables, training_file
from desktop_app.formats.tables import Record, Unread


def write(tmp_path, content: str | bytes, encoding: str = "utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def cells(path) -> list[dict[str, str]]:
    return [dict(r.cells) for r in tables.read(tables.inspect(path)) if isinstance(r, Record)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(tmp_path, encoding, delimiter):
    text = delimiter.join(["question", "answer"]) + "\n" + delimiter.join(["Wie hübsch?", "“Sehr”, sagt sie"]) + "\n"
    path = write(tmp_path, text.replace("“Sehr”, sagt sie", '"“Sehr”, sagt sie"'), encoding)
    table = tables.inspect(path)
    assert (table.columns, table.delimiter) == (("question", "answer"), delimiter)
    assert cells(path) == [{"question": "Wie hübsch?", "answer": "“Sehr”, sagt sie"}]


def test_values_stay_text_and_cells_may_hold_lines(tmp_path):
    path = write(tmp_path, 'a,b\n007,None\n"two\nlines","say ""hi"""\nNA,\n')
    assert cells(path) == [
        {"a": "007", "b": "None"},
        {"a": "two\nlines", "b": 'say "hi"'},
        {"a": "NA", "b": ""},
    ]


def test_every_record_is_out_or_explained_with_its_line(tmp_path):
    path = write(tmp_path, "sep=;\na;b\n1;2\nonly one\n;\n3;4;5\n\n6;7\n")
    found = list(tables.read(tables.inspect(path)))
    assert [(r.line, dict(r.cells)) for r in found if isinstance(r, Record)] == [
        (3, {"a": "1", "b": "2"}),
        (8, {"a": "6", "b": "7"}),
    ]
    unread = [(r.line, r.reason.key, r.raw) for r in found if isinstance(r, Unread)]
    assert unread == [(4, "row.wrong_width", "only one"), (5, "row.blank", ";"), (6, "row.wrong_width", "3;4;5")]


def test_headers_get_usable_names(tmp_path):
    path = write(tmp_path, "a,a,,{b}\n1,2,3,4\n")
    assert tables.inspect(path).columns == ("a", "a (2)", "column 3", "(b)")
    path = write(tmp_path, "a (3),a,a\n1,2,3\n")
    assert list(cells(path)[0].values()) == ["1", "2", "3"]


def test_blank_lines_above_the_header_are_passed_over(tmp_path):
    path = write(tmp_path, "\n  \na,b\n1,2\n")
    assert [(r.line, dict(r.cells)) for r in tables.read(tables.inspect(path))] == [(4, {"a": "1", "b": "2"})]


@pytest.mark.parametrize("broken", ['3,"four\n', '"3,four\n'])
def test_a_quotation_mark_that_is_never_closed_swallows_nothing_in_silence(tmp_path, broken):
    path = write(tmp_path, f'a,b\n1,"two\nlines"\n{broken}5,6\n7,8')
    good, bad = tables.read(tables.inspect(path))
    assert dict(good.cells) == {"a": "1", "b": "two\nlines"}
    assert (bad.line, bad.reason.key, bad.reason.values["count"]) == (4, "row.open_quote", 3)


def test_a_stray_control_character_makes_no_picture_of_a_table(tmp_path):
    assert cells(write(tmp_path, "a,b\n1,line\x0bbreak\n")) == [{"a": "1", "b": "line\x0bbreak"}]


def test_every_way_of_ending_a_line_is_understood(tmp_path):
    for end in ("\n", "\r\n", "\r"):
        assert cells(write(tmp_path, end.join(["sep=;", "a;b", "1;2", "3;4"]))) == [
            {"a": "1", "b": "2"},
            {"a": "3", "b": "4"},
        ]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_empty"),
        (b" \n\n", "file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "file_not_text"),
        (b"PK\x03\x04" + bytes(100), "file_not_text"),
        (b"completion\nonly\nanswers\n", "file_one_column"),
        ("a,b\n1,2\n".encode("utf-16") + b"\x00", "file_breaks_off"),
        (b"\xef\xbb\xbfa,b\n\xff,1\n", "file_breaks_off"),
    ],
)
def test_wrong_files_are_refused_in_words(tmp_path, content, key):
    path = write(tmp_path, content)
    with pytest.raises(Problem) as caught:
        list(tables.read(tables.inspect(path)))
    assert caught.value.key == key


def test_a_file_that_is_gone_or_a_folder_is_said(tmp_path):
    for path, key in ((tmp_path / "no.csv", "file_missing"), (tmp_path, "file_is_folder")):
        with pytest.raises(Problem) as caught:
            tables.inspect(path)
        assert caught.value.key == key


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=8))
def test_the_training_file_holds_one_object_a_line(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("out") / "t.jsonl"
    assert training_file.write((Completion(p, c) for p, c in pairs), path) == len(pairs)
    lines = path.read_bytes().decode("utf-8").split("\n")[:-1]
    assert [json.loads(line) for line in lines] == [{"prompt": p, "completion": c} for p, c in pairs]


def test_half_a_surrogate_pair_goes_out_as_json_writes_it(tmp_path):
    training_file.write([Completion("\ud83d", " b")], tmp_path / "t.jsonl")
    assert json.loads((tmp_path / "t.jsonl").read_text(encoding="utf-8"))["prompt"] == "\ud83d"


def test_a_training_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(Problem) as caught:
        training_file.write([Completion("a", "b")], tmp_path / "no" / "file.jsonl")
    assert caught.value.key == "training_file_not_written"


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_a_workbook_is_told_apart_from_a_table_with_its_name(tmp_path, start):
    workbook = tmp_path / "answers.xlsx"
    workbook.write_bytes(start + bytes(100))
    with pytest.raises(Problem) as caught:
        tables.inspect(workbook)
    assert caught.value.key == "file_is_workbook"
    workbook.write_text("a,b\n1,2\n", encoding="utf-8")
    assert cells(workbook) == [{"a": "1", "b": "2"}]
