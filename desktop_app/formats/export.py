"""Writing rows as a file or folder of another program: complete and in its place, or not there at all.

What a format cannot hold is refused before a byte is written; nothing is changed silently.
"""

import errno
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from desktop_app.core.example import Part, Shape
from desktop_app.core.export import Exported, Format, Order, Survey
from desktop_app.core.line_rules import TRL, LineRules
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text, text
from desktop_app.formats.export_delimited import delimited
from desktop_app.formats.export_folder import trl_folder
from desktop_app.formats.export_lines import Lines, Piece
from desktop_app.formats.export_parquet import parquet
from desktop_app.formats.export_table import ExportRow, Layout
from desktop_app.formats.export_workbook import MOST_ROWS, workbook

Add = Callable[[ExportRow], object]


def rules_of(order: Order) -> LineRules:
    """Return whose rules hold for the order's lines."""
    return TRL if order.format is Format.TRL else order.rules


def refuse(order: Order, survey: Survey) -> None:
    """Raise the Problem that says why these rows cannot be exported so; return if they can."""
    if survey.rows == 0:
        raise Problem("export_nothing")
    if survey.nul.count:
        raise Problem("export_nul", count=survey.nul.count, rows=str(survey.nul))
    if order.format is Format.EXCEL:
        _refuse_for_workbook(survey)
    if order.format is Format.TRL:
        _refuse_for_trl(survey)
    if not order.format.is_table:
        _refuse_shapes(rules_of(order), survey)


def notes(order: Order, survey: Survey) -> tuple[Text, ...]:
    """Return what is good to know about the written rows."""
    said = []
    keys = sorted(set(survey.keys) & order.left_out)
    if keys and not order.format.is_table:
        said.append(text("export.note_left_out", keys=", ".join(keys)))
    if order.format in (Format.CSV, Format.TSV) and survey.formulas.count:
        said.append(text("export.note_formulas", count=survey.formulas.count, rows=str(survey.formulas)))
    if order.format is Format.JSONL and survey.halves.count:
        said.append(text("export.note_halves", count=survey.halves.count, rows=str(survey.halves)))
    if order.format.is_table and survey.whole:
        said.append(text("export.note_whole"))
    return tuple(said)


def workplace(target: Path) -> Path:
    """Make the folder beside the target in which it is written; whoever made it removes it again."""
    with in_words(target):
        return Path(tempfile.mkdtemp(prefix=".tunedesk-", suffix=".part", dir=target.parent))


def leave(folder: Path) -> None:
    """Remove a workplace with all that is left in it; one that is gone is fine."""
    shutil.rmtree(folder, ignore_errors=True)


def write(order: Order, survey: Survey, rows: Iterator[ExportRow], folder: Path) -> Iterator[int]:
    """Write the rows into the workplace `folder`, then put the whole in its place; yield the number after each row.

    The survey must be that of the same rows. Training lines need none: they are written by `write_lines`.
    """
    refuse(order, survey)
    made = folder / "made"
    with in_words(order.target):
        with _opened(order, survey, made) as add:
            for number, row in enumerate(rows, start=1):
                add(row)
                yield number
        _put_in_place(made, order.target)


def write_lines(
    order: Order, parts: Mapping[Part, int], rows: Iterable[Piece], folder: Path
) -> Generator[int, None, Survey]:
    """Write rows as training lines, looking them over on the way, then put the file in its place; return the survey.

    `parts` tells how many rows there are in each part. Yield how many are written after each piece. What cannot be
    exported is refused at the end: nothing has been put in its place by then.
    """
    made = folder / "made"
    with in_words(order.target):
        with made.open("wb") as file:
            lines = Lines(file, order.left_out)
            for piece in rows:
                yield lines.add(piece)
        survey = replace(lines.survey(), parts=parts)
        refuse(order, survey)
        _put_in_place(made, order.target)
    return survey


def exported(order: Order, survey: Survey) -> Exported:
    """Return what was written by an order that is done."""
    target = order.target
    files = [path for path in target.iterdir() if path.is_file()] if target.is_dir() else [target]
    return Exported(target, survey.parts, sum(path.stat().st_size for path in files), notes(order, survey))


def _opened(order: Order, survey: Survey, made: Path) -> AbstractContextManager[Add]:
    layout = Layout(survey.shape or Shape.CHAT, survey.whole)
    match order.format:
        case Format.CSV:
            return delimited(made, layout, ",")
        case Format.TSV:
            return delimited(made, layout, "\t")
        case Format.EXCEL:
            return workbook(made, layout, made.parent)
        case Format.PARQUET:
            return parquet(made, layout)
        case Format.TRL:
            return trl_folder(made, order, survey)
        case Format.JSONL:
            raise ValueError("training lines are written by write_lines")


def _put_in_place(made: Path, target: Path) -> None:
    """Let the target's name stand for what was made; a file of that name is replaced, a folder with files is not."""
    if made.is_dir() and target.is_dir():
        if any(target.iterdir()):
            raise Problem("export_folder_taken", name=target.name)
        target.rmdir()
    made.replace(target)


def _refuse_for_workbook(survey: Survey) -> None:
    if survey.rows > MOST_ROWS:
        raise Problem("export_too_many_rows", count=survey.rows, most=MOST_ROWS)
    if survey.too_long.count:
        raise Problem("export_cells_too_long", count=survey.too_long.count, rows=str(survey.too_long))
    if survey.controls.count:
        raise Problem("export_controls", count=survey.controls.count, rows=str(survey.controls))


def _refuse_for_trl(survey: Survey) -> None:
    if survey.pictures.count:
        raise Problem("export_pictures", count=survey.pictures.count, rows=str(survey.pictures))
    if survey.halves.count:
        raise Problem("export_halves", count=survey.halves.count, rows=str(survey.halves))


def _refuse_shapes(rules: LineRules, survey: Survey) -> None:
    for shape in survey.shapes:
        if shape not in rules.shapes:
            raise Problem("export_shape_refused", count=survey.shapes[shape], title=rules.title)
    if rules.one_shape and len(survey.shapes) > 1:
        raise Problem("export_mixed_shapes", title=rules.title)


@contextmanager
def in_words(target: Path) -> Iterator[None]:
    """Turn what the system says about files into Problems."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        key = "export_disk_full" if full else "export_not_written"
        raise Problem(key, details=str(error), name=target.name, folder=str(target.parent)) from error
