"""The training file: one object a line, whatever the texts hold."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Completion, to_line
from desktop_app.formats import training_file


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=8))
def test_the_training_file_holds_one_object_a_line(pairs):
    file = io.BytesIO()
    for prompt, completion in pairs:
        training_file.put(file, to_line(Completion(prompt, completion)))
    lines = file.getvalue().decode("utf-8").split("\n")[:-1]
    assert [json.loads(line) for line in lines] == [{"prompt": p, "completion": c} for p, c in pairs]


def test_half_a_surrogate_pair_goes_out_as_json_writes_it():
    file = io.BytesIO()
    training_file.put(file, to_line(Completion("\ud83d", " b")))
    assert json.loads(file.getvalue())["prompt"] == "\ud83d"
