"""Linux programs and libraries: what they need, where they look for it, and what may be taken out of them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from place import Missing


@dataclass(frozen=True)
class Elf:
    """The tool `patchelf`, at this path."""

    patchelf: Path

    def needed(self, file: Path) -> "list[str]":
        """Return the names of the libraries that a file wants."""
        return self._ask("--print-needed", file).split()

    def look_in(self, file: Path, where: str) -> None:
        """Have a file look for its libraries in `where` ($ORIGIN is its own folder)."""
        file.chmod(0o755)
        self._ask("--set-rpath", where, file)

    def strip(self, file: Path) -> None:
        """Take out what only a debugger wants. Of Python alone: libraries with a layout of their own do not bear it."""
        file.chmod(0o755)
        subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)

    def wanted(self, roots: "list[Path]", folder: Path) -> "set[str]":
        """Return the libraries in `folder` that these files need, and those need, and so on."""
        found: set[str] = set()
        open_ends = list(roots)
        while open_ends:
            for name in self.needed(open_ends.pop()):
                if name not in found and (folder / name).is_file():
                    found.add(name)
                    open_ends.append(folder / name)
        return found

    def _ask(self, *arguments: "str | Path") -> str:
        done = subprocess.run([str(self.patchelf), *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Missing(f"patchelf {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout
