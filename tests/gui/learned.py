"""A project of whose rows a model was trained, as its record says."""

from desktop_app.core.example import Part
from desktop_app.core.job import HERE, Job, JobStatus, Plan
from desktop_app.core.run_record import RunRecord, SentFile, SentRow
from desktop_app.core.training_line import row_hash, sent_line
from desktop_app.store import examples, runs

MARK = "c" * 32


def learn(project, mark=MARK, title="tiny", planned=1_763_000_000.0):
    """Write down that a model was trained with the training rows as they are now."""

    def write(connection):
        sent = [
            SentRow(row.id, row.part, row_hash(sent_line(row.example, frozenset())))
            for row in examples.rows(connection, Part.TRAINING)
        ]
        file = SentFile(Part.TRAINING, "rows.jsonl", "ab" * 32, 100, len(sent))
        runs.begin(connection, RunRecord(mark, planned, HERE, Plan(title), (file,), mark), sent)
        runs.finish(connection, mark, Job(f"job-{mark[:4]}", HERE, title, JobStatus.SUCCEEDED, planned))

    project.write(write).result()
