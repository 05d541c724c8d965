"""What the library that reads workbooks leaves out of .xlsx and .xlsm: number formats and cells such as #N/A."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from typing import IO

from desktop_app.formats.number_formats import BUILT_IN, changes_numbers
from desktop_app.formats.opening import UNPACKING_FAULTS

_CHUNK = 1 << 18
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*?>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*?>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_FORMATS = re.compile(r"<(?:\w+:)?numFmt\s[^>]*?>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s[^>]*?>")
_CELL = re.compile(rb"<c\s([^>]*?)/?>(?:(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>(#[^<]{1,20})</v>)?")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE_OF = re.compile(rb'\bs="([0-9]{1,6})"')
_LONGEST_CELL = 1 << 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell, by row and column from 0, that is shown in a number format, or that shows what went wrong in it."""

    row: int
    column: int
    code: str
    said: str


def marks(path: Path, sheet: str) -> Iterator[Mark]:
    """Yield the marked cells of a sheet in the file's order; none for files that are not .xlsx or .xlsm."""
    try:
        with zipfile.ZipFile(path) as packed:
            part = part_of(packed, sheet)
            if part is None:
                return
            codes = _codes(packed)
            with packed.open(part) as xml:
                yield from _marks(xml, codes)
    except UNPACKING_FAULTS:
        return  # the cells were read; their formats are only how they look


def part_of(packed: zipfile.ZipFile, sheet: str) -> str | None:
    """Return where a sheet's cells stand in the packed file; None where they do not stand as XML."""
    names = packed.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    sheets = [_attributes(tag) for tag in _SHEET.findall(packed.read("xl/workbook.xml").decode("utf-8", "replace"))]
    rels = packed.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {each.get("Id"): each.get("Target", "") for each in map(_attributes, _RELATION.findall(rels))}
    wanted = next((each for each in sheets if each.get("name") == sheet), {})
    target = targets.get(next((value for key, value in wanted.items() if key.endswith(":id")), None), "")
    part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    return part if part in names else None


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


def _codes(packed: zipfile.ZipFile) -> dict[int, str]:
    """Return style -> number format, for the styles that change how a number looks."""
    if "xl/styles.xml" not in packed.namelist():
        return {}
    styles = packed.read("xl/styles.xml").decode("utf-8", "replace")
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in map(_attributes, _FORMATS.findall(styles))}
    block = _STYLES.search(styles)
    found = {}
    for number, tag in enumerate(_STYLE.findall(block.group()) if block else ()):
        which = _attributes(tag).get("numFmtId", "0")
        code = own.get(which) or BUILT_IN.get(which, "")
        if changes_numbers(code):
            found[number] = code
    return found


def _marks(xml: IO[bytes], codes: dict[int, str]) -> Iterator[Mark]:
    rest = b""
    while data := xml.read(_CHUNK):
        block = rest + data
        # A cell that may go on in the next block is left for it.
        whole = block.rfind(b"<c ") if len(data) == _CHUNK else len(block)
        whole = len(block) if whole < len(rest) - _LONGEST_CELL else whole
        rest = block[whole:]
        for found in _CELL.finditer(block, 0, whole):
            attributes, said = found.groups()
            style = _STYLE_OF.search(attributes) if codes else None
            code = codes.get(int(style[1]), "") if style else ""
            wrong = said.decode() if said and b't="e"' in attributes else ""
            place = _PLACE.search(attributes) if code or wrong else None
            if place:
                yield Mark(int(place[2]) - 1, column_number(place[1]), code, wrong)


def column_number(letters: bytes) -> int:
    """Return a column's number from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
