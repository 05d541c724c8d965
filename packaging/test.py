"""Sets everything up in this folder and runs all checks and tests: `python3 packaging/test.py [pytest arguments]`."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the whole point is to say so to somebody who has an older one
    sys.exit(
        "TuneDesk needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". "
        "If a newer one is there too, start this with its name, for example python3.12."
    )

import environment
import old_tool
import place

CHECKS = (
    ("Format", ["-m", "ruff", "format", "--check", "."]),
    ("Lint", ["-m", "ruff", "check", "."]),
    ("Types", ["-m", "mypy"]),
)

SIDE_BY_SIDE = ["-n", str(min(4, (os.cpu_count() or 1) + 1)), "--dist", "worksteal"]
"""One test more at once than there are processors, as some wait for others; beyond four they want too much memory."""


def main() -> int:
    """Prepare `.venv`, then check; returns the exit code, 2 when something is missing."""
    try:
        environment.prepare("engine,test")
        old_tool.fetch()
        return check()
    except place.Missing as missing:
        place.say(str(missing))
        return 2
    except KeyboardInterrupt:
        place.say("Stopped. Start this again to go on.")
        return 130


def check() -> int:
    """Run format, lint, types and tests; returns the first exit code that is not 0."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the engine's workers would compile torch's world at each start
    for title, command in (*CHECKS, ("Tests", ["-m", "pytest", *SIDE_BY_SIDE, *sys.argv[1:]])):
        place.say(f"== {title}")
        code = place.run([place.PYTHON, *command])
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
