"""The campaign of mutants: the changes it makes are real ones, and whether a test notices is told rightly."""

import ast
import sys
import textwrap

import pytest

from tests.campaigns import mutants, nursery, touched
from tests.campaigns.mutator import mutants as mutants_in
from tests.campaigns.mutator import mutated


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", {"a <= b"}),
        ("a == b and c", {"a != b and c", "a == b or c"}),
        ("not a", {"a"}),
        ("a + 1", {"a - 1", "a + 2"}),
        ("a // b", {"a * b"}),
        ("a in b", {"a not in b"}),
        ("f(True, 0.5)", {"f(False, 0.5)", "f(True, 0.85)"}),
        ("f'{a:>3}' + 'words'", set()),
        ("a if b else c", {"a if not b else c"}),
        ("def f(a: Literal[1]) -> Literal[2]:\n    return a", {"def f(a: Literal[1]) -> Literal[2]:\n    return None"}),
        ("@dataclass(frozen=True)\nclass A(B):\n    c: Literal[1]", set()),
        ("if TYPE_CHECKING:\n    a = 1", set()),
    ],
)
def test_each_change_is_another_program(before, after):
    assert {ast.unparse(mutated(before, each.number)) for each in mutants_in(before)} == after


def test_a_mutant_knows_its_line():
    source = textwrap.dedent("""
        def f(a):

            return a
    """)
    (one,) = mutants_in(source)
    assert (one.line, one.before, one.after) == (4, "return a", "return None")


def test_tests_are_those_of_the_line_or_else_of_the_module():
    lines = {3: ["one"], 4: ["one", "two"], 1: []}
    assert mutants.tests_of(lines, 3) == ["one"]
    assert mutants.tests_of(lines, 1) == ["one", "two"]
    assert mutants.tests_of({}, 1) == []


def test_those_that_go_to_few_lines_come_first(tmp_path):
    touched.keep({"a.py": {1: ["wide", "narrow"], 2: ["wide"]}}, tmp_path / "kept.json")
    assert '["narrow", "wide"]' in (tmp_path / "kept.json").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_mutant_is_killed_by_a_test_that_sees_it_and_survives_one_that_does_not(tmp_path):
    path = touched.CORE / "split.py"
    wanted = next(each for each in mutants_in(path.read_text()) if each.before == "len(labels) != len(keys)")
    ring = "tests/core/test_split.py::test_"
    sees = "numbers_and_texts_are_keys_and_labels_alike"
    blind = "another_seed_gives_another_split_and_these_rows_always_this_one"
    with nursery.opened(tmp_path) as judge:
        assert judge.judge(path, wanted.number, [ring + sees]) == nursery.KILLED
        assert judge.judge(path, wanted.number, [ring + blind]) == nursery.SURVIVED
