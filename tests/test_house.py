"""The house: its floors, its owners of outside things, its sizes and its never-list (ARCHITECTURE.md)."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_app"
SOURCES = sorted(PACKAGE.rglob("*.py"))

OWNERS = {
    "PySide6": (
        *("gui/", "launch.py", "smoke.py", "tour.py", "app.py", "bringing.py", "copies.py"),
        *("guiding.py", "entering.py", "rooms.py", "data_rooms.py", "playground_rooms.py", "models_rooms.py"),
        *("preference_pages.py", "preflight.py"),
    ),
    "shiboken6": ("gui/",),
    "pyqtgraph": ("gui/",),
    "openai": ("providers/client.py", "engine/"),
    "httpx2": ("providers/client.py", "providers/feed.py", "providers/proxy.py", "engine/hub.py"),
    "huggingface_hub": ("engine/",),
    "csv": ("formats/", "engine/results.py"),
    "pandas": ("formats/",),
    "sqlite3": ("store/",),
    "filelock": ("store/", "engine/", "providers/environment.py"),
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
HEAVY |= {"filelock", "python_calamine", "openpyxl", "pyarrow", "charset_normalizer", "rapidfuzz", "openTSNE"}
ONE_PLACE_IN_GUI = {"asyncio": "gui/background.py", "threading": "gui/background.py", "concurrent": "gui/background.py"}
CALENDAR = ("settings/today.py", "engine/creation.py")
"""Who asks for the day: the program in one place, so that tests can be on a day of theirs, and the engine."""
JUNK_ROOMS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers", "lib"}
TABLES = ("core/sentences/",)
"""Where modules are one table of data each; their length says nothing about their order."""


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """Every module of the package, read once, by its name."""
    return {name(path): ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


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


def test_each_outside_thing_has_one_owner(trees):
    assert [said for place, module in trees.items() for said in strangers(place, module)] == []


def strangers(place: str, module: ast.Module) -> Iterator[str]:
    """Yield what a module imports though another owns it."""
    for_types = type_checking_only(module)
    for node in ast.walk(module):
        for full in imports(node):
            top = full.split(".")[0]
            owners = OWNERS.get(top)
            if owners is not None and node not in for_types and not place.startswith(owners):
                yield f"{place} imports {full}"
            in_gui = ONE_PLACE_IN_GUI.get(top)
            if in_gui is not None and place != in_gui and place.startswith("gui/"):
                yield f"{place}: {full}"


ROOM_MAKERS = (
    *("app.py", "copies.py", "guiding.py"),
    *("data_rooms.py", "models_rooms.py", "playground_rooms.py", "preference_pages.py", "rooms.py"),
)
"""They load a room when somebody enters it (docs/decisions/0018)."""


def test_only_heavy_libraries_are_imported_late(trees):
    assert [said for place, module in trees.items() for said in hidden(place, module)] == []


def hidden(place: str, module: ast.Module) -> Iterator[str]:
    """Yield the imports in functions that save nothing."""
    for function in (n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)):
        for node in ast.walk(function):
            for full in imports(node):
                late = full.split(".")[0] in HEAVY or place in ("__main__.py", "preflight.py")
                late = late or (place.startswith("engine/") and full.startswith("desktop_app.engine."))
                late = late or (place in ROOM_MAKERS and full.startswith("desktop_app.gui."))
                if not late:
                    yield f"{place}: {function.name} hides the import of {full}"


def test_sizes_are_those_of_a_house_one_can_read(trees):
    long = [name(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 300]
    assert [place for place in long if not place.startswith(TABLES)] == []
    assert [said for place, module in trees.items() for said in oversized(place, module)] == []


def oversized(place: str, module: ast.Module) -> Iterator[str]:
    """Yield the functions and classes that nobody reads in one go."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            given = [each for each in given if each.arg not in ("self", "cls")]
            if length > 40 or len(given) > 6:
                yield f"{place}: {node.name} has {length} lines and takes {len(given)}"
        if isinstance(node, ast.ClassDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > 200:
                yield f"{place}: {node.name} has {length} lines"


def test_the_never_list(trees):
    parts = {place: set(Path(place).with_suffix("").parts) for place in trees}
    assert [place for place, those in parts.items() if JUNK_ROOMS & those] == []
    assert [said for place, module in trees.items() for said in forbidden(place, module)] == []


def forbidden(place: str, module: ast.Module) -> Iterator[str]:
    """Yield where a module does what nobody here does."""
    for node in ast.walk(module):
        where = f"{place}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Global):
            yield f"{where} global"
        if isinstance(node, ast.ExceptHandler) and place not in ("gui/background.py", "crash.py"):
            caught = ast.unparse(node.type) if node.type else "everything"
            raised = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
            if caught in ("everything", "Exception") or (caught == "BaseException" and not raised):
                yield f"{where} catches {caught}"
        if isinstance(node, ast.Attribute) and (
            node.attr == "processEvents" or (node.attr == "exec" and place.startswith("gui/"))
        ):
            yield f"{where} {node.attr}"
        if isinstance(node, ast.Call) and ast.unparse(node) == "date.today()" and place not in CALENDAR:
            yield f"{where} looks at the calendar"
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("QThread") for base in node.bases):
            yield f"{where} is a QThread"


