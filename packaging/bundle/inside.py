"""Libraries of others that lie inside the packages we bundle: each is named too, and an unknown one stops the build."""

from dataclasses import dataclass
from pathlib import Path

from place import Missing

from bundle.bill import Component, sha256

SHARED = Path("/usr/share/doc")


@dataclass(frozen=True)
class Known:
    """A library that a package brings: its name, its licence, and the Debian package with the licence's words."""

    title: str
    licence: str
    package: str


KNOWN = {
    "libicu": Known("ICU", "Unicode-DFS-2016", "libicu72"),
    "libscipy_openblas": Known("OpenBLAS", "BSD-3-Clause", ""),  # its words are in NumPy's own file
    "libgfortran": Known("GNU Fortran run-time library", "GPL-3.0-or-later WITH GCC-exception-3.1", "libgfortran5"),
    "libquadmath": Known("GNU quad-precision library", "LGPL-2.1-or-later", "libquadmath0"),
    "libgomp": Known("GNU OpenMP run-time library", "GPL-3.0-or-later WITH GCC-exception-3.1", "libgomp1"),
}
OWN = ("libQt6", "libtorch", "libc10", "libshm", "libaoti", "libbackend_with_compiler", "libjitbackend", "libarrow")
OWN_TOO = ("libparquet", "libpyarrow", "libpyside", "libshiboken")
"""What a package names in its own licence, since it is what the package is made of."""
PLACES = ("*.libs/*.so*", "PySide6/Qt/lib/*.so*", "torch/lib/*.so*", "pyarrow/lib[!.]*.so*")


def of_libraries(packages: Path) -> "list[Component]":
    """Return the libraries of others in a folder of packages; one that nobody knows is Missing."""
    found = []
    for path in sorted({path for place in PLACES for path in packages.glob(place)}, key=lambda path: path.name):
        if path.name.startswith((*OWN, *OWN_TOO)):
            continue
        known = next((each for name, each in KNOWN.items() if path.name.startswith(name)), None)
        if known is None:
            raise Missing(f"{path.relative_to(packages)} is a library whose licence is not in packaging/bundle.")
        words = SHARED / known.package / "copyright"
        texts = (words,) if known.package and words.is_file() else ()
        within = path.relative_to(packages).parts[0].removesuffix(".libs")
        title = f"{known.title} ({path.name}, in {within})"
        found.append(Component(title, version_of(path), known.licence, sha256(path), texts=texts))
    return found


def version_of(path: Path) -> str:
    """Return the number behind ".so." in a library's name, "" where there is none."""
    return path.name.partition(".so.")[2]
