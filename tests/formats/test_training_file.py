"""The training file: one object a line, whatever the texts hold."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Completion
from desktop_app.core.problem import Problem
from desktop_app.formats import training_file


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=8))
def test_the_training_file_holds_one_object_a_line(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("out") / "t.jsonl"
    assert training_file.write((Completion(p, c) for p, c in pairs), path) == len(pairs)
    lines = path.read_bytes().decode("utf-8").split("\n")[:-1]
    assert [json.loads(line) for line in lines] == [{"prompt": p, "completion": c} for p, c in pairs]


def test_half_a_surrogate_pair_goes_out_as_json_writes_it(tmp_path):
    training_file.write([Completion("\ud83d", " b")], tmp_path / "t.jsonl")
    assert json.loads((tmp_path / "t.jsonl").read_text(encoding="utf-8"))["prompt"] == "\ud83d"


def test_a_training_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(Problem) as caught:
        training_file.write([Completion("a", "b")], tmp_path / "no" / "file.jsonl")
    assert caught.value.key == "training_file_not_written"