def test_a_public_function_is_used_by_another_module(trees):
    texts = [
        path.read_text(encoding="utf-8")
        for top in ("desktop_app", "tests", "packaging")
        for path in (ROOT / top).rglob("*.py")
    ]
    used = Counter(word for text in texts for word in set(re.findall(r"\w+", text)))
    assert [said for place, module in trees.items() for said in unused(place, module, used)] == []


def unused(place: str, module: ast.Module, used: Counter[str]) -> Iterator[str]:
    """Yield the functions of a module that look as if others used them; `used` says how many modules have a word."""
    for node in module.body:
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if function and not node.name.startswith("_") and used[node.name] < 2:
            yield f"{place}: {node.name}"


@pytest.mark.parametrize(
    ("rule", "place", "code"),
    [
        (
            lambda place, module: unused(place, module, Counter({"alone": 1, "met": 2})),
            "core/some.py",
            "def alone(): pass\ndef met(): pass",
        ),
        (strangers, "work/some.py", "import sqlite3"),
        (strangers, "gui/some.py", "import threading"),
        (hidden, "core/some.py", "def late():\n    import json"),
        (oversized, "core/some.py", "def long():\n" + "    pass\n" * 40),
        (oversized, "core/some.py", "def many(a, b, c, d, e, f, g): pass"),
        (oversized, "core/some.py", "class Long:\n" + "    pass\n" * 200),
        (forbidden, "core/some.py", "def change():\n    global state"),
        (forbidden, "core/some.py", "try:\n    pass\nexcept Exception:\n    pass"),
        (forbidden, "core/some.py", "try:\n    pass\nexcept:\n    raise"),
        (forbidden, "core/some.py", "try:\n    pass\nexcept BaseException:\n    pass"),
        (forbidden, "gui/some.py", "application.processEvents()"),
        (forbidden, "gui/some.py", "dialog.exec()"),
        (forbidden, "gui/some.py", "class Worker(QThread): pass"),
        (forbidden, "work/some.py", "end < date.today()"),
    ],
)
def test_whoever_breaks_a_rule_is_named(rule, place, code):
    (said,) = rule(place, ast.parse(code))
    assert said.startswith(place)


def test_the_contracts_between_floors_hold():
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():  # an unpacked archive: whatever is there and was not made by using it
        made = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
        there = [path for top in ROOT.iterdir() if top.name not in made for path in (top, *top.rglob("*"))]
        return [path for path in there if path.is_file() and not made & set(path.relative_to(ROOT).parts)]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / part for part in listed.split("\0") if part and (ROOT / part).is_file()]


def test_the_project_speaks_of_itself_alone():
    hosts = "|".join((r"pypi\.org", r"pythonhosted", r"npmjs\.", r"deb\.debian", r"download\.pytorch"))
    strange = re.compile(rf"({hosts}|/root/|/home/\w+/|/tmp/td-)")
    for path in tracked():
        if path.suffix in (".py", ".md", ".toml", ".json", ".sh", ".yml", ".txt", ".csv", "") and path != Path(
            __file__
        ):
            words = path.read_text(encoding="utf-8", errors="replace")
            if path == ROOT / "resources" / "engine" / "parts.json":  # where PyTorch keeps its build for processors
                words = words.replace("https://download.pytorch.org/whl/cpu", "")
            found = strange.search(words)
            assert found is None, f"{path.relative_to(ROOT)}: {found}"


def test_only_the_fixed_top_level_exists():
    fixed = {"pyproject.toml", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE"}
    fixed |= {"desktop_app", "resources", "tests", "packaging", "docs"}
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {entry for entry in top if not entry.startswith(".")} <= fixed
