"""Workbooks: every program's files, any sheet, cells as a person sees them, nothing that would not fit."""

import datetime
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from desktop_app.core.reading import Kind
from desktop_app.formats.number_formats import changes_numbers, general, in_format
from desktop_app.formats.records import Record
from tests.formats.foreign import binary_workbook, opendocument, zipped
from tests.formats.reading import cells, left_out, problem, read, write


def saved(folder, rows, formats=(), **more):
    """Return the path of an .xlsx file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, code in formats:
        book.active[place].number_format = code
    for name, content in more.items():
        for row in content:
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def test_cells_are_read_as_a_person_sees_them(tmp_path):
    rows = [
        ["kind", "value"],
        ["whole", 7],
        ["half", 7.5],
        ["sum", 0.1 + 0.2],
        ["large", 123456789012],
        ["text", "007"],
        ["word", "None"],
        ["true", True],
        ["day", datetime.date(2025, 12, 24)],
        ["moment", datetime.datetime(2025, 12, 24, 13, 45)],
        ["second", datetime.datetime(2025, 12, 24, 13, 45, 6)],
        ["time", datetime.time(13, 45)],
        ["hours", datetime.timedelta(hours=30)],
        ["zip", 1234],
        ["share", 0.125],
        ["price", 1234.5],
        ["wrong", "#N/A"],
        ["lines", "two\nlines"],
        ["spaces", "  kept  "],
    ]
    path = saved(tmp_path, rows, [("B14", "00000"), ("B15", "0.0%"), ("B16", '#,##0.00 "€"')])
    assert {each["kind"]: each["value"] for each in cells(path)} == {
        "whole": "7", "half": "7.5", "sum": "0.3", "large": "123456789012", "text": "007", "word": "None",
        "true": "TRUE", "day": "2025-12-24", "moment": "2025-12-24 13:45", "second": "2025-12-24 13:45:06",
        "time": "13:45", "hours": "30:00:00", "zip": "01234", "share": "12.5%", "price": "1,234.50 €",
        "wrong": "#N/A", "lines": "two\nlines", "spaces": "  kept  ",
    }  # fmt: skip


def test_what_went_wrong_in_a_formula_is_shown(tmp_path):
    path = saved(tmp_path, [["q", "a"], ["1", "=1/0"]])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    cell = re.compile(rb'<c r="B2"[^>]*>.*?</c>')
    part = "xl/worksheets/sheet1.xml"
    parts[part] = cell.sub(b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', parts[part])
    assert cells(write(tmp_path, "b.xlsx", zipped(parts))) == [{"q": "1", "a": "#DIV/0!"}]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (7.0, "0", "7"),
        (7.5, "0", "8"),
        (-2.5, "0.00", "-2.50"),
        (0.0, "0.00", "0.00"),
        (1234567.891, "#,##0.0", "1,234,567.9"),
        (12.0, "0.0#", "12.0"),
        (5.0, '0" km"', "5 km"),
        (5.0, "[$€-407] 0.00", "€ 5.00"),
        (-5.0, '"$"#,##0.00;[Red]("$"#,##0.00)', "($5.00)"),
        (0.5, '0%;-0%;"none"', "50%"),
        (42.0, '_-* #,##0.00 "€"_-', "42.00 €"),
        (1e300, "0.00", "1E+300"),
        (0.004, "0.00", "0.00"),
        (-0.004, "0.00", "0.00"),
        (0.1, "0." + "0" * 30, "0.1" + "0" * 29),
        (123456789012345.0, "0." + "0" * 15, "123456789012345." + "0" * 15),
        (0.1, "0." + "0" * 200, "0.1"),  # no program shows so many
    ],
)
def test_number_formats_are_followed(value, code, shown):
    assert changes_numbers(code)
    assert in_format(value, code) == shown


@pytest.mark.parametrize("code", ["", "General", "@", "yyyy-mm-dd", "[h]:mm", "0.00E+00", "# ?/?", "0,", '"text"'])
def test_formats_that_cannot_be_followed_leave_the_number_as_it_is(code):
    assert not changes_numbers(code)


def test_numbers_in_general_have_fifteen_digits():
    assert [general(n) for n in (7.0, -0.0, 1e14, 123456789.125, 1e20, 1 / 3)] == [
        "7", "0", "100000000000000", "123456789.125", "1E+20", "0.333333333333333",
    ]  # fmt: skip


def test_any_sheet_can_be_read_and_the_first_with_rows_is_the_first_choice(tmp_path):
    path = saved(tmp_path, [], Data=[["q", "a"], ["1", "2"]], Other=[["x", "y"], ["3", "4"]])
    found, _ = read(path)
    assert (found.reading.kind, found.reading.sheet) == (Kind.WORKBOOK, "Data")
    assert found.sheets == ("Sheet", "Data", "Other")
    assert cells(path, sheet="Other") == [{"x": "3", "y": "4"}]
    assert problem(path, sheet="none").key == "sheet_missing"
    assert problem(path, sheet="Sheet").key == "sheet_empty"


def test_a_page_about_the_file_is_not_taken_for_the_table(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "About"
    for row in (["Our cases"], ["Author: Ann"]):
        book.active.append(row)
    table = book.create_sheet("Cases")
    for row in (["Cases of 2025"], [], ["question", "answer"], *([f"q{n}", f"a{n}"] for n in range(10))):
        table.append(row)
    book.create_sheet("More").append(["a", "b"])
    book.save(tmp_path / "a.xlsx")
    found, _ = read(tmp_path / "a.xlsx")
    assert (found.reading.sheet, found.columns) == ("Cases", ("question", "answer"))
    assert found.sheets == ("About", "Cases", "More")
    table.delete_rows(12)
    book.save(tmp_path / "b.xlsx")
    assert read(tmp_path / "b.xlsx")[0].reading.sheet == "About", "with nine rows nothing can be trained either"


def test_a_hidden_sheet_is_not_the_first_choice(tmp_path):
    book = openpyxl.Workbook()
    for n in range(12):
        book.active.append(["secret", f"x {n}"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Shown").append(["q", "a"])
    book["Shown"].append(["1", "2"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[0].sheets == ("Shown", "Sheet")
    assert cells(tmp_path / "a.xlsx") == [{"q": "1", "a": "2"}]


def test_rows_keep_their_numbers_and_blank_ones_are_explained_but_not_at_the_ends(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for place, value in {"B2": "A title", "B4": "q", "C4": "a", "B5": "1", "C5": "x", "B7": "2", "C7": "y"}.items():
        sheet[place] = value
    sheet["F40"].number_format = "0.00"  # a format without a value is nothing a person sees
    sheet["C20"] = " "
    book.save(tmp_path / "a.xlsx")
    found, items = read(tmp_path / "a.xlsx")
    assert found.columns == ("q", "a")
    assert [(r.line, dict(r.cells)) for r in items if isinstance(r, Record)] == [
        (5, {"q": "1", "a": "x"}),
        (7, {"q": "2", "a": "y"}),
    ]
    assert left_out(tmp_path / "a.xlsx") == [(2, "row.above_table", "A title"), (6, "row.blank", "")]


def test_a_column_without_a_name_gets_one_and_cells_far_down_count(tmp_path):
    rows = [["q", "a"], *(["1", "2"] for _ in range(100)), ["3", "4", None, "far"]]
    found, items = read(saved(tmp_path, rows))
    assert found.columns == ("q", "a", "column 3", "column 4")
    assert items[-1].cells["column 4"] == "far"


def test_without_a_header_the_columns_are_numbered(tmp_path):
    path = saved(tmp_path, [[1, "yes"], [2, "no"]])
    assert cells(path) == [{"column 1": "1", "column 2": "yes"}, {"column 1": "2", "column 2": "no"}]
    assert cells(path, header=True) == [{"1": "2", "yes": "no"}]


def test_the_files_of_other_and_older_programs_are_read(tmp_path):
    ods = write(tmp_path, "a.ods", opendocument([["q", "a"], [7, "grüße\nja"], [0.5, True]]))
    assert cells(ods) == [{"q": "7", "a": "grüße\nja"}, {"q": "0.5", "a": "TRUE"}]
    xlsb = write(tmp_path, "a.xlsb", binary_workbook([["q", "a"], [7.0, "grüße"]]))
    assert cells(xlsb) == [{"q": "7", "a": "grüße"}]
    assert cells(Path(__file__).with_name("old.xls")) == [
        {"question": "Grüße?", "answer": "ja", "when": "2025-12-24", "n": "7"},
        {"question": "日本", "answer": "no", "when": "2025-01-02 03:04", "n": "7.5"},
        {"question": "true?", "answer": "TRUE", "when": "", "n": "0.1"},
    ]


def test_a_workbook_with_the_name_of_a_table_is_read_as_what_it_is(tmp_path):
    path = saved(tmp_path, [["q", "a"], ["1", "2"]]).rename(tmp_path / "a.csv")
    assert cells(path) == [{"q": "1", "a": "2"}]
    assert cells(write(tmp_path, "b.xlsx", "q,a\n1,2\n")) == [{"q": "1", "a": "2"}]


def test_a_stray_cell_far_away_is_refused_before_it_fills_the_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["q", "a"])
    book.active["XFD1048576"] = "stray"
    book.save(tmp_path / "a.xlsx")
    assert problem(tmp_path / "a.xlsx").key == "sheet_too_large"
    rows = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    )
    ends = "/></table:table-row>"
    assert cells(write(tmp_path, "a.ods", opendocument([["q", "a"], ["1", "2"]], rows + ends))) == [
        {"q": "1", "a": "2"}
    ]
    filled = rows + ' office:value-type="float" office:value="1"' + ends
    assert problem(write(tmp_path, "b.ods", opendocument([["q", "a"]], filled))).key == "workbook_too_large"


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.formats.sheet_sizes.MOST_BYTES", 100_000)
    path = saved(tmp_path, [["q", "a"], *(["x" * 100, "y"] for _ in range(3000))])
    assert problem(path).key == "workbook_too_large"


def test_a_damaged_workbook_is_said(tmp_path):
    whole = saved(tmp_path, [["q", "a"], ["1", "2"]]).read_bytes()
    assert problem(write(tmp_path, "a.xlsx", whole[:2000])).key == "file_damaged"
    assert (
        problem(write(tmp_path, "b.xls", Path(__file__).with_name("old.xls").read_bytes()[:1000])).key == "file_damaged"
    )
