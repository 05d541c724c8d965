"""What the commands of the terminal say of trainings and models."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "terminal.no_data": (
        "There are no training examples at {name}.",
        "Nothing was started.",
        "Name a folder made by “tunedesk prepare”, a file of examples (.jsonl), or a project (.tunedesk).",
    ),
    "terminal.no_model": (
        "It was not said which model shall be trained at {provider}.",
        "Nothing was started.",
        "Add --model with one of: {models}.",
    ),
    "terminal.no_question": (
        "There is no question.",
        "Nothing was asked.",
        "Put it behind -p, or send it through a pipe with -p -.",
    ),
    "terminal.nothing_measured": (
        "Nothing was measured in this training so far.",
        "There is no table to be written.",
        "Look again when the training has begun, or at its end.",
    ),
    "terminal.other_rows": (
        "The project “{name}” holds other examples than these files.",
        "It remembers an earlier training, so nothing was changed and nothing was started.",
        "Name another project with --project, or move that one away.",
    ),
}

SENTENCES: Mapping[str, str] = {}
