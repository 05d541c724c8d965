"""What was asked for on the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app import __version__
from desktop_app.core.job import STARTER


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """Show the window, with a project or table file if one was named."""

    file: Path | None = None


@dataclass(frozen=True, slots=True)
class TakeTour:
    """Walk through the whole program by itself and leave pictures and figures in `folder`."""

    folder: Path
    data: Path | None = None
    rows: int | None = None
    model: str = STARTER


@dataclass(frozen=True, slots=True)
class RunEngine:
    """Run the local engine with the arguments that follow the word "engine"."""

    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """Be the worker of a window: orders come on stdin. Not a command for people, so no help speaks of it."""


Command = OpenWindow | TakeTour | RunEngine | Work


def parse(arguments: Sequence[str]) -> Command:
    """Return the command; argparse itself answers --help, --version and words it does not know."""
    if arguments[:1] == ["engine"]:
        return RunEngine(tuple(arguments[1:]))
    if arguments[:1] == ["worker"]:
        return Work()
    if arguments[:1] == ["tour"]:
        return _tour(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="tunedesk",
        description="Teach a language model from your own spreadsheet.",
        epilog="Further commands: 'tunedesk tour DIR' walks through the program by itself and leaves pictures; "
        "'tunedesk engine' runs the training engine alone. Each has its own --help.",
    )
    parser.add_argument("file", nargs="?", type=Path, help="a project (.tunedesk) or a table (.csv, .tsv) to open")
    parser.add_argument("--version", action="version", version=f"TuneDesk {__version__}")
    return OpenWindow(parser.parse_args(arguments).file)


def _tour(arguments: Sequence[str]) -> TakeTour:
    parser = argparse.ArgumentParser(
        prog="tunedesk tour",
        description="Walk from a table to two compared answers, through the real windows, without a screen.",
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where pictures, curve, answers and summary go")
    parser.add_argument("--data", metavar="FILE.csv", type=Path, help="a table of two columns (default: the sample)")
    parser.add_argument("--rows", metavar="N", type=_count, help="use the table's first N rows only")
    parser.add_argument("--model", default=STARTER, help="the base model to train (default: %(default)s)")
    given = parser.parse_args(arguments)
    return TakeTour(given.folder, given.data, given.rows, given.model)


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 row is needed")
    return number
