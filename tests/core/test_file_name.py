"""Names of files made from whatever a table is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.file_name import file_name


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("heroes", "heroes"),
        ("a:b?", "a b"),
        ("..hidden. ", "hidden"),
        ("CON", "_CON"),
        ("lpt1.2024", "_lpt1.2024"),
        ("console", "console"),
        ("Fragen & Antworten (2)", "Fragen & Antworten (2)"),
        ("日本語の表", "日本語の表"),
        ("???", ""),
        ("half \udcff a character", "half a character"),
    ],
)
def test_a_table_s_name_becomes_a_file_s_name(wanted, name):
    assert file_name(wanted) == name


@given(st.text(max_size=400))
def test_every_name_can_be_written(tmp_path_factory, wanted):
    name = file_name(wanted)
    assert file_name(name) == name
    if name:
        (tmp_path_factory.getbasetemp() / f".{name}-before-update-1.tunedesk.lock").touch()
