"""The front door: reads the command line and hands over to the window, the tour or the engine."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import preflight
from desktop_app.cli.commands import OpenWindow, ProveItself, RunEngine, TakeTour, WindowCommand, Work

if TYPE_CHECKING:
    from desktop_app.cli.arguments import Command

NO_SCREEN = (
    "There is no screen here, so TuneDesk takes its tour instead: it walks from the sample table to two compared "
    "answers through its own windows and leaves a picture of each step in {folder}.\n"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run TuneDesk; returns the exit code (0 good, 1 a problem that was said, 2 something is missing)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    command = _asked(words) if words else OpenWindow()
    if isinstance(command, RunEngine):
        from desktop_app.engine.__main__ import main as run_engine  # noqa: PLC0415 - the window never loads the engine
        from desktop_app.providers import launching  # noqa: PLC0415 - nobody else starts an engine
        from desktop_app.settings import paths  # noqa: PLC0415

        launching.join(paths.engine_dir())
        return run_engine(list(command.arguments))
    if isinstance(command, Work):
        from desktop_app.work.worker import serve  # noqa: PLC0415 - nothing else is wanted there

        return serve()
    if isinstance(command, WindowCommand):
        return _with_qt(command)
    from desktop_app.cli import verbs  # noqa: PLC0415 - the window needs nothing of it

    return verbs.run(command)


def _asked(words: Sequence[str]) -> "Command":
    """Return what these words ask for."""
    from desktop_app.cli.arguments import parse  # noqa: PLC0415 - whoever only wants the window has no words

    return parse(words)


def _with_qt(command: WindowCommand) -> int:
    """Run what needs Qt, if it is there; without a screen the window becomes the tour."""
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
    # Both load Qt, which must not be loaded before it was asked for; who opens the window walks nowhere.
    if isinstance(command, OpenWindow):
        from desktop_app import launch  # noqa: PLC0415

        return launch.window(command)
    from desktop_app import by_itself  # noqa: PLC0415

    return by_itself.tour(command) if isinstance(command, TakeTour) else by_itself.self_test()


if __name__ == "__main__":
    sys.exit(main())
