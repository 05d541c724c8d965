"""Exports come back exactly, or are refused with a reason; nothing is changed silently, nothing half is left behind."""

import csv
import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, Shape, to_line
from desktop_app.core.export import Format, Order
from desktop_app.core.line_rules import TRL, LineRules, extra_keys, without
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text
from desktop_app.formats import export
from desktop_app.formats.export_lines import OtherLine
from desktop_app.formats.export_survey import Surveyor
from desktop_app.formats.export_table import WHOLE, ExportRow, Layout, fields_of, layout_of, source_of
from desktop_app.formats.trl_lines import source_of as source_of_trl
from desktop_app.formats.trl_lines import trl_line
from tests.formats.rows import HARD, conversations, preferences, tables

PAIR = Preference((Message("user", "q"),), (Message("assistant", "good"),), (Message("assistant", "bad"),))


def chat(*texts: str) -> Conversation:
    return Conversation(
        tuple(Message(role, text) for role, text in zip(("user", "assistant") * 9, texts, strict=False))
    )


def written(folder, format_, examples, **answers):
    """Write examples (training, validation and test in turn) and return what was made."""
    parts = list(Part)
    rows = [ExportRow(n + 1, parts[n % 3], "new", example) for n, example in enumerate(examples)]
    surveyor = Surveyor()
    for row in rows:
        surveyor.see(row)
    order = Order(format_, folder / f"out{format_.suffix}", **answers)
    place = export.workplace(order.target)
    try:
        if format_ is Format.JSONL:
            others = [OtherLine(row.number, row.example) for row in rows]
            writing = export.write_lines(order, surveyor.survey().parts, others, place)
        else:
            writing = export.write(order, surveyor.survey(), iter(rows), place)
        assert list(writing) == [row.number for row in rows]
    finally:
        export.leave(place)
    return export.exported(order, surveyor.survey())


def lines_of(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@given(tables())
def test_a_table_holds_every_example_exactly(examples):
    shape = examples[0].shape
    layout = Layout(shape, whole=any(fields_of(e) is None or e.shape is not shape for e in examples))
    assert layout_of(layout.columns) == layout
    for number, example in enumerate(examples, start=1):
        cells = layout.cells(ExportRow(number, Part.TEST, "edited", example))
        assert cells[:2] == ["test", "edited"]
        "\0".join(cells).encode()  # half of a surrogate pair would not be UTF-8
        assert source_of(layout, dict(zip(layout.columns, cells, strict=True))) == to_line(example)


def test_plain_rows_stand_in_their_columns_and_only_others_as_json():
    layout = Layout(Shape.CHAT, whole=True)
    plain = layout.cells(ExportRow(1, Part.TRAINING, "new", chat("q", "a")))
    longer = layout.cells(ExportRow(2, Part.TRAINING, "new", chat("q", "a", "r", "b")))
    assert plain == ["training", "new", "", "q", "a", ""]
    assert longer[2:5] == ["", "", ""]
    assert [m["content"] for m in json.loads(longer[5])] == ["q", "a", "r", "b"]


def test_an_empty_system_message_is_not_lost():
    example = Conversation((Message("system", ""), Message("user", "q"), Message("assistant", "a")))
    assert fields_of(example) is None


def test_a_row_with_two_truths_or_broken_json_is_refused_with_its_reason():
    layout = Layout(Shape.CHAT, whole=True)
    row = dict(zip(layout.columns, layout.cells(ExportRow(1, Part.TEST, "new", chat("q", "a", "r", "b"))), strict=True))
    for changed, key in (({"user": "else"}, "row.two_examples"), ({WHOLE: "[{"}, "row.whole_unreadable")):
        reason = source_of(layout, {**row, **changed})
        assert isinstance(reason, Text)
        assert reason.key == key
    assert isinstance(source_of(layout, {**row, WHOLE: "7"}), Text)


@given(st.one_of(conversations(), preferences()))
def test_the_form_of_trl_comes_back_exactly(example):
    line = to_line(example)
    assert source_of_trl(json.loads(json.dumps(trl_line(line)))) == line


def test_a_line_of_another_kind_is_not_touched_by_what_reads_trl():
    for line in ({"prompt": "a", "completion": "b"}, {"messages": [], "tools": "no list"}, {"tools": "[1]"}):
        assert source_of_trl(line) == line


@pytest.mark.parametrize("format_", list(Format))
def test_every_format_is_written_whole_and_nothing_else_is_left(format_, tmp_path):
    done = written(tmp_path, format_, [chat("q", f"a{n}") for n in range(7)])
    assert [path.name for path in tmp_path.iterdir()] == [done.target.name]
    assert done.rows == 7
    assert done.size > 0
    assert done.parts == {Part.TRAINING: 3, Part.VALIDATION: 2, Part.TEST: 2}


def test_json_lines_have_no_mark_and_line_feeds_alone(tmp_path):
    made = written(tmp_path, Format.JSONL, [Completion(text, "é\r\n") for text in HARD]).target.read_bytes()
    assert made.startswith(b'{"prompt"')
    assert b"\r" not in made
    assert [json.loads(line)["prompt"] for line in made.split(b"\n")[:-1]] == list(HARD)


def test_csv_and_tsv_are_what_the_csv_module_reads(tmp_path):
    for format_, delimiter in ((Format.CSV, ","), (Format.TSV, "\t")):
        path = written(tmp_path, format_, [Completion(text, text) for text in HARD if "\ud83d" not in text]).target
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=delimiter))
        assert rows[0] == ["part", "status", "prompt", "completion"]
        assert [row[2] for row in rows[1:]] == [text for text in HARD if "\ud83d" not in text]


