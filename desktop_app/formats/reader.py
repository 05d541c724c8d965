"""Reading foreign files of any kind: what a file is, and its records one by one."""

from dataclasses import replace
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Kind, Reading
from desktop_app.formats import delimited, json_objects, parquet, plain_text, workbook
from desktop_app.formats.encodings import checked, encoding_of
from desktop_app.formats.export_table import recognised, with_examples
from desktop_app.formats.nature import kind_of
from desktop_app.formats.opening import start_of
from desktop_app.formats.records import Records

_FOUND_OUT = {
    Kind.DELIMITED: delimited.find_out,
    Kind.WORKBOOK: workbook.find_out,
    Kind.JSON: json_objects.find_out,
    Kind.PARQUET: parquet.find_out,
    Kind.TEXT: plain_text.find_out,
}
_READ = {
    Kind.DELIMITED: delimited.records,
    Kind.WORKBOOK: workbook.records,
    Kind.JSON: json_objects.records,
    Kind.PARQUET: parquet.records,
    Kind.TEXT: plain_text.records,
}
_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods")
"""Names of tables; many a program writes text into a file with the name of a workbook."""
_OBJECTS = (".json", ".jsonl", ".ndjson")


def find_out(path: Path, reading: Reading | None = None) -> Found:
    """Find out how a file is read, where `reading` does not say so; raise a Problem for what holds no table.

    It reads the whole file once if the encoding is not told, and keeps nothing of it; else only its beginning.
    """
    said = reading or Reading()
    start = start_of(path)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise Problem("file_empty", name=path.name)
    kind = _nature(path, start, said)
    if kind in (Kind.WORKBOOK, Kind.PARQUET):
        resolved = Reading(kind=kind, header=said.header, sheet=said.sheet)
    else:
        encoding = checked(said.encoding, path.name) if said.encoding else encoding_of(path)
        kind = kind or _kind_of_text(path, encoding)
        resolved = replace(said, kind=kind, encoding=encoding, sheet=None)
        if kind is not Kind.DELIMITED:
            resolved = replace(resolved, delimiter=None)
    return recognised(replace(_FOUND_OUT[kind](path, resolved), size=path.stat().st_size))


def records(path: Path, found: Found) -> Records:
    """Return the file's records in order, read as Found says: each one as a Record, or as Unread with its reason.

    A few hundred KiB of the file are in memory at a time, except of workbooks (see formats.workbook). Raise a Problem
    for a file that has gone or cannot be read on.
    """
    return with_examples(found, _READ[found.reading.kind or Kind.DELIMITED](path, found))


def _nature(path: Path, start: bytes, said: Reading) -> Kind | None:
    """Return what the file is if its bytes tell, else what the user says, else None for text of an unknown layout."""
    kind = kind_of(path, start)
    packed = (Kind.WORKBOOK, Kind.PARQUET)
    if kind in packed:
        return kind
    if said.kind in packed:
        raise Problem("file_is_not_of_kind", name=path.name)
    return said.kind


def _kind_of_text(path: Path, encoding: str) -> Kind:
    """Return the layout of a text file: by how it begins, then by its name, then by how well a delimiter parts it."""
    suffix = path.suffix.lower()
    if json_objects.is_json(path, encoding) or (suffix in _OBJECTS and json_objects.is_meant(path, encoding)):
        return Kind.JSON
    if suffix in _TABLES or delimited.is_table(path, encoding):
        return Kind.DELIMITED
    return Kind.TEXT
