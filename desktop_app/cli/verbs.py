"""Which module does what was asked for in a terminal."""

import importlib
from typing import Any

from desktop_app.cli.commands import Prepare, Rescue
from desktop_app.cli.embed_arguments import Embed
from desktop_app.cli.export_arguments import ExportModel
from desktop_app.cli.making_arguments import Make
from desktop_app.cli.model_arguments import ModelCommand, Models, Pack, Unpack
from desktop_app.cli.setup_arguments import CheckSetUp, RemoveSetUp, SetUp, SetUpCommand
from desktop_app.cli.testing_arguments import Examine
from desktop_app.cli.training_arguments import Ask, Jobs, Results, Train, TrainingCommand

InTerminal = Prepare | Rescue | Examine | Make | Embed | ExportModel | TrainingCommand | ModelCommand | SetUpCommand

VERBS: dict[type[Any], str] = {
    Prepare: "prepare",
    Rescue: "rescue",
    Examine: "testing",
    Make: "make",
    Embed: "embed",
    ExportModel: "export_model",
    Models: "models",
    Pack: "models",
    Unpack: "models",
    Train: "train",
    Jobs: "jobs",
    Results: "results",
    Ask: "ask",
    SetUp: "setup",
    CheckSetUp: "setup",
    RemoveSetUp: "setup",
}
"""The module of `cli` whose `run` does what a command asks for."""


def run(command: InTerminal) -> int:
    """Run a command that needs no window, and of which the window needs nothing; returns the exit code.

    Its verb alone is loaded: all of them take twice as long as the one that was asked for.
    """
    verb = importlib.import_module(f"desktop_app.cli.{VERBS[type(command)]}")
    return int(verb.run(command))
