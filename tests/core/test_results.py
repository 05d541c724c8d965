"""Result files of every dialect become the same points."""

import base64

import pytest

from desktop_app.core import results
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem

NOW = b"step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n1,2.5,0.5,,\n2,1.5,0.75,1.75,0.7\n"
FOUNDRY = (
    b"step,train_loss,train_mean_token_accuracy,valid_loss,valid_mean_token_accuracy,full_valid_loss,"
    b"full_valid_mean_token_accuracy\n1,2.5,0.5,N/A,N/A,N/A,N/A\n2,1.5,0.75,1.75,0.7,nan,\n"
)
LEGACY = (
    b"step,elapsed_tokens,elapsed_examples,training_loss,training_sequence_accuracy,training_token_accuracy,"
    b"validation_loss,validation_sequence_accuracy,validation_token_accuracy,classification/accuracy\n"
    b"1,136,8,2.5,0.0,0.5,,,,\n2,272,16,1.5,0.25,0.75,1.75,0.0,0.7,0.9\n"
)
CORE = [
    {"train_loss": 2.5, "train_accuracy": 0.5},
    {"train_loss": 1.5, "train_accuracy": 0.75, "valid_loss": 1.75, "valid_accuracy": 0.7},
]


@pytest.mark.parametrize("content", [NOW, FOUNDRY, b"\xef\xbb\xbf" + NOW, NOW.replace(b"\n", b"\r\n")])
def test_the_present_dialects_say_the_same(content):
    wanted = [MetricPoint(1, CORE[0]), MetricPoint(2, CORE[1])]
    assert results.parse(content) == wanted
    assert results.parse(base64.b64encode(content)) == wanted
    assert results.parse(base64.encodebytes(content)) == wanted


def test_the_old_dialect_keeps_what_it_knew_beyond():
    first, second = results.parse(LEGACY)
    assert CORE[0].items() <= first.values.items()
    assert CORE[1].items() <= second.values.items()
    assert second.values["classification/accuracy"] == 0.9
    assert second.values["examples"] == 16.0


def test_a_table_without_points_is_empty_and_what_is_no_table_is_said():
    assert results.parse(b"step,train_loss\n") == []
    assert results.parse(b"step,train_loss\nx,1\n3,word\n") == [MetricPoint(3, {})]
    for content in (b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"<html>step</html>"):
        with pytest.raises(Problem) as caught:
            results.parse(content)
        assert caught.value.key == "results_not_readable"


def test_a_table_that_a_spreadsheet_saved_again_says_the_same():
    excel = NOW.replace(b".", b"#").replace(b",", b";").replace(b"#", b",").replace(b"step", b"Step")
    wanted = [MetricPoint(1, CORE[0]), MetricPoint(2, CORE[1])]
    assert results.parse(excel) == wanted
    assert results.parse(NOW.replace(b",", b"\t")) == wanted
    assert results.parse(("\ufeff" + NOW.decode()).encode("utf-16-le")) == wanted


def test_a_training_loss_that_is_no_number_is_told_and_other_cells_without_a_number_are_gaps():
    told = results.parse(b"step,train_loss,valid_loss,full_valid_loss\n1,nan,nan,inf\n2,1e999,,\n")
    assert told == [MetricPoint(1, {}, ("train_loss", "full_valid_loss")), MetricPoint(2, {}, ("train_loss",))]


def test_a_step_that_stands_twice_is_one_point():
    assert results.parse(b"step,train_loss,valid_loss\n1,2.5,\n1,,3.5\n") == [
        MetricPoint(1, {"train_loss": 2.5, "valid_loss": 3.5})
    ]
