"""What a test of models says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "test_file_no_answers": (
        "“{name}” has no answers to compare with.",
        "A test needs a question and the expected answer in each row, in two columns that say so.",
        "Name the columns “question” and “answer”, or bring the file into the project's test part.",
    ),
    "test_gone": (
        "This test is not in the project any more.",
        "It was removed meanwhile. Nothing else is missing.",
        "Choose another test, or begin a new one.",
    ),
    "test_no_model": (
        "There is no model to test.",
        "A test asks at least one model, or reads answers that were recorded earlier.",
        "Choose a model.",
    ),
    "test_no_rows": (
        "There are no rows to test with.",
        "A test needs rows with an expected answer that the model has not learned from.",
        "Move some rows to the test part: about one in ten, and at least 20.",
    ),
}

SENTENCES: Mapping[str, str] = {}
