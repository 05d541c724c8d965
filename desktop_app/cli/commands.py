"""What can be asked for on the command line, each as a value; the modules of arguments beside it read the words."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.job import STARTER

if TYPE_CHECKING:
    from desktop_app.core.example import Shape


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """Show the window, with a project or table file if one was named; `apart` leaves a running program alone."""

    file: Path | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class ProveItself:
    """Say whether this installation works, line by line, in a home of its own."""


@dataclass(frozen=True, slots=True)
class TakeTour:
    """Walk through the whole program by itself and leave pictures and figures in `folder`."""

    folder: Path
    data: Path | None = None
    rows: int | None = None
    model: str = STARTER


@dataclass(frozen=True, slots=True)
class RunEngine:
    """Run the local engine with the arguments that follow the word "engine"."""

    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepare:
    """Make training files out of `file` in the folder `out`, asking the wizard's questions in the terminal.

    What is None was not said and is asked, or with `yes` decided by the recommended answer. `prompt`, `completion` and
    `rejected` name a column or are templates.
    """

    file: Path
    out: Path
    shape: "Shape | None" = None
    prompt: str | None = None
    completion: str | None = None
    rejected: str | None = None
    system: str | None = None
    target: str | None = None
    yes: bool = False
    replace: bool = False
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Rescue:
    """Bring home what lies at `provider` (a known one's name, or an address) into the folder `out`.

    `key_variable` names the variable its key is in; `questions` is how many each tuned model is asked, after a question
    what that costs unless `yes`.
    """

    provider: str
    out: Path
    key_variable: str = ""
    questions: int = 0
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """Be the worker of a window: orders come on stdin. Not a command for people, so no help speaks of it."""


WindowCommand = OpenWindow | ProveItself | TakeTour
