"""Questions that are trained on and measured with."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.checks.finding import Severity
from desktop_app.core.example import Completion, Example, Part
from tests.core.checks.rows import findings, mended, pad, talk

PARTS = st.sampled_from(list(Part))


def test_a_question_in_two_parts_is_found_and_kept_in_training() -> None:
    rows = pad([talk("same", "a"), talk("same", "b"), talk("same", "a"), talk("own", "c")])
    parts = {1: Part.TEST, 2: Part.VALIDATION, 3: Part.TEST}
    found = findings(rows, parts=parts)["parts_overlap"]
    assert (found.severity, list(found.rows), found.recommended) == (Severity.PROBLEM, [101, 102], True)
    assert mended(rows, found) == [rows[0], *rows[3:]]


def test_what_asks_nothing_is_known_by_its_answer() -> None:
    rows: list[Example] = [Completion("", f" story {n}") for n in range(20)]
    assert "parts_overlap" not in findings(rows, parts={0: Part.TEST})
    assert list(findings([*rows, rows[3]], parts={20: Part.VALIDATION})["parts_overlap"].rows) == [120]


def test_nothing_is_said_while_there_is_one_part_alone() -> None:
    rows = pad([talk("same", "a"), talk("same", "a")])
    for part in Part:
        assert "parts_overlap" not in findings(rows, parts=dict.fromkeys(range(len(rows)), part))


@given(st.lists(st.tuples(st.sampled_from("pqrst"), PARTS), min_size=1, max_size=20))
def test_exactly_the_rows_whose_question_is_trained_on(asked: list[tuple[str, Part]]) -> None:
    rows: list[Example] = [talk(question, f"answer {n}") for n, (question, _) in enumerate(asked)]
    found = findings(rows, parts={n: part for n, (_, part) in enumerate(asked)}, batch=4)
    trained = {question for question, part in asked if part is Part.TRAINING}
    wanted = [100 + n for n, (question, part) in enumerate(asked) if part is not Part.TRAINING and question in trained]
    assert list(found["parts_overlap"].rows if "parts_overlap" in found else []) == wanted
