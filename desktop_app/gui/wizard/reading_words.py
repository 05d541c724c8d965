"""Kinds of files, separators and encodings by the names people know."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop_app.core.example import Shape
from desktop_app.core.reading import Found, Kind
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number, size


def kinds() -> Mapping[Kind, str]:
    """Return the names of the kinds of files."""
    translate = QCoreApplication.translate
    return {
        Kind.DELIMITED: translate("reading", "Table (CSV, TSV)"),
        Kind.JSON: translate("reading", "JSON objects"),
        Kind.TEXT: translate("reading", "Plain text, line by line"),
        Kind.WORKBOOK: translate("reading", "Workbook (Excel, OpenDocument)"),
        Kind.PARQUET: translate("reading", "Parquet"),
    }


def separators() -> Mapping[str, str]:
    """Return the usual separators."""
    translate = QCoreApplication.translate
    return {
        ",": translate("reading", "Comma  ,"),
        ";": translate("reading", "Semicolon  ;"),
        "\t": translate("reading", "Tab"),
        "|": translate("reading", "Vertical bar  |"),
    }


def encodings() -> Mapping[str, str]:
    """Return the encodings to choose from, by the names Python has for them."""
    translate = QCoreApplication.translate
    return {
        "utf-8": "UTF-8",
        "utf-16-le": translate("reading", "UTF-16 (little-endian)"),
        "utf-16-be": translate("reading", "UTF-16 (big-endian)"),
        "cp1252": translate("reading", "Western European (Windows-1252)"),
        "iso8859-15": translate("reading", "Western European (ISO 8859-15)"),
        "mac_roman": translate("reading", "Western European (Mac)"),
        "cp850": translate("reading", "Western European (DOS 850)"),
        "cp1250": translate("reading", "Central European (Windows-1250)"),
        "iso8859-2": translate("reading", "Central European (ISO 8859-2)"),
        "cp1251": translate("reading", "Cyrillic (Windows-1251)"),
        "koi8-r": translate("reading", "Cyrillic (KOI8-R)"),
        "cp1253": translate("reading", "Greek (Windows-1253)"),
        "cp1254": translate("reading", "Turkish (Windows-1254)"),
        "cp1255": translate("reading", "Hebrew (Windows-1255)"),
        "cp1256": translate("reading", "Arabic (Windows-1256)"),
        "cp1257": translate("reading", "Baltic (Windows-1257)"),
        "cp932": translate("reading", "Japanese (Shift JIS)"),
        "euc_jp": translate("reading", "Japanese (EUC)"),
        "gb18030": translate("reading", "Chinese (GB 18030)"),
        "big5": translate("reading", "Chinese (Big5)"),
        "cp949": translate("reading", "Korean (Windows-949)"),
    }


def encoding_word(encoding: str) -> str:
    """Return an encoding's name; one that is not in the list is called as Python calls it."""
    same = {"utf-8-sig": "utf-8", "utf_8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16-le"}
    return encodings().get(same.get(encoding, encoding), encoding)


def shape_word(shape: Shape) -> str:
    """Return what a file of such examples is called."""
    translate = QCoreApplication.translate
    return {
        Shape.CHAT: translate("reading", "chat examples"),
        Shape.COMPLETION: translate("reading", "pairs of prompt and completion"),
        Shape.PREFERENCE: translate("reading", "preference pairs"),
    }[shape]


def place(found: Found, line: int) -> str:
    """Return where in a file something stands, as the user finds it: a line of a text, or a row of a sheet."""
    translate = QCoreApplication.translate
    words = translate("reading", "Line {0} of the file")
    if found.by_rows:
        words = translate("reading", "Row {0} of the file")
    if found.reading.kind is Kind.WORKBOOK:
        words = translate("reading", "Row {0} of the sheet")
    if found.own:
        words = translate("reading", "Row {0} of the table")
    return words.format(number(line))


def place_heading(found: Found) -> str:
    """Return the title of a column of such places."""
    translate = QCoreApplication.translate
    if found.own:
        return translate("reading", "Row of the table")
    return translate("reading", "Row of the file") if found.by_rows else translate("reading", "Line of the file")


def facts(found: Found, shown: int, *, whole: bool) -> str:
    """Return what was found out about a file, in two sentences; `shown` records of it are on show."""
    translate = QCoreApplication.translate
    kind = kinds()[found.reading.kind] if found.reading.kind is not None else ""
    many = (
        translate("reading", "{0}, {1}, {2} columns.")
        if len(found.columns) != 1
        else translate("reading", "{0}, {1}, one column.")
    )
    said = many.format(kind, size(found.size), number(len(found.columns)))
    if whole:
        one, more = translate("reading", "It has one row."), translate("reading", "It has {0} rows.")
    else:
        one, more = translate("reading", "Here is its first row."), translate("reading", "Here are its first {0} rows.")
    return f"{said} {how_many.counted(shown, one, more)}"
