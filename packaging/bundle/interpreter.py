"""The Python that a package carries: that of whoever builds, without what TuneDesk has no use for, and movable.

Libraries of the system come along where their version matters to us (TLS, SQLite); small ones that every system has,
and that other libraries of the system want in their own version, do not.
"""

import re
import shutil
import sys
from pathlib import Path

from place import Missing, listen

from bundle.elf import Elf

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
HOME = Path(sys.base_prefix)
UNWANTED = ("site-packages", "test", "idlelib", "tkinter", "turtledemo", "lib2to3", "ensurepip", "__pycache__")
UNWANTED_MODULES = (
    # What they are linked with is under the GPL (readline, gdbm), or nobody here wants a terminal's or Tk's window.
    *("readline", "_gdbm", "_dbm", "_curses", "_curses_panel", "_tkinter", "nis", "ossaudiodev", "_crypt", "spwd"),
    *("_ctypes_test", "_testbuffer", "_testcapi", "_testclinic", "_testimportmultiple", "_testinternalcapi"),
    *("_testmultiphase", "_xxtestfuzz", "xxlimited", "xxlimited_35", "_xxsubinterpreters"),
)
CARRIED = ("libssl", "libcrypto", "libsqlite3")


def copy(tree: Path, elf: Elf) -> "list[Path]":
    """Put Python into `tree`, and return the system's libraries that came along, as they lie on this computer."""
    if sys.platform != "linux":
        raise Missing(
            "Only the Linux package carries its Python in this way; see packaging/windows and packaging/macos."
        )
    library = HOME / "lib" / f"python{VERSION}"
    (tree / "bin").mkdir(parents=True)
    program = tree / "bin" / f"python{VERSION}"
    shutil.copy2(HOME / "bin" / f"python{VERSION}", program)
    shutil.copytree(library, tree / "lib" / library.name, ignore=_unwanted)
    for shared in (HOME / "lib").glob(f"libpython{VERSION}.so.*"):
        shutil.copy2(shared, tree / "lib" / shared.name)
        elf.strip(tree / "lib" / shared.name)
        elf.look_in(tree / "lib" / shared.name, "$ORIGIN")
    elf.strip(program)
    elf.look_in(program, "$ORIGIN/../lib")
    _forget_the_builder(tree / "lib" / library.name)
    return _bring_libraries(tree, elf)


def _unwanted(folder: str, names: "list[str]") -> "set[str]":
    inside = Path(folder).name
    found = {name for name in names if name in UNWANTED or name.startswith("config-") or name == "turtle.py"}
    if inside == "lib-dynload":
        found |= {name for name in names if name.split(".")[0] in UNWANTED_MODULES}
    return found


def _forget_the_builder(library: Path) -> None:
    """Write where Python will lie instead of where it lay on the computer that built it."""
    for path in library.glob("_sysconfigdata*.py"):
        text = path.read_text(encoding="utf-8").replace(str(HOME), "/usr/lib/tunedesk")
        path.write_text(re.sub(r"/(?:tmp|root|home)/[^' ]*", "/build", text), encoding="utf-8")


def _bring_libraries(tree: Path, elf: Elf) -> "list[Path]":
    brought: dict[str, Path] = {}
    modules = list((tree / "lib" / f"python{VERSION}" / "lib-dynload").glob("*.so"))
    for module in modules:
        brought |= {name: path for name, path in _resolved(module).items() if name.startswith(CARRIED)}
    for name, path in brought.items():
        shutil.copy2(path.resolve(), tree / "lib" / name)
        elf.look_in(tree / "lib" / name, "$ORIGIN")
    for module in modules:
        if any(name in brought for name in elf.needed(module)):
            elf.look_in(module, "$ORIGIN/../..")
    return sorted(brought.values())


def _resolved(module: Path) -> "dict[str, Path]":
    """Return the libraries that the loader finds for a module on this computer."""
    told = listen(["ldd", module]).stdout
    return {name: Path(path) for name, path in re.findall(r"^\s*(\S+) => (/\S+)", told, re.MULTILINE)}
