"""When answers are labels."""

import pytest

from desktop_app.core.labels import LONGEST_LABEL, MOST_LABELS, Labels, looks_like_labels


def found(answers):
    labels = Labels()
    half = len(answers) // 2
    labels.see(answers[:half])
    labels.see(answers[half:])
    return labels.finish()


def test_few_short_answers_that_come_back_are_labels():
    assert found(["yes", "no ", " yes", "yes", "no", "None", "no", "yes", "None", "None"]) == {
        "yes": 4,
        "None": 3,
        "no": 3,
    }


@pytest.mark.parametrize(
    "answers",
    [
        [],
        ["one"],
        ["a", "b", "c", "a", "b", "c"],
        ["a text of its own " * 5] * 9,
        [f"answer {n}" for n in range(100)],
        [f"answer {n % (MOST_LABELS + 1)}" for n in range(5 * MOST_LABELS)],
    ],
    ids=["none", "one", "too few", "long", "all different", "too many"],
)
def test_other_answers_are_not(answers):
    assert found(answers) is None


def test_the_borders_of_the_rule():
    assert looks_like_labels(4, 1, LONGEST_LABEL)
    assert not looks_like_labels(3, 1, 5)
    assert not looks_like_labels(4, 1, LONGEST_LABEL + 1)
    assert not looks_like_labels(100_000, MOST_LABELS + 1, 5)
    assert not looks_like_labels(4, 0, 0)
