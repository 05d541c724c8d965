"""What was asked for on the command line about the models one has, and about carrying a project with them."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.cli.training_arguments import At
from desktop_app.core.job import HERE


@dataclass(frozen=True, slots=True)
class Models:
    """List the models of a place; with `project` also what that project remembers of models."""

    at: At
    project: Path | None = None
    json: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """Pack a project with its models into the file `out`, with their base models where `base` is said."""

    project: Path
    out: Path
    base: bool = False


@dataclass(frozen=True, slots=True)
class Unpack:
    """Unpack: the project into the folder `out` (None: where projects are proposed), models at the engine."""

    pack: Path
    out: Path | None = None


ModelCommand = Models | Pack | Unpack
WORDS = ("models", "pack", "unpack")


def parse(arguments: Sequence[str]) -> ModelCommand:
    """Return the command; argparse answers what is wrong."""
    word, rest = arguments[0], arguments[1:]
    if word == "pack":
        given = _pack_parser().parse_args(rest)
        return Pack(given.project, given.out, given.with_base)
    if word == "unpack":
        given = _unpack_parser().parse_args(rest)
        return Unpack(given.pack, given.out)
    given = _models_parser().parse_args(rest)
    return Models(At(given.at, given.key_variable), given.project, given.json)


def _models_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk models`; its help is the one in docs/models.md."""
    parser = _parser("models", "List the models of this computer or of a provider, with the day each is switched off.")
    parser.add_argument("--at", metavar="PLACE", default=HERE, help="here (default), a provider, or an address")
    parser.add_argument("--key-variable", metavar="NAME", default="", help="the variable that holds the key")
    about = "also list what this project remembers of models that are gone, and how many of their answers it keeps"
    parser.add_argument("--project", metavar="PROJECT", type=Path, help=about)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


def _pack_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk pack`; its help is the one in docs/models.md."""
    parser = _parser(
        "pack", "Pack a project with its trainings and models into one file, to carry it to another computer."
    )
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project (.tunedesk)")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the pack to write (.tunedeskpack)")
    about = "also pack the base models, so that the other computer needs no internet"
    parser.add_argument("--with-base", action="store_true", help=about)
    return parser


def _unpack_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk unpack`; its help is the one in docs/models.md."""
    parser = _parser("unpack", "Unpack a project that was carried here; its models go to the engine of this computer.")
    parser.add_argument("pack", metavar="FILE", type=Path, help="the pack (.tunedeskpack)")
    parser.add_argument("--out", metavar="DIR", type=Path, help="the folder for the project (default: your projects)")
    return parser


def _parser(word: str, about: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"tunedesk {word}",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description=about,
        epilog="The exit code is 0 when it is done, 1 when something stood in the way (it is said what), 2 when the "
        "command itself cannot be understood.",
    )
