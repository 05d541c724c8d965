"""What a training takes from its project."""

import pytest

from desktop_app.core.job import HERE, Job, JobStatus
from desktop_app.work.plan_run import name_for
from desktop_app.work.train import running


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


def test_of_several_under_way_the_one_that_trains_is_shown_first():
    jobs = [
        Job("new", HERE, "m", JobStatus.QUEUED, 3.0),
        Job("away", "cloud", "m", JobStatus.RUNNING, 2.0),
        Job("old", HERE, "m", JobStatus.RUNNING, 1.0),
        Job("done", HERE, "m", JobStatus.SUCCEEDED, 0.0),
    ]
    assert running(jobs).id == "old"
    assert running([*jobs[:2], jobs[3]]).id == "new"
    assert running([jobs[1], jobs[3]]) is None
