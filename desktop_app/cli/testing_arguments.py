"""What was asked for on the command line about testing models."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.cli.training_arguments import At
from desktop_app.core.example import Part
from desktop_app.core.job import HERE
from desktop_app.core.judging import Scale

BETAS = (0.5, 1.0, 2.0)
"""How many times as much recall may weigh as precision."""
_BY = {"points": Scale.POINTS, "yes-no": Scale.YES_NO, "pair": Scale.PAIR}


@dataclass(frozen=True, slots=True)
class Judging:
    """Let a model at a place judge the answers; without `rubric` (a text file) it goes by the usual one."""

    model: str
    at: At
    scale: Scale = Scale.POINTS
    rubric: Path | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Let a model for embeddings at a place say how near answers come in meaning."""

    model: str
    at: At


@dataclass(frozen=True, slots=True)
class Examine:
    """Test `models` (at a place) and `recorded` ones on the rows of a project's part.

    Without `part` or `file` the test rows are taken, else the validation rows; `rows` is the most that are taken, drawn
    by `seed` (None for all). With `go_on` the newest test of the project is finished instead. `beta` is that of the
    F-scores of labels.
    """

    project: Path
    at: At
    models: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    part: Part | None = None
    file: Path | None = None
    rows: int | None = None
    seed: int = 0
    yes: bool = False
    go_on: bool = False
    json: bool = False
    beta: float = 1.0
    judging: Judging | None = None
    reading: Reading | None = None


def parse(arguments: Sequence[str]) -> Examine:
    """Return the command; argparse answers what is wrong."""
    parser = examine_parser()
    given = parser.parse_args(arguments)
    if given.go_on and (given.model or given.recorded or given.part or given.file or given.rows):
        parser.error("--go-on finishes the newest test as it was begun; say nothing else about it")
    if not given.go_on and not given.model and not given.recorded:
        parser.error("say at least one --model or --recorded")
    return Examine(
        given.project,
        At(given.at, given.key_variable),
        tuple(given.model),
        tuple(given.recorded),
        Part(given.part) if given.part else None,
        given.file,
        given.rows,
        given.seed,
        given.yes,
        given.go_on,
        given.json,
        given.beta,
        _judging(parser, given),
        _reading(parser, given),
    )


def _reading(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Reading | None:
    """Return who reads; a key goes to the place it was named for, and to no other."""
    if not given.embed and (given.embed_at or given.embed_key_variable):
        parser.error("say which model reads: --embed MODEL")
    if given.embed_key_variable and not given.embed_at:
        parser.error("say where the key belongs: --embed-at PLACE")
    at = At(given.embed_at, given.embed_key_variable) if given.embed_at else At(given.at, given.key_variable)
    return Reading(given.embed, at) if given.embed else None


def _judging(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Judging | None:
    if not given.judge:
        if given.rubric or given.judge_at or given.judge_by or given.judge_key_variable:
            parser.error("say which model judges: --judge MODEL")
        return None
    if given.judge_key_variable and not given.judge_at:
        parser.error("say where the key belongs: --judge-at PLACE")
    at = At(given.judge_at, given.judge_key_variable) if given.judge_at else At(given.at, given.key_variable)
    return Judging(given.judge, at, _BY[given.judge_by or "points"], given.rubric)


def examine_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk test`; its help is the one in docs/testing.md."""
    parser = argparse.ArgumentParser(
        prog="tunedesk test",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description="Test models on rows they have not learned from: how many answers are right, how near the others "
        "come, and whether one model is really better than another. Every figure has its interval. A model can judge "
        "the answers besides: that is an opinion, and how often it depends on which answer stood first is said, too.",
        epilog="Each answer is kept in the project. A test that was stopped goes on with --go-on; nothing is asked "
        "twice. The exit code is 0 when all was answered, 1 when something stood in the way (it is said what), 2 when "
        "the command itself cannot be understood.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project with the rows (.tunedesk)")
    about = "a model to test; may be said several times, and the first one is what the others are compared with"
    parser.add_argument("--model", metavar="MODEL", action="append", default=[], help=about)
    about = "a model that is gone, whose answers were recorded in the project; may be said several times"
    parser.add_argument("--recorded", metavar="MODEL", action="append", default=[], help=about)
    about = "the rows to test with (default: the test part, else the validation part)"
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--part", choices=[part.value for part in Part], help=about)
    about = "the rows of a file instead, with a question and its expected answer in each"
    which.add_argument("--file", metavar="FILE", type=Path, help=about)
    parser.add_argument("--rows", metavar="N", type=_count, help="take no more than N rows, drawn by chance")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="start of chance (%(default)s)")
    parser.add_argument("--yes", action="store_true", help="ask nothing, whatever it costs")
    parser.add_argument("--go-on", action="store_true", help="finish the project's newest test")
    parser.add_argument("--json", action="store_true", help="say the figures as one JSON object")
    about = "this computer (local), openai, nebius, crusoe, one of your own by its title, or an address ending with /v1"
    parser.add_argument("--at", metavar="PLACE", default=HERE, help=about)
    about = "the variable that holds the key (default: the provider's usual one; else it is asked for, unseen)"
    parser.add_argument("--key-variable", metavar="NAME", default="", help=about)
    _add_more(parser)
    return parser


def _add_more(parser: argparse.ArgumentParser) -> None:
    about = "how many times as much recall weighs as precision in the F-scores of labels (%(default)s)"
    parser.add_argument("--beta", type=float, choices=BETAS, default=1.0, help=about)
    about = "a model for embeddings: it is said, too, how near answers come to the expected ones in meaning"
    parser.add_argument("--embed", metavar="MODEL", default="", help=about)
    about = "where that model is, if it is somewhere else than the models"
    parser.add_argument("--embed-at", metavar="PLACE", default="", help=about)
    parser.add_argument("--embed-key-variable", metavar="NAME", default="", help="the variable that holds its key")
    parser.add_argument("--judge", metavar="MODEL", default="", help="a model that reads all answers and judges them")
    about = "what the judge gives: a mark from 1 to 5, a yes or no, or which of two answers is better, asked in both "
    about += "orders, the first model against each other one (default: points)"
    parser.add_argument("--judge-by", choices=tuple(_BY), default="", help=about)
    about = "a text file that says what makes an answer good (default: a usual one)"
    parser.add_argument("--rubric", metavar="FILE", type=Path, help=about)
    about = "where the judge is, if it is somewhere else than the models"
    parser.add_argument("--judge-at", metavar="PLACE", default="", help=about)
    parser.add_argument("--judge-key-variable", metavar="NAME", default="", help="the variable that holds its key")


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 row is needed")
    return number
