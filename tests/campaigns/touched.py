"""Which tests of the unit ring go through which lines of core: made once for a state of both, and then kept.

As a plug-in of pytest it tells coverage which test is running.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE, RING = ROOT / "desktop_app" / "core", ROOT / "tests" / "core"
KEPT = ROOT / ".cache" / "mutants"
_NOT_PASSED = "TUNEDESK_TESTS_NOT_PASSED"
"""Names the file of the tests that do not pass as it is, and so can tell nothing of a mutant."""

Touched = dict[str, dict[int, list[str]]]
"""By module (its path below core) and line: the tests that go there, those first that go to few lines in all."""


def touched() -> Touched:
    """Return the tests of each line, after one run of the ring if core or the ring have changed."""
    kept = KEPT / f"{state()}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        data = kept.with_suffix(".coverage")
        keep(_measured(data), kept)
        data.unlink()
    lines = json.loads(kept.read_text(encoding="utf-8"))
    return {module: {int(line): tests for line, tests in known.items()} for module, known in lines.items()}


def state() -> str:
    """Return what is another one whenever a module of core or a test of its ring is."""
    mark = hashlib.sha256()
    for path in sorted([*CORE.rglob("*.py"), *RING.rglob("*.py")]):
        mark.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return mark.hexdigest()[:16]


def keep(lines: Touched, path: Path) -> None:
    """Write down which tests touch which lines."""
    reach = Counter(test for known in lines.values() for tests in known.values() for test in tests)
    ordered = {
        module: {line: sorted(tests, key=lambda test: (reach[test], test)) for line, tests in known.items()}
        for module, known in lines.items()
    }
    path.write_text(json.dumps(ordered), encoding="utf-8")


def _measured(data: Path) -> Touched:
    not_passed = data.with_suffix(".not-passed")
    command = [sys.executable, "-m", "coverage", "run", "--branch", f"--source={CORE}", f"--data-file={data}"]
    command += ["--rcfile=", "-m", "pytest", str(RING), "-q", "-p", __name__, "-p", "no:randomly"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, _NOT_PASSED: str(not_passed)}, check=False)
    told = set(not_passed.read_text(encoding="utf-8").splitlines()) if not_passed.exists() else set()
    not_passed.unlink(missing_ok=True)
    return read(data, told)


def read(data: Path, not_passed: set[str]) -> Touched:
    """Return the tests of each line out of what coverage has written."""
    import coverage  # noqa: PLC0415 - only where the map is made

    found = coverage.CoverageData(str(data))
    found.read()
    lines: Touched = {}
    for file in found.measured_files():
        known = defaultdict(list)
        for line, tests in found.contexts_by_lineno(file).items():
            known[line] = [test for test in tests if test and test not in not_passed]
        lines[Path(file).relative_to(CORE).as_posix()] = dict(known)
    return lines


def _name(nodeid: str) -> str:
    return nodeid.split("[", maxsplit=1)[0]


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    """Let coverage write down what follows under the name of the test."""
    import coverage  # noqa: PLC0415 - as above

    measuring = coverage.Coverage.current()
    if measuring is not None:
        measuring.switch_context(_name(item.nodeid))
    yield
    if measuring is not None:
        measuring.switch_context("")


def pytest_runtest_logreport(report):
    """Write down which tests do not pass."""
    if report.failed:
        with Path(os.environ[_NOT_PASSED]).open("a", encoding="utf-8") as told:
            told.write(_name(report.nodeid) + "\n")
