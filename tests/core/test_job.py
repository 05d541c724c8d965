"""What is known of jobs without asking anybody."""

from desktop_app.core.job import HERE, Job, JobStatus, running_here


def test_of_several_under_way_the_one_that_trains_is_shown_first():
    jobs = [
        Job("new", HERE, "m", JobStatus.QUEUED, 3.0),
        Job("away", "cloud", "m", JobStatus.RUNNING, 2.0),
        Job("old", HERE, "m", JobStatus.RUNNING, 1.0),
        Job("done", HERE, "m", JobStatus.SUCCEEDED, 0.0),
    ]
    assert running_here(jobs).id == "old"
    assert running_here([*jobs[:2], jobs[3]]).id == "new"
    assert running_here([jobs[1], jobs[3]]) is None
