"""The wizard's answers by columns."""

import pytest

from desktop_app.core.problem import Problem
from desktop_app.settings.recipes import KEPT, Recipes


def test_the_newest_answers_for_the_same_columns_are_kept(tmp_path):
    recipes = Recipes(tmp_path / "sub" / "recipes.json")
    assert recipes.get(("a", "b")) is None
    recipes.keep(("a", "b"), {"target": "one"})
    recipes.keep(("a", "b"), {"target": "zwei ü"})
    recipes.keep(("b", "a"), {"target": "other"})
    again = Recipes(tmp_path / "sub" / "recipes.json")
    assert again.get(("a", "b")) == {"target": "zwei ü"}
    assert again.get(["b", "a"]) == {"target": "other"}
    for number in range(KEPT - 1):
        recipes.keep((str(number),), {})
    assert recipes.get(("a", "b")) is None
    assert recipes.get(("b", "a")) == {"target": "other"}


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"[\\"a\\"]": 7}', "\x00\xff"])
def test_a_file_nobody_can_read_counts_as_empty(tmp_path, content):
    path = tmp_path / "recipes.json"
    path.write_bytes(content.encode("latin-1"))
    recipes = Recipes(path)
    assert recipes.get(("a",)) is None
    recipes.keep(("a",), {"x": 1})
    assert recipes.get(("a",)) == {"x": 1}


def test_what_cannot_be_kept_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem) as caught:
        Recipes(tmp_path / "file" / "recipes.json").keep(("a",), {})
    assert caught.value.key == "preferences_not_saved"
