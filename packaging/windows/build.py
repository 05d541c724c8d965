"""Makes the folder that the Windows installer brings: `py packaging/windows/build.py [--out DIR]`, then makensis.

It carries the Python that runs it, as on Linux: that of python.org, installed for one person, can lie anywhere. This
script has not been run on Windows yet; on other systems it says so and ends. The lists in packaging/inputs/ for
Windows have to be made there first: `py packaging/build.py lock`.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

import place  # noqa: E402 - found only after the line above
from bundle import bill, desktop, inputs, tree  # noqa: E402

from desktop_app import __version__  # noqa: E402

UNWANTED = shutil.ignore_patterns(
    *("site-packages", "test", "idlelib", "tkinter", "turtledemo", "lib2to3", "ensurepip", "__pycache__"),
    *("Doc", "include", "libs", "Scripts", "tcl", "Tools", "_tkinter.pyd", "tcl*.dll", "tk*.dll", "_test*.pyd"),
)
QUIET = '"""Keeps what a person installed for himself out of the processes TuneDesk starts."""\nimport os\n'
QUIET += 'os.environ.setdefault("PYTHONNOUSERSITE", "1")\n'


def main() -> int:
    """Make the folder, and the installer where makensis is there."""
    parser = argparse.ArgumentParser(description="Make the folder that the Windows installer brings.")
    parser.add_argument("--out", type=Path, default=place.ROOT / "dist")
    out = parser.parse_args().out.resolve()
    try:
        payload = make(out)
    except place.Missing as missing:
        place.say(str(missing))
        return 2
    script = [
        "makensis",
        "-INPUTCHARSET",
        "UTF8",
        f"-DVERSION={__version__}",
        f"-DPAYLOAD={payload}",
        f"-DICON={payload / 'tunedesk.ico'}",
    ]
    script += [f"-DOUTFILE={out / f'tunedesk-{__version__}-setup.exe'}", str(HERE / "tunedesk.nsi")]
    if shutil.which("makensis") is None:
        place.say("makensis is not there. When it is: " + subprocess.list2cmdline(script))
        return 2
    return subprocess.run(script, check=False).returncode


def make(out: Path) -> Path:
    """Put Python, the libraries and TuneDesk into `out/payload`."""
    if sys.platform != "win32":
        raise place.Missing("This is made on Windows: the libraries in it are those of the system it runs on.")
    kind, payload = inputs.system(), out / "payload"
    shutil.rmtree(payload, ignore_errors=True)
    python = payload / "python"
    shutil.copytree(sys.base_prefix, python, ignore=UNWANTED)
    packages = python / "Lib" / "site-packages"
    inputs.install("window", kind, out / "wheels", packages)
    tree.put_program(packages, payload / "engine" / "packages", __version__)
    (packages / "sitecustomize.py").write_text(QUIET, encoding="ascii")
    about = bill.of_resources(__version__) + bill.of_packages(packages, inputs.read("window", kind))
    bill.write(payload, "tunedesk", __version__, about)
    desktop.draw(python / "python.exe", [f"ico={payload / 'tunedesk.ico'}"])
    compiling = [str(python / "python.exe"), "-P", "-s", "-m", "compileall", "-qq", "--invalidation-mode"]
    subprocess.run([*compiling, "unchecked-hash", str(python / "Lib")], check=False)
    return payload


if __name__ == "__main__":
    sys.exit(main())