def test_in_a_workbook_everything_is_a_text(tmp_path):
    path = written(
        tmp_path, Format.EXCEL, [Completion(text, "b") for text in ("=1+1", "007", "TRUE", "#N/A", "1e5")]
    ).target
    sheet = openpyxl.load_workbook(path)["Rows"]
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        (text, "s") for text in ("=1+1", "007", "TRUE", "#N/A", "1e5")
    ]
    assert cells[0].quotePrefix  # it stays a text when somebody edits it


@pytest.mark.parametrize("text", ["x" * 32768, "\r" * 5000, "😀" * 16384], ids=["letters", "marks", "pairs"])
def test_a_text_longer_than_a_cell_refuses_the_workbook_and_names_the_row(text, tmp_path):
    with pytest.raises(Problem) as caught:
        written(tmp_path, Format.EXCEL, [Completion("a", "b"), Completion("c", text)])
    assert (caught.value.key, caught.value.values["rows"]) == ("export_cells_too_long", "2")
    assert list(tmp_path.iterdir()) == []


def test_a_row_that_is_only_too_long_as_json_is_refused_too(tmp_path):
    mixed = [Completion("a", "b"), Completion("a", "c"), chat('"' * 20000, "a")]
    with pytest.raises(Problem, match="export_cells_too_long"):
        written(tmp_path, Format.EXCEL, mixed)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["bell \x07", "\x0b", "\ufffe"])
def test_control_characters_refuse_the_workbook_alone(text, tmp_path):
    rows = [Completion("a", "b"), Completion(text, "b")]
    with pytest.raises(Problem) as caught:
        written(tmp_path, Format.EXCEL, rows)
    assert (caught.value.key, caught.value.values["rows"]) == ("export_controls", "2")
    assert written(tmp_path, Format.CSV, rows).rows == 2


@pytest.mark.parametrize("format_", list(Format))
def test_nul_is_refused_everywhere_with_the_rows(format_, tmp_path):
    nul = Conversation((Message("user", "q"), Message("assistant", "a", {"note": ["deep", {"x": "\0"}]})))
    with pytest.raises(Problem) as caught:
        written(tmp_path, format_, [*(Completion("\\u0000", "b") for _ in range(3)), nul])
    assert (caught.value.key, caught.value.values) == ("export_nul", {"count": 1, "rows": "4"})
    assert list(tmp_path.iterdir()) == []


def test_many_rows_are_named_by_the_first_few(tmp_path):
    with pytest.raises(Problem) as caught:
        written(tmp_path, Format.EXCEL, [Completion("\x01", "b")] * 9)
    assert caught.value.values == {"count": 9, "rows": "1, 2, 3, 4, 5 …"}


def test_a_folder_for_trl_refuses_what_its_readers_cannot_take(tmp_path):
    picture = Conversation(
        (
            Message("user", "", {"content": [{"type": "image_url", "image_url": {"url": "x"}}]}),
            Message("assistant", "a"),
        )
    )
    untellable = Conversation(chat("q", "a").messages, {"tools": '[{"as": "text"}]'})
    for rows, key in (
        ([picture], "export_pictures"),
        ([chat("\ud83d", "a")], "export_halves"),
        ([chat("q", "a"), Completion("a", "b")], "export_mixed_shapes"),
        ([untellable], "export_trl_unfit"),
    ):
        with pytest.raises(Problem, match=key):
            written(tmp_path, Format.TRL, rows)
        assert list(tmp_path.iterdir()) == []


def test_a_folder_with_files_is_never_touched(tmp_path):
    (tmp_path / "out").mkdir()
    kept = tmp_path / "out" / "thesis.txt"
    kept.write_text("mine")
    with pytest.raises(Problem, match="export_folder_taken"):
        written(tmp_path, Format.TRL, [chat("q", "a")])
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "thesis.txt"]
    kept.unlink()
    assert written(tmp_path, Format.TRL, [chat("q", "a")]).rows == 1


def test_a_file_of_that_name_is_replaced_only_by_a_whole_one(tmp_path):
    (tmp_path / "out.csv").write_text("before")
    with pytest.raises(Problem, match="export_nul"):
        written(tmp_path, Format.CSV, [Completion("\0", "b")])
    assert (tmp_path / "out.csv").read_text() == "before"
    written(tmp_path, Format.CSV, [Completion("a", "b")])
    assert "before" not in (tmp_path / "out.csv").read_text()


