"""JSON: every layout, nested keys, training data as it came; a bad object costs no good one."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Shape
from desktop_app.core.reading import Kind
from desktop_app.core.sentences import english
from desktop_app.formats import json_lines, json_stream, lines, reader, text_window
from desktop_app.formats.flat import flat
from desktop_app.formats.records import Record
from tests.formats.reading import cells, left_out, problem, read, write

ROWS = [{"a": "1", "b": "x"}, {"a": "2", "b": 'y{}[]"\n'}, {"a": "3", "b": "ü😀"}]
LAYOUTS = {
    "lines": "\n".join(json.dumps(row) for row in ROWS),
    "lines with commas": ",\n".join(json.dumps(row) for row in ROWS),
    "array": json.dumps(ROWS, ensure_ascii=False),
    "indented array": json.dumps(ROWS, indent=2),
    "array, a row a line": "[\n" + ",\n".join(json.dumps(row) for row in ROWS) + "\n]\n",
    "indented": "\n".join(json.dumps(row, indent=4) for row in ROWS),
    "without indents": "\n".join(json.dumps(row, indent=0) for row in ROWS),
    "one after the other": "".join(json.dumps(row) for row in ROWS),
    "within an object": json.dumps({"version": 1, "info": {"by": "me"}, "data": ROWS, "count": 3}),
    "two lists within an object": json.dumps({"train": ROWS[:2], "tags": ["t"], "test": ROWS[2:]}, indent=1),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt", "a.csv"])
def test_every_layout_gives_the_same_rows(tmp_path, layout, encoding, name):
    path = write(tmp_path, name, LAYOUTS[layout], encoding)
    found, items = read(path)
    assert (found.reading.kind, found.columns) == (Kind.JSON, ("a", "b"))
    assert [item.source for item in items] == ROWS
    assert [dict(item.cells) for item in items] == ROWS


def test_nested_keys_are_columns_and_everything_is_text(tmp_path):
    row = {
        "a": {"b": {"c": True}, "d": None}, "list": [1, "zwei", {"drei": 3}], "n": 7, "half": 0.5, "no": {},
        "{x}": False, "a.d": "beside", "long": 12345678901234567890123, "": "nameless",
    }  # fmt: skip
    assert cells(write(tmp_path, "a.jsonl", json.dumps(row, ensure_ascii=False) + "\n")) == [
        {
            "a.b.c": "true", "a.d": "", "list": '[1,"zwei",{"drei":3}]', "n": "7", "half": "0.5", "no": "{}",
            "(x)": "false", "a.d (2)": "beside", "long": "12345678901234567890123", "column": "nameless",
        }
    ]  # fmt: skip


def test_columns_are_those_of_all_objects_and_missing_cells_are_empty(tmp_path):
    path = write(tmp_path, "a.jsonl", '{"a":1}\n{"b":2}\n')
    assert cells(path) == [{"a": "1", "b": ""}, {"a": "", "b": "2"}]


def test_a_key_that_comes_late_is_told_with_its_line_and_its_cells_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.formats.json_objects._SAMPLE_OBJECTS", 10)
    content = "[" + ",\n".join('{"a":{"b":1}}' for _ in range(50)) + ',\n{"a":{"b":2,"late":3}, "last":4}]'
    path = write(tmp_path, "a.json", content)
    found = reader.find_out(path)
    records = reader.records(path, found)
    *_, last = records
    assert found.columns == ("a.b",)
    assert records.late == {"a.late": 51, "last": 51}
    assert last.cells["last"] == "4"
    assert records.done == found.size


def test_keys_from_all_over_a_file_of_lines_are_columns(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.formats.json_objects._SAMPLE_OBJECTS", 10)
    monkeypatch.setattr("desktop_app.formats.json_lines._CHUNK", 1000)
    path = write(tmp_path, "a.jsonl", '{"a":1}\n' * 5000 + '{"a":1,"b":2}\n' * 3000)
    assert read(path)[0].columns == ("a", "b")


def test_bad_lines_are_explained_and_the_others_are_read(tmp_path):
    path = write(
        tmp_path,
        "a.jsonl",
        '{"a": "öäüßöäü"}\n'.encode()
        + b'{"a": 2\n\n{"a" 3}\n{"a": "open}\n{\'a\': 4}\nNaN\n[1]\n{"a": "\xff"}\n{"a": "x\\u0000"}\n'
        b'{"a": x}\n'
        b'{"a": 5} {"a": 6}\n{"a": NaN}\n{"a": "\\ud83d"},\n{"a": "\\q"}\n' + b'{"a":' * 2000 + b'\n{"a": 7}\n',
    )
    assert [(line, key) for line, key, _ in left_out(path)] == [
        (2, "row.json_ends_early"),
        (4, "row.json_other"),
        (5, "row.json_open_quote"),
        (6, "row.json_single_quote"),
        (7, "row.not_an_object"),
        (8, "row.not_an_object"),
        (9, "row.damaged"),
        (10, "row.nul"),
        (11, "row.json_value"),
        (15, "row.json_backslash"),
        (16, "row.too_deep"),
    ]
    assert [each["a"] for each in cells(path)] == ["öäüßöäü", "5", "6", "NaN", "\ud83d", "7"]
    assert all(english(item.reason) for item in read(path)[1] if not isinstance(item, Record))


BROKEN = {
    "a value without marks": ('{"a": bad, "b": "x"}', "row.json_value"),
    "a comma that is missing": ('{"a": "1" "b": "x"}', "row.json_comma"),
    "a mark that is missing": ('{"a": "1, "b": "x"}', "row.json_comma"),
    "a name without marks": ('{a: "1", "b": "x"}', "row.json_name"),
    "nested objects": ('{"a": [{"a2": "1"}, {"a2": "2"}], "b": }', "row.json_value"),
}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("chunk", [7, 1 << 18])
@pytest.mark.parametrize("layout", ["array", "lines in an array", "indented"])
def test_a_bad_object_costs_no_good_one_in_any_layout(tmp_path, monkeypatch, broken, layout, chunk):
    monkeypatch.setattr("desktop_app.formats.lines._CHUNK", chunk)
    text, reason = BROKEN[broken]
    good = [json.dumps(row, ensure_ascii=False) for row in ROWS]
    if layout == "indented":
        content = "\n".join([json.dumps(ROWS[0], indent=2), text, *(json.dumps(row, indent=2) for row in ROWS[1:])])
    else:
        content = "[" + (", " if layout == "array" else "\n,").join([good[0], text, *good[1:]]) + "]"
    path = write(tmp_path, "a.json", content)
    assert [item.source for item in read(path)[1] if isinstance(item, Record)] == ROWS
    assert [(key, raw.strip(" ,\n")) for _, key, raw in left_out(path)] == [(reason, text)]


def test_an_object_that_is_never_closed_costs_no_other(tmp_path):
    content = '[\n  {"a": "1"},\n  {"a": {"b": "2"},\n  {"a": "3"},\n  {"a": "4"}\n]'
    path = write(tmp_path, "a.json", content)
    assert [item.source["a"] for item in read(path)[1] if isinstance(item, Record)] == ["1", "3", "4"]
    assert len(left_out(path)) == 1


def test_training_data_is_recognised_and_kept_as_it_came(tmp_path):
    chat = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": None, "tool_calls": []}]}
    pair = {"input": {"messages": [{"role": "user", "content": "q"}]}}
    pair |= {"preferred_output": [{"role": "assistant", "content": "g"}], "non_preferred_output": []}
    for row, shape in (
        (chat | {"tools": [{"type": "function"}]}, Shape.CHAT),
        ({"prompt": "p", "completion": " c", "metadata": 7}, Shape.COMPLETION),
        (pair, Shape.PREFERENCE),
        ({"question": "p", "answer": "c"}, None),
    ):
        path = write(tmp_path, "a.jsonl", (json.dumps(row) + "\n") * 20 + '{"other": 1}\n')
        found, items = read(path)
        assert (found.shape, items[0].source) == (shape, row)


def test_what_is_no_json_is_said_or_read_as_the_text_it_is(tmp_path):
    assert problem(write(tmp_path, "a.json", '{"a" 1}\n{"b" 2}\n')).key == "file_no_objects"
    assert problem(write(tmp_path, "b.json", "[1, 2, 3]")).key == "file_no_objects"
    assert problem(write(tmp_path, "c.csv", "a,b\n1,2\n"), kind=Kind.JSON).key == "file_no_objects"
    assert read(write(tmp_path, "d.txt", "{age}, {gender} ->\n[sic] is said\n"))[0].reading.kind is Kind.TEXT
    assert cells(write(tmp_path, "e.jsonl", 'oops\n{"a": 1}\n{"a": 2}\n')) == [{"a": "1"}, {"a": "2"}]


def test_a_record_can_go_to_another_process(tmp_path):
    record = read(write(tmp_path, "a.jsonl", '{"a": {"b": 1}}\n'))[1][0]
    assert pickle.loads(pickle.dumps(record)) == record
    assert repr(record.cells) == "{'a.b': '1'}"


def test_a_long_object_is_read_and_one_without_end_is_given_up(tmp_path, monkeypatch):
    for module in (lines, json_lines, json_stream, text_window):
        monkeypatch.setattr(module, "LONGEST", 1 << 20)
    fine, long = '{"a": "' + "x" * 900_000 + '"}', '{"a": "' + "y" * 3_000_000 + '"}'
    path = write(tmp_path, "a.jsonl", "\n".join(['{"a": "1"}', fine, long, '{"a": "2"}']))
    assert [len(each["a"]) for each in cells(path)] == [1, 900_000, 1]
    assert [(line, key) for line, key, _ in left_out(path)] == [(3, "row.too_long")]
    array = write(tmp_path, "a.json", "[" + ",\n".join(['{"a": "1"}', fine, long, '{"a": "2"}']) + "]")
    assert [len(each["a"]) for each in cells(array)][:2] == [1, 900_000]
    assert cells(array)[-1] == {"a": "2"}
    assert {key for _, key, _ in left_out(array)} >= {"row.too_long"}


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_characters="\0"), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab.{", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text("abc.{ ", max_size=3), values, min_size=1, max_size=4), min_size=1, max_size=6),
    st.sampled_from(["lines", "array", "indented", "glued"]),
    st.booleans(),
)
def test_what_json_holds_comes_out_in_every_layout(tmp_path_factory, rows, layout, plain):
    dumped = [json.dumps(row, ensure_ascii=plain or "\\ud" in json.dumps(row)) for row in rows]
    text = {
        "lines": "\n".join(dumped) + "\n",
        "array": "[" + ",".join(dumped) + "]",
        "indented": "\n".join(json.dumps(row, indent=1) for row in rows),
        "glued": "".join(dumped),
    }[layout]
    path = write(tmp_path_factory.mktemp("in"), "a.jsonl", text)
    if len(rows) == 1 and any(isinstance(value, list) and value for value in rows[0].values()):
        return  # an object with lists of objects may be what holds the rows
    _, items = read(path)
    # NaN is not equal to itself, so the texts are compared.
    assert [json.dumps(item.source) for item in items] == [json.dumps(row) for row in rows]
    for row, item in zip(rows, items, strict=True):
        assert {name: item.cells[name] for name in flat(row)} == flat(row)
