"""What a file is by how it begins, whatever its name says; and what is no table, in words."""

import zipfile
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.reading import Kind
from desktop_app.formats.encodings import wide_encoding
from desktop_app.formats.opening import UNPACKING_FAULTS, in_words

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"PK\x05\x06")
_DOCUMENTS = (b"%PDF-", b"{\\rtf")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x7fELF")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
"""The byte order marks of text."""
_DATABASE = b"SQLite format 3\x00"
_PAGES = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<workbook")


def kind_of(path: Path, start: bytes) -> Kind | None:
    """Return the kind of a file of bytes, None for one of text; raise a Problem for what holds no table."""
    name = path.name
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    if start.startswith(_ZIP):
        return _kind_of_packed(path)
    if start.startswith(_OLE):
        return _kind_of_old_office(path)
    if start.startswith(_DATABASE):
        raise Problem("file_is_project" if path.suffix == ".tunedesk" else "file_not_text", name=name)
    if start.startswith(_PACKED):
        raise Problem("file_is_packed", name=name)
    if start.startswith(_DOCUMENTS):
        raise Problem("file_is_document", name=name)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        raise Problem("file_is_page", name=name)
    if _looks_like_bytes(start):
        raise Problem("file_not_text", name=name)
    return None


def _looks_like_bytes(start: bytes) -> bool:
    """Tell a picture or a program from text with a stray control character, such as comes out of many a database."""
    if start.startswith(_MARKS) or wide_encoding(start):
        return False
    controls = sum(start.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1b")
    picture = start.startswith(_PICTURES) and controls > 0
    return picture or controls > 8 + len(start) // 100


def _kind_of_packed(path: Path) -> Kind:
    """Return WORKBOOK for the packed files of spreadsheet programs."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            kind = packed.read("mimetype")[:100] if "mimetype" in names else b""
    except UNPACKING_FAULTS as error:
        raise Problem("file_damaged", details=str(error), name=path.name) from error
    if any(name.startswith("xl/") for name in names) or b"opendocument.spreadsheet" in kind:
        return Kind.WORKBOOK
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise Problem("file_is_numbers", name=path.name)
    if kind or any(name.startswith(("word/", "ppt/")) for name in names):
        raise Problem("file_is_document", name=path.name)
    raise Problem("file_is_packed", name=path.name)


def _kind_of_old_office(path: Path) -> Kind:
    """Return WORKBOOK for the workbooks of older programs, which share their envelope with letters and secrets."""
    with in_words(path), path.open("rb") as file:
        head = file.read(512)
        sector = 1 << min(16, int.from_bytes(head[30:32], "little"))
        file.seek((int.from_bytes(head[48:52], "little") + 1) * sector)
        directory = file.read(1 << 16)

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in directory

    if holds("EncryptedPackage"):
        raise Problem("file_is_locked", name=path.name)
    if holds("WordDocument") or holds("PowerPoint Document"):
        raise Problem("file_is_document", name=path.name)
    return Kind.WORKBOOK
