"""Are there enough rows, and what kind of task they are."""

import pytest

from desktop_app.core.checks.finding import Severity
from desktop_app.core.example import Part
from tests.core.checks.seen import CHATTER, WRITER, chat, check_up, completions, seen

STEPS = {"too_few_rows", "rows_below_50", "rows_below_100", "generation_below_500", "rows_below_1000"}


def different(count):
    return completions(*((f"question {i} ->", f" answer {i * 7}.") for i in range(count)))


@pytest.mark.parametrize(
    ("count", "step"),
    [
        (0, "too_few_rows"),
        (9, "too_few_rows"),
        (10, "rows_below_50"),
        (49, "rows_below_50"),
        (50, "rows_below_100"),
        (99, "rows_below_100"),
        (100, "generation_below_500"),
        (499, "generation_below_500"),
        (500, "rows_below_1000"),
        (999, "rows_below_1000"),
        (1000, None),
    ],
)
def test_the_next_step_worth_reaching_is_named_and_it_alone(count, step):
    found = check_up(different(count))
    assert STEPS & found.keys() == ({step} if step else set())
    if step:
        assert found[step].count == count
        assert (found[step].severity is Severity.BLOCKS) == (step == "too_few_rows")


def test_only_rows_that_are_trained_on_count():
    rows = [*seen(different(9)), *seen(different(40), part=Part.TEST)]
    assert check_up(rows)["too_few_rows"].count == 9


def test_the_least_number_is_the_target_s():
    class_of_three = type(WRITER)("x", "x", "fireworks", WRITER.shapes, least_rows=3)
    assert "too_few_rows" not in check_up(different(3), class_of_three)
    assert check_up(different(2), class_of_three)["too_few_rows"].values["least"] == 3


def test_classes_want_a_hundred_rows_each():
    rows = completions(*((f"text {i} ->", " yes" if i % 4 else " no") for i in range(200)))
    found = check_up(rows)
    assert found["classification"].values["classes"] == 2
    few = found["few_per_class"]
    assert (few.count, few.values["small"], few.values["classes"]) == (50, 1, 2)
    assert not STEPS & found.keys()
    enough = completions(*((f"text {i} ->", " yes" if i % 2 else " no") for i in range(200)))
    assert "few_per_class" not in check_up(enough)


def test_spellings_that_are_about_to_be_joined_are_one_class():
    spelled = (" yes", " Yes", " yes", " no", " No.", " no")
    found = check_up(completions(*((f"text {i} ->", spelled[i % 6]) for i in range(240))))
    assert "label_variants" in found
    assert found["classification"].values["classes"] == 2
    assert "few_per_class" not in found, "each class has 120 rows, however they are spelled"
    found = check_up(completions(*((f"text {i} ->", (" yes", " Yes")[i % 2]) for i in range(60))))
    assert "one_class" in found
    assert "classification" not in found


def test_where_all_answers_are_the_same_nothing_is_said_to_be_sorted():
    found = check_up(completions(*((f"text {i} ->", " yes") for i in range(20))))
    assert "one_class" in found
    assert "classification" not in found


def test_a_classification_has_few_short_answers():
    just_not = completions(*((f"{i} ->", f" {i // 3}") for i in range(30)))
    assert "classification" not in check_up(just_not)
    just = completions(*((f"{i} ->", f" {i // 3}") for i in range(28)), ("x ->", " 0"), ("y ->", " 1"), ("z ->", " 2"))
    assert "classification" in check_up(just)
    long = completions(*((f"{i} ->", " a long text " * 9 + str(i % 2)) for i in range(30)))
    assert "classification" not in check_up(long)


def test_rates_and_rounds_are_advised_for_models_that_write_alone():
    assert "conditional_generation" in check_up(different(30))
    chats = [chat(f"q {i}", f"a {i}") for i in range(30)]
    assert "conditional_generation" not in check_up(chats, CHATTER)


def test_answers_without_questions_are_open_ended():
    found = check_up(completions(*(("", f" text number {i}") for i in range(30))))
    assert "open_ended" in found
    assert not {"classification", "conditional_generation", "no_separator", "no_ending"} & found.keys()


def test_a_row_without_an_answer_tells_nothing_of_the_task():
    rows = completions(*((f"{i} ->", f" {i}.") for i in range(12)), *((f"e{i} ->", "") for i in range(50)))
    assert "classification" not in check_up(rows)
