"""Foreign files that tests make themselves, byte by byte."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def opendocument(rows: list[list[object]], *more: str) -> bytes:
    """Return an OpenDocument workbook with one sheet; `more` are rows of XML as they come."""
    body = "".join("<table:table-row>" + "".join(map(_cell, row)) + "</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet">{body}{"".join(more)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def binary_workbook(rows: list[list[object]]) -> bytes:
    """Return an .xlsb workbook with one sheet of texts and numbers: records of type, length and content."""
    named = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Sheet"))
    book = (_record(131), _record(143), named, _record(144), _record(132))
    sheet = [_record(129), _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)), _record(145)]
    for at, row in enumerate(rows):
        sheet.append(_record(0, struct.pack("<I", at) + bytes(13)))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            number = isinstance(value, float)
            sheet.append(
                _record(5, place + struct.pack("<d", value)) if number else _record(6, place + _wide(str(value)))
            )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    rels = f'<Relationships><Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    return zipped(
        {
            "xl/workbook.bin": b"".join(book),
            "xl/_rels/workbook.bin.rels": rels,
            "xl/worksheets/sheet1.bin": b"".join((*sheet, _record(146), _record(130))),
        }
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    name = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    length = len(content)
    return name + (bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a packed file with these files in it."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return result.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if value is None:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
