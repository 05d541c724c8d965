"""What was asked for on the command line."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from desktop_app import __version__
from desktop_app.cli import (
    embed_arguments,
    export_arguments,
    making_arguments,
    model_arguments,
    setup_arguments,
    testing_arguments,
    training_arguments,
)
from desktop_app.cli.commands import OpenWindow, Prepare, ProveItself, Rescue, RunEngine, TakeTour, WindowCommand, Work
from desktop_app.cli.embed_arguments import Embed
from desktop_app.cli.export_arguments import ExportModel
from desktop_app.cli.making_arguments import Make
from desktop_app.cli.model_arguments import ModelCommand
from desktop_app.cli.setup_arguments import SetUpCommand
from desktop_app.cli.testing_arguments import Examine
from desktop_app.cli.training_arguments import WORDS, TrainingCommand
from desktop_app.core.example import Shape
from desktop_app.core.job import STARTER

ProjectCommand = Prepare | Rescue | Examine | Make | Embed | ExportModel
Command = WindowCommand | RunEngine | SetUpCommand | ProjectCommand | Work | TrainingCommand | ModelCommand


def parse(arguments: Sequence[str]) -> Command:
    """Return the command; argparse itself answers --help, --version and words it does not know."""
    word = arguments[0] if arguments else ""
    if word in WORDS:
        return training_arguments.parse(arguments)
    if word in model_arguments.WORDS:
        return model_arguments.parse(arguments)
    if word in _COMMANDS:
        return _COMMANDS[word](arguments[1:])
    parser = argparse.ArgumentParser(
        prog="tunedesk",
        description="Teach a language model from your own spreadsheet.",
        epilog="Further commands: 'tunedesk tour DIR' walks through the program by itself and leaves pictures; "
        "'tunedesk prepare FILE --out DIR' makes training files in the terminal; 'tunedesk train DIR' trains a model "
        "on them, 'tunedesk jobs', 'results' and 'ask' look after it; "
        "'tunedesk make' lets a model write data, 'tunedesk test PROJECT' says how good models are; "
        "'tunedesk embed PROJECT' reads what rows mean; "
        "'tunedesk models' lists your models, 'tunedesk pack' and 'unpack' carry a project with them; "
        "'tunedesk export MODEL --as FORM --out DIR' makes one ready for Ollama, LM Studio and others; "
        "'tunedesk rescue PROVIDER --out DIR' brings home what lies at a provider; "
        "'tunedesk engine' runs the training engine alone; 'tunedesk engine setup' fetches what it needs to train, "
        "'engine check' and 'engine remove' look after that. Each has its own --help.",
    )
    parser.add_argument("file", nargs="?", type=Path, help="a project (.tunedesk) or a table (.csv, .tsv) to open")
    parser.add_argument("--version", action="version", version=f"TuneDesk {__version__}")
    about = "say whether this installation works; nothing of yours is touched"
    parser.add_argument("--smoke", action="store_true", help=about)
    about = "open a window of its own, also where TuneDesk is running already"
    parser.add_argument("--new-window", action="store_true", help=about)
    given = parser.parse_args(arguments)
    return ProveItself() if given.smoke else OpenWindow(given.file, given.new_window)


def _rescue(arguments: Sequence[str]) -> Rescue:
    return Rescue(**vars(_rescue_parser().parse_args(arguments)))


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


def _prepare(arguments: Sequence[str]) -> Prepare:
    given = prepare_parser().parse_args(arguments)
    shape = Shape(given.shape) if given.shape else None
    return Prepare(**{**vars(given), "shape": shape})


def prepare_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk prepare`; its help is the one in docs/prepare.md."""
    parser = argparse.ArgumentParser(
        prog="tunedesk prepare",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description="Make training files out of a table, a workbook or JSON: the questions of the wizard, asked in "
        "the terminal. What is said by an option is not asked.",
        epilog="DIR gets train.jsonl, valid.jsonl and report.json. The exit code is 0 when they are written, 1 when "
        "something stands in the way (it is said what), 2 when the command itself cannot be understood.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the file with your examples")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder for what is written")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (default: its first table)")
    parser.add_argument("--shape", choices=[shape.value for shape in Shape], help="what the examples become")
    about = "a column, or a template such as '{age}, {gender} ->', for "
    for name, what in (
        ("prompt", "what is asked"),
        ("completion", "the answer"),
        ("rejected", "the answer that is not preferred"),
    ):
        parser.add_argument(f"--{name}", metavar="COL|TEMPLATE", help=about + what)
    parser.add_argument("--system", metavar="TEXT", help="the system prompt of every row; {column} takes it from one")
    parser.add_argument("--target", metavar="MODEL", help="the model the data is for (default: the starter model)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: take the recommended answers")
    parser.add_argument("--replace", action="store_true", help="write over files that are in DIR already")
    return parser


def _rescue_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk rescue`; its help is the one in docs/rescue.md."""
    parser = argparse.ArgumentParser(
        prog="tunedesk rescue",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description="Bring home every training of an account: its files, its story, a project of each. Going on later "
        "fetches nothing twice.",
        epilog="The key is taken from a variable you set, or asked for; it is never written. The exit code is 0 when "
        "everything is home, 1 when something could not be had (it is said what), 2 when the command itself cannot be "
        "understood.",
    )
    parser.add_argument("provider", metavar="PROVIDER", help="openai, nebius, crusoe, or an address that ends with /v1")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder for what comes home")
    parser.add_argument("--key-variable", metavar="NAME", default="", help="the variable that holds the key")
    about = "also record answers to up to N questions of each tuned model (your provider charges for them)"
    parser.add_argument("--questions", metavar="N", type=_count, default=0, help=about)
    parser.add_argument("--yes", action="store_true", help="do not ask before the old models are")
    return parser


def _engine(arguments: tuple[str, ...]) -> Command:
    asked_of_us = arguments[:1] and arguments[0] in setup_arguments.WORDS
    return setup_arguments.parse(arguments) if asked_of_us else RunEngine(arguments)


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 row is needed")
    return number


_COMMANDS: Mapping[str, Callable[[Sequence[str]], Command]] = MappingProxyType(
    {
        "engine": lambda arguments: _engine(tuple(arguments)),
        "worker": lambda _: Work(),
        "tour": _tour,
        "prepare": _prepare,
        "rescue": _rescue,
        "test": testing_arguments.parse,
        "embed": embed_arguments.parse,
        "export": export_arguments.parse,
        "make": making_arguments.parse,
    }
)
