"""The front door: reads the command line and hands over to the window, the tour or the engine."""

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_app import preflight
from desktop_app.cli.arguments import OpenWindow, Prepare, ProveItself, Rescue, RunEngine, TakeTour, Work, parse
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

NO_SCREEN = (
    "There is no screen here, so TuneDesk takes its tour instead: it walks from the sample table to two compared "
    "answers through its own windows and leaves a picture of each step in {folder}.\n"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run TuneDesk; returns the exit code (0 good, 1 a problem that was said, 2 something is missing)."""
    command = parse(list(sys.argv[1:] if arguments is None else arguments))
    if isinstance(command, RunEngine):
        from desktop_app.engine.__main__ import main as run_engine  # noqa: PLC0415 - the window never loads the engine
        from desktop_app.providers import launching  # noqa: PLC0415 - nobody else starts an engine
        from desktop_app.settings import paths  # noqa: PLC0415

        launching.join(paths.engine_dir())
        return run_engine(list(command.arguments))
    if isinstance(command, Work):
        from desktop_app.work.worker import serve  # noqa: PLC0415 - nothing else is wanted there

        return serve()
    if isinstance(command, InTerminal):
        return _in_the_terminal(command)
    if isinstance(command, OpenWindow) and not preflight.has_screen():
        folder = Path.cwd() / "tunedesk-tour"
        sys.stderr.write(NO_SCREEN.format(folder=folder))
        command = TakeTour(folder)
    if isinstance(command, TakeTour):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if isinstance(command, ProveItself):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    missing = preflight.missing_library(for_screen=isinstance(command, OpenWindow))
    if missing is not None:
        sys.stderr.write(preflight.sentence(missing) + "\n")
        return 2
    from desktop_app.gui.plain_import import import_plainly  # noqa: PLC0415 - loads Qt, as the next one does

    import_plainly()
    from desktop_app import launch  # noqa: PLC0415 - loads Qt, which must not be loaded before it was asked for

    if isinstance(command, ProveItself):
        return launch.self_test()
    return launch.tour(command) if isinstance(command, TakeTour) else launch.window(command)


def _in_the_terminal(command: InTerminal) -> int:
    """Run a command that needs no window, and of which the window needs nothing.

    Its verb alone is loaded: all of them take twice as long as the one that was asked for.
    """
    verb = importlib.import_module(f"desktop_app.cli.{VERBS[type(command)]}")
    return int(verb.run(command))


if __name__ == "__main__":
    sys.exit(main())
