"""What was asked for on the command line about the meaning of rows."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.cli.training_arguments import At
from desktop_app.core.job import HERE
from desktop_app.core.meaning import MINI_LM, Aspect
from desktop_app.core.meant import ALIKE, LEAST_ALIKE, MOST_ALIKE


@dataclass(frozen=True, slots=True)
class Embed:
    """Read the rows of a project by a model for embeddings at a place ("" for the usual one there).

    `out` is the file the vectors are written into; `find` are words whose nearest rows are listed; with `look`, pairs
    of rows from likeness `alike` on are listed.
    """

    project: Path
    at: At
    model: str = ""
    aspect: Aspect = Aspect.BOTH
    out: Path | None = None
    find: str = ""
    look: bool = False
    alike: float = ALIKE
    yes: bool = False


def parse(arguments: Sequence[str]) -> Embed:
    """Return the command; argparse answers what is wrong."""
    given = _embed_parser().parse_args(arguments)
    at = At(given.at, given.key_variable)
    aspect = Aspect(given.of)
    return Embed(given.project, at, given.model, aspect, given.out, given.find, given.look, given.alike, given.yes)


def _embed_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk embed`."""
    parser = argparse.ArgumentParser(
        prog="tunedesk embed",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description="Turn the meaning of a project's rows into numbers (embeddings), keep them in the project, and "
        "write them into a file. Each text is read once: stopped and called again, the work goes on.",
        epilog="The exit code is 0 when everything is read, 1 when something stood in the way (it is said what), 2 "
        "when the command itself cannot be understood.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project with the rows (.tunedesk)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the vectors: .csv, .parquet or .npz (NumPy)")
    about = "which texts of each row (default: %(default)s)"
    parser.add_argument("--of", choices=[each.value for each in Aspect], default=Aspect.BOTH.value, help=about)
    about = f"the model that reads (default: on this computer {MINI_LM}, elsewhere the first one known)"
    parser.add_argument("--model", metavar="MODEL", default="", help=about)
    parser.add_argument("--find", metavar="TEXT", default="", help="list the rows that mean most nearly this")
    parser.add_argument("--look", action="store_true", help="list what asks the same, contradicts or leaks")
    about = "from which likeness on two questions ask the same, %(default)s by default"
    parser.add_argument("--alike", metavar="SHARE", type=_share, default=ALIKE, help=about)
    parser.add_argument("--yes", action="store_true", help="ask nothing, whatever it costs")
    about = "this computer (local), openai, one of your own by its title, or an address ending with /v1"
    parser.add_argument("--at", metavar="PLACE", default=HERE, help=about)
    about = "the variable that holds the key (default: the provider's usual one; else it is asked for, unseen)"
    parser.add_argument("--key-variable", metavar="NAME", default="", help=about)
    return parser


def _share(word: str) -> float:
    share = float(word)
    if not LEAST_ALIKE <= share <= MOST_ALIKE:
        raise argparse.ArgumentTypeError(f"between {LEAST_ALIKE} and {MOST_ALIKE}")
    return share
