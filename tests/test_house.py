"""The house: its floors, its owners of outside things, its sizes and its never-list (ARCHITECTURE.md)."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_app"
SOURCES = sorted(PACKAGE.rglob("*.py"))

OWNERS = {
    "PySide6": (
        *("gui/", "launch.py", "smoke.py", "tour.py", "app.py", "bringing.py"),
        *("rooms.py", "data_rooms.py", "playground_rooms.py", "models_rooms.py", "preflight.py"),
    ),
    "shiboken6": ("gui/",),
    "pyqtgraph": ("gui/",),
    "openai": ("providers/client.py", "engine/"),
    "httpx2": ("providers/client.py", "engine/hub.py"),
    "huggingface_hub": ("engine/",),
    "csv": ("formats/", "engine/results.py"),
    "pandas": ("formats/",),
    "sqlite3": ("store/",),
    "filelock": ("store/", "engine/"),
    "keyring": ("settings/secrets.py",),
    "tiktoken": ("tokens/",),
    "tokenizers": ("tokens/",),
    "jinja2": ("tokens/", "engine/"),
    "toktok": ("tokens/",),
    "regex": ("core/search.py",),
    "rapidfuzz": ("core/likeness.py",),
    "openTSNE": ("core/layout.py",),
    "orjson": ("formats/", "store/bodies.py", "store/points.py"),
    "python_calamine": ("formats/",),
    "openpyxl": ("formats/",),
    "pyarrow": ("formats/",),
    "charset_normalizer": ("formats/",),
    "torch": ("engine/",),
    "transformers": ("engine/",),
    "peft": ("engine/",),
    "trl": ("engine/",),
    "accelerate": ("engine/",),
    "datasets": ("engine/",),
    "gguf": ("engine/",),
    "safetensors": ("engine/",),
    "starlette": ("engine/",),
    "uvicorn": ("engine/",),
    "psutil": ("engine/",),
    "platformdirs": ("settings/", "engine/"),
}
HEAVY = {"openai", "httpx2", "pyqtgraph", "numpy", "pandas", "keyring", "tiktoken", "torch", "transformers"}
HEAVY |= {"peft", "trl"}
HEAVY |= {"accelerate", "datasets", "gguf", "safetensors", "tokenizers", "jinja2", "toktok", "regex", "orjson"}
HEAVY |= {"python_calamine", "openpyxl", "pyarrow", "charset_normalizer", "rapidfuzz", "openTSNE"}
ONE_PLACE_IN_GUI = {"asyncio": "gui/background.py", "threading": "gui/background.py", "concurrent": "gui/background.py"}
JUNK_ROOMS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers", "lib"}
TABLES = ("core/sentences/",)
"""Where modules are one table of data each; their length says nothing about their order."""


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """Yield the full names a node imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


def type_checking_only(module: ast.Module) -> set[ast.AST]:
    """Return the nodes under `if TYPE_CHECKING:`."""
    blocks = [n for n in module.body if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test)]
    return {inner for block in blocks for inner in ast.walk(block)}


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_each_outside_thing_has_one_owner(path):
    module = tree(path)
    for_types = type_checking_only(module)
    for node in ast.walk(module):
        for full in imports(node):
            top = full.split(".")[0]
            owners = OWNERS.get(top)
            assert owners is None or node in for_types or name(path).startswith(owners), f"{name(path)} imports {full}"
            place = ONE_PLACE_IN_GUI.get(top)
            assert place is None or name(path) == place or not name(path).startswith("gui/"), f"{name(path)}: {full}"


ROOM_MAKERS = ("app.py", "data_rooms.py", "models_rooms.py", "playground_rooms.py", "rooms.py")
"""They load a room when somebody enters it (docs/decisions/0018)."""


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_only_heavy_libraries_are_imported_late(path):
    module = tree(path)
    for function in (n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)):
        for node in ast.walk(function):
            for full in imports(node):
                late = full.split(".")[0] in HEAVY or name(path) in ("__main__.py", "preflight.py")
                late = late or (name(path).startswith("engine/") and full.startswith("desktop_app.engine."))
                late = late or (name(path) in ROOM_MAKERS and full.startswith("desktop_app.gui."))
                assert late, f"{name(path)}: {function.name} hides the import of {full}"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_sizes_are_those_of_a_house_one_can_read(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300 or name(path).startswith(TABLES), name(path)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{name(path)}: {node.name} has {length} lines"
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            assert len([a for a in given if a.arg not in ("self", "cls")]) <= 6, f"{name(path)}: {node.name}"
        if isinstance(node, ast.ClassDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 200, f"{name(path)}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_the_never_list(path):
    assert not JUNK_ROOMS & set(path.relative_to(PACKAGE).with_suffix("").parts), name(path)
    may_catch_all = name(path) in ("gui/background.py", "crash.py")
    for node in ast.walk(tree(path)):
        where = f"{name(path)}:{getattr(node, 'lineno', 0)}"
        assert not isinstance(node, ast.Global), where
        if isinstance(node, ast.ExceptHandler) and not may_catch_all:
            caught = ast.unparse(node.type) if node.type else "everything"
            raised = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
            assert caught not in ("everything", "Exception"), where
            assert caught != "BaseException" or raised, where
        if isinstance(node, ast.Attribute):
            assert node.attr != "processEvents", where
            assert not (node.attr == "exec" and name(path).startswith("gui/")), where
        if isinstance(node, ast.ClassDef):
            assert not any(ast.unparse(b).endswith("QThread") for b in node.bases), where


def test_the_contracts_between_floors_hold():
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / part for part in listed.split("\0") if part and (ROOT / part).is_file()]


def test_the_project_speaks_of_itself_alone():
    hosts = "|".join((r"pypi\.org", r"pythonhosted", r"npmjs\.", r"deb\.debian", r"download\.pytorch"))
    strange = re.compile(rf"({hosts}|/root/|/home/\w+/|/tmp/td-)")
    for path in tracked():
        if path.suffix in (".py", ".md", ".toml", ".json", ".sh", ".yml", ".txt", ".csv", "") and path != Path(
            __file__
        ):
            found = strange.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None, f"{path.relative_to(ROOT)}: {found}"


def test_only_the_fixed_top_level_exists():
    fixed = {"pyproject.toml", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE"}
    fixed |= {"desktop_app", "resources", "tests", "packaging", "docs"}
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {entry for entry in top if not entry.startswith(".")} <= fixed
