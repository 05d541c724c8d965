"""What the libraries bring and TuneDesk has no use for: tests, headers, Qt's designer and its other world of QML.

Named one by one, and proved by the self-test of the finished package; nothing is guessed by its name alone.
"""

import shutil
from pathlib import Path

from bundle.elf import Elf

QT_MODULES = (
    *("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg", "QtSvgWidgets", "QtTest", "QtDBus", "QtPrintSupport"),
    *("QtOpenGL", "QtOpenGLWidgets", "QtConcurrent"),
)
"""Those TuneDesk and pyqtgraph import."""
QT_PLUGINS = (
    *("iconengines", "imageformats", "platforminputcontexts", "platforms", "platformthemes", "printsupport", "tls"),
    *("wayland-decoration-client", "wayland-graphics-integration-client", "wayland-shell-integration"),
    "xcbglintegrations",
)
QT_PLATFORMS = ("libqoffscreen.so", "libqwayland.so", "libqxcb.so")
WINDOW = (
    *("bin", "share", "pandas/tests", "pyqtgraph/examples", "pyqtgraph/opengl", "numpy/_core/include"),
    *("numpy/_core/tests/examples", "numpy/f2py/tests", "numpy/lib/tests", "numpy/linalg/tests", "numpy/ma/tests"),
    *("numpy/random/tests", "numpy/typing/tests", "numpy/fft/tests", "numpy/polynomial/tests", "psutil/tests"),
)
ENGINE = (
    *("bin", "share", "torch/test", "torch/include", "torch/share", "pyarrow/tests", "pyarrow/include"),
    *("networkx/algorithms/tests", "networkx/classes/tests", "networkx/drawing/tests", "networkx/generators/tests"),
    *("networkx/linalg/tests", "networkx/readwrite/tests", "networkx/utils/tests"),
    *("multiprocess/tests", "dill/tests", "mpmath/tests"),
)


def trim_window(packages: Path, elf: Elf) -> None:
    """Take out of the window's libraries what it has no use for."""
    _remove(packages, WINDOW)
    _trim_qt(packages / "PySide6", elf)
    _common(packages)


def trim_engine(packages: Path) -> None:
    """Take out of the engine's libraries what it has no use for."""
    _remove(packages, ENGINE)
    if (packages / "torch" / "bin").is_dir():
        _keep(packages / "torch" / "bin", ("torch_shm_manager",))  # torch looks for it whenever it is loaded
    for tests in (packages / "sympy").rglob("tests"):
        shutil.rmtree(tests)
    for archive in packages.glob("torch/lib/*.a"):
        archive.unlink()
    _common(packages)


def _common(packages: Path) -> None:
    for unwanted in ("*.pyi", "*.pxd", "*.pyx", "*.h"):
        for path in packages.rglob(unwanted):
            path.unlink()


def _remove(packages: Path, unwanted: "tuple[str, ...]") -> None:
    for each in unwanted:
        shutil.rmtree(packages / each, ignore_errors=True)


def _trim_qt(qt: Path, elf: Elf) -> None:
    """Keep the modules that are used, the plugins for screens and pictures, and the libraries those need."""
    modules = tuple(f"{name}.abi3.so" for name in QT_MODULES)
    _keep(qt, ("Qt", "libpyside6.", "__init__", "_config", "_git", *modules), but=("Qt", *modules))
    _keep(qt / "Qt", ("lib", "plugins", "translations"))
    plugins = qt / "Qt" / "plugins"
    _keep(plugins, QT_PLUGINS)
    _keep(plugins / "platforms", QT_PLATFORMS)
    for name in ("platformthemes/libqgtk3.so", "platforminputcontexts/libqtvirtualkeyboardplugin.so"):
        (plugins / name).unlink(missing_ok=True)  # the one wants all of GTK, the other all of QML
    _keep(qt / "Qt" / "translations", ("qtbase_", "qt_"))
    libraries = qt / "Qt" / "lib"
    _keep(libraries, tuple(elf.wanted([*qt.glob("*.so*"), *plugins.rglob("*.so")], libraries)))


def _keep(folder: Path, beginnings: "tuple[str, ...]", but: "tuple[str, ...]" = ()) -> None:
    """Remove from a folder what begins with none of these; of those in `but` the whole name has to be the same."""
    for path in folder.iterdir():
        begins = path.name.startswith(tuple(each for each in beginnings if each not in but)) or path.name in but
        if not begins:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
