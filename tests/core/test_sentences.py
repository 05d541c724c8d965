"""Every sentence the floors below the window use exists, and every gap is filled."""

import ast
import re
import string
from pathlib import Path

import desktop_app
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import ENGLISH, english

ROOT = Path(desktop_app.__file__).parent
CALLS = {"text": "", "Problem": ".happened"}


def used() -> dict[str, tuple[set[str], str]]:
    """Return key -> (names of the values given, where) for every text("…") and Problem("…") in the source."""
    found = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS):
                continue
            if node.args and isinstance(node.args[0], ast.Constant) and all(k.arg for k in node.keywords):
                key = f"{node.args[0].value}{CALLS[node.func.id]}"
                names = {k.arg for k in node.keywords if k.arg} - {"details"}
                found[key] = (names, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_key_that_is_used_has_its_sentence_and_its_values() -> None:
    calls = used()
    assert len(calls) > 30
    for key, (given, where) in calls.items():
        assert key in ENGLISH, f"{where}: no sentence for {key}"
        assert gaps(ENGLISH[key]) <= given, f"{where}: {key} has gaps that nobody fills"
        if key.endswith(".happened"):
            for part in ("meaning", "remedy"):
                assert gaps(ENGLISH[key.replace("happened", part)]) <= given, f"{where}: {key} {part}"


def test_no_sentence_scolds_or_shows_a_bare_code() -> None:
    for key, sentence in ENGLISH.items():
        assert not re.search(r"\b(invalid|illegal|fatal|failed|error)\b", sentence, re.IGNORECASE), key
        if key.endswith((".happened", ".meaning", ".remedy")):
            assert sentence[-1] in ".?)}", key


def test_a_problem_speaks_in_three_sentences() -> None:
    problem = Problem("file_empty", name="a.csv", details="x")
    assert english(problem.happened) == "“a.csv” is empty."
    assert all(english(t) for t in (problem.meaning, problem.remedy))
