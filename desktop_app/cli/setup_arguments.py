"""What was asked for on the command line about setting up training on this computer, and about newer versions."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

WORDS = ("setup", "check", "remove")
"""The words after "engine" that are commands of their own; anything else is for the engine itself."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """Set training up on this computer (again, where it is there already); `yes` asks nothing before."""

    yes: bool = False


@dataclass(frozen=True, slots=True)
class CheckSetUp:
    """Say how it stands with training on this computer, and read every file of what was fetched."""


@dataclass(frozen=True, slots=True)
class RemoveSetUp:
    """Remove what was fetched for training on this computer."""


SetUpCommand = SetUp | CheckSetUp | RemoveSetUp


def parse(arguments: Sequence[str]) -> SetUpCommand:
    """Return the command; argparse answers what is wrong."""
    word, rest = arguments[0], arguments[1:]
    if word == "setup":
        return SetUp(_setup_parser().parse_args(rest).yes)
    if word == "check":
        _check_parser().parse_args(rest)
        return CheckSetUp()
    _remove_parser().parse_args(rest)
    return RemoveSetUp()


def _setup_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk engine setup`."""
    about = "Fetch what training on this computer needs, into a folder of TuneDesk's own. Again: repair or update it."
    parser = _parser("setup", about)
    parser.add_argument("--yes", action="store_true", help="begin without asking")
    return parser


def _check_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk engine check`."""
    return _parser("check", "Say whether training on this computer is set up, and whether every file of it is whole.")


def _remove_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk engine remove`."""
    return _parser("remove", "Remove what was fetched for training on this computer. Models and projects stay.")


def _parser(word: str, about: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"tunedesk engine {word}",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description=about,
        epilog="The exit code is 0 when training is set up (or removed), 1 when it is not (it is said why), 2 when the "
        "command itself cannot be understood.",
    )
