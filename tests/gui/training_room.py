"""What the tests of the training room share: trainings kept in a project, and what can be read and pressed."""

from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop_app.core.example import Part
from desktop_app.core.job import HERE, Checkpoint, Job, JobEvent, JobStatus, Plan
from desktop_app.core.run_record import RunRecord, SentFile, SentRow
from desktop_app.store import jobs, runs, story
from tests.core.curve_maker import curve, falling
from tests.fake_provider import BASE

BEGAN = 1_700_000_000.0
GOOD = (falling(3.0, 1.4), falling(3.05, 1.5))


def said(page):
    """Return every word on show."""
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def buttons(page):
    """Return the words of all buttons on show."""
    return {b.text() for b in page.findChildren(QAbstractButton) if b.isVisible()}


def button(page, words):
    """Return the button with these words."""
    return next(b for b in page.findChildren(QAbstractButton) if b.text() == words and b.isVisible())


def keep(project, number, status, *, where=HERE, kind=GOOD, upto=200, rows=(), recorded=True, job_id="", **more):
    """Put a training of 200 steps into the project, as it would be after it was followed; return its Job."""
    values = {"base_model": BASE, "epochs": 4, "batch_size": 8, "total_steps": 200, **more}
    if status is JobStatus.SUCCEEDED:
        values.setdefault("tuned_model", f"ft:{BASE}:org::run{number}")
    finished = BEGAN + 600 if status.ended else None
    job = Job(job_id or f"ftjob-{number}", where, status=status, created=BEGAN + number, finished=finished, **values)
    plan = Plan(job.base_model, connection=where, epochs=4, suffix=job.title)
    mark = f"{number:032x}"
    file = SentFile(Part.TRAINING, f"heroes-{number}.jsonl", f"{number:064x}", 1234, len(rows))
    record = RunRecord(mark, BEGAN, where, plan, (file,), "ab" * 32, project="heroes", versions={"TuneDesk": "9.9"})
    points = [point for point in curve(*kind, every=50, seed=number) if point.step <= upto]
    checkpoints = [
        Checkpoint(f"c{number}-{step}", step, f"ft:{BASE}:org::run{number}:ckpt-step-{step}", BEGAN + step, {})
        for step in (50, 100, 150, 200)
        if step <= upto
    ]

    def write(connection):
        if recorded:
            runs.begin(connection, record, [SentRow(n, Part.TRAINING, row.encode()) for n, row in enumerate(rows)])
        jobs.add(connection, job, plan)
        if recorded:
            runs.finish(connection, mark, job)
            runs.release(connection, mark)
        jobs.add_points(connection, job.id, points)
        jobs.add_events(connection, job.id, [JobEvent(f"e{number}", BEGAN, "info", "Fine-tuning job started")])
        story.add_checkpoints(connection, job.id, checkpoints)

    project.write(write).result()
    return job
