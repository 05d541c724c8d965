"""Curves as a small drawing: well-formed, inside its frame, told apart without colour, and safe with any name."""

import math
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.sketch import sketch

NAME = "{http://www.w3.org/2000/svg}"
values = st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=1, max_size=900)


@given(
    values, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
)
def test_every_point_lies_within_the_frame(said, name):
    drawn = sketch([(name, range(len(said)), said)], "Step")
    if not any(map(math.isfinite, said)):
        assert drawn == ""
        return
    root = ElementTree.fromstring(drawn)
    points = [pair.split(",") for pair in root.find(f"{NAME}polyline").get("points").split()]
    assert 1 <= len(points) <= 400
    assert all(47 <= float(x) <= 633 and 21 <= float(y) <= 159 for x, y in points)
    assert name.strip() in "".join(root.itertext()) or not name.strip()


def test_lines_differ_without_colour_and_names_are_letters_alone():
    drawn = sketch([("<script>", [0, 1], [1.0, 2.0]), ("b & c", [0, 1], [2.0, 1.0])], "x")
    root = ElementTree.fromstring(drawn)
    dashes = {line.get("stroke-dasharray") for line in root.iter(f"{NAME}polyline")}
    assert len(dashes) == 2
    assert [float(key.get("x1")) for key in root.iter(f"{NAME}line")] == [48, 248]
    assert not list(root.iter(f"{NAME}script"))
    assert {"<script>", "b & c", "2", "1"} <= {part.text for part in root.iter(f"{NAME}text")}


def test_nothing_measured_is_no_drawing():
    assert sketch([], "x") == ""
    assert sketch([("a", [], [])], "x") == ""
