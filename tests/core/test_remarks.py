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
    ],
)
def test_each_tag_is_meant_once(typed, tags):
    assert tags_in(typed) == tags
    assert tags_in(tags_text(tags)) == tags
