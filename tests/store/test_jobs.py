"""What the project remembers of its jobs and answers."""

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.classes import Classes
from desktop_app.core.example import Message
from desktop_app.core.job import Job, JobEvent, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.store import answers, jobs, story
from desktop_app.store.project import Project


def _hear(connection, job, events, points):
    jobs.update(connection, job)
    jobs.add_events(connection, job.id, events)
    jobs.add_points(connection, job.id, points)


def test_a_job_its_points_and_its_story_come_back(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    job = Job("ftjob-1", "local", "tiny", JobStatus.QUEUED, 100.0)
    plan = Plan("tiny", epochs=3, suffix="mine", classes=Classes(2, "yes", (0.5, 1.0)))
    project.write(lambda c: jobs.add(c, job, plan)).result()
    ended = (100.0, 130.0, "ft:tiny", 3, 4, 9, 1000, "no room", ("file-1",))
    later = Job("ftjob-1", "local", "tiny", JobStatus.FAILED, *ended, resumable=True)
    events = [JobEvent("b", 2.0, "info", "second"), JobEvent("a", 1.0, "info", "first")]
    points = [MetricPoint(0, {"full_valid_loss": 3.0}), MetricPoint(1, {"train_loss": 2.5})]
    for _ in range(2):
        project.write(lambda c: _hear(c, later, events, points)).result()
    project.close()
    again = Project.open(project.path)
    with again.reading() as connection:
        assert jobs.all_jobs(connection) == [later]
        assert jobs.plan(connection, "ftjob-1") == plan
        assert jobs.points(connection, "ftjob-1") == points
        assert [e.message for e in jobs.events(connection, "ftjob-1")] == ["first", "second"]
    again.close()


def test_an_event_that_was_cut_in_the_middle_of_a_letter_is_kept(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    job = Job("ftjob-1", "local", "tiny", JobStatus.RUNNING, 100.0)
    first, second = (JobEvent(name, time, "info", "cut \ud83d") for time, name in enumerate("ab"))
    project.write(lambda c: jobs.add(c, job, Plan("tiny"))).result()
    project.write(lambda c: jobs.add_events(c, job.id, [first])).result()
    project.write(lambda c: story.keep(c, job, story.Portion((second,)), story.Heard())).result()
    with project.reading() as connection:
        assert [event.message for event in jobs.events(connection, job.id)] == [r"cut \ud83d"] * 2
    project.close()


def test_what_came_as_no_number_is_known_afterwards(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    job = Job("ftjob-1", "local", "m", JobStatus.RUNNING, 1.0)
    points = [MetricPoint(1, {"train_loss": 2.0}), MetricPoint(2, {"valid_loss": 3.0}, ("train_loss",))]
    project.write(lambda c: jobs.add(c, job, Plan("m"))).result()
    project.write(lambda c: jobs.add_points(c, job.id, points)).result()
    with project.reading() as connection:
        assert jobs.points(connection, job.id) == points
        stored = connection.execute("SELECT measured FROM metric_point WHERE step = 2").fetchone()[0]
    assert "null" in stored
    project.close()


def test_answers_come_back_with_their_questions(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    kept = Answer(1, "ft:tiny", "Ahoy", Finish.STOP, 3, 0.5)
    request = Request(1, "ft:tiny", (Message("user", "Hi"),), Sampling())
    project.write(lambda c: answers.add(c, request, kept)).result()
    with project.reading() as connection:
        (found,) = answers.of_model(connection, "ft:tiny")
    assert (found.answer, found.question) == (kept, [{"role": "user", "content": "Hi"}])
    project.close()
