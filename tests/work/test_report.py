"""What a tour leaves behind."""

import json

import pytest

from desktop_app.core.problem import Problem
from desktop_app.work.report import Compared, Summary, write


def test_everything_is_written_and_model_text_stays_text(tmp_path):
    answers = [Compared("<b>who?</b>", "me", "<script>alert(1)</script>", 'it & "them"')]
    write(tmp_path, Summary(10, {"open": 0.5}, 3.0, 1.0, answers), b"step,train_loss\n1,2\n")
    page = (tmp_path / "answers.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    told = json.loads((tmp_path / "summary.json").read_text())
    assert told["answers"][0]["tuned"] == 'it & "them"'
    assert (told["rows"], told["last_validation_loss"]) == (10, 1.0)
    assert (tmp_path / "curve.csv").read_bytes().startswith(b"step,train_loss")


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(Problem) as caught:
        write(tmp_path / "gone", Summary(0, {}, None, None, []), b"")
    assert caught.value.key == "folder_not_writable"
