"""What small values say of themselves."""

import pytest

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, Shape
from desktop_app.core.export import Exported, Format, Numbers, Survey
from desktop_app.core.fields import field_is_editable, read_field, write_field
from desktop_app.core.job import HERE, Job, JobStatus, Plan
from desktop_app.core.likeness import cosine
from desktop_app.core.run_record import RowChanges, RunRecord, SentFile


@pytest.mark.parametrize(
    ("tokens", "seconds", "first", "pace"),
    [(11, 3.0, 1.0, 5.0), (1, 3.0, 1.0, None), (11, 1.0, 1.0, None), (11, 3.0, 0.0, None)],
)
def test_the_pace_of_an_answer_is_told_where_it_can_be(tokens, seconds, first, pace):
    assert Answer(0, "m", "a", Finish.STOP, tokens, seconds, first=first).pace == pace


def test_numbers_of_rows_name_the_first_few():
    numbers = Numbers()
    assert str(numbers) == ""
    for number in range(3, 8):
        numbers = numbers.and_row(number)
    assert str(numbers) == "3, 4, 5, 6, 7"
    assert str(numbers.and_row(9)) == "3, 4, 5, 6, 7 …"
    assert numbers.and_row(9).count == 6


@pytest.mark.parametrize(
    ("written", "suffix", "table"),
    [
        (Format.JSONL, ".jsonl", False),
        (Format.TRL, "", False),
        (Format.EXCEL, ".xlsx", True),
        (Format.CSV, ".csv", True),
    ],
)
def test_a_format_has_an_ending(written, suffix, table):
    assert (written.suffix, written.is_table) == (suffix, table)


def test_the_shape_of_most_rows_counts(tmp_path):
    assert Survey().shape is None
    assert Survey(shapes={Shape.CHAT: 1, Shape.COMPLETION: 2}).shape is Shape.COMPLETION
    assert Exported(tmp_path, {Part.TRAINING: 3, Part.TEST: 2}, 10).rows == 5


def test_a_run_knows_what_was_sent():
    training = SentFile(Part.TRAINING, "t.jsonl", "0", 100, 10)
    check = SentFile(Part.VALIDATION, "v.jsonl", "1", 20, 2)
    run = RunRecord("m", 0.0, "local", Plan("tiny"), (training, check), "2")
    assert run.rows == {Part.TRAINING: 10, Part.VALIDATION: 2}
    assert run.bytes == 120
    assert run.file(Part.VALIDATION) is check
    assert run.file(Part.TEST) is None
    assert RowChanges((1,), (2, 3), (), (4,)).count == 4


def test_texts_that_say_nothing_mean_the_same():
    assert cosine(None, None) == 1
    assert cosine(None, [1.0]) == cosine([1.0], None) == 0
    assert cosine([0.6, 0.8], [0.8, 0.6]) == pytest.approx(0.96)


@pytest.mark.parametrize(
    ("status", "ended"),
    [(status, status.value in ("succeeded", "failed", "cancelled")) for status in JobStatus],
)
def test_a_job_knows_where_it_is_and_whether_it_has_ended(status, ended):
    assert status.ended is ended
    assert Job("j", HERE, "m", status, 0.0).here
    assert not Job("j", "openai", "m", status, 0.0).here


LONG = Conversation((Message("user", "a"), Message("assistant", "b"), Message("user", "c"), Message("assistant", "d")))
PAIR = Preference((Message("user", "q"),), (), (Message("assistant", "b"), Message("assistant", "c")))


@pytest.mark.parametrize(
    ("row", "name", "value", "editable"),
    [
        (Completion("p", "c"), "prompt", "p", True),
        (LONG, "assistant", "d", True),
        (LONG, "system", "", True),
        (LONG, "user", None, False),
        (Conversation((Message("user", "a"),)), "assistant", "", False),
        (PAIR, "preferred", "", True),
        (PAIR, "non_preferred", None, False),
    ],
)
def test_a_field_that_is_shown_joined_is_not_written(row, name, value, editable):
    assert field_is_editable(row, name) is editable
    if value is not None:
        assert read_field(row, name) == value
    if editable:
        assert read_field(write_field(row, name, "new"), name) == "new"
    else:
        with pytest.raises(ValueError, match=name):
            write_field(row, name, "new")
