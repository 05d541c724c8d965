"""Builds what people install: `python3 packaging/build.py linux [--out DIR] [--without-engine] [--without-archive]`.

`python3 packaging/build.py lock` writes the lists of inputs anew, `audit` asks in which of them a fault is known (exit
code 1). Windows and macOS: see packaging/windows and macos.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the whole point is to say so to somebody who has an older one
    sys.exit("The packages are built with Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

import place
from bundle import archive, bill, debs, desktop, inputs, inside, known_faults, parts, tree

sys.path.insert(0, str(place.ROOT))
from desktop_app import __version__  # found only after the line above


def main() -> int:
    """Do what is asked for; returns 1 when a part has a known fault, 2 when something is missing."""
    given = _parser().parse_args()
    try:
        if given.what == "lock":
            inputs.lock(inputs.system())
        elif given.what == "audit":
            return audit(inputs.system())
        else:
            linux(given.out.resolve(), engine=not given.without_engine, packed=not given.without_archive)
    except place.Missing as missing:
        place.say(str(missing))
        return 2
    return 0


def linux(out: Path, *, engine: bool, packed: bool) -> None:
    """Build the packages and the archive into `out`, and say how large they are."""
    kind = inputs.system()
    began = time.monotonic()
    if sys.platform != "linux" or kind != "linux-x86_64":
        raise place.Missing(f"This builds the packages for Linux on x86_64; here is {kind}.")
    for tool in ("dpkg-deb", "strip", "ldd"):
        if shutil.which(tool) is None:
            raise place.Missing(f"{tool} is needed (on Debian: apt install dpkg binutils libc-bin).")
    folder = tree.Tree(out / "tree", out / "wheels", kind)
    shutil.rmtree(folder.root, ignore_errors=True)
    brought = tree.make_window(folder, __version__)
    about = [*bill.of_python(folder.library, brought), *bill.of_resources(__version__)]
    about += [*bill.of_packages(folder.packages, inputs.read("window", kind)), *inside.of_libraries(folder.packages)]
    bill.write(folder.root / "about", "tunedesk", __version__, about)
    if engine:
        tree.make_engine(folder)
        heavy = bill.of_packages(folder.engine / "packages", inputs.read("engine", kind))
        heavy += [*inside.of_libraries(folder.engine / "packages"), *bill.of_models(inputs.read("models", kind))]
        parts.hold(about, heavy)
        bill.write(folder.root / "about-engine", "tunedesk-engine", __version__, heavy)
    made = [debs.window(folder, __version__, out)]
    made += [debs.engine(folder, __version__, out)] if engine else []
    if packed:
        desktop.write(folder.root / "share", __version__, folder)
        name = f"tunedesk-{__version__}"
        made.append(archive.pack(folder.root, name, out / f"{name}-{kind}.tar.xz"))
    for path in made:
        place.say(f"{path}  {path.stat().st_size / 1e6:.0f} MB")
    place.say(f"Built in {time.monotonic() - began:.0f} s.")


def audit(kind: str) -> int:
    """Say which bundled parts have a known fault; returns how the command ends."""
    found = known_faults.of(kind)
    for part, ids in found.items():
        place.say(f"{part.name} {part.version}: {', '.join(ids)}")
    place.say("Of these parts faults are known." if found else "No fault is known in any bundled part.")
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="packaging/build.py", description="Build what people install.")
    parser.add_argument("what", choices=("linux", "lock", "audit"), help="what to do; linux builds")
    parser.add_argument("--out", type=Path, default=place.ROOT / "dist", help="where it goes (default: dist)")
    parser.add_argument("--without-engine", action="store_true", help="only the window's package")
    parser.add_argument("--without-archive", action="store_true", help="only the packages for Debian")
    return parser


if __name__ == "__main__":
    sys.exit(main())
