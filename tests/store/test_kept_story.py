"""What a project can tell of its trainings later: their story, the texts they learned, and which models it knows."""

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE, Job, JobEvent, JobStatus, Plan
from desktop_app.core.run_record import RunRecord, SentRow
from desktop_app.core.text import text
from desktop_app.core.training_line import row_hash, sent_line
from desktop_app.store import happenings, jobs, run_texts, runs
from desktop_app.store.mentions import Mentions, in_file, of_model
from desktop_app.store.project import Project

TUNED = "ft:tiny:local:heroes:aa11"
SAID = ("Fine-tuning job started", "Fine-tuning job paused", "Reading 9 lines", "Fine-tuning job resumed")


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "heroes.tunedesk")
    yield made
    made.close()


def change(project, edit):
    return project.do(text("step.insert_row"), edit).result()


def test_the_lines_of_a_story_are_found_in_order_and_by_words(project):
    events = [JobEvent(f"e{at}", float(at), "info", said) for at, said in enumerate(SAID)]
    for number, story in ((1, events[::-1]), (2, [])):
        job = Job(f"job-{number}", HERE, "tiny", JobStatus.RUNNING, 1.0)
        project.write(lambda c, job=job: jobs.add(c, job, Plan("tiny"))).result()
        project.write(lambda c, job=job, story=story: jobs.add_events(c, job.id, story)).result()
    with project.reading() as connection:

        def lines(places):
            found = happenings.page(connection, [*places, 10_000])
            return [found[place] for place in places]

        assert lines(happenings.places(connection, "job-1")) == events
        assert lines(happenings.places(connection, "job-1", "READING")) == [events[2]]
        assert lines(happenings.places(connection, "job-1", "reading", ("happened.paused",))) == events[1:3]
        assert sorted(happenings.turns(connection, "job-1")) == [(float(at), SAID[at]) for at in (0, 1, 3)]
        assert happenings.last(connection, "job-1") == events[3]
        assert not happenings.places(connection, "job-2")
        assert happenings.last(connection, "job-2") is None


def test_a_text_that_a_training_learned_is_found_as_long_as_the_history_knows_it(project):
    first, second = Completion("who", " a hero"), Completion("who", " a villain")
    change(project, lambda edit: edit.append([(first, Part.TRAINING), (second, Part.TRAINING)]))
    with project.reading() as connection:
        row, other = [number for (number,) in connection.execute("SELECT id FROM head ORDER BY id")]
    record = RunRecord("ab" * 16, 1.0, HERE, Plan("tiny"), (), "cd" * 32)
    sent = [SentRow(row, Part.TRAINING, row_hash(sent_line(first, frozenset())))]
    project.write(lambda c: runs.begin(c, record, sent)).result()
    for changed in (Completion("who", " nobody"), Completion("who", " somebody")):
        change(project, lambda edit, changed=changed: edit.change_many([(row, changed)]))
    with project.reading() as connection:
        assert run_texts.text_then(connection, record.mark, row) == first
        assert run_texts.text_then(connection, record.mark, other) is None
    project.write(lambda c: c.execute("DELETE FROM change")).result()
    with project.reading() as connection:
        assert run_texts.text_then(connection, record.mark, row) is None


def test_a_project_knows_which_models_it_made_and_went_on_from(project, tmp_path):
    done = Job("job-1", HERE, "tiny", JobStatus.SUCCEEDED, 1.0, tuned_model=TUNED)
    later = Job("job-2", HERE, TUNED, JobStatus.FAILED, 2.0)
    for job in (done, later):
        project.write(lambda c, job=job: jobs.add(c, job, Plan(job.base_model))).result()
    with project.reading() as connection:
        found = of_model(connection, TUNED)
        assert (found.made, found.went_on, found.any) == (True, ("job-2",), True)
        assert of_model(connection, "tiny").went_on == (TUNED,)
        assert not of_model(connection, "another").any
    assert in_file(project.path, TUNED) == found
    strange = tmp_path / "strange.tunedesk"
    assert in_file(strange, TUNED) is None
    strange.write_text("no project at all, but long enough to look like a file of something" * 9)
    assert in_file(strange, TUNED) is None
    assert Mentions() != found
