"""`python -m tests.campaigns.nursery`: judges mutants, one JSON line each, until its standard input is closed.

It has pytest and what is heavy loaded, but nothing of ours. For each mutant it makes a process of its own by fork, in
which the changed module stands only in memory, and the tests run until one does not pass.
"""

import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import hypothesis
import numpy
import pytest
import regex

from tests.campaigns.mutator import mutated

ROOT = Path(__file__).resolve().parents[2]
LOADED = (hypothesis, numpy, regex)
SECONDS = 60
"""The time of a processor (not of the clock) that a mutant has before it counts as endless."""
KILLED, SURVIVED, ENDLESS = "killed", "survived", "endless"


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module in memory."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self._name = name
        self._path = path
        self._code = compile(tree, str(path), "exec")

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the module's specification, if it is the one."""
        if fullname != self._name:
            return None
        inside = [str(self._path.parent)] if self._path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, self._path, loader=self, submodule_search_locations=inside
        )

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed module."""
        exec(self._code, module.__dict__)


def judged(path: Path, number: int, tests: Sequence[str]) -> str:
    """Return what becomes of a mutant of the module at `path`: killed, survived or endless."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    child = os.fork()
    if child == 0:
        status = 3
        with contextlib.suppress(SystemExit):
            status = _tested(Changed(name, path, mutated(path.read_text(encoding="utf-8"), number)), tests)
        os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        return ENDLESS if os.WTERMSIG(ended) in (signal.SIGXCPU, signal.SIGKILL) else KILLED
    if os.WEXITSTATUS(ended) == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise LookupError(f"no tests among {tests}")
    return SURVIVED if os.WEXITSTATUS(ended) == 0 else KILLED


def _tested(changed: Changed, tests: Sequence[str]) -> int:
    import resource  # noqa: PLC0415 - Windows has none, and no fork either

    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    sys.meta_path.insert(0, changed)
    quiet = [f"-p{each}" for each in ("no:randomly", "no:cacheprovider", "no:xdist", "no:faulthandler")]
    with tempfile.TemporaryDirectory() as place:
        early = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # it is loaded before pytest looks at it
        return int(pytest.main(["-x", "-q", "-o", "timeout=0", *early, *quiet, f"--basetemp={place}/base", *tests]))


class Nursery:
    """The campaign's side of it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def judge(self, path: Path, number: int, tests: Sequence[str]) -> str:
        """Return what becomes of a mutant."""
        self._process.stdin.write(json.dumps({"path": str(path), "number": number, "tests": tests}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the nursery has ended"
        return json.loads(line)


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Nursery]:
    """Lend a nursery that leaves its files in `folder`."""
    surroundings = {**os.environ, "TMPDIR": str(folder), "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis")}
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.campaigns.nursery"]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdin=pipe, stdout=pipe, text=True) as process:
        yield Nursery(process)
        process.stdin.close()
        process.wait(60)


def main() -> None:
    """Judge what is asked for."""
    for line in sys.stdin:
        asked = json.loads(line)
        answer = judged(Path(asked["path"]), asked["number"], asked["tests"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