def test_what_the_receiver_does_not_take_is_refused_or_left_out(tmp_path):
    rules = LineRules("Somewhere", frozenset({Shape.CHAT}), frozenset(), frozenset({"name"}), one_shape=True)
    with pytest.raises(Problem, match="export_shape_refused"):
        written(tmp_path, Format.JSONL, [PAIR], rules=rules)
    weighted = Conversation(
        (Message("user", "q", {"name": "Eva"}), Message("assistant", "a", {"weight": 0})), {"tools": []}
    )
    unknown = frozenset(key for key in extra_keys(to_line(weighted)) if not rules.takes(key))
    assert unknown == {"tools", "messages[].weight"}
    done = written(tmp_path, Format.JSONL, [weighted], rules=rules, left_out=unknown)
    assert lines_of(done.target) == [
        {"messages": [{"role": "user", "content": "q", "name": "Eva"}, {"role": "assistant", "content": "a"}]}
    ]
    assert [note.values for note in done.notes] == [{"keys": "messages[].weight, tools"}]


def test_keys_are_found_and_left_out_in_every_corner_of_a_pair():
    pair = Preference(
        PAIR.messages, (Message("assistant", "g", {"weight": 1}),), PAIR.non_preferred, {"id": 7}, {"tools": []}
    )
    line = to_line(pair)
    assert extra_keys(line) == {"id", "tools", "messages[].weight"}
    assert without(line, frozenset({"id", "tools", "messages[].weight", "input", "messages[].role"})) == to_line(
        Preference(PAIR.messages, (Message("assistant", "g"),), PAIR.non_preferred)
    )


def test_no_rows_are_no_export(tmp_path):
    with pytest.raises(Problem, match="export_nothing"):
        written(tmp_path, Format.CSV, [])


def test_what_may_be_calculated_is_said_for_csv_and_not_for_a_workbook(tmp_path):
    rows = [Completion("=1+1", "b"), Completion("a", "b")]
    assert [note.key for note in written(tmp_path, Format.CSV, rows).notes] == ["export.note_formulas"]
    assert written(tmp_path, Format.EXCEL, rows).notes == ()


@settings(max_examples=15, deadline=None)
@given(tables())
def test_hostile_rows_are_written_or_refused_in_words(tmp_path_factory, examples):
    folder = tmp_path_factory.mktemp("out")
    for format_ in Format:
        refused = ""
        try:
            assert written(folder, format_, examples).rows == len(examples)
        except Problem as problem:
            refused = problem.key
        assert refused.startswith("export_") is not (folder / f"out{format_.suffix}").exists()


@pytest.mark.parametrize("with_tools", [False, True])
@pytest.mark.parametrize("kind", list(Shape))
def test_the_datasets_library_loads_the_folder(kind, with_tools, tmp_path, monkeypatch):
    """As a user of TRL would: the whole folder, every part, every row, and TRL's own names for the forms."""
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    tool = {"type": "function", "function": {"name": "f", "parameters": {"a": 1}}}
    extra = {"tools": [tool]} if with_tools else {}
    called = Message(
        "assistant",
        "",
        {
            "content": None,
            "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
        },
    )
    told = Message("tool", "7", {"tool_call_id": "c"})
    rows = {
        Shape.CHAT: [
            chat("q", "a"),
            Conversation((Message("user", "q"), called, told, Message("assistant", "b", {"weight": 0})), extra),
            *[chat("q", f"a{n}") for n in range(4)],
        ],
        Shape.COMPLETION: [Completion(f"p{n}", "c\r\n") for n in range(6)],
        Shape.PREFERENCE: [Preference(PAIR.messages, PAIR.preferred, PAIR.non_preferred, {}, extra), *[PAIR] * 5],
    }[kind]
    done = written(tmp_path, Format.TRL, rows, title="Heroes: “ü”", rules=TRL)
    data = datasets.load_dataset(str(done.target), cache_dir=str(tmp_path / "cache"))
    assert {name: len(part) for name, part in data.items()} == {"train": 2, "validation": 2, "test": 2}
    columns = {
        Shape.CHAT: ["messages"],
        Shape.COMPLETION: ["prompt", "completion"],
        Shape.PREFERENCE: ["prompt", "chosen", "rejected"],
    }
    assert [name for name in data["train"].column_names if name != "tools"] == columns[kind]
    if with_tools and kind is not Shape.COMPLETION:
        said = [tools for part in data.values() for tools in part["tools"] if tools]
        assert [json.loads(tools) for tools in said] == [[tool]]
    one_by_one = datasets.load_dataset(
        "json", data_files={"train": str(done.target / "train.jsonl")}, cache_dir=str(tmp_path / "cache")
    )
    assert len(one_by_one["train"]) == 2
