"""Sets TuneDesk up in this folder and starts it: `python3 packaging/run.py [FILE | tour DIR | engine ...]`."""

import os
import subprocess
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the whole point is to say so to somebody who has an older one
    sys.exit(
        "TuneDesk needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". "
        "If a newer one is there too, start this with its name, for example python3.12."
    )

import environment
import place


def main() -> int:
    """Prepare `.venv`, then become TuneDesk."""
    try:
        environment.prepare("engine")
        command = [str(place.PYTHON), "-m", "desktop_app", *sys.argv[1:]]
        return subprocess.run(command, env=surroundings(), check=False).returncode
    except place.Missing as missing:
        place.say(str(missing))
        return 2
    except KeyboardInterrupt:
        place.say("Stopped. Start this again to go on.")
        return 130


def surroundings() -> "dict[str, str]":
    """Return the environment in which TuneDesk and its engine take nothing for their own code that is not."""
    # The current folder may be any, and may hold a file that is named like one of Python's own modules.
    return {**os.environ, "PYTHONSAFEPATH": "1"}


if __name__ == "__main__":
    sys.exit(main())
