"""What is said about successors of models that are switched off."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "succession.no_answers": (
        "No answer of “{model}” to one of the rows held back is kept in this project.",
        "Without them there is nothing to compare a successor with, so nothing was asked.",
        "Record its answers while it can still be asked: run a test with it, or bring your models home.",
    ),
}

SENTENCES: Mapping[str, str] = {}
