"""Sets TuneDesk up in this folder and starts it: `python3 packaging/run.py [FILE | tour DIR | engine ...]`."""

import subprocess
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the whole point is to say so to somebody who has an older one
    sys.exit("TuneDesk needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

import environment


def main() -> int:
    """Prepare `.venv`, then become TuneDesk."""
    try:
        environment.prepare("engine")
    except environment.Missing as missing:
        environment.say(str(missing))
        return 2
    return subprocess.run([str(environment.PYTHON), "-m", "desktop_app", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
