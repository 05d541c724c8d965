"""What a training takes from its project."""

import pytest

from desktop_app.work.plan_run import name_for


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("Superheroes", "superheroes"),
        ("Fragen & Antworten 2", "fragen-antworten-2"),
        ("ein sehr langer Name mit Ende", "ein-sehr-langer-na"),
        ("日本語", ""),
        ("a:b/c", "a-b-c"),
    ],
)
def test_a_model_is_called_after_its_project(project, name):
    assert name_for(project) == name
