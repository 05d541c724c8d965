"""Parquet: rows as the JSON they would be; without its library, and where it is damaged, in words."""

import datetime
import sys
from decimal import Decimal

import pyarrow
import pyarrow.parquet
import pytest

from desktop_app.core.example import Shape
from desktop_app.core.reading import Kind
from desktop_app.formats import parquet
from tests.formats.reading import cells, left_out, problem, read, write


def saved(folder, rows):
    path = folder / "a.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


def test_values_are_text_and_structures_are_columns(tmp_path):
    row = {
        "text": "007", "whole": 7, "half": 0.5, "yes": True, "none": None, "list": ["a", "b"],
        "in": {"a": 1, "b": None},
        "day": datetime.date(2025, 12, 24), "moment": datetime.datetime(2025, 12, 24, 13, 45), "bytes": b"abc",
        "other": b"\xff\xfe", "money": Decimal("1.50"),
    }  # fmt: skip
    path = saved(tmp_path, [row, {**row, "in": {"a": 1, "b": 2}}])
    found, items = read(path)
    assert found.reading.kind is Kind.PARQUET
    assert [item.line for item in items] == [1, 2]
    assert cells(path)[0] == {
        "text": "007", "whole": "7", "half": "0.5", "yes": "true", "none": "", "list": '["a","b"]', "in.a": "1",
        "in.b": "", "day": "2025-12-24", "moment": "2025-12-24 13:45:00", "bytes": "abc", "other": "//4=",
        "money": "1.50",
    }  # fmt: skip


def test_a_file_that_swells_up_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"text": ["a" * 1_000_000] * 4})
    pyarrow.parquet.write_table(table, path, compression="zstd", use_dictionary=False)
    assert path.stat().st_size < 10_000
    assert [len(row["text"]) for row in cells(path)] == [1_000_000] * 4  # a few rows at a time
    monkeypatch.setattr(parquet, "_ALLOWANCE", 1 << 20)
    assert problem(path).key == "file_swells"


def test_training_data_is_recognised(tmp_path):
    row = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 1}]}
    found, items = read(saved(tmp_path, [row] * 3))
    assert found.shape is Shape.CHAT
    assert items[0].source == row  # the weight that the first message does not have is not made up


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (pyarrow.array([10**8, 1, None], pyarrow.date32()), ["275760-09-13", "1970-01-02", ""]),
        (pyarrow.array([10**14, 1], pyarrow.timestamp("s")), ["3170843-11-07 09:46:40.000", "1970-01-01 00:00:01"]),
        (
            pyarrow.array([10**14, 1], pyarrow.timestamp("s", "UTC")),
            ["3170843-11-07 09:46:40.000+00:00", "1970-01-01 00:00:01+00:00"],
        ),
        (pyarrow.array([2**62, 1], pyarrow.duration("s")), ["4611686018427387904 seconds", "0:00:01"]),
    ],
)
def test_moments_beyond_every_calendar_are_text(tmp_path, column, shown):
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"prompt": ["why"] * len(column), "when": column})
    pyarrow.parquet.write_table(table, path)
    assert cells(path) == [{"prompt": "why", "when": each} for each in shown]


def test_a_moment_beyond_every_calendar_within_a_structure_is_said(tmp_path):
    path = tmp_path / "a.parquet"
    far = pyarrow.array([[1], [10**8]], pyarrow.list_(pyarrow.date32()))
    pyarrow.parquet.write_table(pyarrow.table({"prompt": ["a", "b"], "when": far}), path)
    assert problem(path).key == "file_breaks_off"


def test_nul_is_refused_and_the_others_are_read(tmp_path):
    path = saved(tmp_path, [{"a": "x\0y", "b": "1"}, {"a": "z", "b": "2"}])
    assert cells(path) == [{"a": "z", "b": "2"}]
    assert left_out(path)[0][:2] == (1, "row.nul")


def test_a_damaged_file_is_said(tmp_path):
    whole = saved(tmp_path, [{"a": "x" * 1000}]).read_bytes()
    assert problem(write(tmp_path, "b.parquet", whole[:500])).key == "file_damaged"
    assert problem(write(tmp_path, "c.csv", b"PAR1" + bytes(100))).key == "file_damaged"


def test_without_its_library_it_is_said_what_to_install(tmp_path, monkeypatch):
    path = saved(tmp_path, [{"a": "x"}])
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert problem(path).key == "parquet_extra_missing"


@pytest.mark.parametrize("rows", [1, 2500])
def test_every_row_comes_out(tmp_path, rows):
    path = saved(tmp_path, [{"n": str(number)} for number in range(rows)])
    assert [each["n"] for each in cells(path)] == [str(number) for number in range(rows)]
