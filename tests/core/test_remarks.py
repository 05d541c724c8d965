"""Tags as people type them."""

import pytest

from desktop_app.core.remarks import tags_in, tags_text


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", ()),
        (" , ,\n", ()),
        ("late", ("late",)),
        ("late, to  check,late\nnew\rold", ("late", "to check", "new", "old")),
        ('good, "grade: 2, too short", "grade: 2, too short",x', ("good", "grade: 2, too short", "x")),
        ('"a ""b"", c","",d', ('a "b", c', "d")),
        ('5" disk, "begun, and not ended', ('5" disk', '"begun', "and not ended")),
        ('"two" words, "one"', ('"two" words', "one")),
    ],
)
def test_each_tag_is_meant_once(typed, tags):
    assert tags_in(typed) == tags
    assert tags_in(tags_text(tags)) == tags


def test_only_a_tag_that_would_be_misread_stands_in_quotation_marks():
    assert tags_text(["late", "to check", 'a "b"']) == 'late, to check, a "b"'
    assert tags_text(["late, again", '"so"']) == '"late, again", """so"""'
